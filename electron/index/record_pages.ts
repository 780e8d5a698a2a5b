/**
 * The records as logged, in `record_table`, `record_page` and `record_strings`: whatever a later version of this program wants to
 * know of a run can be made from them without the logs. A page holds one column of up to 65536 records of a kind; pages of one kind need not be equally long.
 */
import type { Column, ColumnFact, RecordTable, StringTable } from '../decode/decoded_log.ts';
import { ColumnReader, type NumberColumn } from '../decode/column_codec.ts';
import { elementsPerRow, newValues, readRows } from '../decode/packed_table.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { IndexDatabase } from './database.ts';
import { OFFSETS, type StoredTable } from './pack_records.ts';
import type { SliceClock, Sliced } from './slices.ts';
import { compress, decompress } from './zstd.ts';

const INSERT_TABLE = 'INSERT INTO record_table (rank, record, seq, count, columns) VALUES (?, ?, ?, ?, ?)';
const INSERT_PAGE = 'INSERT INTO record_page (rank, record, column, page, count, coding, data) VALUES (?, ?, ?, ?, ?, ?, ?)';

/** @param seq place of the kind among those of its rank */
export function* writeRecordTable(database: IndexDatabase, rank: number, seq: number, { name, count, columns, pages }: StoredTable, clock: SliceClock): Sliced {
  database.run(INSERT_TABLE, rank, name, seq, count, JSON.stringify(columns));
  for (const page of pages) {
    database.run(INSERT_PAGE, rank, name, page.column, page.page, page.count, page.coding, bufferOf(page.data));
    if (clock.isOver) yield;
  }
}

export function writeStrings(database: IndexDatabase, rank: number, { count, bytes, ends }: StringTable): void {
  const endBytes = new Uint8Array(ends.buffer, ends.byteOffset, ends.byteLength);
  database.run('INSERT INTO record_strings (rank, count, bytes, ends) VALUES (?, ?, ?, ?)', rank, count, compress(new Uint8Array(bytes)), compress(new Uint8Array(endBytes)));
}

/** The same bytes: SQLite copies them when they are bound. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Names of the record kinds of a rank that are stored. */
export function recordNames(database: IndexDatabase, rank: number): string[] {
  return database.all<{ record: string }>('SELECT record FROM record_table WHERE rank = ? ORDER BY seq', rank).map(({ record }) => record);
}

/**
 * The table as decoded from the log, in ordinary memory; undefined if the rank has no such records.
 * @param only names of the columns wanted; all if left out
 * @param withOffsets with the records' places in the log
 */
export function readRecordTable(database: IndexDatabase, rank: number, record: string, only?: readonly string[], withOffsets = only === undefined): RecordTable | undefined {
  const facts = recordTableFacts(database, rank, record);
  if (facts === undefined) return undefined;
  const { count } = facts;
  const columns = new Map<string, Column>();
  for (const { name, type, width } of facts.columns) {
    if (only && !only.includes(name)) continue;
    const stride = elementsPerRow({ type, width });
    const values = readColumn(database, rank, record, name, newValues(type, count * stride), stride);
    columns.set(name, (type === 'coords' ? { type, values, width } : { type, values }) as Column);
  }
  const offsets = !withOffsets ? new Float64Array(0) : readColumn(database, rank, record, OFFSETS, new Float64Array(count), 1);
  return { name: record, count, columns, offsets };
}

interface TableFacts {
  readonly count: number;
  readonly columns: readonly ColumnFact[];
}

/** Number of records and their columns; undefined if the rank has no such records. */
export function recordTableFacts(database: IndexDatabase, rank: number, record: string): TableFacts | undefined {
  const found = database.get<{ count: number; columns: string }>('SELECT count, columns FROM record_table WHERE rank = ? AND record = ?', rank, record);
  return found && { count: found.count, columns: JSON.parse(found.columns) as readonly ColumnFact[] };
}

/** First row of each page of a table's columns, then the number of rows. */
export function recordPageStarts(database: IndexDatabase, rank: number, record: string): Float64Array {
  const counts = database.all<{ count: number }>('SELECT count FROM record_page WHERE rank = ? AND record = ? AND column = ? ORDER BY page', rank, record, OFFSETS);
  const starts = new Float64Array(counts.length + 1);
  for (const [i, { count }] of counts.entries()) starts[i + 1] = starts[i] + count;
  return starts;
}

/** One page of a column, in ordinary memory; undefined if there is no such page. */
export function readRecordPage(database: IndexDatabase, rank: number, record: string, fact: ColumnFact, page: number): Column['values'] | undefined {
  const row = database.get<{ count: number; coding: string; data: Buffer }>(
    'SELECT count, coding, data FROM record_page WHERE rank = ? AND record = ? AND column = ? AND page = ?', rank, record, fact.name, page);
  if (row === undefined) return undefined;
  const stride = elementsPerRow(fact);
  const values = newValues(fact.type, row.count * stride);
  const reader = new ColumnReader(row.coding === 'zstd' ? decompress(row.data) : row.data);
  readRows(reader, values, stride, 0, row.count);
  return values;
}

function readColumn<T extends NumberColumn>(database: IndexDatabase, rank: number, record: string, column: string, values: T, stride: number): T {
  const pages = database.all<{ count: number; coding: string; data: Buffer }>(
    'SELECT count, coding, data FROM record_page WHERE rank = ? AND record = ? AND column = ? ORDER BY page', rank, record, column);
  let row = 0;
  for (const { count, coding, data } of pages) {
    const reader = new ColumnReader(coding === 'zstd' ? decompress(data) : data);
    if ((row + count) * stride > values.length) throw new ProfileError('index-damaged', 'The index is damaged: a table has more rows than it says. Delete it and open the logs again.');
    readRows(reader, values, stride, row, count);
    row += count;
  }
  return values;
}

/** Strings of a rank's log; undefined if the rank is not stored. */
export function readStrings(database: IndexDatabase, rank: number): StringTable | undefined {
  const row = database.get<{ count: number; bytes: Buffer; ends: Buffer }>('SELECT count, bytes, ends FROM record_strings WHERE rank = ?', rank);
  if (row === undefined) return undefined;
  return { count: row.count, bytes: new Uint8Array(decompress(row.bytes)), ends: new Uint32Array(new Uint8Array(decompress(row.ends)).buffer) };
}
