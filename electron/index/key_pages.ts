/**
 * Lookups from a 64-bit key (event, operation) to items, across ranks: entries sorted by key, in pages with their least and greatest
 * key. Sorted per shard, so memory is bounded by the largest one; pages never mix creators (high words), so that their ranges stay narrow.
 */
import { itemKey, type ItemKey } from '../protocol/items.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../decode/column_codec.ts';
import type { IndexDatabase } from './database.ts';
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

  /** Columns in ascending order of the key taken as two's complement; equal keys stay in the order added. */
  *sorted(): Sliced<{ readonly hi: Uint32Array; readonly lo: Uint32Array; readonly tracks: Uint32Array; readonly ordinals: Uint32Array }> {
    const order = yield* sortOrder(this.#hi, this.#lo, this.count);
    const pick = (from: Uint32Array): Uint32Array => {
      const to = new Uint32Array(order.length);
      for (let i = 0; i < to.length; i++) to[i] = from[order[i]];
      return to;
    };
    return { hi: pick(this.#hi), lo: pick(this.#lo), tracks: pick(this.#tracks), ordinals: pick(this.#ordinals) };
  }
}

/** Bits of a digit: 2048 places to count fit the nearest cache, 65,536 do not. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Radix sort by digits, least first; digits that are equal everywhere are skipped. */
function* sortOrder(hi: Uint32Array, lo: Uint32Array, count: number): Sliced<Uint32Array> {
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let spare = new Uint32Array(count);
  const starts = new Uint32Array(DIGITS);
  for (const words of [lo, hi]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      // Two's complement: of the high words the topmost bit counts the other way round.
      const flip = words === hi && shift + DIGIT_BITS >= 32 ? 2 ** (31 - shift) : 0;
      if (!countDigits(words, count, shift, flip, starts)) continue;
      placeByDigit(words, order, spare, shift, flip, starts);
      [order, spare] = [spare, order];
      yield;
    }
  }
  return order;
}

/** Where each digit's elements start; false if all have the same. A function of its own, as is the next: a generator's loops stay slow. */
function countDigits(words: Uint32Array, count: number, shift: number, flip: number, starts: Uint32Array): boolean {
  starts.fill(0);
  for (let i = 0; i < count; i++) starts[((words[i] >>> shift) ^ flip) & (DIGITS - 1)]++;
  if (count === 0 || starts[((words[0] >>> shift) ^ flip) & (DIGITS - 1)] === count) return false;
  for (let digit = 0, sum = 0; digit < DIGITS; digit++) {
    const size = starts[digit];
    starts[digit] = sum;
    sum += size;
  }
  return true;
}

function placeByDigit(words: Uint32Array, from: Uint32Array, to: Uint32Array, shift: number, flip: number, starts: Uint32Array): void {
  for (let i = 0; i < from.length; i++) {
    const item = from[i];
    to[starts[((words[item] >>> shift) ^ flip) & (DIGITS - 1)]++] = item;
  }
}

/** Two's complement value of two words. */
export function signedKey(hi: number, lo: number): bigint {
  return BigInt.asIntN(64, (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0));
}

export function* writeKeyPages(database: IndexDatabase, table: 'event_item' | 'operation_item', entries: KeyEntries, clock: SliceClock): Sliced {
  const { hi, lo, tracks, ordinals } = yield* entries.sorted();
  yield;
  const insert = database.query(`INSERT INTO ${table} (min_key, max_key, count, data) VALUES (?, ?, ?, ?)`);
  const sink = new ByteSink();
  for (let first = 0; first < hi.length;) {
    let end = first + 1;
    // The upper 17 bits of an event are its tag and creator.
    while (end < hi.length && end - first < PAGE_ENTRIES && hi[end] >>> 15 === hi[first] >>> 15) end++;
    const count = end - first;
    sink.clear();
    for (const values of [hi, lo, tracks, ordinals]) encodeColumn(sink, { values, first, stride: 1, count });
    insert.run(signedKey(hi[first], lo[first]), signedKey(hi[end - 1], lo[end - 1]), count, sink.toBuffer());
    first = end;
    if (clock.isOver) yield;
  }
}

/** Items with this key, in the order of shards and of their records. */
export function findByKey(database: IndexDatabase, table: 'event_item' | 'operation_item', hi: number, lo: number): ItemKey[] {
  const key = signedKey(hi, lo);
  const pages = database.all<{ count: number; data: Buffer }>(`SELECT count, data FROM ${table} WHERE min_key <= ? AND max_key >= ? ORDER BY page_id`, key, key);
  return pages.flatMap(({ count, data }) => {
    const reader = new ColumnReader(data);
    const his = reader.u32(count);
    const los = reader.u32(count);
    const tracks = reader.u32(count);
    const ordinals = reader.u32(count);
    const found: ItemKey[] = [];
    for (let i = 0; i < count; i++) if (los[i] === lo >>> 0 && his[i] === hi >>> 0) found.push(itemKey(tracks[i], ordinals[i]));
    return found;
  });
}
