/**
 * Utilization: when a processor or channel is busy, how many bytes a memory holds, and both at powers of two.
 * Source: legion tools/legion_prof_rs/src/state.rs (utilization points) and backend/common.rs (group step functions).
 */
import type { Ns } from '../protocol/time.ts';
import type { ItemBlock, UtilPyramid } from './item_blocks.ts';
import { STATE_NONE, STATE_RUNNING } from '../protocol/items.ts';
import { sharedF32, sharedF64 } from './shared_columns.ts';
import { sortTimes } from './time_sort.ts';

/** Buckets of the finest level: enough for eight times a wide screen; few for tracks where little happens (deeper zooms read boxes). */
const MAX_BUCKETS = 32768;
const MIN_BUCKETS = 16;

/** Value that holds from `times[i]` to `times[i + 1]`; before the first 0, and 0 from the last on. Times ascend. */
export interface Steps {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface Busy {
  /** Times at which it becomes busy (even places) and idle again (odd), ascending. */
  readonly edges: Float64Array;
  /** How often a second thing began to run while one was running. */
  readonly overlaps: number;
}

/** Joins intervals [start, stop) that come in order of their start into busy edges; empty ones do not count. */
export class BusyJoiner {
  #edges = new Float64Array(256);
  #count = 0;
  #stop = -1;
  #overlaps = 0;

  add(start: number, stop: number): void {
    if (start >= stop) return;
    if (start > this.#stop) {
      if (this.#count + 2 > this.#edges.length) {
        const wider = new Float64Array(this.#edges.length * 2);
        wider.set(this.#edges);
        this.#edges = wider;
      }
      this.#edges[this.#count] = start;
      this.#edges[this.#count + 1] = this.#stop = stop;
      this.#count += 2;
      return;
    }
    if (start < this.#stop) this.#overlaps++;
    if (stop > this.#stop) this.#edges[this.#count - 1] = this.#stop = stop;
  }

  finish(): Busy {
    const edges = sharedF64(this.#count);
    edges.set(this.#edges.subarray(0, this.#count));
    return { edges, overlaps: this.#overlaps };
  }
}

/** Busy while a box of state running, or without a state, lasts. `blocks`: the exact ones of a track. */
export function busyEdges(blocks: readonly ItemBlock[]): Busy {
  const joiner = new BusyJoiner();
  for (const block of blocks) addBusy(joiner, block);
  return joiner.finish();
}

/** A function of its own, as everywhere in the model where blocks have a loop inside: the optimiser gives up code at the end of an inner loop. */
function addBusy(joiner: BusyJoiner, { count, starts, stops, states }: ItemBlock): void {
  for (let i = 0; i < count; i++) if (states[i] === STATE_RUNNING || states[i] === STATE_NONE) joiner.add(starts[i], stops[i]);
}


/** Busy while any of the members is. */
export function joinEdges(members: readonly Float64Array[]): Float64Array {
  const starts = new Float64Array(members.reduce((sum, edges) => sum + (edges.length >>> 1), 0));
  const stops = new Float64Array(starts.length);
  const order = new Uint32Array(starts.length);
  let at = 0;
  for (const edges of members) {
    for (let i = 0; i + 1 < edges.length; i += 2, at++) {
      order[at] = at;
      starts[at] = edges[i];
      stops[at] = edges[i + 1];
    }
  }
  sortTimes(starts, order);
  const joiner = new BusyJoiner();
  for (let i = 0; i < starts.length; i++) joiner.add(starts[i], stops[order[i]]);
  return joiner.finish().edges;
}

/** How many of the members are busy, as steps. `members`: edges of each. */
export function countBusy(members: readonly Float64Array[]): Steps {
  const halves = members.reduce((sum, edges) => sum + (edges.length >>> 1), 0);
  const ups = new Float64Array(halves);
  const downs = new Float64Array(halves);
  let at = 0;
  for (const edges of members) {
    for (let i = 0; i + 1 < edges.length; i += 2, at++) {
      ups[at] = edges[i];
      downs[at] = edges[i + 1];
    }
  }
  return sumSteps(ups, undefined, downs, undefined);
}

/**
 * Sum of `upValues` (1 each if undefined) begun at `ups` and not ended at `downs` yet. Sorts its arguments.
 * `keepsAll`: a step also where what begins and what ends at one time cancel out.
 */
export function sumSteps(ups: Float64Array, upValues: Float64Array | undefined, downs: Float64Array, downValues: Float64Array | undefined, keepsAll = false): Steps {
  const upOrder = sortedOrder(ups, upValues);
  const downOrder = sortedOrder(downs, downValues);
  const times = new Float64Array(ups.length + downs.length);
  const values = new Float64Array(ups.length + downs.length);
  let count = 0;
  let value = 0;
  for (let up = 0, down = 0; up < ups.length || down < downs.length; ) {
    const time = Math.min(up < ups.length ? ups[up] : Infinity, down < downs.length ? downs[down] : Infinity);
    const before = value;
    for (; up < ups.length && ups[up] === time; up++) value += upValues === undefined || upOrder === undefined ? 1 : upValues[upOrder[up]];
    for (; down < downs.length && downs[down] === time; down++) value -= downValues === undefined || downOrder === undefined ? 1 : downValues[downOrder[down]];
    if (value === before && !keepsAll) continue;
    times[count] = time;
    values[count++] = value;
  }
  return { times: times.slice(0, count), values: values.slice(0, count) };
}

function sortedOrder(times: Float64Array, values: Float64Array | undefined): Uint32Array | undefined {
  if (values === undefined) {
    sortTimes(times);
    return undefined;
  }
  const order = new Uint32Array(times.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  sortTimes(times, order);
  return order;
}

/** 0 and 1 by turns. */
export function edgeSteps(edges: Float64Array): Steps {
  const values = new Float64Array(edges.length);
  for (let i = 0; i < values.length; i += 2) values[i] = 1;
  return { times: edges, values };
}

/**
 * Means, least and greatest values per bucket of a step function times `scale`, from time 0 to the first bucket edge at or past
 * its last step. undefined for a function without steps. Means are exact integrals (rounded once, to f32).
 */
export function utilPyramid(steps: Steps, scale = 1): UtilPyramid | undefined {
  const { times, values } = steps;
  if (times.length === 0) return undefined;
  const span = Math.max(1, times[times.length - 1]);
  let wanted = MIN_BUCKETS;
  while (wanted < MAX_BUCKETS && wanted < times.length * 4) wanted *= 2;
  const finestExp = Math.max(0, Math.ceil(Math.log2(span / wanted)));
  const bucket = 2 ** finestExp;
  const count = Math.max(1, Math.ceil(span / bucket));
  const sums = new Float64Array(count);
  const mins = new Float64Array(count).fill(Infinity);
  const maxs = new Float64Array(count).fill(-Infinity);
  let from: Ns = 0;
  let value = 0;
  for (let i = 0; i <= times.length; i++) {
    const to = i < times.length ? times[i] : count * bucket;
    const place = Math.floor(from / bucket);
    if (to <= (place + 1) * bucket) addWithin(sums, mins, maxs, place, to - from, value * scale);
    else addPiece(sums, mins, maxs, from, to, value * scale, bucket);
    from = to;
    if (i < times.length) value = values[i];
  }
  return { finestExp, levels: halvings(sums, mins, maxs, bucket) };
}

/** Adds a stretch of one value that lies in one bucket; most do. */
function addWithin(sums: Float64Array, mins: Float64Array, maxs: Float64Array, place: number, length: Ns, value: number): void {
  if (length <= 0) return;
  sums[place] += value * length;
  if (value < mins[place]) mins[place] = value;
  if (value > maxs[place]) maxs[place] = value;
}

/** Adds a stretch [from, to) of one value. */
function addPiece(sums: Float64Array, mins: Float64Array, maxs: Float64Array, from: Ns, to: Ns, value: number, bucket: number): void {
  const first = Math.floor(from / bucket);
  const last = Math.min(sums.length - 1, Math.ceil(to / bucket) - 1);
  for (let i = first; i <= last; i++) {
    const length = Math.min(to, (i + 1) * bucket) - Math.max(from, i * bucket);
    sums[i] += value * length;
    if (value < mins[i]) mins[i] = value;
    if (value > maxs[i]) maxs[i] = value;
  }
}

function halvings(sums: Float64Array, mins: Float64Array, maxs: Float64Array, bucket: number): UtilPyramid['levels'] {
  const levels = [];
  // Overwritten level by level, from here on.
  const means = sums;
  for (let i = 0; i < means.length; i++) means[i] /= bucket;
  for (let count = means.length; ; count = (count + 1) >>> 1) {
    levels.push({ means: shared(means, count), mins: shared(mins, count), maxs: shared(maxs, count) });
    if (count === 1) return levels;
    halve(means, mins, maxs, count);
  }
}

/** Joins the first `count` values by twos, in place; past the end nothing runs: 0. */
function halve(means: Float64Array, mins: Float64Array, maxs: Float64Array, count: number): void {
  for (let i = 0; 2 * i < count; i++) {
    const hasTwo = 2 * i + 1 < count;
    const min = hasTwo ? mins[2 * i + 1] : 0;
    const max = hasTwo ? maxs[2 * i + 1] : 0;
    means[i] = (means[2 * i] + (hasTwo ? means[2 * i + 1] : 0)) / 2;
    mins[i] = mins[2 * i] < min ? mins[2 * i] : min;
    maxs[i] = maxs[2 * i] > max ? maxs[2 * i] : max;
  }
}

function shared(values: Float64Array, count: number): Float32Array {
  const column = sharedF32(count);
  column.set(values.subarray(0, count));
  return column;
}
