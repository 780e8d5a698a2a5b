/**
 * From step functions to the points of a summary tile, in both ways of the reference. Pure.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs (25.06 and 26.03), prof-viewer src/summary.rs.
 */
import type { Steps } from '../../model/utilization.ts';
import { prefixLength } from '../../protocol/prefix_length.ts';
import type { Ns } from '../../protocol/time.ts';
import type { UtilPoint } from './legion_types.ts';

const POINTS = 800;
const FULL_POINTS = 4000;

/** @param isFull as much detail as the reference gives: 4000 points instead of 800 */
export function centrePoints(steps: Steps, start: Ns, stop: Ns, isFull: boolean): UtilPoint[] {
  const { times, values } = steps;
  const count = isFull ? FULL_POINTS : POINTS;
  const points: UtilPoint[] = [];
  let at = Math.max(0, firstFrom(times, start) - 1);
  let [lastTime, lastValue] = [0, 0];
  for (let bin = 0; bin < count; bin++) {
    const low = start + share(stop - start, bin, count);
    const high = start + share(stop - start, bin + 1, count);
    if (high <= low) continue;
    let sum = 0;
    for (; at < times.length && times[at] < high; at++) {
      // Each step within a bin loses a nanosecond of the value before it, in the reference and so here.
      if (times[at] >= low) sum += lastValue * Math.max(0, times[at] - 1 - Math.max(lastTime, low));
      lastTime = times[at];
      lastValue = values[at];
    }
    if (lastTime < high) sum += lastValue * (high - Math.max(lastTime, low));
    points.push({ time: Math.floor((low + high) / 2), util: clamp(sum / (high - low)) });
  }
  return points;
}

/** The steps themselves, from the one that holds at `start`; where they are too many, means of bins by the bins' starts. */
export function stepPoints(steps: Steps, start: Ns, stop: Ns, isFull: boolean): UtilPoint[] {
  const { times, values } = steps;
  const inside = firstFrom(times, start);
  const end = firstFrom(times, stop);
  const hasBefore = inside > 0 && times[inside] !== start;
  const most = isFull ? FULL_POINTS : POINTS;
  if (end - inside + (hasBefore ? 1 : 0) > most) return binned(steps, start, stop, most);
  const points: UtilPoint[] = hasBefore ? [{ time: start, util: clamp(values[inside - 1]) }] : [];
  for (let i = inside; i < end; i++) points.push({ time: times[i], util: clamp(values[i]) });
  return points;
}

function binned({ times, values }: Steps, start: Ns, stop: Ns, count: number): UtilPoint[] {
  const points: UtilPoint[] = [];
  let at = firstFrom(times, start);
  for (let bin = 0; bin < count; bin++) {
    const low = start + share(stop - start, bin, count);
    const high = start + share(stop - start, bin + 1, count);
    if (high <= low) continue;
    let sum = 0;
    let from = low;
    for (; at < times.length && times[at] < high; at++) {
      sum += (at === 0 ? 0 : values[at - 1]) * (times[at] - from);
      from = times[at];
    }
    sum += (at === 0 ? 0 : values[at - 1]) * (high - from);
    points.push({ time: low, util: clamp(sum / (high - low)) });
  }
  return points;
}

/** ⌊span · part / whole⌋, exact for spans of any length. */
export function share(span: number, part: number, whole: number): number {
  return Math.floor(span / whole) * part + Math.floor(((span % whole) * part) / whole);
}

/** Place of the first time at or after `ns`. */
function firstFrom(times: Float64Array, ns: Ns): number {
  return prefixLength(times.length, (i) => times[i] < ns);
}

/** Sums of rounded products may miss the ends by a hair; the reference's viewer ends at a value outside. */
function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
