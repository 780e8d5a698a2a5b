/** Arrows of the selected item: asked for when its details have come, shown by kind as the user wants. */
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ItemFlows } from '../../electron/protocol/item_api.ts';
import type { RunId } from '../../electron/protocol/run_api.ts';
import { isCancelled } from '../base/cancel.ts';
import type { EngineClient, FlowKind, Flows, Selection } from './app.ts';

export const FLOW_KINDS: readonly FlowKind[] = ['critical', 'creator', 'operation', 'previous'];

/** `phase` of the run: with its index the answer changes. */
export function createFlows(client: EngineClient, run: RunId, selection: ReadonlySignal<Selection | null>, phase: ReadonlySignal<string>): Flows & Disposable {
  const found = signal<ItemFlows | null>(null);
  const shown = signal<ReadonlySet<FlowKind>>(new Set(FLOW_KINDS));
  let asked = '';
  let abort: AbortController | undefined;
  const stop = effect(() => {
    const now = selection.value;
    const key = now?.type === 'item' && now.details !== undefined ? `${now.item.track}/${now.item.ordinal}/${phase.value}` : '';
    if (key === asked) return;
    asked = key;
    abort?.abort();
    found.value = null;
    if (now?.type !== 'item' || key === '') return;
    abort = new AbortController();
    const { track, ordinal } = now.item;
    client.call('item.flows', { run, track, ordinal }, abort.signal).then(
      (flows) => { if (asked === key) found.value = flows; },
      // The panel of details tells what is wrong with this item; arrows stay away.
      (error: unknown) => { if (!isCancelled(error) && asked === key) found.value = { flows: [], isCut: false }; },
    );
  });
  return {
    found, shown,
    [Symbol.dispose]: () => {
      stop();
      abort?.abort();
    },
  };
}
