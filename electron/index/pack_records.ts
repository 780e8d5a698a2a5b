/** The records of a log as the index keeps them: columns in pages, encoded and compressed where that pays. Pure, for any thread. */
import { ByteSink } from '../decode/byte_sink.ts';
import type { NumberColumn } from '../decode/column_codec.ts';
import type { Column, ColumnFact, DecodedLog, PackedTable, RecordTable } from '../decode/decoded_log.ts';
import { elementsPerRow, encodeRows } from '../decode/packed_table.ts';
import { compressIfSmaller } from './zstd.ts';

/** Records of a page, the last may have fewer; tables that come packed have pages of their own lengths. */
const RECORD_PAGE = 65_536;
/** Column name of RecordTable.offsets; no field of a log has a blank in its name. */
export const OFFSETS = 'offset of record';

export interface StoredPage {
  readonly column: string;
  readonly page: number;
  /** Records. */
  readonly count: number;
  readonly coding: 'zstd' | 'columns';
  readonly data: Uint8Array;
}

export interface StoredTable {
  readonly name: string;
  readonly count: number;
  readonly columns: readonly ColumnFact[];
  readonly pages: readonly StoredPage[];
}

export type LoggedTable = RecordTable | PackedTable;

/** Tables of a log in the order in which their kinds first occur. */
export function tablesOf({ recordCounts, packed, tables }: Pick<DecodedLog, 'recordCounts' | 'packed' | 'tables'>): LoggedTable[] {
  return [...recordCounts.keys()].flatMap((name) => packed.get(name) ?? tables.get(name) ?? []);
}

/** The pages lie in shared memory. */
export function packTable(table: LoggedTable): StoredTable {
  return 'pages' in table ? storedPacked(table) : storedTable(table, new ByteSink());
}

function storedTable({ name, count, columns, offsets }: RecordTable, sink: ByteSink): StoredTable {
  const facts = [...columns].map(([column, { type, ...rest }]): ColumnFact => ('width' in rest ? { name: column, type, width: rest.width } : { name: column, type }));
  const pages: StoredPage[] = [];
  const add = (column: string, values: NumberColumn, stride: number): void => {
    for (let row = 0, page = 0; row < count; row += RECORD_PAGE, page++) {
      const rows = Math.min(RECORD_PAGE, count - row);
      sink.clear();
      encodeRows(sink, values, stride, row, rows);
      pages.push(storedPage(column, page, rows, sink.toBuffer()));
    }
  };
  for (const { name: column, type, width } of facts) add(column, (columns.get(column) as Column).values, elementsPerRow({ type, width }));
  add(OFFSETS, offsets, 1);
  return { name, count, columns: facts, pages };
}

function storedPacked({ name, count, columns, pages }: PackedTable): StoredTable {
  return { name, count, columns, pages: [...columns.map((column) => column.name), OFFSETS].flatMap((column, i) => pages.map((page, number) => storedPage(column, number, page.count, page.columns[i]))) };
}

function storedPage(column: string, page: number, count: number, plain: Uint8Array): StoredPage {
  const packed = compressIfSmaller(plain);
  // What came packed lies in shared memory already; what the sink holds is overwritten by the next page.
  const data = packed === undefined && plain.buffer instanceof SharedArrayBuffer ? plain : inSharedMemory(packed ?? plain);
  return { column, page, count, coding: packed === undefined ? 'columns' : 'zstd', data };
}

function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
