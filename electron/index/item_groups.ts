/** Items of one type in a range, by what they share, and one by one. From the plain rows; synchronous. */
import { ordinalOfKey, trackOfKey, type ItemKey, type ItemType } from '../protocol/items.ts';
import type { GroupKey, ItemGroup, ItemList } from '../protocol/table_api.ts';
import type { TimeSpan } from '../protocol/time.ts';
import type { IndexDatabase } from './database.ts';
import type { FieldSource } from './field_source.ts';
import { ITEM_TABLES } from './schema_items.ts';

const MAX_ROWS = 5000;

const has = (type: ItemType, column: string): boolean => ITEM_TABLES.some(({ name, columns }) => name === type && columns.some((one) => one.name === column));
const IN_RANGE = 'i.start_ns < :stop AND (i.stop_ns > :start OR i.start_ns >= :start)';

/** SQL of the key, and the tables that it needs. Undefined where items of the type have no such thing. */
function keySql(type: ItemType, by: GroupKey): { readonly key: string; readonly joins: string } | undefined {
  if (by === 'kind') return { key: 't.kind', joins: 'JOIN track t ON t.track_id = i.track_id' };
  if (by === 'node') return { key: "'n' || t.node", joins: 'JOIN track t ON t.track_id = i.track_id' };
  if (by === 'mapper') {
    return type !== 'mapper_call' ? undefined : {
      key: "coalesce(m.name, 'mapper') || ' <' || i.mapper_id || '>'", joins: 'LEFT JOIN mapper m ON m.mapper_id = i.mapper_id AND m.mapper_proc = i.mapper_proc',
    };
  }
  if (!has(type, 'op_id')) return undefined;
  // Of what the runtime does for an operation, the line is that of the operation as well, though the reference tells it of few types.
  return {
    key: "coalesce(replace(p.file, rtrim(p.file, replace(replace(p.file, '\\', '/'), '/', '')), '') || ':' || p.line, p.text, '(no line recorded)')",
    joins: `LEFT JOIN operation o ON o.op_id = ${type === 'mapper_call' ? 'coalesce(i.logged_op_id, i.op_id)' : 'i.op_id'} LEFT JOIN provenance p ON p.provenance_id = o.provenance_id`,
  };
}

interface GroupRow {
  readonly key: string; readonly count: number; readonly total: number; readonly running: number | null; readonly waiting: number | null; readonly ready: number | null;
  readonly mean: number; readonly min: number; readonly p50: number; readonly p95: number; readonly max: number;
}

/** Empty where items of the type have no such thing. */
export function itemGroups(database: IndexDatabase, type: ItemType, by: GroupKey, { startNs, stopNs }: TimeSpan): ItemGroup[] {
  const asked = keySql(type, by);
  if (asked === undefined) return [];
  const state = (column: string): string => (has(type, column) ? `i.${column}` : 'NULL');
  const rows = database.all<GroupRow>(`
    WITH item AS (
      SELECT ${asked.key} AS key, i.stop_ns - i.start_ns AS ns, ${state('running_ns')} AS running, ${state('waiting_ns')} AS waiting, ${state('ready_ns')} AS ready
      FROM ${type} i ${asked.joins} WHERE ${IN_RANGE}),
    placed AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY ns) AS place, count(*) OVER (PARTITION BY key) AS n FROM item)
    SELECT key, count(*) AS count, sum(ns) AS total, sum(running) AS running, sum(waiting) AS waiting, sum(ready) AS ready, avg(ns) AS mean, min(ns) AS min,
      max(ns) FILTER (WHERE place = (n + 1) / 2) AS p50, max(ns) FILTER (WHERE place = (95 * n + 99) / 100) AS p95, max(ns) AS max
    FROM placed GROUP BY key ORDER BY total DESC, key LIMIT ${MAX_ROWS}`, { start: startNs, stop: stopNs });
  return rows.map(({ key, count, total, running, waiting, ready, mean, min, p50, p95, max }) => ({
    key, count, totalNs: total, runningNs: running, waitingNs: waiting, readyNs: ready, meanNs: mean, minNs: min, p50Ns: p50, p95Ns: p95, maxNs: max,
  }));
}

interface ListRow {
  readonly item_id: ItemKey; readonly start_ns: number; readonly stop_ns: number; readonly running: number | null; readonly waiting: number | null; readonly ready: number | null; readonly n: number;
}

export function itemList(source: FieldSource, type: ItemType, name: number, { startNs, stopNs }: TimeSpan): ItemList {
  const state = (column: string): string => (has(type, column) ? `i.${column}` : 'NULL');
  const rows = source.database.all<ListRow>(`
    SELECT i.item_id, i.start_ns, i.stop_ns, ${state('running_ns')} AS running, ${state('waiting_ns')} AS waiting, ${state('ready_ns')} AS ready, count(*) OVER () AS n
    FROM ${type} i WHERE i.name_id = :name AND ${IN_RANGE} ORDER BY i.stop_ns - i.start_ns DESC, i.item_id LIMIT ${MAX_ROWS}`, { start: startNs, stop: stopNs, name });
  return {
    count: rows[0]?.n ?? 0,
    rows: rows.map(({ item_id, start_ns, stop_ns, running, waiting, ready }) => ({
      track: trackOfKey(item_id), ordinal: ordinalOfKey(item_id), title: source.items.facts(item_id)?.title ?? '',
      startNs: start_ns, stopNs: stop_ns, runningNs: running, waitingNs: waiting, readyNs: ready,
    })),
  };
}
