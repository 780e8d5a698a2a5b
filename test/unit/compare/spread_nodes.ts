/** A run of one node rewritten as one of two: every second processor that ran tasks stands on another node, nothing takes longer or comes later. */
import type { RawLog, RawRecord } from './raw_log.ts';

/** Realm's numbers of processors have their node in the bits from 40 on. Source: realm id.h, ID::FMT_Processor. */
const ON_NODE_1 = 1n << 40n;
const TASKS = new Set(['TaskInfo', 'GPUTaskInfo']);
const FOLLOWERS = new Set(['TaskWaitInfo', 'MetaWaitInfo']);
/** What every node says of itself. */
const SAID_BY_ALL = new Set(['MaxDimDesc', 'RuntimeConfig', 'ZeroTime', 'CalibrationErr', 'Provenance', 'TaskKind', 'TaskVariant', 'MapperCallDesc', 'RuntimeCallDesc', 'MetaDesc', 'OpDesc']);

/** The logs of both nodes, and how many tasks stand on the second. */
export function spreadOverTwoNodes(log: RawLog): { readonly files: readonly Buffer[]; readonly moved: number } {
  const processors = [...new Set(log.records.filter(({ name }) => TASKS.has(name)).map((record) => log.get(record, 'proc_id')))].sort((a, b) => (a < b ? -1 : 1));
  const leaving = new Set(processors.filter((_, i) => i % 2 === 1));
  const stays: RawRecord[] = [];
  const goes: RawRecord[] = [];
  let moved = 0;
  let isLeaderGone = false;
  for (const record of log.records) {
    // Each node numbers its own operations: all of these were numbered by the first.
    for (const field of ['op_id', 'parent_id']) {
      if (record.name.startsWith('Index') || !log.has(record.name, field)) continue;
      const id = log.get(record, field);
      if (id !== 0n && id !== (1n << 64n) - 1n) log.set(record, field, 2n * id);
    }
    if (record.name === 'MachineDesc' || SAID_BY_ALL.has(record.name)) {
      stays.push(record);
      goes.push(record);
      continue;
    }
    if (!FOLLOWERS.has(record.name)) isLeaderGone = log.has(record.name, 'proc_id') && leaving.has(log.get(record, 'proc_id'));
    (isLeaderGone ? goes : stays).push(record);
    if (!isLeaderGone || FOLLOWERS.has(record.name)) continue;
    log.set(record, 'proc_id', log.get(record, 'proc_id') + ON_NODE_1);
    if (TASKS.has(record.name)) moved++;
  }
  const machine = log.records.filter(({ name }) => name === 'MachineDesc');
  const write = (node: bigint, records: readonly RawRecord[]): Buffer => {
    for (const record of machine) {
      log.set(record, 'node_id', node);
      log.set(record, 'num_nodes', 2n);
    }
    return log.write(records);
  };
  return { files: [write(0n, stays), write(1n, goes)], moved };
}
