/** How many hits of the search lie left and right of the view; a click goes to the nearest one. */
import { useApp, useRun } from '../base/context.ts';
import { countOf, shortCount } from '../base/numbers.ts';

export function EdgeHits() {
  const app = useApp();
  const run = useRun();
  const counts = run.search.around.value;
  if (counts === null) return null;
  const go = (step: 1 | -1): void => {
    const { startNs, stopNs } = run.view.span.peek();
    const { result } = run.search;
    if (result.peek() === null) return;
    const from = { ns: Math.floor(step === 1 ? stopNs : startNs), track: 0, ordinal: 0 };
    app.client.call('search.step', { run: run.id, search: result.peek()!.search, from, step }).then(
      (found) => { if (found) void run.select(found.hit.track, found.hit.ordinal, { at: found.hit, reveal: true }); },
      (error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'),
    );
  };
  return (
    <>
      {counts.before > 0 && <button type="button" class="edge-hits left" aria-label={`${countOf(counts.before, 'hit')} before the view`} onClick={() => go(-1)}>← {shortCount(counts.before)}</button>}
      {counts.after > 0 && <button type="button" class="edge-hits right" aria-label={`${countOf(counts.after, 'hit')} after the view`} onClick={() => go(1)}>{shortCount(counts.after)} →</button>}
    </>
  );
}
