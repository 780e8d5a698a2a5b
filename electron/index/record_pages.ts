/**
 * The records as logged, in `record_table`, `record_page` and `record_strings`: whatever a later version of this program wants to
 * know of a run can be made from them without the logs. A page holds one column of up to 65536 records of a kind; pages of one kind need not be equally long.
 */
import type { Column, ColumnFact, DecodedLog, PackedTable, RecordTable, StringTable } from '../decode/decoded_log.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, type NumberColumn } from '../decode/column_codec.ts';
import { elementsPerRow, encodeRows } from '../decode/packed_table.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { IndexDatabase } from './database.ts';
import type { SliceClock, Sliced } from './slices.ts';
import { compress, compressIfSmaller, decompress } from './zstd.ts';

const RECORD_PAGE = 65_536;
/** Column name of RecordTable.offsets; no field of a log has a blank in its name. */
const OFFSETS = 'offset of record';

const INSERT_PAGE = 'INSERT INTO record_page (rank, record, column, page, count, coding, data) VALUES (?, ?, ?, ?, ?, ?, ?)';

export function* writeRecords(database: IndexDatabase, rank: number, log: DecodedLog, clock: SliceClock): Sliced {
  const sink = new ByteSink();
  let seq = 0;
  for (const name of log.recordCounts.keys()) {
    const packed = log.packed.get(name);
    if (packed !== undefined) yield* writePacked(database, rank, seq++, packed, clock);
    const table = log.tables.get(name);
    if (table === undefined) continue;
    const facts: ColumnFact[] = [...table.columns].map(([name, column]) => (column.type === 'coords' ? { name, type: column.type, width: column.width } : { name, type: column.type }));
    database.run('INSERT INTO record_table (rank, record, seq, count, columns) VALUES (?, ?, ?, ?, ?)', rank, table.name, seq++, table.count, JSON.stringify(facts));
    for (const { name, type, width } of facts) {
      const column = table.columns.get(name)!;
      yield* writeColumn(database, [rank, table.name, name], column.values, elementsPerRow({ type, width }), table.count, sink, clock);
    }
    yield* writeColumn(database, [rank, table.name, OFFSETS], table.offsets, 1, table.count, sink, clock);
  }
  const { bytes, ends, count } = log.strings;
  const endBytes = new Uint8Array(ends.buffer, ends.byteOffset, ends.byteLength);
  database.run('INSERT INTO record_strings (rank, count, bytes, ends) VALUES (?, ?, ?, ?)', rank, count, compress(new Uint8Array(bytes)), compress(new Uint8Array(endBytes)));
}

function* writeColumn(database: IndexDatabase, key: readonly [number, string, string], values: NumberColumn, stride: number, rows: number, sink: ByteSink, clock: SliceClock): Sliced {
  for (let row = 0, page = 0; row < rows; row += RECORD_PAGE, page++) {
    const count = Math.min(RECORD_PAGE, rows - row);
    sink.clear();
    encodeRows(sink, values, stride, row, count);
    const plain = sink.toBuffer();
    const packed = compressIfSmaller(plain);
    database.run(INSERT_PAGE, ...key, page, count, packed ? 'zstd' : 'columns', packed ?? plain);
    if (clock.isOver) yield;
  }
}

function* writePacked(database: IndexDatabase, rank: number, seq: number, { name, count, columns, pages }: PackedTable, clock: SliceClock): Sliced {
  database.run('INSERT INTO record_table (rank, record, seq, count, columns) VALUES (?, ?, ?, ?, ?)', rank, name, seq, count, JSON.stringify(columns));
  for (let i = 0; i <= columns.length; i++) {
    for (const [number, page] of pages.entries()) {
      const plain = page.columns[i];
      const packed = compressIfSmaller(plain);
      database.run(INSERT_PAGE, rank, name, columns[i]?.name ?? OFFSETS, number, page.count, packed ? 'zstd' : 'columns', packed ?? Buffer.from(plain));
      if (clock.isOver) yield;
    }
  }
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
  for (let part = 0; part < stride; part++) reader.into({ values, first: part, stride, count: row.count });
  return values;
}

function readColumn<T extends NumberColumn>(database: IndexDatabase, rank: number, record: string, column: string, values: T, stride: number): T {
  const pages = database.all<{ count: number; coding: string; data: Buffer }>(
    'SELECT count, coding, data FROM record_page WHERE rank = ? AND record = ? AND column = ? ORDER BY page', rank, record, column);
  let row = 0;
  for (const { count, coding, data } of pages) {
    const reader = new ColumnReader(coding === 'zstd' ? decompress(data) : data);
    if ((row + count) * stride > values.length) throw new ProfileError('index-damaged', 'The index is damaged: a table has more rows than it says. Delete it and open the logs again.');
    for (let part = 0; part < stride; part++) reader.into({ values, first: row * stride + part, stride, count });
    row += count;
  }
  return values;
}

function newValues(type: Column['type'], length: number): Uint8Array | Uint32Array | Int32Array | Float64Array {
  if (type === 'bool') return new Uint8Array(length);
  if (type === 'time') return new Float64Array(length);
  return type === 'i32' ? new Int32Array(length) : new Uint32Array(length);
}

/** Strings of a rank's log; undefined if the rank is not stored. */
export function readStrings(database: IndexDatabase, rank: number): StringTable | undefined {
  const row = database.get<{ count: number; bytes: Buffer; ends: Buffer }>('SELECT count, bytes, ends FROM record_strings WHERE rank = ?', rank);
  if (row === undefined) return undefined;
  return { count: row.count, bytes: new Uint8Array(decompress(row.bytes)), ends: new Uint32Array(new Uint8Array(decompress(row.ends)).buffer) };
}
