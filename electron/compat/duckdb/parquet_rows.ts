/**
 * Rows of a query as a Parquet file. SQLite's values have types, its columns have not: a column begins with the type of its first values
 * and widens (BIGINT, then DOUBLE, then VARCHAR) where later ones need it; one that is NULL throughout takes its declared type.
 */
import type * as Duckdb from '@duckdb/node-api';
import type { Cell, ResultColumn } from '../../index/user_query.ts';
import { quoteName } from './duckdb_names.ts';
import { writeParquet } from './duckdb_file.ts';
import type { DuckdbTable } from './duckdb_table.ts';

/** In the order of widening. */
type Width = 'none' | 'integer' | 'real' | 'text';
const WIDTHS: readonly Width[] = ['none', 'integer', 'real', 'text'];

/** `next` gives the next rows, none after the last. @throws as writeParquet */
export async function writeParquetRows(path: string, force: boolean, signal: AbortSignal, columns: readonly ResultColumn[], next: () => Promise<readonly (readonly Cell[])[]>): Promise<void> {
  await writeParquet(path, force, signal, async (file) => {
    const types = { none: file.duckdb.BIGINT, integer: file.duckdb.BIGINT, real: file.duckdb.DOUBLE, text: file.duckdb.VARCHAR } as const;
    const table = await file.createTable('rows', columns.map(({ name }) => ({ name, type: types.none })));
    const widths: Width[] = columns.map(() => 'none');
    const widen = async (wanted: readonly Width[]): Promise<void> => {
      for (const [i, width] of wanted.entries()) {
        if (WIDTHS.indexOf(width) <= WIDTHS.indexOf(widths[i])) continue;
        if (types[width] !== types[widths[i]]) await table.changeType(i, types[width]);
        widths[i] = width;
      }
    };
    for (let rows = await next(); rows.length > 0; rows = await next()) {
      await widen(columns.map((_, i) => rows.reduce<Width>((width, row) => wider(width, row[i]), 'none')));
      await addRows(table, rows, widths);
    }
    await widen(columns.map(({ type }, i) => (widths[i] === 'none' ? declared(type) : widths[i])));
    await table.close();
    return quoteName(table.name);
  });
}

function wider(width: Width, cell: Cell): Width {
  const own: Width = cell === null ? 'none' : typeof cell === 'string' ? 'text' : typeof cell === 'number' ? 'real' : 'integer';
  return WIDTHS.indexOf(own) > WIDTHS.indexOf(width) ? own : width;
}

function declared(type: string | null): Width {
  return type === 'TEXT' || type === 'BLOB' ? 'text' : type === 'REAL' ? 'real' : 'integer';
}

async function addRows(table: DuckdbTable, rows: readonly (readonly Cell[])[], widths: readonly Width[]): Promise<void> {
  for (const row of rows) {
    if (table.isFull) await table.flush();
    table.add(row.map((cell, i): Duckdb.DuckDBValue => {
      if (cell === null) return null;
      return widths[i] === 'text' ? String(cell) : widths[i] === 'real' ? Number(cell) : cell;
    }));
  }
}
