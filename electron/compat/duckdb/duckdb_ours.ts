/** The tables of an index, as docs/index-schema.md has them, in a DuckDB file: times and counts as BIGINT, 64-bit ids as UBIGINT (not in two's complement). */
import type * as Duckdb from '@duckdb/node-api';
import type { IndexReader } from '../../index/index_reader.ts';
import { ROW_TABLES } from '../../index/schema.ts';
import { isUnsignedId } from '../../index/schema_ids.ts';
import type { ColumnDef, TableDef } from '../../index/schema_types.ts';
import type { DuckdbFile } from './duckdb_file.ts';

/** Gives the names of the tables. @throws as DuckdbTable, and the reader's errors */
export async function writeOurTables(file: DuckdbFile, reader: IndexReader): Promise<string[]> {
  for (const table of ROW_TABLES) await writeTable(file, reader, table);
  return ROW_TABLES.map(({ name }) => name);
}

async function writeTable(file: DuckdbFile, reader: IndexReader, { name, columns }: TableDef): Promise<void> {
  const table = await file.createTable(name, columns.map((column) => ({ name: column.name, type: typeOf(file.duckdb, column) })));
  const unsigned = columns.flatMap((column, i) => (column.type === 'INTEGER' && isUnsignedId(column.name) ? [i] : []));
  const rows = reader.database.query<Duckdb.DuckDBValue[]>(`SELECT ${columns.map((column) => `"${column.name}"`).join(', ')} FROM "${name}"`, { wide: true, raw: true });
  for (const row of rows.iterate()) {
    for (const i of unsigned) if (typeof row[i] === 'bigint') row[i] = BigInt.asUintN(64, row[i]);
    if (table.isFull) await table.flush();
    table.add(row);
  }
  await table.close();
}

function typeOf(duckdb: typeof Duckdb, { name, type }: ColumnDef): Duckdb.DuckDBType {
  if (type === 'INTEGER') return isUnsignedId(name) ? duckdb.UBIGINT : duckdb.BIGINT;
  return type === 'REAL' ? duckdb.DOUBLE : type === 'BLOB' ? duckdb.BLOB : duckdb.VARCHAR;
}
