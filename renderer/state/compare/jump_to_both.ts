/** Shows a place of A and one of B at once: rows opened, items selected, both in view. */
import type { Signal } from '@preact/signals';
import type { ComparedPlace, Pair, Side } from '../../../electron/protocol/compare_api.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import type { App, EngineClient, RunView } from '../app.ts';
import { grownSpan } from '../selection.ts';
import type { TimeMap } from './comparing_types.ts';
import { spanAcross } from './coupled_view.ts';

/** Where both fit into a view only so small, each gets a view of its own. */
const MOST_TIMES_LONGER = 40;

export async function jumpToBoth(client: EngineClient, runs: Pair<RunView>, map: TimeMap, isLocked: Signal<boolean>, notify: App['notify'], places: Pair<ComparedPlace | null>): Promise<void> {
  await Promise.all(places.map((place, side) => showItem(client, runs[side as Side], place)));
  const [a, b] = places.map((place): TimeSpan | undefined => (place === null ? undefined : { startNs: place.start, stopNs: place.stop }));
  const ofB = b && spanAcross(map, 1, b);
  const both = a && ofB ? { startNs: Math.min(a.startNs, ofB.startNs), stopNs: Math.max(a.stopNs, ofB.stopNs) } : a ?? ofB;
  if (!both) return;
  const longest = Math.max(...[a, ofB].flatMap((span) => (span ? [span.stopNs - span.startNs] : [])));
  if (isLocked.peek() && a && ofB && both.stopNs - both.startNs > MOST_TIMES_LONGER * longest) {
    isLocked.value = false;
    notify('The two lie far apart in this alignment: each run has its own view now. L couples them again.');
  }
  if (isLocked.peek()) runs[0].view.set(grownSpan(both), { animate: true });
  else [a, b].forEach((span, side) => { if (span) runs[side as Side].view.set(grownSpan(span), { animate: true }); });
}

/** `item` as `n0/cpu/c1#154`. */
async function showItem(client: EngineClient, run: RunView, place: ComparedPlace | null): Promise<void> {
  const found = /^(.*)#(\d+)$/.exec(place?.item ?? '');
  const track = found && run.summary.peek().tracks.find(({ slug }) => slug === found[1]);
  if (!found || !track) return run.clearSelection();
  const at = await client.call('item.locate', { run: run.id, track: track.id, ordinal: Number(found[2]) });
  run.tree.reveal(at.track, at.level);
  await run.select(at.track, at.ordinal, { at });
}
