/** Keeps the rows of the overview those of the run on screen: one load at a time, again when the run or the width has changed. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { RunSummary } from '../../electron/protocol/run_api.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import type { App } from '../state/app.ts';
import { loadOverview, type OverviewRow } from './overview_data.ts';

/** While a run is being read it changes often: the strip follows at this pace. */
const RELOAD_MS = 700;

/** Loads of strips that are due or under way. */
let loads = 0;

/** The strip shows the run as it is now; for tests. */
export function isOverviewCurrent(): boolean {
  return loads === 0;
}

/** Loads at once while there are no rows to show. `columns` = css px of the strip; none are drawn in fewer than two. Gives back how to stop. */
export function followOverview(
  app: Pick<App, 'client' | 'notify'>, summary: ReadonlySignal<RunSummary>, columns: ReadonlySignal<number>, publish: (rows: readonly OverviewRow[]) => void,
): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isWaiting, isStale, isEmpty] = [false, false, true];
  /** Revision of the rows that were last refused. */
  let refused = -1;
  const load = async (): Promise<void> => {
    const { revision } = summary.peek();
    try {
      const rows = await loadOverview(app.client, summary.peek(), columns.peek(), abort.signal);
      if (abort.signal.aborted) return;
      isEmpty = rows.length === 0;
      publish(rows);
    } catch (error) {
      // The strip keeps what it has; the timeline tells when the engine is away.
      if (isCancelled(error) || app.client.connection.peek() !== 'open') return;
      // Rows go while logs are read, and the page hears of it after the engine: only what is refused twice of a run that is read is news.
      if (refused === revision && summary.peek().phase !== 'reading') app.notify(`The overview could not be loaded: ${messageOf(error)}`, 'error');
      else [refused, isStale] = [revision, true];
    }
  };
  const schedule = (): void => {
    isStale = isWaiting;
    if (isWaiting) return;
    isWaiting = true;
    loads++;
    timer = setTimeout(() => void load().finally(settle), isEmpty ? 0 : RELOAD_MS);
  };
  const settle = (): void => {
    if (!isWaiting) return;
    isWaiting = false;
    loads--;
    if (isStale && !abort.signal.aborted) schedule();
  };
  const stop = effect(() => {
    void summary.value;
    if (columns.value > 1) schedule();
  });
  return () => {
    stop();
    clearTimeout(timer);
    abort.abort();
    settle();
  };
}
