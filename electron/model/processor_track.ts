/**
 * The track of one processor, or of the kernels of one GPU: its entries in order, calls nested, waits where they belong, levels,
 * segments and the busy curve. Runs in a rank worker.
 */
import type { BuiltTrack } from './built_track.ts';
import type { EntryWaits } from './attach_waits.ts';
import type { LocalNames } from './item_names.ts';
import type { ProcEntries } from './proc_entries.ts';
import type { Tally } from './tally.ts';
import type { TrackItems } from './run_model.ts';
import { typeNumber } from './built_track.ts';
import { stackLevels } from './levels.ts';
import { withCoarserLods } from './lods.ts';
import { nestCalls } from './nest_calls.ts';
import { NONE } from './run_model.ts';
import { exactBlocks } from './segments.ts';
import { sharedF64, sharedU32, sharedU8 } from './shared_columns.ts';
import { sortTimes } from './time_sort.ts';
import { U64Interner } from './u64_map.ts';
import { busyEdges, edgeSteps, utilPyramid } from './utilization.ts';

/** What all tracks of a shard are made from. */
export interface ShardSource {
  readonly rank: number;
  readonly entries: ProcEntries;
  readonly names: LocalNames;
  /** For each call the entry it ran in (on the same line), NONE if unknown; NONE for the others. */
  readonly taskOfCall: Uint32Array;
  /** Waits of each entry: waitList[waitEnds[e - 1] .. waitEnds[e]), by file order. */
  readonly waits: EntryWaits;
  readonly waitEnds: Uint32Array;
  readonly waitList: Uint32Array;
  /** Parent operation of an operation, both as two words; fills `out`, none = all ones. */
  readonly parentOf: (lo: number, hi: number, out: Uint32Array) => void;
  readonly nestsBySweep: boolean;
  readonly tally: Tally;
}

/**
 * `line`: entries of the track, any order; sorted here by (start, -stop, place in the file). Fills `ordinalOf` for
 * its entries. `runsOneAtATime`: overlaps on this kind of processor are worth telling.
 */
export function buildProcessorTrack(source: ShardSource, line: Uint32Array, ordinalOf: Uint32Array, runsOneAtATime: boolean): BuiltTrack {
  const { entries } = source;
  sortEntries(entries, line);
  const count = line.length;
  const items = itemColumns(source, line);
  for (let i = 0; i < count; i++) ordinalOf[line[i]] = i;
  const nesting = nest(source, line, ordinalOf, items.starts, items.stops);
  items.parents.set(nesting.callers);
  const { waitEnds, waits } = orderWaits(source, items, nesting);
  const { levels, levelCount, capped } = stackLevels(items.starts, items.stops);
  source.tally.add('levels-capped', null, '', capped);
  const full: TrackItems = { ...items, levels, waitEnds, waits };
  const blocks = exactBlocks(full, true);
  const { edges, overlaps } = busyEdges(blocks);
  if (runsOneAtATime) source.tally.add('overlap', null, '', overlaps);
  const emptyCount = countEmpty(full);
  return {
    items: full, emptyCount, segmentCount: blocks.reduce((sum, block) => sum + block.count, 0) - emptyCount, levelCount, lods: withCoarserLods(blocks),
    util: utilPyramid(edgeSteps(edges)), memorySteps: undefined, edges,
  };
}

/** Items that the reference gives no box: no length, no waits. */
function countEmpty({ count, starts, stops, waitEnds }: TrackItems): number {
  let empty = 0;
  for (let i = 0; i < count; i++) if (starts[i] === stops[i] && waitEnds[i] === (i === 0 ? 0 : waitEnds[i - 1])) empty++;
  return empty;
}

function sortEntries(entries: ProcEntries, line: Uint32Array): void {
  const { starts, stops, offsets } = entries;
  const times = new Float64Array(line.length);
  for (let i = 0; i < line.length; i++) times[i] = starts[line[i]];
  sortTimes(times, line);
  for (let i = 0; i < line.length; ) {
    let end = i + 1;
    while (end < line.length && times[end] === times[i]) end++;
    if (end - i > 1) line.subarray(i, end).sort((a, b) => stops[b] - stops[a] || offsets[a] - offsets[b]);
    i = end;
  }
}

function itemColumns(source: ShardSource, line: Uint32Array) {
  const { entries, names, taskOfCall, rank } = source;
  const count = line.length;
  const items = {
    count,
    types: sharedU8(count), names: sharedU32(count), numsHi: sharedU32(count), numsLo: sharedU32(count), colors: sharedU8(count),
    starts: sharedF64(count), stops: sharedF64(count), runningNs: sharedF64(count), readyNs: sharedF64(count), waitingNs: sharedF64(count),
    ranks: sharedU32(count).fill(rank), tables: sharedU8(count), rows: sharedU32(count), parents: sharedU32(count).fill(NONE),
    initiators: sharedU32(2 * count).fill(NONE), instEnds: sharedU32(0), instRows: sharedU32(0),
  };
  const [task, kernel, mapperCall, effect] = [typeNumber('task'), typeNumber('gpu_kernel'), typeNumber('mapper_call'), typeNumber('async_effect')];
  const parent = new Uint32Array(2);
  for (let i = 0; i < count; i++) {
    const entry = line[i];
    const type = entries.types[entry];
    items.types[i] = type;
    items.names[i] = entries.names[entry];
    items.colors[i] = names.list[entries.names[entry]].color;
    items.starts[i] = entries.starts[entry];
    items.stops[i] = entries.stops[entry];
    items.tables[i] = entries.tables[entry];
    items.rows[i] = entries.rows[entry];
    const isCall = entries.isCall[entry] === 1;
    const owner = isCall ? taskOfCall[entry] : entry;
    const lo = owner === NONE ? NONE : entries.operations[2 * owner];
    const hi = owner === NONE ? NONE : entries.operations[2 * owner + 1];
    if (!isCall || type === mapperCall) {
      items.numsLo[i] = lo;
      items.numsHi[i] = hi;
    }
    if (type === kernel || type === effect) continue;
    if (type === task) {
      source.parentOf(lo, hi, parent);
      items.initiators.set(parent, 2 * i);
    } else if (lo !== 0 || hi !== 0) {
      items.initiators[2 * i] = lo;
      items.initiators[2 * i + 1] = hi;
    }
  }
  return items;
}

/** A track's own waits, each task's sorted by start, and who called whom. */
interface Nesting {
  /** By ordinal; NONE for what is no call or has no task. */
  readonly callers: Uint32Array;
  /** Numbers of the waits in the shard, and the ordinal that holds each. */
  readonly own: Uint32Array;
  readonly holders: Uint32Array;
}

function nest(source: ShardSource, line: Uint32Array, ordinalOf: Uint32Array, starts: Float64Array, stops: Float64Array): Nesting {
  const { taskOfCall, waits, waitEnds: listEnds, waitList } = source;
  const count = line.length;
  const waitTo = new Uint32Array(count);
  const callTo = new Uint32Array(count);
  let callCount = 0;
  let waitCount = 0;
  for (let i = 0; i < count; i++) {
    const entry = line[i];
    waitCount += listEnds[entry] - (entry === 0 ? 0 : listEnds[entry - 1]);
    waitTo[i] = waitCount;
    if (taskOfCall[entry] === NONE) continue;
    callTo[ordinalOf[taskOfCall[entry]]]++;
    callCount++;
  }
  const own = new Uint32Array(waitCount);
  const holders = new Uint32Array(waitCount);
  const waitStarts = new Float64Array(waitCount);
  for (let i = 0, w = 0; i < count; i++) {
    const entry = line[i];
    const from = w;
    let isSorted = true;
    for (let k = entry === 0 ? 0 : listEnds[entry - 1]; k < listEnds[entry]; k++, w++) {
      own[w] = waitList[k];
      waitStarts[w] = waits.starts[waitList[k]];
      holders[w] = i;
      if (w > from && waitStarts[w] < waitStarts[w - 1]) isSorted = false;
    }
    if (!isSorted) sortTimes(waitStarts.subarray(from, w), own.subarray(from, w));
  }
  const callers = new Uint32Array(count).fill(NONE);
  nestLostCalls(source, line, starts, stops, callers);
  if (callCount === 0) return { callers, holders, own };

  const longest = callTo.reduce((most, calls) => Math.max(most, calls), 0);
  for (let i = 0, sum = 0; i < count; i++) {
    const size = callTo[i];
    callTo[i] = sum;
    sum += size;
  }
  const calls = new Uint32Array(callCount);
  for (let i = 0; i < count; i++) {
    const owner = taskOfCall[line[i]];
    if (owner !== NONE) calls[callTo[ordinalOf[owner]]++] = i;
  }
  const waitEnds = new Float64Array(waitCount);
  for (let w = 0; w < waitCount; w++) waitEnds[w] = waits.ends[own[w]];
  const forest = { starts, stops, calls, waitStarts, waitEnds, callers, holders, stack: new Uint32Array(longest) };
  for (let task = 0, callFrom = 0; task < count; callFrom = callTo[task], task++) {
    if (callTo[task] === callFrom) continue;
    nestCalls(forest, { task, callFrom, callTo: callTo[task], waitFrom: task === 0 ? 0 : waitTo[task - 1], waitTo: waitTo[task] }, source.nestsBySweep);
  }
  return { callers, holders, own };
}

/** Calls of tasks that the log does not hold: those of one task nest in each other, the outermost have no caller. */
function nestLostCalls(source: ShardSource, line: Uint32Array, starts: Float64Array, stops: Float64Array, callers: Uint32Array): void {
  const { isCall, events } = source.entries;
  const lost: number[] = [];
  for (let i = 0; i < line.length; i++) if (isCall[line[i]] === 1 && source.taskOfCall[line[i]] === NONE) lost.push(i);
  if (lost.length === 0) return;
  const tasks = new U64Interner();
  const groups: number[][] = [];
  for (const i of lost) (groups[tasks.intern(events[2 * line[i]], events[2 * line[i] + 1])] ??= []).push(i);
  const none = new Float64Array(0);
  for (const group of groups) {
    const calls = Uint32Array.from(group);
    const forest = { starts, stops, calls, waitStarts: none, waitEnds: none, callers, holders: new Uint32Array(0), stack: new Uint32Array(calls.length) };
    nestCalls(forest, { task: NONE, callFrom: 0, callTo: calls.length, waitFrom: 0, waitTo: 0 }, source.nestsBySweep);
  }
}

/**
 * The waits of each item by start: those it was recorded to have or got from its task, and one for each call it made (waiting
 * while the call lasts, ready for no time). Of equal starts the recorded ones come first.
 */
function orderWaits(source: ShardSource, items: { readonly count: number; readonly starts: Float64Array; readonly stops: Float64Array }, nesting: Nesting) {
  const { callers, holders, own } = nesting;
  const { waits } = source;
  const { count } = items;
  let calls = 0;
  for (let i = 0; i < count; i++) if (callers[i] !== NONE) calls++;
  const total = own.length + calls;
  const times = new Float64Array(total);
  const order = new Uint32Array(total);
  const holderOf = new Uint32Array(total);
  const waitEnds = sharedU32(count);
  for (let w = 0; w < own.length; w++) {
    times[w] = waits.starts[own[w]];
    holderOf[w] = holders[w];
  }
  const callees = new Uint32Array(calls);
  for (let i = 0, at = own.length; i < count; i++) {
    if (callers[i] === NONE) continue;
    callees[at - own.length] = i;
    times[at] = items.starts[i];
    holderOf[at++] = callers[i];
  }
  for (let k = 0; k < total; k++) {
    order[k] = k;
    waitEnds[holderOf[k]]++;
  }
  sortTimes(times, order);
  for (let i = 0, sum = 0; i < count; i++) {
    const size = waitEnds[i];
    waitEnds[i] = sum;
    sum += size;
  }
  const columns = {
    starts: sharedF64(total), readys: sharedF64(total), ends: sharedF64(total), events: sharedU32(2 * total),
    callees: sharedU32(total).fill(NONE), backtraces: sharedU32(2 * total), provenances: sharedU32(2 * total),
  };
  for (let k = 0; k < total; k++) {
    const from = order[k];
    const at = waitEnds[holderOf[from]]++;
    columns.starts[at] = times[k];
    if (from >= own.length) {
      const callee = callees[from - own.length];
      columns.callees[at] = callee;
      columns.readys[at] = columns.ends[at] = items.stops[callee];
      continue;
    }
    const wait = own[from];
    columns.readys[at] = waits.readys[wait];
    columns.ends[at] = waits.ends[wait];
    for (let word = 0; word < 2; word++) {
      columns.events[2 * at + word] = waits.events[2 * wait + word];
      // Rare in most logs: memory that is never written takes no room.
      if (waits.backtraces[2 * wait + word] !== 0) columns.backtraces[2 * at + word] = waits.backtraces[2 * wait + word];
      if (waits.provenances[2 * wait + word] !== 0) columns.provenances[2 * at + word] = waits.provenances[2 * wait + word];
    }
  }
  return { waitEnds, waits: columns };
}
