/**
 * Step functions over a window of time, and their mean, least and greatest value per bucket: the exact form of every curve where
 * the stored pyramids are too coarse. Pure.
 */
import type { ItemBlock } from '../model/item_blocks.ts';
import { STATE_NONE, STATE_RUNNING } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { MemorySteps } from './run_source.ts';

/** `values[i]` holds from `times[i]` on, the last one to the window's end. `times` ascend strictly; the first is the window's start. */
export interface Steps {
  readonly times: ArrayLike<Ns>;
  readonly values: ArrayLike<number>;
}

/** Mean, least and greatest value per bucket; all of one length. */
export interface BucketColumns {
  readonly means: { [index: number]: number; readonly length: number };
  readonly mins: { [index: number]: number };
  readonly maxs: { [index: number]: number };
}

/**
 * 1 while any segment of the blocks runs (or is an item without states), else 0, in [startNs, stopNs). Blocks in the order of a
 * track; empty and inverted segments count nothing.
 */
export function busySteps(blocks: readonly ItemBlock[], startNs: Ns, stopNs: Ns): Steps {
  const times: Ns[] = [startNs];
  const values: number[] = [0];
  // End of the busy stretch that is open, or -Infinity.
  let openUntil = Number.NEGATIVE_INFINITY;
  for (const { count, starts, stops, states } of blocks) {
    for (let i = 0; i < count; i++) {
      if (starts[i] >= stopNs) break;
      const state = states[i];
      if ((state !== STATE_RUNNING && state !== STATE_NONE) || stops[i] <= startNs || stops[i] <= starts[i]) continue;
      const from = Math.max(starts[i], startNs);
      if (from > openUntil) {
        pushStep(times, values, openUntil, 0);
        pushStep(times, values, from, 1);
      }
      if (stops[i] > openUntil) openUntil = stops[i];
    }
  }
  if (openUntil < stopNs) pushStep(times, values, openUntil, 0);
  return { times, values };
}

/** A later value at the same time replaces the earlier one. */
function pushStep(times: Ns[], values: number[], time: Ns, value: number): void {
  if (time === Number.NEGATIVE_INFINITY) return;
  const last = times.length - 1;
  if (times[last] === time) values[last] = value;
  else {
    times.push(time);
    values.push(value);
  }
}

/** Bytes held in [startNs, stopNs). */
export function heldSteps({ times, bytes }: MemorySteps, startNs: Ns, stopNs: Ns): Steps {
  let i = lastAtOrBefore(times, startNs);
  const stepTimes: Ns[] = [startNs];
  const values: number[] = [i < 0 ? 0 : bytes[i]];
  for (i++; i < times.length && times[i] < stopNs; i++) pushStep(stepTimes, values, times[i], bytes[i]);
  return { times: stepTimes, values };
}

/** Index of the last element <= value, -1 if there is none. `sorted` ascends. */
export function lastAtOrBefore(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Sum of functions over one window, or with `isAny` 1 where any of them is above 0; each times `scale`. */
export function combineSteps(parts: readonly Steps[], startNs: Ns, scale: number, isAny = false): Steps {
  const times: Ns[] = [startNs];
  const values: number[] = [0];
  const places = parts.map(() => 0);
  const current = parts.map(() => 0);
  // Members of a group are few (processors of a kind on a node), so looking at each of them per edge is cheap enough.
  for (;;) {
    let next = Number.POSITIVE_INFINITY;
    for (let p = 0; p < parts.length; p++) {
      const at = places[p];
      if (at < parts[p].times.length && parts[p].times[at] < next) next = parts[p].times[at];
    }
    if (next === Number.POSITIVE_INFINITY) return { times, values };
    let sum = 0;
    for (let p = 0; p < parts.length; p++) {
      if (places[p] < parts[p].times.length && parts[p].times[places[p]] === next) {
        current[p] = parts[p].values[places[p]];
        places[p]++;
      }
      sum += current[p];
    }
    pushStep(times, values, next, (isAny ? Number(sum > 0) : sum) * scale);
  }
}

/** Fills `into` for buckets of `widthNs` that follow each other from `startNs`, the window's start. */
export function sampleSteps({ times, values }: Steps, startNs: Ns, widthNs: Ns, into: BucketColumns): void {
  let step = 0;
  for (let bucket = 0; bucket < into.means.length; bucket++) {
    const low = startNs + bucket * widthNs;
    const high = low + widthNs;
    while (step + 1 < times.length && times[step + 1] <= low) step++;
    let sum = 0;
    let min = values[step];
    let max = min;
    let from = low;
    let inside = step;
    for (; inside + 1 < times.length && times[inside + 1] < high; inside++) {
      sum += values[inside] * (times[inside + 1] - from);
      from = times[inside + 1];
      min = Math.min(min, values[inside + 1]);
      max = Math.max(max, values[inside + 1]);
    }
    sum += values[inside] * (high - from);
    into.means[bucket] = sum / widthNs;
    into.mins[bucket] = min;
    into.maxs[bucket] = max;
    step = inside;
  }
}

/** Time-weighted mean over [startNs, stopNs), the window of the function; of an empty window the value at its start. */
export function meanOfSteps(steps: Steps, startNs: Ns, stopNs: Ns): number {
  if (stopNs <= startNs) return steps.values[0];
  const into = { means: [0], mins: [0], maxs: [0] };
  sampleSteps(steps, startNs, stopNs - startNs, into);
  return into.means[0];
}
