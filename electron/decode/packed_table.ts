/** Packing tables page by page while the log is decoded, in the coding in which the index keeps records. Rank worker. */
import type { ByteSink } from './byte_sink.ts';
import { encodeColumn, type NumberColumn } from './column_codec.ts';
import type { ColumnFact, PackedPage } from './decoded_log.ts';

/** Array elements a record takes in a column. */
export function elementsPerRow({ type, width }: Omit<ColumnFact, 'name'>): number {
  if (type === 'coords') return width ?? 0;
  return type === 'u64' || type === 'i64' ? 2 : 1;
}

/** Appends rows [first, first + count) of a column with `stride` elements a row: each of the elements as a column of its own. */
export function encodeRows(sink: ByteSink, values: NumberColumn, stride: number, first: number, count: number): void {
  for (let part = 0; part < stride; part++) encodeColumn(sink, { values, first: first * stride + part, stride, count });
}

/** Packs a page: `values` and `strides` by column, the offsets last. */
export function packPage(sink: ByteSink, values: readonly NumberColumn[], strides: readonly number[], count: number): PackedPage {
  const ends: number[] = [];
  sink.clear();
  for (let i = 0; i < values.length; i++) {
    encodeRows(sink, values[i], strides[i], 0, count);
    ends.push(sink.length);
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(sink.length));
  bytes.set(sink.bytes.subarray(0, sink.length));
  // Columns begin at multiples of 8, see ByteSink.
  return { count, columns: ends.map((end, i) => bytes.subarray(i === 0 ? 0 : (ends[i - 1] + 7) & -8, end)) };
}
