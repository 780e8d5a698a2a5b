/** Totals of a range, asked for again a moment after it has changed; what is there stays until the new ones have come. */
import { useEffect, useState } from 'preact/hooks';
import type { NameTotals, TrackSummary } from '../../../electron/protocol/engine_api.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import { isCancelled, messageOf } from '../../base/cancel.ts';
import { useApp, useRun } from '../base/context.ts';

/** A drag that goes on asks for nothing. */
const REST_MS = 120;

export interface Totals {
  readonly span: TimeSpan;
  readonly names: NameTotals;
  /** Busy share of processors, busiest first. */
  readonly busy: readonly { readonly track: TrackSummary; readonly share: number }[];
}

export interface TotalsState {
  readonly totals: Totals | undefined;
  readonly error: string | undefined;
  readonly isBusy: boolean;
}

/** Ends are whole ns within the run. `panel`: nothing is asked while it is not the one that is seen. */
export function useTotals({ startNs, stopNs }: TimeSpan, panel: string): TotalsState {
  const app = useApp();
  const run = useRun();
  const { revision } = run.summary.value;
  const isSeen = app.layout.isDockOpen.value && app.layout.activePanel.value === panel;
  // Figures are of what the filter leaves.
  const kept = run.filter.kept.value;
  const left = run.filter.tracks.value;
  const [state, setState] = useState<TotalsState>({ totals: undefined, error: undefined, isBusy: true });
  useEffect(() => {
    if (!isSeen) return undefined;
    const abort = new AbortController();
    setState((before) => ({ ...before, isBusy: true }));
    const load = async (): Promise<void> => {
      try {
        const processors = run.summary.peek().tracks.filter((track) => left?.has(track.id) !== false && track.hasUtil && track.capacityBytes === null && track.kind !== 'chan' && track.kind !== 'dp');
        const [names, means] = await Promise.all([
          app.client.call('range.names', { run: run.id, tracks: left === null ? null : [...left], startNs, stopNs, ...(kept === null ? {} : { kept }) }, abort.signal),
          app.client.call('util.mean', { run: run.id, tracks: processors.map(({ id }) => id), startNs, stopNs }, abort.signal),
        ]);
        if (abort.signal.aborted) return;
        const busy = processors.map((track, i) => ({ track, share: means[i] ?? 0 })).sort((a, b) => b.share - a.share || a.track.id - b.track.id);
        setState({ totals: { span: { startNs, stopNs }, names, busy }, error: undefined, isBusy: false });
      } catch (error) {
        if (!isCancelled(error) && !abort.signal.aborted) setState((before) => ({ ...before, error: messageOf(error), isBusy: false }));
      }
    };
    const timer = setTimeout(() => void load(), REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [run, startNs, stopNs, revision, isSeen, kept, left]);
  return state;
}
