/** From an index to what comparing needs of its run. Reads columns of records, rank by rank; linear in the records. */
import type { Sliced } from '../index/slices.ts';
import { NONE } from '../model/run_model.ts';
import { gatherCopies } from './gather_copies.ts';
import { gatherRuntime } from './gather_runtime.ts';
import { gatherTasks } from './gather_tasks.ts';
import { GatheredRun } from './gathered_run.ts';
import { RankEntries } from './rank_entries.ts';
import type { MemoryPeak, RunData, RunIdentity } from './run_data.ts';
import type { RunSource } from './run_source.ts';
import { DESCRIPTIONS, readWanted, timedRecords } from './wanted_records.ts';

/** Waits name their source line from this log version on. Source: legion legion_profiling_serializer.cc of 26.03, EventWaitInfo. */
const WAITS_HAVE_LINES = 1011;

/** `path`: what the user calls the run. @throws ProfileError of a damaged index */
export function* readRunData(reader: RunSource, path: string): Sliced<RunData> {
  const { info, recordCounts } = reader.run();
  const ranks = info.ranksLoaded;
  const run = new GatheredRun();
  for (const rank of ranks) {
    run.addDescriptions(readWanted(reader, rank, DESCRIPTIONS));
    yield;
  }
  const parents = new Set<number>();
  for (let op = 0; op < run.operations.count; op++) parents.add(run.operations.parent(op));
  parents.delete(NONE);
  const timed = timedRecords(info.logVersions.some((version) => version >= WAITS_HAVE_LINES));
  for (const rank of ranks) {
    const source = new RankEntries(readWanted(reader, rank, timed));
    run.intervals.reserve(2 * source.entries.count + source.waits.count + source.recordCount('CopyInfo', 'FillInfo', 'PartitionInfo'));
    yield;
    gatherTasks(rank, source, run, parents);
    yield;
    gatherRuntime(rank, source, run);
    yield;
    gatherCopies(rank, source, run);
    yield;
  }
  const { operations, times, keys, intervals, controls, runtimeCalls, emptyItems } = run;
  return {
    identity: identityOf(reader, path, Object.values(recordCounts)), operations, times, keys, intervals, controls, runtimeCalls, emptyItems,
    channels: [...run.channels.values()], processors: [...run.processors.values()], memories: memoryPeaks(reader),
  };
}

function identityOf(reader: RunSource, path: string, recordCounts: readonly number[]): RunIdentity {
  const { info } = reader.run();
  const loaded = new Set(info.ranksLoaded);
  return {
    path, contentId: info.contentId, title: info.title, wallNs: info.interval.stopNs, records: recordCounts.reduce((sum, count) => sum + count, 0),
    nodes: info.machine.nodes, processors: info.machine.processors, memories: info.machine.memories,
    logVersion: info.logVersions.length === 0 ? null : Math.max(...info.logVersions), legion: info.runtime, flags: info.flags,
    missingRanks: Array.from({ length: info.ranksDeclared }, (_, rank) => rank).filter((rank) => !loaded.has(rank)),
    truncated: reader.files().some(({ status }) => status !== 'whole'),
  };
}

function memoryPeaks(reader: RunSource): MemoryPeak[] {
  const places = new Map<string, number>();
  const memories = reader.tracks().filter(({ capacityBytes }) => capacityBytes !== null).sort((a, b) => a.node - b.node || Number(BigInt(a.realmId ?? 0) - BigInt(b.realmId ?? 0)));
  return memories.map(({ id, node, kind, capacityBytes }) => {
    const place = places.get(`${node} ${kind}`) ?? 0;
    places.set(`${node} ${kind}`, place + 1);
    let peakBytes = 0;
    for (const bytes of reader.memorySteps(id)?.bytes ?? []) peakBytes = Math.max(peakBytes, bytes);
    return { label: `n${node} ${kind} ${place}`, kind, capacityBytes: capacityBytes ?? 0, peakBytes };
  });
}
