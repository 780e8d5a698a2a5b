/**
 * The map step: one decoded log becomes the tracks of its processors and the prepared lines of its memories and channels. Needs
 * no other log. Runs in a rank worker; linear in records but for the levels (n log of the number of items alive at once).
 */
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { EntryWaits } from './attach_waits.ts';
import type { GroupPart, Half, ProcessorPart, ShardParts } from './shard_parts.ts';
import type { ProcEntries } from './proc_entries.ts';
import type { RankShard } from './run_model.ts';
import type { ShardSource } from './processor_track.ts';
import { attachWaits } from './attach_waits.ts';
import { collectLines } from './collect_lines.ts';
import { countShard } from './shard_counts.ts';
import { EVENT_RECORDS } from './index_only.ts';
import { DEVICE, HOST, gatherProcEntries } from './proc_entries.ts';
import { findLostInstances } from './lost_instances.ts';
import { gatherFinishNodes, gatherMessages } from './shard_messages.ts';
import { GPU_KIND, processorKind } from './kinds.ts';
import { LocalNames } from './item_names.ts';
import { logRules } from './log_rules.ts';
import { LogStrings, LogTable } from './log_tables.ts';
import { buildProcessorTrack } from './processor_track.ts';
import { NONE } from './run_model.ts';
import { operationColors, OperationColorFinder, parentFinder } from './operations.ts';
import { ownerNode } from './realm_ids.ts';
import { shardAlerts } from './shard_alerts.ts';
import { Tally } from './tally.ts';
import { sharedU32 } from './shared_columns.ts';
import { U64Index } from './u64_map.ts';
import { countBusy, utilPyramid } from './utilization.ts';

/**
 * Builds everything of one file that needs no other file. Never throws for what a log may contain: see the alerts.
 * `place`: of the file among the files of the run, its rank where neither MachineDesc nor its name says one.
 */
export function buildShard(log: DecodedLog, place = 0): RankShard {
  const rank = rankOf(log, place);
  const version = log.header?.version;
  const rules = logRules(version);
  const strings = new LogStrings(log);
  const names = new LocalNames(log, strings);
  const tally = new Tally();
  const entries = gatherProcEntries(log, names, tally);
  const finish = new U64Index(entries.events, entries.finishCount);
  const waits = attachWaits(log, entries, tally);
  const source: ShardSource = {
    rank, entries, names, tally, waits, ...waitsByEntry(entries, waits),
    taskOfCall: findTasksOfCalls(entries, finish, tally), parentOf: parentFinder(log), nestsBySweep: rules.nestsBySweep,
  };
  const { processors, described } = buildProcessors(source, rules.splitsBusyGpusOnly);
  const operations = operationColors(log, strings, names.taskNames);
  const collector = collectLines(log, rank, names, rules, tally);
  const lines = collector.finish(rank, names, new OperationColorFinder([operations]), tally);
  const lost = log.isPart === true ? { uids: new Uint32Array(0), offset: null } : findLostInstances(log);
  const machine = new LogTable(log, 'MachineDesc');
  const nodesDeclared = machine.count > 0 ? machine.numbers('num_nodes')[0] : 1;
  const parts: ShardParts = {
    version, rules, nodesDeclared, names: names.list, taskNames: names.taskNames, processors, described,
    groups: buildGroups(processors), lines, memories: readMemories(log), operations,
    messages: gatherMessages(log, entries, finish, processors),
    finish: nodesDeclared > 1 ? gatherFinishNodes(entries) : undefined,
    lostInstances: lost.uids, lostInstanceOffset: lost.offset,
    aliveInstances: nodesDeclared > 1 ? shareWords(new LogTable(log, 'InstTimelineInfo').words('inst_uid')) : new Uint32Array(0),
    counts: countShard(log, names, entries, lines),
    hasEventGraph: EVENT_RECORDS.some((name) => log.recordCounts.has(name)),
    hasTimes: entries.count > 0 || lines.length > 0,
    lastNs: Math.max(entries.lastNs, collector.lastNs, log.lastNs ?? 0),
    // What a view leaves out is missed by what is left, and that is nothing to tell.
    alerts: shardAlerts(log, tally).filter(({ rule }) => log.isPart !== true || rule !== 'dangling-reference'),
  };
  return { log, rank, parts };
}

/** A copy, so that the column's whole log need not be kept for it. */
function shareWords(words: Uint32Array): Uint32Array {
  const copy = sharedU32(words.length);
  copy.set(words);
  return copy;
}

/** node_id of MachineDesc; else the last number in the file's name; else its place. */
function rankOf(log: DecodedLog, place: number): number {
  const machine = new LogTable(log, 'MachineDesc');
  if (machine.count > 0 && machine.has('node_id')) return machine.numbers('node_id')[0];
  const name = log.path.slice(Math.max(log.path.lastIndexOf('/'), log.path.lastIndexOf('\\')) + 1);
  const number = /(\d{1,9})(?!.*\d)/.exec(name);
  return number === null ? place : Number(number[1]);
}

/** Waits of entry e are waitList[waitEnds[e - 1] .. waitEnds[e]). */
export function waitsByEntry(entries: ProcEntries, waits: EntryWaits): { waitEnds: Uint32Array; waitList: Uint32Array } {
  const waitEnds = new Uint32Array(entries.count);
  for (let w = 0; w < waits.count; w++) waitEnds[waits.entries[w]]++;
  for (let e = 0, sum = 0; e < entries.count; e++) {
    const size = waitEnds[e];
    waitEnds[e] = sum;
    sum += size;
  }
  const waitList = new Uint32Array(waits.count);
  for (let w = 0; w < waits.count; w++) waitList[waitEnds[waits.entries[w]]++] = w;
  return { waitEnds, waitList };
}

function findTasksOfCalls(entries: ProcEntries, finish: U64Index, tally: Tally): Uint32Array {
  const { events, lines } = entries;
  const tasks = new Uint32Array(entries.count).fill(NONE);
  for (let e = 0; e < entries.count; e++) {
    if (entries.isCall[e] === 0) continue;
    const lo = events[2 * e];
    const hi = events[2 * e + 1];
    const task = lo === 0 && hi === 0 ? NONE : finish.find(lo, hi);
    if (task !== NONE && lines[task] === lines[e]) tasks[e] = task;
    else tally.add('call-without-task', entries.offsets[e]);
  }
  return tasks;
}

function buildProcessors(source: ShardSource, splitsBusyGpusOnly: boolean): Pick<ShardParts, 'processors' | 'described'> {
  const { entries } = source;
  const lineCount = entries.processors.length * 2;
  const ends = new Uint32Array(lineCount);
  for (let e = 0; e < entries.count; e++) ends[entries.lines[e]]++;
  for (let line = 0, sum = 0; line < lineCount; line++) {
    const size = ends[line];
    ends[line] = sum;
    sum += size;
  }
  const members = new Uint32Array(entries.count);
  for (let e = 0; e < entries.count; e++) members[ends[entries.lines[e]]++] = e;
  const membersOf = (line: number): Uint32Array => members.subarray(line === 0 ? 0 : ends[line - 1], ends[line]);
  const ordinalOf = new Uint32Array(entries.count);
  const order = entries.processors.map((_, i) => i).sort((a, b) => entries.processors[a].hi - entries.processors[b].hi || entries.processors[a].lo - entries.processors[b].lo);
  const processors: ProcessorPart[] = [];
  const described: ShardParts['described'][number][] = [];
  for (const i of order) {
    const { lo, hi, kind } = entries.processors[i];
    const device = membersOf(2 * i + DEVICE);
    const host = membersOf(2 * i + HOST);
    const hasDevice = device.length > 0;
    const isUsed = hasDevice || host.length > 0;
    described.push({ lo, hi, kind, hasDevice, isUsed });
    // A processor of another node is described for its affinity to our memories; its own log has its track.
    if (!isUsed && ownerNode(hi) !== source.rank) continue;
    const isSplit = hasDevice || (kind === GPU_KIND && !splitsBusyGpusOnly);
    if (isSplit) processors.push({ lo, hi, kind, half: 'device', built: buildProcessorTrack(source, device, ordinalOf, false) });
    const runsOneAtATime = !['io', 'external', 'unknown', 'procgroup', 'procset'].includes(processorKind(kind).slug);
    processors.push({ lo, hi, kind, half: isSplit ? 'host' : 'whole', built: buildProcessorTrack(source, host, ordinalOf, runsOneAtATime) });
  }
  return { processors, described };
}

function buildGroups(processors: readonly ProcessorPart[]): GroupPart[] {
  const groups = new Map<string, { node: number; kind: number; half: Half; members: ProcessorPart[] }>();
  for (const processor of processors) {
    const { hi, kind, half } = processor;
    const node = ownerNode(hi);
    const key = `${node}:${kind}:${half}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { node, kind, half, members: [processor] });
    else group.members.push(processor);
  }
  return [...groups.values()].map(({ node, kind, half, members }) => ({
    node, kind, half, denominator: members.length,
    util: members.length === 1 ? members[0].built.util : utilPyramid(countBusy(members.map((member) => member.built.edges)), 1 / members.length),
  }));
}

function readMemories(log: DecodedLog): ShardParts['memories'] {
  const table = new LogTable(log, 'MemDesc');
  const [ids, kinds, capacities] = [table.words('mem_id'), table.numbers('kind'), table.words('capacity')];
  const index = new U64Index(ids, table.count);
  const memories: ShardParts['memories'][number][] = [];
  for (let row = 0; row < table.count; row++) {
    const [lo, hi] = [ids[2 * row], ids[2 * row + 1]];
    // The first description wins.
    if (index.find(lo, hi) !== row) continue;
    memories.push({ lo, hi, kind: kinds[row], capacity: capacities[2 * row] + capacities[2 * row + 1] * 4294967296 });
  }
  return memories;
}
