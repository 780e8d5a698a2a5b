/** What a query found: counts, lives, and going through the items in the order of (start, track, ordinal). */
import type { TrackId } from '../../protocol/items.ts';
import { prefixLength } from '../../protocol/prefix_length.ts';
import type { Ns } from '../../protocol/time.ts';
import type { SliceClock, Sliced } from '../slices.ts';
import { ItemSet } from './item_set.ts';
import type { QueryPage, QuerySource } from './query_source.ts';

export interface Hit {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly startNs: Ns;
}

export interface TrackHits {
  readonly track: TrackId;
  readonly count: number;
  /** Sum of whole lives, ns. */
  readonly totalNs: number;
  /** Ascending; made when first asked for. */
  readonly ordinals: () => Uint32Array;
  /** The first `limit` of them, where these are had without the others. */
  readonly first?: (limit: number) => Uint32Array;
}

type Times = Pick<QuerySource, 'times' | 'ordinalFrom' | 'page'>;

export class HitList {
  readonly #times: Times;
  readonly #tracks: ReadonlyMap<TrackId, TrackHits>;
  readonly #ordinals = new Map<TrackId, Uint32Array>();
  readonly #levels = new Map<TrackId, ReadonlyMap<number, Uint32Array>>();
  /** By track id. */
  readonly perTrack: readonly { readonly track: TrackId; readonly count: number }[];
  readonly total: number;
  /** Sum of the lives of all hits, ns. */
  readonly totalNs: number;

  /** @param tracks those that have hits */
  constructor(tracks: readonly TrackHits[], times: Times) {
    this.#times = times;
    this.#tracks = new Map(tracks.map((hits) => [hits.track, hits]));
    this.perTrack = tracks.map(({ track, count }) => ({ track, count })).sort((a, b) => a.track - b.track);
    this.total = tracks.reduce((sum, { count }) => sum + count, 0);
    this.totalNs = tracks.reduce((sum, { totalNs }) => sum + totalNs, 0);
  }

  /** Ordinals of the hits on a track, ascending. */
  ordinals(track: TrackId): Uint32Array {
    let ordinals = this.#ordinals.get(track);
    if (ordinals === undefined) {
      ordinals = this.#tracks.get(track)?.ordinals() ?? new Uint32Array(0);
      this.#ordinals.set(track, ordinals);
    }
    return ordinals;
  }

  /** The hits on a track; no other ordinals are in it. */
  set(track: TrackId): ItemSet {
    const ordinals = this.ordinals(track);
    return ItemSet.ofOrdinals((ordinals.at(-1) ?? -1) + 1, [ordinals]);
  }

  /** Ordinals of the hits of a track by their level, ascending; made when first asked for. */
  *byLevel(track: TrackId, clock: SliceClock): Sliced<ReadonlyMap<number, Uint32Array>> {
    const known = this.#levels.get(track);
    if (known !== undefined) return known;
    const lists = new Map<number, GrowingColumn>();
    let page: QueryPage | undefined;
    for (const ordinal of this.ordinals(track)) {
      if (page === undefined || ordinal >= page.firstOrdinal + page.count) {
        page = this.#times.page(track, ordinal);
        if (clock.isOver) yield;
        if (page === undefined) break;
      }
      const level = page.levels[ordinal - page.firstOrdinal];
      let list = lists.get(level);
      if (list === undefined) lists.set(level, list = new GrowingColumn());
      list.push(ordinal);
    }
    const levels = new Map([...lists].map(([level, list]) => [level, list.values] as const));
    this.#levels.set(track, levels);
    return levels;
  }

  /** The first hits, at most `limit`. */
  first(limit: number): Hit[] {
    const firstOn = ({ track, first }: TrackHits): Uint32Array => (this.#ordinals.has(track) ? undefined : first?.(limit)) ?? this.ordinals(track).subarray(0, limit);
    return [...this.#tracks.values()].flatMap((hits) => [...firstOn(hits)].map((ordinal) => this.hit(hits.track, ordinal))).sort(compareHits).slice(0, limit);
  }

  /** The hit after (or before) a place, wrapping at the ends; `index` counts from 0 in time order. Undefined if there are no hits. */
  step(from: { readonly ns: Ns; readonly track: TrackId; readonly ordinal: number } | null, step: 1 | -1): { readonly hit: Hit; readonly index: number; readonly wrapped: boolean } | undefined {
    if (this.total === 0) return undefined;
    const place = from === null ? undefined : { startNs: from.ns, track: from.track, ordinal: from.ordinal };
    let hit = place === undefined ? undefined : this.#nearest(place, step);
    const wrapped = place !== undefined && hit === undefined;
    hit ??= this.#nearest(step === 1 ? { startNs: -Infinity, track: -1, ordinal: -1 } : { startNs: Infinity, track: Infinity, ordinal: Infinity }, step);
    if (hit === undefined) return undefined;
    const found = hit;
    const index = [...this.#tracks.keys()].reduce((sum, track) => sum + this.#countBefore(track, found), 0);
    return { hit, index, wrapped };
  }

  /** Hits that start before a span, and those that start at its end or after. */
  around(startNs: Ns, stopNs: Ns): { readonly before: number; readonly after: number } {
    let [before, after] = [0, 0];
    for (const track of this.#tracks.keys()) {
      const edge = { track: -1, ordinal: -1 };
      before += this.#countBefore(track, { ...edge, startNs });
      after += this.ordinals(track).length - this.#countBefore(track, { ...edge, startNs: stopNs });
    }
    return { before, after };
  }

  /** Hits per bucket of [0, extentNs), by their start. */
  *ticks(buckets: number, extentNs: Ns, clock: SliceClock): Sliced<number[]> {
    const counts = new Array<number>(buckets).fill(0);
    for (const track of this.#tracks.keys()) {
      let page = this.#times.times(track, this.ordinals(track)[0] ?? 0);
      for (const ordinal of this.ordinals(track)) {
        if (page === undefined || ordinal >= page.firstOrdinal + page.count) {
          page = this.#times.times(track, ordinal);
          if (clock.isOver) yield;
        }
        const bucket = Math.floor(((page?.starts[ordinal - page.firstOrdinal] ?? 0) / extentNs) * buckets);
        counts[Math.min(buckets - 1, Math.max(0, bucket))]++;
      }
    }
    return counts;
  }

  hit(track: TrackId, ordinal: number): Hit {
    return { track, ordinal, startNs: this.lifeOf(track, ordinal).startNs };
  }

  lifeOf(track: TrackId, ordinal: number): { readonly startNs: Ns; readonly stopNs: Ns } {
    const page = this.#times.times(track, ordinal);
    const i = ordinal - (page?.firstOrdinal ?? 0);
    return { startNs: page?.starts[i] ?? 0, stopNs: page?.stops[i] ?? 0 };
  }

  /** Hits of a track that come before a place. */
  #countBefore(track: TrackId, place: Hit): number {
    const ordinals = this.ordinals(track);
    // On tracks before the place's own, a start at the same time comes before it.
    const bound = track === place.track ? place.ordinal
      : place.startNs === Infinity ? Infinity
        : place.startNs === -Infinity ? 0
          : this.#times.ordinalFrom(track, track < place.track ? place.startNs + 1 : place.startNs);
    return prefixLength(ordinals.length, (i) => ordinals[i] < bound);
  }

  #nearest(place: Hit, step: 1 | -1): Hit | undefined {
    let best: Hit | undefined;
    for (const track of this.#tracks.keys()) {
      const ordinals = this.ordinals(track);
      let at = this.#countBefore(track, place);
      if (step === -1) at--;
      else if (track === place.track && ordinals[at] === place.ordinal) at++;
      if (at < 0 || at >= ordinals.length) continue;
      const hit = this.hit(track, ordinals[at]);
      if (best === undefined || (compareHits(hit, best) < 0) === (step === 1)) best = hit;
    }
    return best;
  }
}

function compareHits(a: Hit, b: Hit): number {
  return a.startNs - b.startNs || a.track - b.track || a.ordinal - b.ordinal;
}

class GrowingColumn {
  #values = new Uint32Array(64);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#values.length) {
      const wider = new Uint32Array(this.#count * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#count++] = value;
  }

  get values(): Uint32Array {
    return this.#values.subarray(0, this.#count);
  }
}
