/** Why a track did nothing: the idle time under the pointer, or before the selected item, and what the log says of the item that ended it. */
import type { Signal } from '@preact/signals';
import type { DetailField, ItemAt, TrackGap } from '../../../electron/protocol/item_api.ts';
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { Ns } from '../../../electron/protocol/time.ts';
import type { App, Command, RunView } from '../../state/app.ts';

export interface ExplainedGap {
  readonly track: TrackId;
  readonly gap: TrackGap;
  /** What ended where the gap begins, and began where it ends; null at the run's ends. */
  readonly before: ItemAt | null;
  readonly after: ItemAt | null;
  /** Of the item after it, as the log has them; empty: it does not record why. */
  readonly reasons: readonly DetailField[];
}

/** Fields that say what an item waited for until it began. */
const REASONS: readonly string[] = ['Critical Path', 'Creator', 'Triggering Latency', 'Message Latency', 'Deferred', 'Delayed', 'Previous Executing'];

/** A moment of the idle time that is meant. */
function placeOf(run: RunView | null): { track: TrackId; ns: Ns } | undefined {
  const [hover, selection] = [run?.hover.peek(), run?.selection.peek()];
  if (hover?.box.type === 'idle') return { track: hover.track, ns: Math.floor(hover.box.ns) };
  return selection?.type === 'item' ? { track: selection.item.track, ns: selection.item.life.startNs - 1 } : undefined;
}

async function explain(app: App, run: RunView, { track, ns }: { track: TrackId; ns: Ns }): Promise<ExplainedGap | null> {
  const place = { run: run.id, track };
  const gap = await app.client.call('track.gap', { ...place, ns });
  if (!gap) return null;
  const [before, after] = await Promise.all([
    gap.before === null ? null : app.client.call('item.at', { ...place, ns: gap.startNs - 1 }),
    gap.after === null ? null : app.client.call('item.at', { ...place, ns: gap.stopNs }),
  ]);
  const details = after && await app.client.call('item.details', { ...place, ordinal: after.ordinal, segmentStartNs: after.startNs });
  return { track, gap, before, after, reasons: details?.fields.filter(({ name }) => REASONS.includes(name)) ?? [] };
}

/** `shown`: what the dialog explains. */
export function gapCommand(app: App, shown: Signal<ExplainedGap | null>): Command {
  return {
    id: 'select.explainGap', name: 'Why is nothing done here? (idle time under the pointer, or before the item)', keys: ['E'],
    disabled: (args) => (args !== undefined || placeOf(app.run.peek()) ? undefined : 'Point at an idle time, or select an item.'),
    run: async (args) => {
      const run = app.run.peek();
      const place = (args as { track: TrackId; ns: Ns } | undefined) ?? placeOf(run);
      if (!run || !place) return;
      shown.value = await explain(app, run, place);
      if (shown.peek() === null) app.notify('There is no idle time: something else is under way on this track.');
    },
  };
}
