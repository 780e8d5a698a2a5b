/** The programs of both runs around the lines that launched a pair: what was taken out, what came in, what stayed. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pair, SourceDiff as Diff } from '../../../electron/protocol/compare_api.ts';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import { Sentence } from '../base/sentence.tsx';
import { Skeleton } from '../base/skeleton.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { SourceNotFound, useSourceRoots } from '../lines/source_roots.tsx';
import { useComparing } from './use_comparing.ts';

type Place = NonNullable<ItemDetails['source']>;

/** Which of the lines launched the items, in words. */
export function sourceSentence(a: ItemDetails['source'], b: ItemDetails['source']): string {
  const text = (source: ItemDetails['source']): string => (source ? `${source.file}:${source.line}` : 'a line that was not recorded');
  return text(a) === text(b) ? `Both were launched by ${text(a)}.` : `Launched by ${text(a)} in A and by ${text(b)} in B.`;
}

export function SourceDiff({ places: [a, b] }: { readonly places: Pair<Place> }) {
  const { ids } = useComparing();
  const source = useSourceRoots();
  const { value, error } = useAnswer('compare.source', { ...ids.value, files: [a.file, b.file], lines: [a.line, b.line] }, source.roots.join('\n'));
  const missing = value && ([a, b] as const).filter((place, side) => value.paths[side] === null && (side === 0 || value.paths[0] !== null || place.file !== a.file));
  return (
    <section class="source-diff" aria-label="Source of both runs" data-testid="source-diff">
      <p class="muted" data-testid="pair-source">{sourceSentence(a, b)}</p>
      {error !== undefined && <p class="panel-state" role="alert"><Sentence text={error} /></p>}
      {value === undefined && error === undefined && <Skeleton rows={5} label="Source of both runs" />}
      {missing?.map((place) => <SourceNotFound key={place.file} file={place.file} line={place.line} source={source} />)}
      {value && missing?.length === 0 && <Rows diff={value} lines={[a.line, b.line]} />}
    </section>
  );
}

function Rows({ diff: { paths, rows }, lines: [lineA, lineB] }: { readonly diff: Diff; readonly lines: Pair }) {
  const scroller = useRef<HTMLDivElement>(null);
  // The lines that launched the pair are what is asked for: they stand in the middle.
  useLayoutEffect(() => {
    const box = scroller.current;
    const row = box?.querySelector<HTMLElement>('tr.launch');
    if (box && row) box.scrollTop = row.offsetTop - (box.clientHeight - row.offsetHeight) / 2;
  }, [rows, lineA, lineB]);
  if (rows === null) return <p class="panel-state">The two programs have too little in common to be shown side by side.</p>;
  return (
    <>
      {paths[0] === paths[1] && <p class="muted">Both logs name this one file: it is shown as it is now, and may have been another when they were made.</p>}
      {paths[0] !== paths[1] && rows.every(({ a, b }) => a !== null && b !== null) && <p class="muted">The two files are the same.</p>}
      <div class="diff-scroll" ref={scroller} role="region" tabIndex={0} aria-label="Lines of both sources">
        <table class="diff mono">
          <thead class="visually-hidden"><tr><th scope="col">Line in A</th><th scope="col">Line in B</th><th scope="col">Change</th><th scope="col">Text</th></tr></thead>
          <tbody>
            {rows.map((row, i) => {
              const { a, b, text } = row;
              const before = rows[i - 1];
              const isGap = before === undefined ? (a ?? 1) > 1 && (b ?? 1) > 1 : isApart(before, row);
              const [mark, word, tone] = a === null ? ['+', 'only in B', 'only-b'] : b === null ? ['−', 'only in A', 'only-a'] : ['', '', ''];
              const isLaunch = a === lineA || b === lineB;
              return [
                isGap && <tr key={`gap ${i}`} class="diff-gap" aria-hidden="true"><td colSpan={4}>⋯</td></tr>,
                <tr key={i} class={`${tone} ${isLaunch ? 'launch' : ''}`} data-testid="diff-row" data-change={tone}>
                  <td class="number">{a}</td><td class="number">{b}</td>
                  <td class="diff-mark"><span aria-hidden="true">{mark}</span><span class="visually-hidden">{word}{isLaunch ? ' launched this' : ''}</span></td>
                  <td class="diff-text">{text}</td>
                </tr>,
              ];
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Whether lines that did not change are left out between two rows. */
function isApart(before: NonNullable<Diff['rows']>[number], { a, b }: NonNullable<Diff['rows']>[number]): boolean {
  return (a !== null && before.a !== null && a > before.a + 1) || (b !== null && before.b !== null && b > before.b + 1);
}
