/** The hits of a query in the order of a list: by time, by length, or track by track. */
import type { TrackId } from '../../protocol/items.ts';
import { prefixLength } from '../../protocol/prefix_length.ts';
import { sortOrder } from '../../model/word_sort.ts';
import type { SliceClock, Sliced } from '../slices.ts';
import type { HitList } from './hit_list.ts';

export type HitSorting = 'time' | 'duration' | 'track';

/** More than these are listed track by track only: sorting them would take hundreds of megabytes. */
export const MAX_SORTED_HITS = 4_000_000;

/** Places 0 … count - 1 of the list. */
export interface HitOrder {
  readonly count: number;
  at(place: number): { readonly track: TrackId; readonly ordinal: number };
}

const WORD = 4294967296;

/** Hits on the tracks given, or on all; longest first by duration, earliest first by time. */
export function* orderHits(hits: HitList, tracks: readonly TrackId[] | undefined, sorting: HitSorting, clock: SliceClock): Sliced<HitOrder> {
  const chosen = tracks === undefined ? hits.perTrack : hits.perTrack.filter(({ track }) => tracks.includes(track));
  const ends: number[] = [];
  for (const { count } of chosen) ends.push((ends.at(-1) ?? 0) + count);
  const count = ends.at(-1) ?? 0;
  const byTrack: HitOrder['at'] = (place) => {
    const i = prefixLength(ends.length, (at) => ends[at] <= place);
    const { track } = chosen[i];
    return { track, ordinal: hits.ordinals(track)[place - (i === 0 ? 0 : ends[i - 1])] };
  };
  // Within a track ordinals follow the time.
  if (sorting === 'track' || count > MAX_SORTED_HITS || (sorting === 'time' && chosen.length <= 1)) return { count, at: byTrack };
  const [hi, lo] = [new Uint32Array(count), new Uint32Array(count)];
  let place = 0;
  for (const { track } of chosen) {
    for (const ordinal of hits.ordinals(track)) {
      const { startNs, stopNs } = hits.lifeOf(track, ordinal);
      // Ascending: the longest has the least key.
      const key = sorting === 'time' ? startNs : startNs - stopNs;
      hi[place] = Math.floor(key / WORD);
      lo[place] = key - Math.floor(key / WORD) * WORD;
      if ((++place & 4095) === 0 && clock.isOver) yield;
    }
  }
  const order = yield* sortOrder(hi, lo, count);
  return { count, at: (i) => byTrack(order[i]) };
}
