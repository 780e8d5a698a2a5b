/** What the logs say about the run and its machine. Read when a shard comes in, so that its log need not be kept. Engine worker. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { MachineFacts } from './run_model.ts';
import type { MemoryFacts, ShardParts } from './shard_parts.ts';
import { memoryKind, processorKind } from './kinds.ts';
import { LogStrings, LogTable } from './log_tables.ts';

/** The facts of one rank. */
export interface RankFacts {
  readonly rank: number;
  readonly version: number | undefined;
  readonly runtime: string | undefined;
  readonly nodesDeclared: number;
  readonly host: string;
  readonly processId: number | null;
  readonly zeroTimeNs: bigint;
  readonly calibrationErrNs: bigint | null;
  readonly flags: readonly string[];
  readonly maxDim: number | null;
}

export const FLAGS = ['debug', 'spy', 'gc', 'inorder', 'safe_mapper', 'safe_runtime', 'safe_ctrlrepl', 'part_checks', 'bounds_checks', 'resilient'] as const;

export function readRankFacts(log: DecodedLog, rank: number): RankFacts {
  const strings = new LogStrings(log);
  const machine = new LogTable(log, 'MachineDesc');
  const config = new LogTable(log, 'RuntimeConfig');
  const dims = new LogTable(log, 'MaxDimDesc');
  const last = config.count - 1;
  return {
    rank,
    version: log.header?.version,
    runtime: log.header?.runtime,
    nodesDeclared: machine.count > 0 ? machine.numbers('num_nodes')[0] : 1,
    host: machine.count > 0 && machine.has('hostname') ? strings.text(machine.numbers('hostname')[0]) : '',
    processId: machine.count > 0 && machine.has('process_id') ? machine.numbers('process_id')[0] : null,
    zeroTimeNs: lastInteger(log, 'ZeroTime', 'zero_time') ?? 0n,
    calibrationErrNs: lastInteger(log, 'CalibrationErr', 'calibration_err'),
    flags: last < 0 ? [] : FLAGS.filter((flag) => config.numbers(flag)[last] !== 0),
    maxDim: dims.count > 0 ? dims.numbers('max_dim')[0] : null,
  };
}

/** A signed number of a record that occurs once; null if it does not. */
function lastInteger(log: DecodedLog, name: string, field: string): bigint | null {
  const table = new LogTable(log, name);
  if (table.count === 0) return null;
  const words = table.words(field);
  const row = table.count - 1;
  return BigInt.asIntN(64, (BigInt(words[2 * row + 1]) << 32n) | BigInt(words[2 * row]));
}

/** `ranks` in rank order. */
export function machineFacts(ranks: readonly RankFacts[], described: readonly ShardParts['described'][number][], memories: readonly MemoryFacts[]): MachineFacts {
  return {
    logVersions: [...new Set(ranks.map(({ version }) => version).filter((version) => version !== undefined))].sort((a, b) => a - b),
    runtime: ranks.find(({ runtime }) => runtime !== undefined)?.runtime ?? null,
    ranksDeclared: ranks.reduce((most, { nodesDeclared }) => Math.max(most, nodesDeclared), 1),
    ranksLoaded: ranks.map(({ rank }) => rank),
    startedAt: startOf(ranks),
    hosts: ranks.map(({ rank, host, processId, zeroTimeNs, calibrationErrNs }) => ({
      node: rank, host, processId, zeroTimeNs: String(zeroTimeNs), calibrationErrNs: calibrationErrNs === null ? null : String(calibrationErrNs),
    })),
    processors: tallyOf(described.map(({ kind }) => processorKind(kind).name)),
    memories: tallyOf(memories.map(({ kind }) => memoryKind(kind).name)),
    flags: FLAGS.filter((flag) => ranks.some(({ flags }) => flags.includes(flag))),
    maxDim: ranks.find(({ maxDim }) => maxDim !== null)?.maxDim ?? null,
  };
}

/** Zero time of the lowest rank as a date, where it is one: on some systems the clock counts from boot. */
function startOf(ranks: readonly RankFacts[]): string | null {
  const zero = ranks.find(({ zeroTimeNs }) => zeroTimeNs !== 0n)?.zeroTimeNs;
  if (zero === undefined) return null;
  const date = new Date(Number(zero / 1_000_000n));
  const year = date.getUTCFullYear();
  return year >= 2010 && year < 2100 ? date.toISOString() : null;
}

function tallyOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
