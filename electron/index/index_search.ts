/** One search over an index: which items, how many, how long, and stepping through them in the order of (start, track, ordinal). */
import { ordinalOfKey, trackOfKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import type { Ns } from '../protocol/time.ts';
import type { BlockStore } from './block_store.ts';
import type { IndexDatabase } from './database.ts';
import type { ItemTimes } from './item_pages.ts';
import { decodeOrdinals } from './postings.ts';
import type { ItemReads } from './read_items.ts';
import { findTargets } from './search_texts.ts';

export interface Hit {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly startNs: Ns;
}

interface TrackHits {
  readonly track: TrackId;
  count: number;
  totalNs: number;
  readonly names: number[];
  readonly provenances: bigint[];
  readonly items: ItemKey[];
  /** Made when asked for; ascending. */
  ordinals: Uint32Array | undefined;
}

interface PostingRow {
  readonly track_id: bigint; readonly count: bigint; readonly total_ns: bigint;
}

export class IndexSearch {
  readonly #database: IndexDatabase;
  readonly #store: BlockStore;
  readonly #items: ItemReads;
  readonly #tracks = new Map<TrackId, TrackHits>();

  /** Looks the text up; an empty one finds nothing. */
  constructor(database: IndexDatabase, store: BlockStore, items: ItemReads, text: string) {
    this.#database = database;
    this.#store = store;
    this.#items = items;
    if (text.trim() === '') return;
    const { names, provenances, items: keys } = findTargets(database, items, text);
    const byName = database.query<PostingRow>('SELECT track_id, count, total_ns FROM name_posting WHERE name_id = ?', { wide: true });
    for (const name of names) for (const row of byName.all(name)) this.#add(row, (hits) => hits.names.push(name));
    const byProvenance = database.query<PostingRow>('SELECT track_id, count, total_ns FROM provenance_posting WHERE provenance_id = ?', { wide: true });
    for (const provenance of provenances) for (const row of byProvenance.all(provenance)) this.#add(row, (hits) => hits.provenances.push(provenance));
    for (const key of keys) this.#hitsOf(trackOfKey(key)).items.push(key);
    for (const hits of this.#tracks.values()) this.#countOnce(hits);
  }

  get perTrack(): readonly { readonly track: TrackId; readonly count: number }[] {
    return [...this.#tracks.values()].map(({ track, count }) => ({ track, count })).sort((a, b) => a.track - b.track);
  }

  get total(): number {
    return this.perTrack.reduce((sum, { count }) => sum + count, 0);
  }

  /** Sum of the lifetimes of all hits, ns. */
  get totalNs(): number {
    return [...this.#tracks.values()].reduce((sum, { totalNs }) => sum + totalNs, 0);
  }

  /** Ordinals of the hits on a track, ascending. */
  ordinals(track: TrackId): Uint32Array {
    const hits = this.#tracks.get(track);
    if (hits === undefined) return new Uint32Array(0);
    hits.ordinals ??= this.#readOrdinals(hits);
    return hits.ordinals;
  }

  /** The first hits, at most `limit`. */
  first(limit: number): Hit[] {
    return [...this.#tracks.keys()].flatMap((track) => [...this.ordinals(track).subarray(0, limit)].map((ordinal) => this.#hit(track, ordinal))).sort(compareHits).slice(0, limit);
  }

  /** The hit after (or before) a place, wrapping at the ends; `index` counts from 0 in time order. Undefined if there are no hits. */
  step(from: { readonly ns: Ns; readonly track: TrackId; readonly ordinal: number } | null, step: 1 | -1): { readonly hit: Hit; readonly index: number; readonly wrapped: boolean } | undefined {
    if (this.#tracks.size === 0) return undefined;
    const place = from === null ? undefined : { startNs: from.ns, track: from.track, ordinal: from.ordinal };
    let hit = place === undefined ? undefined : this.#nearest(place, step);
    const wrapped = place !== undefined && hit === undefined;
    hit ??= this.#nearest(step === 1 ? { startNs: -Infinity, track: -1, ordinal: -1 } : { startNs: Infinity, track: Infinity, ordinal: Infinity }, step);
    if (hit === undefined) return undefined;
    const found = hit;
    const index = [...this.#tracks.keys()].reduce((sum, track) => sum + this.#countBefore(track, found), 0);
    return { hit, index, wrapped };
  }

  /** Hits per bucket of [0, extentNs), by their start. */
  ticks(buckets: number, extentNs: Ns): number[] {
    const counts = new Array<number>(buckets).fill(0);
    for (const track of this.#tracks.keys()) {
      let page: ItemTimes | undefined;
      for (const ordinal of this.ordinals(track)) {
        if (page === undefined || ordinal >= page.firstOrdinal + page.count) page = this.#store.itemTimes(track, ordinal);
        const bucket = Math.floor(((page?.starts[ordinal - page.firstOrdinal] ?? 0) / extentNs) * buckets);
        counts[Math.min(buckets - 1, Math.max(0, bucket))]++;
      }
    }
    return counts;
  }

  #add(row: PostingRow, note: (hits: TrackHits) => void): void {
    const hits = this.#hitsOf(Number(row.track_id));
    hits.count += Number(row.count);
    hits.totalNs += Number(row.total_ns);
    note(hits);
  }

  #hitsOf(track: TrackId): TrackHits {
    let hits = this.#tracks.get(track);
    if (hits === undefined) {
      hits = { track, count: 0, totalNs: 0, names: [], provenances: [], items: [], ordinals: undefined };
      this.#tracks.set(track, hits);
    }
    return hits;
  }

  /** An item has one name and at most one provenance, so only a track with hits of several sorts can count one twice. */
  #countOnce(hits: TrackHits): void {
    const sorts = (hits.names.length > 0 ? 1 : 0) + (hits.provenances.length > 0 ? 1 : 0) + (hits.items.length > 0 ? 1 : 0);
    if (sorts === 1 && hits.items.length === 0) return;
    const ordinals = this.ordinals(hits.track);
    hits.count = ordinals.length;
    hits.totalNs = 0;
    let page: ItemTimes | undefined;
    for (const ordinal of ordinals) {
      if (page === undefined || ordinal >= page.firstOrdinal + page.count) page = this.#store.itemTimes(hits.track, ordinal);
      if (page !== undefined) hits.totalNs += page.stops[ordinal - page.firstOrdinal] - page.starts[ordinal - page.firstOrdinal];
    }
  }

  #readOrdinals({ track, names, provenances, items }: TrackHits): Uint32Array {
    const parts: Uint32Array[] = [];
    const byName = this.#database.query<{ count: number; ordinals: Buffer }>('SELECT count, ordinals FROM name_posting WHERE name_id = ? AND track_id = ?');
    const byProvenance = this.#database.query<{ count: number; ordinals: Buffer }>('SELECT count, ordinals FROM provenance_posting WHERE provenance_id = ? AND track_id = ?');
    for (const name of names) for (const row of byName.all(name, track)) parts.push(decodeOrdinals(row.ordinals, row.count));
    for (const provenance of provenances) for (const row of byProvenance.all(provenance, track)) parts.push(decodeOrdinals(row.ordinals, row.count));
    if (items.length > 0) parts.push(Uint32Array.from(items, ordinalOfKey).sort());
    return parts.length === 1 && items.length === 0 ? parts[0] : union(parts);
  }

  #startOf(track: TrackId, ordinal: number): Ns {
    const page = this.#store.itemTimes(track, ordinal);
    return page === undefined ? 0 : page.starts[ordinal - page.firstOrdinal];
  }

  #hit(track: TrackId, ordinal: number): Hit {
    return { track, ordinal, startNs: this.#startOf(track, ordinal) };
  }

  /** Hits of a track that come before a place. */
  #countBefore(track: TrackId, place: Hit): number {
    const ordinals = this.ordinals(track);
    // On tracks before the place's own, a start at the same time comes before it.
    const bound = track === place.track ? place.ordinal
      : place.startNs === Infinity ? Infinity
        : place.startNs === -Infinity ? 0
          : this.#items.ordinalFrom(track, track < place.track ? place.startNs + 1 : place.startNs);
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
      const hit = this.#hit(track, ordinals[at]);
      if (best === undefined || (compareHits(hit, best) < 0) === (step === 1)) best = hit;
    }
    return best;
  }
}

/** Ascending lists as one, each number once: by a mark per number, which is faster than merging many lists. */
function union(parts: readonly Uint32Array[]): Uint32Array {
  const marks = new Uint8Array(parts.reduce((end, part) => Math.max(end, part.at(-1) ?? 0, part[0] ?? 0), 0) + 1);
  for (const part of parts) for (let i = 0; i < part.length; i++) marks[part[i]] = 1;
  let count = 0;
  for (let i = 0; i < marks.length; i++) count += marks[i];
  const all = new Uint32Array(count);
  for (let i = 0, at = 0; at < count; i++) if (marks[i] === 1) all[at++] = i;
  return all;
}

function compareHits(a: Hit, b: Hit): number {
  return a.startNs - b.startNs || a.track - b.track || a.ordinal - b.ordinal;
}

