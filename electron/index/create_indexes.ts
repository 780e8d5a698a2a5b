/** The SQL indexes of tables, made when all rows are in: rows come in fast only while there are none (bulk_writer.ts). */
import type { IndexDatabase } from './database.ts';
import { createIndexSql, type TableDef } from './schema_types.ts';
import type { Sliced } from './slices.ts';

export function* createIndexes(database: IndexDatabase, tables: readonly TableDef[]): Sliced {
  for (const table of tables) {
    for (const columns of table.indexes ?? []) {
      database.exec(createIndexSql(table, columns));
      yield;
    }
  }
}
