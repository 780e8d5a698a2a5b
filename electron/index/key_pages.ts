/**
 * Lookups from a 64-bit key (event, operation) to items, across ranks: entries sorted by key, in pages with their least and greatest
 * key. Sorted per shard, so memory is bounded by the largest one; pages never mix creators (high words), so that their ranges stay narrow.
 */
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../decode/column_codec.ts';
import { release } from '../decode/shared_arrays.ts';
import type { IndexDatabase } from './database.ts';
import { ByteLru } from './lru.ts';
import { sortOrder } from '../model/word_sort.ts';
import type { SliceClock, Sliced } from './slices.ts';

const PAGE_ENTRIES = 4096;

/** Entries of one shard, unsorted. */
export class KeyEntries {
  #hi = new Uint32Array(new ArrayBuffer(4096));
  #lo = new Uint32Array(new ArrayBuffer(4096));
  #tracks = new Uint32Array(new ArrayBuffer(4096));
  #ordinals = new Uint32Array(new ArrayBuffer(4096));
  count = 0;

  add(hi: number, lo: number, track: number, ordinal: number): void {
    if (this.count === this.#hi.length) this.#grow();
    const at = this.count++;
    this.#hi[at] = hi;
    this.#lo[at] = lo;
    this.#tracks[at] = track;
    this.#ordinals[at] = ordinal;
  }

  #grow(): void {
    const size = this.#hi.byteLength * 2;
    this.#hi = new Uint32Array(this.#hi.buffer.transfer(size));
    this.#lo = new Uint32Array(this.#lo.buffer.transfer(size));
    this.#tracks = new Uint32Array(this.#tracks.buffer.transfer(size));
    this.#ordinals = new Uint32Array(this.#ordinals.buffer.transfer(size));
  }

  /** Columns in ascending order of the key taken as two's complement; equal keys stay in the order added. The entries are given up. */
  *sorted(): Sliced<Readonly<Record<'hi' | 'lo' | 'tracks' | 'ordinals', Uint32Array<ArrayBuffer>>>> {
    const order = yield* sortOrder(this.#hi, this.#lo, this.count);
    const pick = (from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(order.length);
      for (let i = 0; i < to.length; i++) to[i] = from[order[i]];
      release(from.buffer);
      return to;
    };
    const sorted = { hi: pick(this.#hi), lo: pick(this.#lo), tracks: pick(this.#tracks), ordinals: pick(this.#ordinals) };
    release(order.buffer);
    this.count = 0;
    return sorted;
  }
}

/** Two's complement value of two words. */
export function signedKey(hi: number, lo: number): bigint {
  return BigInt.asIntN(64, (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0));
}

/** Tables of this form. */
export type KeyTable = 'event_item' | 'operation_item' | 'space_record';

export function* writeKeyPages(database: IndexDatabase, table: KeyTable, entries: KeyEntries, clock: SliceClock): Sliced {
  const { hi, lo, tracks, ordinals } = yield* entries.sorted();
  yield;
  const insert = database.query(`INSERT INTO ${table} (min_key, max_key, count, data) VALUES (?, ?, ?, ?)`);
  const sink = new ByteSink();
  for (let first = 0; first < hi.length;) {
    const end = pageEnd(hi, first);
    const count = end - first;
    sink.clear();
    for (const values of [hi, lo, tracks, ordinals]) encodeColumn(sink, { values, first, stride: 1, count });
    insert.run(signedKey(hi[first], lo[first]), signedKey(hi[end - 1], lo[end - 1]), count, sink.toBuffer());
    first = end;
    if (clock.isOver) yield;
  }
  for (const { buffer } of [hi, lo, tracks, ordinals]) release(buffer);
}

/** End of the page that begins at `first`: the upper 17 bits of an event are its tag and creator. */
function pageEnd(hi: Uint32Array, first: number): number {
  const full = Math.min(hi.length, first + PAGE_ENTRIES);
  let end = first + 1;
  while (end < full && hi[end] >>> 15 === hi[first] >>> 15) end++;
  return end;
}

const CACHE_BYTES = 48 << 20;

interface KeyPage {
  readonly count: number;
  readonly hi: Uint32Array;
  readonly lo: Uint32Array;
  readonly tracks: Uint32Array;
  readonly ordinals: Uint32Array;
}

/** An item that a key leads to. */
export interface KeyPlace {
  readonly track: number;
  readonly ordinal: number;
}

/** Pages by their least key; `maxHi`, `maxLo`: the greatest key of that page and all before it. */
interface KeyDirectory {
  readonly ids: Float64Array;
  readonly minHi: Uint32Array;
  readonly minLo: Uint32Array;
  readonly maxHi: Uint32Array;
  readonly maxLo: Uint32Array;
}

/** Looks entries up. */
export class KeyReader {
  readonly #database: IndexDatabase;
  readonly #table: KeyTable;
  readonly #isGrowing: boolean;
  readonly #pages = new ByteLru<number, KeyPage>(CACHE_BYTES, ({ count }) => 16 * count + 200);
  #directory: KeyDirectory | undefined;

  /** @param isGrowing more pages may come */
  constructor(database: IndexDatabase, table: KeyTable, isGrowing: boolean) {
    this.#database = database;
    this.#table = table;
    this.#isGrowing = isGrowing;
  }

  /** Entries with this key, in the order of shards and of their records. */
  find(hi: number, lo: number): KeyPlace[] {
    const { ids, minHi, minLo, maxHi, maxLo } = this.#pagesByKey();
    const last = keysUpTo(minHi, minLo, ids.length, hi, lo) - 1;
    const found: KeyPlace[] = [];
    if (last < 0 || !isAtMost(hi, lo, maxHi[last], maxLo[last])) return found;
    // Mostly one page has it, and the pages before end earlier.
    if (last === 0 || !isAtMost(hi, lo, maxHi[last - 1], maxLo[last - 1])) {
      addEntries(found, this.#page(ids[last]), hi, lo);
      return found;
    }
    const wanted: number[] = [];
    for (let i = last; i >= 0 && isAtMost(hi, lo, maxHi[i], maxLo[i]); i--) wanted.push(ids[i]);
    wanted.sort((a, b) => a - b);
    for (const id of wanted) addEntries(found, this.#page(id), hi, lo);
    return found;
  }

  #page(id: number): KeyPage {
    return this.#pages.get(id, () => {
      const row = this.#database.get<{ count: number; data: Buffer }>(`SELECT count, data FROM ${this.#table} WHERE page_id = ?`, id)!;
      const reader = new ColumnReader(row.data);
      return { count: row.count, hi: reader.u32(row.count), lo: reader.u32(row.count), tracks: reader.u32(row.count), ordinals: reader.u32(row.count) };
    })!;
  }

  #pagesByKey(): KeyDirectory {
    if (this.#directory !== undefined && !this.#isGrowing) return this.#directory;
    const rows = this.#database.query<{ page_id: bigint; min_key: bigint; max_key: bigint }>(`SELECT page_id, min_key, max_key FROM ${this.#table} ORDER BY min_key, page_id`, { wide: true }).all();
    const high = (key: bigint): number => Number((key >> 32n) & 0xffffffffn);
    const low = (key: bigint): number => Number(key & 0xffffffffn);
    const directory = {
      ids: Float64Array.from(rows, ({ page_id }) => Number(page_id)), minHi: Uint32Array.from(rows, ({ min_key }) => high(min_key)), minLo: Uint32Array.from(rows, ({ min_key }) => low(min_key)),
      maxHi: new Uint32Array(rows.length), maxLo: new Uint32Array(rows.length),
    };
    let greatest = rows[0]?.max_key ?? 0n;
    for (const [i, { max_key }] of rows.entries()) {
      if (max_key > greatest) greatest = max_key;
      directory.maxHi[i] = high(greatest);
      directory.maxLo[i] = low(greatest);
    }
    this.#directory = directory;
    return directory;
  }
}

function addEntries(found: KeyPlace[], { count, hi: his, lo: los, tracks, ordinals }: KeyPage, hi: number, lo: number): void {
  const end = keysUpTo(his, los, count, hi, lo);
  let first = end;
  while (first > 0 && his[first - 1] === hi && los[first - 1] === lo) first--;
  for (let i = first; i < end; i++) found.push({ track: tracks[i], ordinal: ordinals[i] });
}

/** How many of the keys [0, count), ascending as two's complement, are at most this one. */
export function keysUpTo(his: Uint32Array, los: Uint32Array, count: number, hi: number, lo: number): number {
  let low = 0;
  for (let high = count; low < high;) {
    const middle = (low + high) >>> 1;
    if (isAtMost(his[middle], los[middle], hi, lo)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a <= b as two's complement, each of two words. */
export function isAtMost(aHi: number, aLo: number, bHi: number, bLo: number): boolean {
  return aHi === bHi ? aLo <= bLo : (aHi | 0) < (bHi | 0);
}
