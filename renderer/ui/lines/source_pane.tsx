/** The source of a line: read by the engine where it can be found, else a way to say where it is. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LineCost } from '../../../electron/protocol/table_api.ts';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { percentText } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { useEditor } from '../editor/use_editor.ts';
import { baseName } from './line_rows.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
}

export function SourcePane({ place, lines, total }: { readonly place: Place | undefined; readonly lines: readonly LineCost[]; readonly total: number }) {
  const app = useApp();
  const run = useRun();
  const [roots, setRoots] = useState(() => rootsOf(app.settings.get('source.roots')));
  // The engine reads the setting: what was just chosen has to be there when it is asked again.
  const answer = useAnswer('lines.source', place ? { run: run.id, file: place.file } : null, roots.join('\n'));
  if (place === undefined) return null;
  const { value, error } = answer;
  const setAll = async (next: readonly string[]): Promise<void> => {
    await app.client.call('settings.set', { key: 'source.roots', value: next });
    app.settings.set('source.roots', next);
    setRoots(next);
  };
  return (
    <section class="split-side source-pane" aria-label="Source" data-testid="source">
      <p class="source-head"><span class="path mono">{value?.path ?? place.file}</span></p>
      {error !== undefined && <p class="panel-state" role="alert"><Sentence text={error} /></p>}
      {value !== undefined && value.path === null && <NotFound place={place} roots={roots} isReadOnly={app.session.value?.isReadOnly === true} onRoots={(next) => void setAll(next)} />}
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

function rootsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((root): root is string => typeof root === 'string') : [];
}

function NotFound({ place, roots, isReadOnly, onRoots }: { readonly place: Place; readonly roots: readonly string[]; readonly isReadOnly: boolean; readonly onRoots: (roots: readonly string[]) => void }) {
  const [isAsking, setAsking] = useState(false);
  const [folder, setFolder] = useState('');
  return (
    <div class="panel-state">
      <p>{baseName(place.file)} is not where the log says{roots.length > 0 && ', nor below the source roots'}. Line {place.line} of it is meant.</p>
      {roots.length > 0 && (
        <ul class="root-list" aria-label="Source roots">
          {roots.map((root) => (
            <li key={root}><span class="path mono">{root}</span>{!isReadOnly && <button type="button" class="text-button" aria-label={`Remove ${root}`} onClick={() => onRoots(roots.filter((one) => one !== root))}>Remove</button>}</li>
          ))}
        </ul>
      )}
      {!isReadOnly && !isAsking && <Button icon="folderOpen" onClick={() => setAsking(true)}>Set source root…</Button>}
      {isAsking && (
        <form class="root-form" onSubmit={(event) => {
          event.preventDefault();
          const wanted = folder.trim();
          if (wanted !== '' && !roots.includes(wanted)) onRoots([...roots, wanted]);
        }}
        >
          <label>Folder with the program, as the engine sees it <input type="text" class="filter" value={folder} placeholder="/home/me/program" onInput={(event) => setFolder(event.currentTarget.value)} /></label>
          <button type="submit" class="button main">Look there</button>
        </form>
      )}
    </div>
  );
}
