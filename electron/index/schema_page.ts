/** docs/index-schema.md, made from the schema. Pure. */
import { DETAIL_TABLES, ITEM_TABLES } from './schema_items.ts';
import { PAGE_TABLES } from './schema_pages.ts';
import { RUN_TABLES } from './schema_run.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';
import type { ColumnDef, TableDef } from './schema_types.ts';
import { VIEWS } from './schema_views.ts';

const INTRODUCTION = `# Index files (\`*.lprof\`)

An index is an SQLite database (version ${SCHEMA_VERSION} of this schema; \`PRAGMA user_version\` says it, \`PRAGMA application_id\` is \`0x${APPLICATION_ID.toString(16)}\`).
\`legion_prof query run.lprof "SELECT title, duration_ns FROM task_view ORDER BY 2 DESC LIMIT 10"\` asks it, [queries.md](queries.md) has ten worked questions, and any SQLite tool can read it (sqlite3, pandas).
\`legion_prof duckdb --tables ours\` writes the tables of plain rows as a DuckDB database or as Parquet files.
This page is written by \`node scripts/write_schema_doc.mjs\` from the code; do not edit it.

- **Times** are integers, ns since profile zero, intervals half-open.
- **64-bit ids** (events, instances, processors, memories, operations) are integers in two's complement: negative where the top bit is set (in DuckDB and Parquet they are unsigned). \`printf('0x%x', id)\` shows them as logs and viewers do; the views have that already.
- **\`item_id\`** is \`track_id * 2^27 + place among the track's items\`, sorted by (start, -stop). Ids of tables are valid for one file only; \`slug\`s of tracks, events and operations last.
- A channel between two nodes stands under both; its items are stored once, under the track that \`mirror_of\` names.
- The names in BLOB tables are for the program; their coding may change with the schema's version.

**Versions.** A program refuses a file with a higher version than its own, and says so. A file with a lower version is made again when its logs are there, else the program says that they are needed.
`;

function columnRows(columns: readonly ColumnDef[]): string {
  return columns.map((column) => {
    const notes = [column.key ? 'key' : '', column.generated === undefined ? '' : `= ${column.generated}`].filter((note) => note !== '').join(', ');
    return `| \`${column.name}\` | ${column.type}${notes === '' ? '' : ` (${notes})`} | ${column.about} |`;
  }).join('\n');
}

function tableSection(table: TableDef): string {
  const key = table.primaryKey ? `Primary key: ${table.primaryKey.map((name) => `\`${name}\``).join(', ')}.\n\n` : '';
  const indexes = [...(table.earlyIndexes ?? []), ...(table.indexes ?? [])];
  const indexed = indexes.length === 0 ? '' : `\nIndexed by ${indexes.map((names) => names.map((name) => `\`${name}\``).join(', ')).join('; ')}.\n`;
  return `### ${table.name}\n\n${table.about}\n\n${key}| column | type | |\n| --- | --- | --- |\n${columnRows(table.columns)}\n${indexed}`;
}

function chapter(title: string, tables: readonly TableDef[]): string {
  return `## ${title}\n\n${tables.map(tableSection).join('\n')}`;
}

export function schemaPage(): string {
  const views = VIEWS.map(({ name, about }) => `| \`${name}\` | ${about} |`).join('\n');
  return [
    INTRODUCTION,
    chapter('Items', ITEM_TABLES),
    chapter('What hangs on items, operations and instances', DETAIL_TABLES),
    chapter('Run, machine and names', RUN_TABLES),
    `## Views\n\n| view | |\n| --- | --- |\n${views}\n\n\`text_search\` is an FTS5 table (trigrams) over \`search_text.text\`: \`SELECT text FROM text_search WHERE text_search MATCH '"axpy"'\`; for three characters and more.\n`,
    chapter('Columns as BLOBs, for the program', PAGE_TABLES),
  ].join('\n');
}
