/**
 * The records that --nodes keeps: all of the chosen nodes' logs, and of the others what ran on or was moved to or from a chosen node,
 * since items of a node can sit in other nodes' logs.
 * Source: legion tools/legion_prof_rs/src/serialize.rs, filter_record.
 */
import type { DecodedLog, RecordTable } from '../decode/decoded_log.ts';
import { LogTable } from './log_tables.ts';
import { pickRows } from './pick_rows.ts';
import { ownerNode } from './realm_ids.ts';

/** Kept of every log. */
const ALWAYS: ReadonlySet<string> = new Set([
  'MapperCallDesc', 'RuntimeCallDesc', 'MetaDesc', 'OpDesc', 'MaxDimDesc', 'RuntimeConfig', 'MachineDesc', 'ZeroTime', 'ProcDesc', 'MemDesc', 'ProcMDesc',
  'CopyInfo', 'FillInfo', 'PartitionInfo',
]);

/** Kept where one of these processors or memories is on a chosen node; of other records nothing is kept. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  TaskInfo: ['proc_id'], ImplicitTaskInfo: ['proc_id'], GPUTaskInfo: ['proc_id'], MetaInfo: ['proc_id'], MessageInfo: ['proc_id'],
  CopyInstInfo: ['src', 'dst'], FillInstInfo: ['dst'], InstTimelineInfo: ['mem_id'],
};

/** A log that does not say whose it is is kept whole. */
export function filterInput(log: DecodedLog, nodes: readonly number[]): DecodedLog {
  const machine = new LogTable(log, 'MachineDesc');
  if (machine.count === 0 || nodes.includes(machine.numbers('node_id')[0])) return log;
  const tables = filterTables(log, nodes);
  const recordCounts = new Map([...tables].map(([name, { count }]) => [name, count]));
  return { ...log, tables, recordCounts, records: [...recordCounts.values()].reduce((sum, count) => sum + count, 0), duplicates: 0, isPart: true };
}

/** What is kept of records of another node's log. */
export function filterTables(log: Pick<DecodedLog, 'tables'>, nodes: readonly number[]): Map<string, RecordTable> {
  const chosen = new Set(nodes);
  const tables = new Map<string, RecordTable>();
  for (const [name, table] of log.tables) {
    const kept = ALWAYS.has(name) ? table : pickChosen(log, table, chosen);
    if (kept !== undefined) tables.set(name, kept);
  }
  return tables;
}

function pickChosen(log: Pick<DecodedLog, 'tables'>, table: RecordTable, chosen: ReadonlySet<number>): RecordTable | undefined {
  const fields = PLACES[table.name]?.map((field) => new LogTable(log, table.name).words(field));
  return fields === undefined ? undefined : pickRows(table, (row) => fields.some((ids) => chosen.has(ownerNode(ids[2 * row + 1]))));
}
