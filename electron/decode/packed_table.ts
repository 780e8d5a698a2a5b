/** Tables packed page by page while the log is decoded, in the coding in which the index keeps records, and unpacked. */
import type { ByteSink } from './byte_sink.ts';
import { ColumnReader, encodeColumn, type NumberColumn } from './column_codec.ts';
import type { Column, ColumnFact, PackedPage, PackedTable, RecordTable } from './decoded_log.ts';

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

/** Byte offsets of all records. */
export function unpackOffsets({ count, columns, pages }: PackedTable): Float64Array {
  const offsets = new Float64Array(count);
  let row = 0;
  for (const page of pages) {
    readRows(new ColumnReader(page.columns[columns.length]), offsets, 1, row, page.count);
    row += page.count;
  }
  return offsets;
}

/** The columns named of one page, in ordinary memory, without offsets. @param page index into `pages` */
export function unpackPage({ name, columns, pages }: PackedTable, page: number, only: readonly string[]): RecordTable {
  const { count, columns: packed } = pages[page];
  const unpacked = columns.flatMap(({ name: column, type, width }, i): [string, Column][] => {
    if (!only.includes(column)) return [];
    const stride = elementsPerRow({ type, width });
    const values = newValues(type, count * stride);
    readRows(new ColumnReader(packed[i]), values, stride, 0, count);
    return [[column, { type, values, ...(width === undefined ? {} : { width }) } as Column]];
  });
  return { name, count, columns: new Map(unpacked), offsets: NO_OFFSETS };
}

const NO_OFFSETS = new Float64Array(0);

/** What `encodeRows` wrote, into rows [first, first + count) of a column. @throws ProfileError 'index-damaged' */
export function readRows(reader: ColumnReader, values: NumberColumn, stride: number, first: number, count: number): void {
  for (let part = 0; part < stride; part++) reader.into({ values, first: first * stride + part, stride, count });
}

/** An array for a column of that type. */
export function newValues(type: Column['type'], length: number): Uint8Array | Uint32Array | Int32Array | Float64Array {
  if (type === 'bool') return new Uint8Array(length);
  if (type === 'time') return new Float64Array(length);
  return type === 'i32' ? new Int32Array(length) : new Uint32Array(length);
}
