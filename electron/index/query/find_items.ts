/** Asks a run a query: which items, how many on each track, how long they live in all. In slices; exact where the source is whole. */
import type { ItemQuery } from '../../protocol/item_query.ts';
import type { TrackId } from '../../protocol/items.ts';
import { trackPart } from '../../protocol/query_parts.ts';
import { runToEnd, type SliceClock, type Sliced } from '../slices.ts';
import { HitList, type TrackHits } from './hit_list.ts';
import { ItemSet } from './item_set.ts';
import { planQuery, type QueryContext, type QueryPlan } from './query_plan.ts';
import type { QuerySource, QueryTrack } from './query_source.ts';

export interface FoundItems {
  readonly hits: HitList;
  /** Tracks that the track fields of the query leave. */
  readonly tracks: readonly TrackId[];
}

/** @throws ProfileError 'not-loaded' where a field cannot be asked yet */
export function* findItems(query: ItemQuery, source: QuerySource, context: QueryContext): Sliced<FoundItems> {
  const onlyTracks = trackPart(query);
  const ofTracks = onlyTracks === null ? undefined : yield* planQuery(onlyTracks, source, context);
  const plan = yield* planQuery(query, source, context);
  const found: TrackHits[] = [];
  const tracks: TrackId[] = [];
  for (const track of source.tracks) {
    // A track without items is shown or hidden like the others.
    if (ofTracks !== undefined && (yield* ofTracks.of(track, ItemSet.all(Math.max(1, track.items)))).isNone) continue;
    tracks.push(track.id);
    const hits = yield* hitsOn(track, plan, source, context.clock);
    if (hits.count > 0) found.push(hits);
    if (context.clock.isOver) yield;
  }
  return { hits: new HitList(found, source), tracks };
}

function* hitsOn(track: QueryTrack, plan: QueryPlan, source: QuerySource, clock: SliceClock): Sliced<TrackHits> {
  if (plan.sums !== undefined) {
    const sum = plan.sums.get(track.id);
    // Terms about tracks were asked already; which items they are is found out when somebody wants to know.
    return { track: track.id, count: sum?.count ?? 0, totalNs: sum?.totalNs ?? 0, ordinals: () => runToEnd(plan.of(track, ItemSet.all(track.items))).ordinals() };
  }
  const ordinals = (yield* plan.of(track, ItemSet.all(track.items))).ordinals();
  return { track: track.id, count: ordinals.length, totalNs: yield* livesOf(track.id, ordinals, source, clock), ordinals: () => ordinals };
}

function* livesOf(track: TrackId, ordinals: Uint32Array, source: QuerySource, clock: SliceClock): Sliced<number> {
  let totalNs = 0;
  let page = source.times(track, ordinals[0] ?? 0);
  for (const ordinal of ordinals) {
    if (page === undefined || ordinal >= page.firstOrdinal + page.count) {
      page = source.times(track, ordinal);
      if (clock.isOver) yield;
    }
    if (page !== undefined) totalNs += page.stops[ordinal - page.firstOrdinal] - page.starts[ordinal - page.firstOrdinal];
  }
  return totalNs;
}
