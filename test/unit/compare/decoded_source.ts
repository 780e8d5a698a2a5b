/** Decoded logs in the place of an index: what an index would give of them, without writing one. */
import type { RunSource } from '../../../electron/compare/run_source.ts';
import type { Column, DecodedLog } from '../../../electron/decode/decoded_log.ts';

/** `name` stands for the content. Memories are left out. */
export function decodedSource(logs: readonly DecodedLog[], name: string): RunSource {
  const ranks = logs.map((log, i) => numberIn(log, 'MachineDesc', 'node_id') ?? i);
  const logOf = (rank: number): DecodedLog | undefined => logs[ranks.indexOf(rank)];
  const ranksDeclared = Math.max(1, ...logs.map((log) => numberIn(log, 'MachineDesc', 'num_nodes') ?? 1));
  const recordCounts: Record<string, number> = {};
  for (const log of logs) for (const [record, count] of log.recordCounts) recordCounts[record] = (recordCounts[record] ?? 0) + count;
  const facts: ReturnType<RunSource['run']> = {
    info: {
      contentId: name, title: name, logVersions: [...new Set(logs.flatMap((log) => log.header?.version ?? []))], runtime: null, ranksDeclared, ranksLoaded: [...ranks].sort((a, b) => a - b),
      startedAt: null, machine: { nodes: ranksDeclared, processors: {}, memories: {} }, flags: [], interval: { startNs: 0, stopNs: Math.max(0, ...logs.map(lastTime)) }, counts: {},
    },
    recordCounts,
  };
  return {
    run: () => facts, tracks: () => [], memorySteps: () => undefined, strings: (rank) => logOf(rank)?.strings, recordTable: (rank, record) => logOf(rank)?.tables.get(record),
    files: () => logs.map(({ path, container, bytes, rawBytes, records, duplicates, status }, i) => ({ path, rank: ranks[i], container, bytes, rawBytes, records, duplicates, status, mtimeMs: null, fullHash: null })),
  };
}

function numberIn(log: DecodedLog, record: string, field: string): number | undefined {
  const column: Column | undefined = log.tables.get(record)?.columns.get(field);
  return column?.type === 'u32' ? column.values[0] : undefined;
}

const ENDS = new Map(['TaskInfo', 'ImplicitTaskInfo', 'MetaInfo', 'MessageInfo', 'ProfTaskInfo', 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo', 'CopyInfo', 'FillInfo', 'PartitionInfo', 'AsyncEffectInfo']
  .map((record) => [record, ['stop']]));
ENDS.set('GPUTaskInfo', ['stop', 'gpu_stop']).set('InstTimelineInfo', ['destroy']);

/** Greatest stop of a timed record. Source: legion tools/legion_prof_rs/src/state.rs, last_time. */
function lastTime(log: DecodedLog): number {
  let last = 0;
  for (const [record, fields] of ENDS) {
    for (const field of fields) {
      const column = log.tables.get(record)?.columns.get(field);
      if (column?.type === 'time') for (const time of column.values) if (time > last) last = time;
    }
  }
  return last;
}
