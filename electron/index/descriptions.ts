/** What logs declare, without an index: the same tables in memory, for whoever only wants to know what kinds, mappers and processors are called. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { openMemoryDatabase, type IndexDatabase } from './database.ts';
import { DESCRIPTION_RECORDS, writeDescriptions } from './description_rows.ts';
import { RUN_TABLES } from './schema_run.ts';
import { createTableSql } from './schema_types.ts';

/** The log with nothing but its descriptions, so that the rest of it can be let go. */
export function onlyDescriptions(log: DecodedLog): DecodedLog {
  return { ...log, tables: new Map([...log.tables].filter(([name]) => DESCRIPTION_RECORDS.has(name))), packed: new Map() };
}

/** Tables of docs/index-schema.md that descriptions fill, from logs in the order in which the first of equal names shall win. The caller closes it. */
export function describe(logs: readonly DecodedLog[]): IndexDatabase {
  const database = openMemoryDatabase();
  for (const table of RUN_TABLES) database.exec(createTableSql(table));
  for (const log of logs) writeDescriptions(database, log);
  return database;
}
