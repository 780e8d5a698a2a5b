/** Busy shares beside the labels: of the rows in view, asked for once the view has rested. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { RunSummary } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { afterRest } from '../base/rest.ts';
import type { EngineClient, PinnedRows, Row } from './app.ts';

const BUSY_REST_MS = 150;
/** Rows scrolled out of view by more than this get no busy figure. */
const BUSY_MARGIN_PX = 600;

interface BusyInputs {
  readonly summary: ReadonlySignal<RunSummary>;
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly pinned: ReadonlySignal<PinnedRows>;
  readonly span: ReadonlySignal<TimeSpan>;
  readonly scrollTop: ReadonlySignal<number>;
  readonly viewportHeight: ReadonlySignal<number>;
}

/** Asks for the busy share of the rows in view once the view has rested. */
export function followBusy(client: EngineClient, inputs: BusyInputs, publish: (busy: ReadonlyMap<TrackId, number | null>) => void): () => void {
  let takeBack = (): void => undefined;
  let abort: AbortController | undefined;
  const ask = async (): Promise<void> => {
    const { run, extent } = inputs.summary.peek();
    const top = inputs.scrollTop.peek() - BUSY_MARGIN_PX;
    const bottom = inputs.scrollTop.peek() + (inputs.viewportHeight.peek() || 800) + BUSY_MARGIN_PX;
    const inView = inputs.rows.peek().filter((row) => row.y + row.height > top && row.y < bottom);
    const tracks = [...new Set([...inputs.pinned.peek().rows, ...inView].filter((row) => row.group?.hasUtil ?? row.track?.hasUtil ?? false).map((row) => row.id))];
    const startNs = Math.max(extent.startNs, Math.floor(inputs.span.peek().startNs));
    const stopNs = Math.min(extent.stopNs, Math.ceil(inputs.span.peek().stopNs));
    abort?.abort();
    if (tracks.length === 0 || stopNs <= startNs) return;
    abort = new AbortController();
    try {
      const means = await client.call('util.mean', { run, tracks, startNs, stopNs }, abort.signal);
      publish(new Map(tracks.map((track, i) => [track, means[i]])));
    } catch {
      // Cancelled, or the engine is away: the old figures stay until the view moves again.
    }
  };
  const stop = effect(() => {
    void [inputs.summary.value, inputs.rows.value, inputs.pinned.value, inputs.span.value, inputs.scrollTop.value, inputs.viewportHeight.value];
    takeBack();
    takeBack = afterRest(BUSY_REST_MS, () => void ask());
  });
  return () => {
    stop();
    takeBack();
    abort?.abort();
  };
}
