/** ItemBlock <-> BLOB. Pure; runs in the index thread (encode) and wherever a reader is (decode). */
import type { ItemBlock } from '../model/item_blocks.ts';
import type { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn, wholeColumn } from '../decode/column_codec.ts';

/** Appends a block. Stops are stored as lengths, which are small numbers. `scratch` (Float64Array, at least `count` long) is overwritten. */
export function encodeBlock(sink: ByteSink, block: ItemBlock, scratch: Float64Array): void {
  const { count, starts, stops } = block;
  for (let i = 0; i < count; i++) scratch[i] = stops[i] - starts[i];
  encodeColumn(sink, wholeColumn(starts));
  encodeColumn(sink, { values: scratch, first: 0, stride: 1, count });
  for (const column of [block.levels, block.states, block.colors, block.ordinals, block.names, block.numsHi, block.numsLo]) {
    encodeColumn(sink, wholeColumn(column));
  }
  const { fold } = block;
  if (fold === undefined) return;
  for (const column of [fold.counts, fold.firstOrdinals, fold.lastOrdinals, fold.busyNs, fold.longestNs, fold.segments]) {
    encodeColumn(sink, wholeColumn(column));
  }
}

/** What the row beside the BLOB says. */
export interface BlockPlace {
  readonly count: number;
  readonly minStart: number;
  readonly maxStop: number;
  readonly firstOrdinal: number;
}

/** @param isFolded whether it is of a level of detail above 0 */
export function decodeBlock(bytes: Uint8Array, place: BlockPlace, isFolded: boolean): ItemBlock {
  const { count } = place;
  const reader = new ColumnReader(bytes);
  const starts = reader.f64(count);
  const stops = reader.f64(count);
  for (let i = 0; i < count; i++) stops[i] += starts[i];
  const levels = reader.u16(count);
  const states = reader.u8(count);
  const colors = reader.u8(count);
  const ordinals = reader.u32(count);
  const names = reader.u32(count);
  const numsHi = reader.u32(count);
  const numsLo = reader.u32(count);
  const fold = isFolded ? {
    counts: reader.u32(count), firstOrdinals: reader.u32(count), lastOrdinals: reader.u32(count),
    busyNs: reader.f64(count), longestNs: reader.f64(count), segments: reader.u32(count),
  } : undefined;
  return { ...place, starts, stops, levels, states, colors, ordinals, names, numsHi, numsLo, fold };
}

/** Bytes that a block takes in memory, for caches. */
export function blockBytes(block: ItemBlock): number {
  return block.count * (block.fold === undefined ? 36 : 68) + 400;
}
