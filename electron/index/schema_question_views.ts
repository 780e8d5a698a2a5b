/** Views that make common questions short (docs/queries.md asks them). */
import { ITEM_TABLES } from './schema_items.ts';
import type { TableDef, ViewDef } from './schema_types.ts';

const has = (table: TableDef, name: string): boolean => table.columns.some((column) => column.name === name);

/** Items that run in pieces say themselves how long; those do not overlap on a processor. */
const IN_PIECES = ITEM_TABLES.filter((table) => has(table, 'running_ns'));
/** Items that last without a pause and may overlap each other. */
const IN_ONE = ['gpu_kernel', 'copy', 'fill', 'deppart'];

const TRACK_USE: ViewDef = {
  name: 'track_use',
  about: 'How long each processor, channel and dependent partitioning was busy with at least one item (waiting is not busy), and idle up to the end of the run. '
    + 'A channel between two nodes has its second place left out. I/O processors run several tasks at once: there `busy_ns` is their sum.',
  sql: `
WITH apart AS (
  SELECT track_id, start_ns, stop_ns, max(stop_ns) OVER (PARTITION BY track_id ORDER BY start_ns, item_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_ns
  FROM (${IN_ONE.map((table) => `SELECT track_id, item_id, start_ns, stop_ns FROM ${table}`).join(' UNION ALL ')})
), busy AS (
  ${IN_PIECES.map(({ name }) => `SELECT track_id, sum(running_ns) AS ns FROM ${name} GROUP BY track_id`).join(' UNION ALL\n  ')} UNION ALL
  SELECT track_id, sum(max(0, stop_ns - max(start_ns, coalesce(covered_ns, start_ns)))) FROM apart GROUP BY track_id
)
SELECT t.track_id, t.slug AS track, t.node, t.kind, t.items, coalesce(sum(b.ns), 0) AS busy_ns, r.stop_ns - coalesce(sum(b.ns), 0) AS idle_ns
FROM track t
CROSS JOIN run r
LEFT JOIN busy b USING (track_id)
WHERE t.capacity_bytes IS NULL AND t.mirror_of IS NULL
GROUP BY t.track_id`,
};

const MEMORY_STEP: ViewDef = {
  name: 'memory_step',
  about: 'Bytes that instances hold in a memory from a time on, until the next step of its track.',
  sql: `
SELECT track_id, ns, sum(sum(bytes)) OVER (PARTITION BY track_id ORDER BY ns) AS held_bytes
FROM (SELECT track_id, start_ns AS ns, size_bytes AS bytes FROM instance UNION ALL SELECT track_id, stop_ns, -size_bytes FROM instance)
GROUP BY track_id, ns`,
};

const OPERATION_TASK: ViewDef = {
  name: 'operation_task',
  about: 'Task that an operation runs or launches.',
  sql: `
SELECT o.op_id, o.task_id, k.name AS task
FROM (SELECT op_id, task_id FROM task WHERE op_id IS NOT NULL UNION SELECT op_id, task_id FROM launch) o
LEFT JOIN kind_name k ON k.family = 'task' AND k.kind = o.task_id`,
};

/** A GPU task's finish event is its host task's, and calls have the event of the task in which they ran. */
const WITH_FINISH = ['task', 'meta_task', 'prof_task', 'copy', 'fill', 'deppart'];

const FINISH_EVENT: ViewDef = {
  name: 'finish_event',
  about: 'Items by the event that says they have finished. Events that merge others, and those of the user, belong to no item.',
  sql: WITH_FINISH.map((table) => `SELECT fevent AS event, '${table}' AS type, item_id, name_id FROM ${table} WHERE fevent IS NOT NULL`).join('\nUNION ALL\n'),
};

const MESSAGE_VIEW: ViewDef = {
  name: 'message',
  about: 'Messages between nodes, where they were handled: `latency_ns` from sending (by the sender\'s clock) to arrival (by the receiver\'s); negative where the clocks differ.',
  sql: `
SELECT m.item_id, n.text AS name, t.node, t.slug AS track, m.spawn_at_ns, m.create_at_ns, m.create_at_ns - m.spawn_at_ns AS latency_ns, m.start_ns, m.stop_ns, m.op_id
FROM meta_task m
JOIN track t ON t.track_id = m.track_id
JOIN name n ON n.name_id = m.name_id
WHERE m.is_message = 1`,
};

export const QUESTION_VIEWS: readonly ViewDef[] = [TRACK_USE, MEMORY_STEP, OPERATION_TASK, FINISH_EVENT, MESSAGE_VIEW];
