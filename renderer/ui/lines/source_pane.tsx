/** The source of a line: read by the engine where it can be found, else a way to say where it is. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { LineCost } from '../../../electron/protocol/table_api.ts';
import { useRun } from '../base/context.ts';
import { percentText } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { useEditor } from '../editor/use_editor.ts';
import { baseName } from '../../base/base_name.ts';
import { SourceNotFound, useSourceRoots } from './source_roots.tsx';

export interface Place {
  readonly file: string;
  readonly line: number;
}

export function SourcePane({ place, lines, total }: { readonly place: Place | undefined; readonly lines: readonly LineCost[]; readonly total: number }) {
  const run = useRun();
  const source = useSourceRoots();
  const answer = useAnswer('lines.source', place ? { run: run.id, file: place.file } : null, source.roots.join('\n'));
  if (place === undefined) return null;
  const { value, error } = answer;
  return (
    <section class="split-side source-pane" aria-label="Source" data-testid="source">
      <p class="source-head"><span class="path mono">{value?.path ?? place.file}</span></p>
      {error !== undefined && <p class="panel-state" role="alert"><Sentence text={error} /></p>}
      {value !== undefined && value.path === null && <SourceNotFound file={place.file} line={place.line} source={source} />}
      {value !== undefined && value.path !== null && <Source key={place.file} text={value.text} place={place} lines={lines} total={total} />}
    </section>
  );
}

function Source({ text, place, lines, total }: { readonly text: string; readonly place: Place; readonly lines: readonly LineCost[]; readonly total: number }) {
  const costs = useMemo(() => new Map(lines.filter(({ file }) => file === place.file).map((cost) => [cost.line ?? 0, share(cost, total)])), [lines, total, place.file]);
  const latest = useRef(place.line);
  latest.current = place.line;
  const { holder, editor, failure } = useEditor(async () => {
    const { createSourceEditor } = await import('../editor/source_editor.ts');
    return (parent) => {
      const made = createSourceEditor(parent, { name: baseName(place.file), text, shares: costs, textOf: percentText });
      made.showLine(latest.current);
      return made;
    };
  }, [text, costs]);
  useEffect(() => editor.current?.showLine(place.line), [place.line]);
  if (failure !== undefined) return <p class="panel-state" role="alert">The source could not be shown: {failure}</p>;
  return <div class="source-editor" ref={holder} />;
}

const share = ({ runningNs, gpuNs }: LineCost, total: number): number => (total > 0 ? (runningNs + gpuNs) / total : 0);
