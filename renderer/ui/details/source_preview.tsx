/** The lines of the program around the one that an item comes from, with the way to all of it and to the folder where it lies. */
import { useState } from 'preact/hooks';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { Sentence } from '../base/sentence.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { baseName } from '../../base/base_name.ts';
import { SourceNotFound, useSourceRoots } from '../lines/source_roots.tsx';

/** Lines before and after the one that is meant. */
const AROUND = 2;

/** `[first, lines]`: the line and those around it, `first` counted from 1; none where the file is shorter. Exported for its test. */
export function linesAround(text: string, line: number): readonly [first: number, lines: readonly string[]] {
  const all = text.split(/\r?\n/);
  if (line < 1 || line > all.length) return [line, []];
  const first = Math.max(1, line - AROUND);
  return [first, all.slice(first - 1, line + AROUND)];
}

export function SourcePreview({ source: { file, line } }: { readonly source: NonNullable<ItemDetails['source']> }) {
  const app = useApp();
  const run = useRun();
  const roots = useSourceRoots();
  const [isAsked, setAsked] = useState(false);
  const { value, error } = useAnswer('lines.source', { run: run.id, file }, roots.roots.join('\n'));
  const openAll = (): void => {
    run.sourcePlace.value = { file, line };
    app.commands.run('panel.showLines').catch((reason: unknown) => app.notify(String(reason), 'error'));
  };
  const isFound = value !== undefined && value.path !== null;
  return (
    <section class="source-preview" aria-label="Source" data-testid="source-preview">
      <h3>
        Source <span class="path mono" data-hint={value?.path ?? file}>{baseName(file)}:{line}</span>
        {isFound && <button type="button" class="text-button" onClick={openAll}>Whole file</button>}
        {value?.path === null && !isAsked && !roots.isReadOnly && <Button class="small" icon="folderOpen" onClick={() => setAsked(true)}>Set source root…</Button>}
      </h3>
      {error !== undefined && <p class="muted"><Sentence text={error} /></p>}
      {value?.path === null && !isAsked && <p class="muted">{file} is not on this machine{roots.roots.length > 0 && ', nor below the source roots'}.</p>}
      {value?.path === null && isAsked && <SourceNotFound file={file} line={line} source={roots} asksAtOnce />}
      {isFound && <Excerpt text={value.text} line={line} />}
    </section>
  );
}

function Excerpt({ text, line }: { readonly text: string; readonly line: number }) {
  const [first, lines] = linesAround(text, line);
  if (lines.length === 0) return <p class="muted">The file has fewer lines: it is not the one that ran.</p>;
  return (
    <ol class="excerpt mono" start={first}>
      {lines.map((one, i) => <li key={i} value={first + i} class={first + i === line ? 'is-meant' : ''} aria-current={first + i === line ? 'true' : undefined}><code>{one === '' ? ' ' : one}</code></li>)}
    </ol>
  );
}
