/**
 * The schema of an index file (`*.lprof`): its version, its tables and what each column means. docs/index-schema.md is made from this.
 *
 * Rule for versions: a file with a higher number than this program's is refused ('index-newer'); one with a lower number is rebuilt
 * when its logs are there, else the user is told. A change that old programs cannot read gets a new number and a line below.
 */
import { DETAIL_TABLES, ITEM_TABLES } from './schema_items.ts';
import { NSIGHT_ITEM_TABLES, NSIGHT_TABLES } from './schema_nsight.ts';
import { PAGE_TABLES } from './schema_pages.ts';
import { RUN_TABLES } from './schema_run.ts';
import { createTableSql, createViewSql, type TableDef } from './schema_types.ts';
import { VIEWS } from './schema_views.ts';

/** 1: the first. 2: `run.messages`. 3: the event graph, waits as pages, what fields of instances and partitionings need; views for common questions. 4: `attached_item`. 5: items of Nsight Systems. 6: the greatest times of a page of items. */
export const SCHEMA_VERSION = 6;

/** `lprf` in the file's header (PRAGMA application_id), so that a file is recognised whatever its name. */
export const APPLICATION_ID = 0x6c707266;

/** Bytes of a database page. Large, as blocks are large; measured: 16 and 32 KiB write equally fast, smaller ones slower, and small runs waste less in 16. */
export const PAGE_SIZE = 16_384;

/** Tables of plain rows, which people may rely on. */
export const ROW_TABLES: readonly TableDef[] = [...RUN_TABLES, ...ITEM_TABLES, ...DETAIL_TABLES, ...NSIGHT_ITEM_TABLES, ...NSIGHT_TABLES];

export const TABLES: readonly TableDef[] = [...ROW_TABLES, ...PAGE_TABLES];

/** Tables that are written in bulk, by way of row_pages.ts. */
export const BULK_TABLES: readonly TableDef[] = [...ITEM_TABLES, ...DETAIL_TABLES];

/** The trigram index over search_text. */
const SEARCH_SQL = "CREATE VIRTUAL TABLE text_search USING fts5(text, content='search_text', content_rowid='text_id', tokenize='trigram')";

/** Statements that make an empty index, in order. */
export function schemaSql(): string[] {
  return [
    ...TABLES.map(createTableSql),
    ...TABLES.flatMap((table) => (table.earlyIndexes ?? []).map((columns) => createEarlyIndex(table, columns))),
    ...VIEWS.map(createViewSql),
    SEARCH_SQL,
  ];
}

function createEarlyIndex(table: TableDef, columns: readonly string[]): string {
  return `CREATE INDEX ${table.name}_place ON ${table.name} (${columns.join(', ')})`;
}
