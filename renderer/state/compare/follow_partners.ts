/** An item that is selected in one run has its partner selected in the other. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { ComparedIds, ComparedRuns, Pair, Side } from '../../../electron/protocol/compare_api.ts';
import { toDisposable } from '../../base/disposable.ts';
import type { EngineClient, RunView } from '../app.ts';

export interface Partners extends Disposable {
  /** Selects without partners being looked for meanwhile. */
  without(act: () => Promise<void>): Promise<void>;
}

export function followPartners(client: EngineClient, runs: Pair<RunView>, ids: ReadonlySignal<ComparedIds>, result: ReadonlySignal<ComparedRuns | null>): Partners {
  const known: [string, string] = ['', ''];
  let resting = 0;
  let abort: AbortController | undefined;
  const keyOf = (side: Side): string => {
    const selection = runs[side].selection.value;
    return selection?.type === 'item' ? `${selection.item.track}/${selection.item.ordinal}` : '';
  };

  const ask = async (side: Side): Promise<void> => {
    const selection = runs[side].selection.peek();
    const other = side === 0 ? 1 : 0;
    if (selection?.type !== 'item') return;
    abort?.abort();
    abort = new AbortController();
    const { signal } = abort;
    try {
      const { track, ordinal } = selection.item;
      const partner = await client.call('compare.partner', { ...ids.peek(), side, track, ordinal }, signal);
      if (signal.aborted) return;
      known[other] = partner === null ? '' : `${partner.track}/${partner.ordinal}`;
      if (partner === null) runs[other].clearSelection();
      else await runs[other].select(partner.track, partner.ordinal);
    } catch {
      // Without an answer the other run keeps what it has.
    }
  };

  const follow = (side: Side): () => void => effect(() => {
    const key = keyOf(side);
    const isNews = key !== known[side];
    known[side] = key;
    if (isNews && key !== '' && resting === 0 && result.peek() !== null) void ask(side);
  });
  const stops = [follow(0), follow(1)];
  return {
    without: async (act) => {
      resting++;
      abort?.abort();
      try {
        await act();
      } finally {
        resting--;
      }
    },
    ...toDisposable(() => {
      abort?.abort();
      stops.forEach((stop) => stop());
    }),
  };
}
