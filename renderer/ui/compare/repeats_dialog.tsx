/** Says which other runs are repeats of A and which of B: with enough of both there is a verdict. */
import { useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { Pair } from '../../../electron/protocol/compare_api.ts';
import type { RunId } from '../../../electron/protocol/run_api.ts';
import { messageOf } from '../../base/cancel.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { Dialog } from '../base/dialog.tsx';
import { countOf } from '../base/numbers.ts';
import { openAndRecent } from './known_runs.ts';
import { useComparing } from './use_comparing.ts';

/** Runs on a side from which on a confidence of 95 % can be reached (shared/design/compare.md §6.2). */
const ENOUGH = 4;

type Choice = '' | 'A' | 'B';

export function RepeatsDialog({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const { runs, ids, useRepeats } = useComparing();
  const others = openAndRecent(app.session.value).filter(({ id }) => !runs.some((run) => run.id === id));
  const [choices, setChoices] = useState((): ReadonlyMap<RunId, Choice> => new Map((ids.peek().repeats ?? [[], []]).flatMap((of, side) => of.map((id) => [id, side === 0 ? 'A' : 'B'] as const))));
  const [problem, setProblem] = useState<string | null>(null);
  const [isOpening, setOpening] = useState(false);
  const repeatsOf = (side: Choice): readonly RunId[] => others.flatMap(({ id }) => (choices.get(id) === side ? [id] : []));
  const chosen: Pair<readonly RunId[]> = [repeatsOf('A'), repeatsOf('B')];
  const sizes = chosen.map((of) => of.length + 1);
  const apply = async (): Promise<void> => {
    setOpening(true);
    try {
      await app.openQuietly(chosen.flat());
      useRepeats(chosen);
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
      setOpening(false);
    }
  };
  return (
    <Dialog title="Repeats of A and B" class="compare-dialog repeats-dialog" onClose={onClose}>
      <p>One run per side says little: machines are never quite the same twice. Runs of the same program, chosen here, show how much of a change is noise. With {ENOUGH} of each there is a verdict.</p>
      {others.length === 0
        ? <p class="muted">There are no other runs. Those that were opened once are listed here; the command line takes them as <code>legion_prof compare BEFORE… -- AFTER…</code></p>
        : (
          <form onSubmit={(event) => {
            event.preventDefault();
            void apply();
          }}>
            <ul class="repeats-list" aria-label="Other runs">
              {others.map(({ id, title, durationNs, isOpen }) => (
                <li key={id}>
                  <select
                    aria-label={`${title} is a repeat of`} value={choices.get(id) ?? ''}
                    onChange={(event) => setChoices(new Map(choices).set(id, event.currentTarget.value as Choice))}
                  ><option value="">–</option><option value="A">A</option><option value="B">B</option></select>
                  <span class="repeats-title">{title}</span> <span class="muted number">{formatTime(durationNs)}{isOpen && ' · open'}</span>
                </li>
              ))}
            </ul>
            {problem !== null && <p role="alert" class="run-problem">{problem}</p>}
            <p class="dialog-buttons">
              <Button tone="main" type="submit" icon="compare" disabled={isOpening}>{isOpening ? 'Opening…' : 'Compare'}</Button>
              <span class="muted" role="status">{countOf(sizes[0], 'run')} of A, {sizes[1]} of B{Math.min(...sizes) >= ENOUGH ? '' : `; ${ENOUGH} of each give a verdict`}</span>
            </p>
          </form>
        )}
    </Dialog>
  );
}
