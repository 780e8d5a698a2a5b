/**
 * Who waited longest for an item. No index leads from an event to all that it held up, so those are looked at that could go on when the
 * item ended: what began next on each track, and what was blocked then, of which the item's own callers and parents come first. Each is
 * asked what it waited for last, by the fields that the details show; what is found is true, and there may be others far away in time.
 */
import type { ItemField } from '../protocol/fields.ts';
import { itemKey, type TrackId } from '../protocol/items.ts';
import type { LongestWaiter } from '../protocol/table_api.ts';
import type { ItemFieldReader } from './item_fields.ts';
import { lifeTimes } from './life_times.ts';
import type { ItemFacts } from './read_items.ts';

/** Items that are asked in all; some 50 us each. */
const MOST_LOOKS = 2000;
const MOST_PER_TRACK = 200;
/** Items before the moment that may have been blocked then. */
const BEFORE = 40;
const MOST_PARENTS = 8;
const NEAR_WAITS = 3;
/** Clocks of nodes differ, and what one node waited for may seem to end after the wait. */
const CLOCKS_APART_NS = 200_000;

/** @param tracks those that hold items themselves. @throws ProfileError 'bad-request' if there is no such item */
export function longestWaiter(reader: ItemFieldReader, tracks: readonly TrackId[], track: TrackId, ordinal: number): LongestWaiter | null {
  const { source } = reader;
  const { items } = source;
  const item = reader.facts(track, ordinal);
  let best: LongestWaiter | null = null;
  const offer = (found: ItemFacts, waitedNs: number, segmentStartNs?: number): void => {
    if (waitedNs > (best?.waitedNs ?? -1)) best = { track: found.track, ordinal: found.ordinal, waitedNs, ...(segmentStartNs === undefined ? {} : { segmentStartNs }) };
  };
  const waitsFor = (fields: readonly ItemField[]): boolean => fields.some(({ name, value }) => name === 'Critical Path' && value.kind === 'link' && value.item === item.key && !value.title.startsWith('Created by'));

  /** Blocked in its midst when the item ended? */
  const askBlocked = (other: ItemFacts): void => {
    if (other.key === item.key || other.stopNs <= item.stopNs || other.waitingNs === 0) return;
    const waits = items.waits(other.key);
    const last = waits.startedBy(item.stopNs + CLOCKS_APART_NS) - 1;
    for (let i = last; i > last - NEAR_WAITS && i >= 0; i--) {
      if (waits.ready(i) < item.stopNs - CLOCKS_APART_NS) continue;
      const [segment] = reader.ofSegment(other.track, other.ordinal, waits.start(i)).segments;
      if (waitsFor(segment.fields)) offer(other, waits.ready(i) - waits.start(i), waits.start(i));
    }
  };

  for (let parent = parentOf(reader, item), depth = 0; parent !== undefined && depth < MOST_PARENTS; parent = parentOf(reader, parent), depth++) askBlocked(parent);
  const perTrack = Math.max(4, Math.min(MOST_PER_TRACK, Math.floor(MOST_LOOKS / Math.max(1, tracks.length))));
  let looks = 0;
  for (const one of tracks) {
    const from = items.ordinalFrom(one, item.stopNs - CLOCKS_APART_NS);
    for (let at = from - 1; at >= Math.max(0, from - BEFORE); at--) {
      const other = items.facts(itemKey(one, at));
      if (other !== undefined) askBlocked(other);
    }
    for (let at = from; at < from + perTrack && looks < MOST_LOOKS; at++, looks++) {
      const other = items.facts(itemKey(one, at));
      if (other === undefined) break;
      const { create, ready } = lifeTimes(source, other);
      if (create === undefined || ready === undefined || other.key === item.key) continue;
      if (waitsFor(reader.ofSegment(other.track, other.ordinal).segments[0].fields)) offer(other, ready - create);
    }
  }
  return best;
}

/** The item that it ran in, else the task of its operation. */
function parentOf({ source: { items } }: ItemFieldReader, item: ItemFacts): ItemFacts | undefined {
  if (item.parent !== undefined) return items.facts(item.parent);
  const task = item.initiator === undefined ? undefined : items.taskOf(item.initiator);
  return task?.key === item.key ? undefined : task;
}
