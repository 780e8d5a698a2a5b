// What is in DuckDB and Parquet files, read by DuckDB itself. Test helper.
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

export interface DuckdbRows {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/** Answers over a database file, or over nothing (for Parquet files that the SQL names). */
export async function askDuckdb(path: string | undefined, sql: string): Promise<DuckdbRows> {
  const instance = await DuckDBInstance.create(path ?? ':memory:', path === undefined ? {} : { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const result = await connection.runAndReadAll(sql);
    return { names: result.columnNames(), types: result.columnTypes().map(String), rows: result.getRows() };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
