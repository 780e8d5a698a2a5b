/** Asks a run a query: which items, how many on each track, how long they live in all. In slices; exact where the source is whole. */
import { joinNumbers } from '../../model/join_columns.ts';
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

/** Items of a track that are looked at before what was found of it is known; then twice as many, and so on, as each time costs something again. */
const FIRST_PART = 1 << 18;

/** A query under way: `work` finds its items, and what it has found so far can be taken between its slices. */
export class ItemSearch {
  readonly work: Sliced<FoundItems>;
  readonly #source: QuerySource;
  readonly #context: QueryContext;
  readonly #found = new Map<TrackId, TrackHits>();
  readonly #tracks: TrackId[] = [];
  readonly #firstPart: number;

  /** `work` throws ProfileError 'not-loaded' where a field cannot be asked yet. */
  constructor(query: ItemQuery, source: QuerySource, context: QueryContext, firstPart = FIRST_PART) {
    this.#firstPart = firstPart;
    this.#source = source;
    this.#context = context;
    this.work = this.#find(query);
  }

  /** At least these. */
  get soFar(): FoundItems {
    return { hits: new HitList([...this.#found.values()], this.#source), tracks: [...this.#tracks] };
  }

  *#find(query: ItemQuery): Sliced<FoundItems> {
    const onlyTracks = trackPart(query);
    const ofTracks = onlyTracks === null ? undefined : yield* planQuery(onlyTracks, this.#source, this.#context);
    const plan = yield* planQuery(query, this.#source, this.#context);
    const { only } = this.#context;
    const wanted: QueryTrack[] = [];
    for (const track of this.#source.tracks) {
      if (only?.has(track.id) === false) continue;
      // A track without items is shown or hidden like the others.
      if (ofTracks === undefined || !(yield* ofTracks.of(track, ItemSet.all(Math.max(1, track.items)))).isNone) wanted.push(track);
    }
    this.#tracks.push(...wanted.map(({ id }) => id));
    const counted = plan.known === undefined ? plan.atLeast : plan;
    if (counted !== undefined) for (const track of wanted) this.#take(track, counted);
    if (plan.known !== undefined) return this.soFar;
    yield;
    for (const track of wanted) {
      yield* this.#look(track, plan);
      if (this.#context.clock.isOver) yield;
    }
    return this.soFar;
  }

  /** Terms about tracks were asked already; which items they are is found out when somebody wants to know. */
  #take(track: QueryTrack, { known, of }: QueryPlan): void {
    const sum = known?.sums.get(track.id);
    if (known === undefined || sum === undefined || sum.count === 0) return;
    const ordinals = (): Uint32Array => runToEnd(of(track, ItemSet.all(track.items))).ordinals();
    this.#found.set(track.id, { track: track.id, count: sum.count, totalNs: sum.totalNs, ordinals, first: (limit) => known.first(track, limit) });
  }

  *#look(track: QueryTrack, plan: QueryPlan): Sliced {
    const parts: Uint32Array[] = [];
    let [count, totalNs] = [0, 0];
    for (let first = 0, size = this.#firstPart; first < track.items; first += size, size *= 2) {
      const part = (yield* plan.of(track, ItemSet.range(track.items, first, Math.min(track.items, first + size)))).ordinals();
      if (part.length === 0) continue;
      totalNs += yield* livesOf(track.id, part, this.#source, this.#context.clock);
      count += part.length;
      parts.push(part);
      const known = [...parts];
      // Less than was known from the start only while the rest of the track is still to come.
      if (count >= (this.#found.get(track.id)?.count ?? 0)) this.#found.set(track.id, { track: track.id, count, totalNs, ordinals: () => (known.length === 1 ? known[0] : joinNumbers(known)) });
    }
  }
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
