/** Views that join names, tracks and provenance to the plain rows, with ids as people read them. */
import { HEX_IDS } from './schema_ids.ts';
import { ITEM_TABLES } from './schema_items.ts';
import { NSIGHT_ITEM_TABLES } from './schema_nsight.ts';
import { QUESTION_VIEWS } from './schema_question_views.ts';
import type { ViewDef } from './schema_types.ts';

/** Rows whose provenance is that of their operation. Source: legion_prof_rs state.rs (semantics: only these have one). */
const WITH_PROVENANCE: ReadonlySet<string> = new Set(['task', 'gpu_kernel', 'copy', 'fill', 'deppart', 'instance']);

export function hexSql(expression: string): string {
  return `CASE WHEN ${expression} IS NULL THEN NULL ELSE printf('0x%x', ${expression}) END`;
}

/** SQL of an item's title. The number after the name is the operation, or the instance id. */
function titleSql(table: string): string {
  if (table === 'instance') return "n.text || printf(' 0x%x', i.inst_id)";
  if (table === 'mapper_call') return "CASE WHEN i.op_id IS NULL THEN CASE WHEN n.text LIKE '% for' THEN substr(n.text, 1, length(n.text) - 4) ELSE n.text END ELSE n.text || ' ' || i.op_id END";
  if (table === 'prof_task') return "CASE WHEN n.form = 1 THEN n.text || ' <' || coalesce(i.op_id, 0) || '>' ELSE n.text END";
  if (table === 'task' || table === 'gpu_kernel') return "CASE WHEN n.form = 1 AND i.op_id IS NOT NULL THEN n.text || ' <' || i.op_id || '>' ELSE n.text END";
  return 'n.text';
}

function itemView(table: string, columns: readonly string[]): ViewDef {
  const shown = columns.filter((column) => column !== 'name_id').map((column) => (HEX_IDS.has(column) ? `${hexSql(`i.${column}`)} AS ${column}` : `i.${column}`));
  const withProvenance = WITH_PROVENANCE.has(table);
  const selected = [...shown, `${titleSql(table)} AS title`, 'n.text AS name', 't.slug AS track', 't.node AS node',
    ...(withProvenance ? ['p.text AS provenance', 'p.file AS file', 'p.line AS line'] : []),
    ...(table === 'application_call' || table === 'async_effect' ? ['p.text AS provenance'] : [])];
  const joins = ['JOIN track t ON t.track_id = i.track_id', 'LEFT JOIN name n ON n.name_id = i.name_id',
    ...(withProvenance ? ['LEFT JOIN operation o ON o.op_id = i.op_id', 'LEFT JOIN provenance p ON p.provenance_id = o.provenance_id'] : []),
    ...(table === 'application_call' || table === 'async_effect' ? ['LEFT JOIN provenance p ON p.provenance_id = i.provenance_id'] : [])];
  return {
    name: `${table}_view`,
    about: `\`${table}\` with title, track and node${withProvenance ? ', provenance, file and line' : ''}; 64-bit ids as 0x… text.`,
    sql: `SELECT ${selected.join(',\n  ')}\nFROM ${table} i\n${joins.join('\n')}`,
  };
}

const OPERATION_VIEW: ViewDef = {
  name: 'operation_view',
  about: '`operation` with the names of its kind and of its task, provenance, file and line.',
  sql: `
SELECT o.op_id, o.parent_op_id, o.kind, k.name AS kind_name, o.rank, l.task_id AS launched_task_id, tk.name AS launched_task, o.provenance_id, p.text AS provenance, p.file, p.line
FROM operation o
LEFT JOIN kind_name k ON k.family = 'operation' AND k.kind = o.kind
LEFT JOIN launch l ON l.op_id = o.op_id
LEFT JOIN kind_name tk ON tk.family = 'task' AND tk.kind = l.task_id
LEFT JOIN provenance p ON p.provenance_id = o.provenance_id`,
};

const WAIT_VIEW: ViewDef = {
  name: 'wait_view',
  about: '`wait` with its track, the event as 0x… text, the backtrace, and where in the program it waited.',
  sql: `
SELECT w.wait_id, w.item_id, w.start_ns, w.ready_ns, w.stop_ns, ${hexSql('w.event')} AS event, w.callee_item_id, b.text AS backtrace, p.text AS provenance, p.file, p.line, t.slug AS track, t.node AS node
FROM wait w
JOIN track t ON t.track_id = w.item_id >> 27
LEFT JOIN backtrace b ON b.backtrace_id = w.backtrace_id
LEFT JOIN provenance p ON p.provenance_id = w.provenance_id`,
};

const CHANNEL_VIEW: ViewDef = {
  name: 'channel',
  about: 'Tracks that are channels (copies, fills) or dependent partitioning.',
  sql: "SELECT track_id, slug, node, kind, name, long_name, items, segments, levels, mirror_of FROM track WHERE kind IN ('chan', 'dp')",
};

const ITEM_VIEW: ViewDef = {
  name: 'item',
  about: 'All items of all types: what they have in common.',
  sql: [...ITEM_TABLES, ...NSIGHT_ITEM_TABLES].map((table) => {
    const has = (name: string): string => (table.columns.some((column) => column.name === name) ? name : `NULL AS ${name}`);
    return `SELECT '${table.name}' AS type, item_id, track_id, name_id, level, start_ns, stop_ns, duration_ns, ${has('running_ns')}, ${has('ready_ns')}, ${has('waiting_ns')}, ${has('op_id')} FROM ${table.name}`;
  }).join('\nUNION ALL\n'),
};

export const VIEWS: readonly ViewDef[] = [
  ...[...ITEM_TABLES, ...NSIGHT_ITEM_TABLES].map((table) => itemView(table.name, table.columns.map((column) => column.name))),
  ITEM_VIEW, OPERATION_VIEW, WAIT_VIEW, CHANNEL_VIEW, ...QUESTION_VIEWS,
];
