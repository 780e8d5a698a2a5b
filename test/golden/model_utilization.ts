// The utilization curves of a run, sampled as the reference samples its own, from our exact boxes. Test helper.
import type { ModelGroup, ModelTrack } from '../../electron/model/run_model.ts';
import { DYNAMIC_MEMORY, memoryKind } from '../../electron/model/kinds.ts';
import { STATE_NONE, STATE_RUNNING } from '../../electron/protocol/items.ts';
import type { Comparison } from './model_compare.ts';
import type { GoldenSummary } from './model_golden.ts';
import { type BuiltRun, treeRows } from './model_run.ts';

/** Largest difference that counts as equal: curves are f32, and a lost nanosecond per step is emulated only for whole groups. */
const TOLERANCE = 1e-4;

interface Steps {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Compares every curve; gives the largest difference met. */
export function compareUtilization(run: BuiltRun, summary: GoldenSummary, areSteps: boolean, into: Comparison): number {
  const groups = new Map(run.model.groups.map((group) => [group.id, group]));
  const byPath = new Map(treeRows(run).flatMap(({ path, id }) => {
    const group = groups.get(id);
    return group === undefined ? [] : [[path, group] as const];
  }));
  let worst = 0;
  for (const entry of summary.entries) {
    const group = byPath.get(entry.name);
    if (group === undefined) {
      into.differences.push(`${entry.name}: no such group`);
      continue;
    }
    const times = entry.time ?? summary.time;
    const steps = groupSteps(run, group, groups);
    // A group without a single item has no samples in some versions and zeros in others.
    if (times.length === 0 && steps.times.length === 0) continue;
    const ours = areSteps ? stepSamples(steps, times, summary.tile) : centreSamples(steps, summary.tile);
    into.samples += times.length;
    if (!areSteps && ours.length !== times.length) {
      into.differences.push(`${entry.name}: ${ours.length} samples, theirs ${times.length}`);
      continue;
    }
    let [most, at] = [0, 0];
    entry.util.forEach((value, i) => {
      const difference = Math.abs(value - ours[i]);
      if (difference > most) [most, at] = [difference, i];
    });
    worst = Math.max(worst, most);
    if (most > TOLERANCE) into.differences.push(`${entry.name}: curve differs by ${most.toFixed(6)} at ${times[at]}: ${ours[at]}, theirs ${entry.util[at]}`);
  }
  return worst;
}

function tracksOf(run: BuiltRun, group: ModelGroup, groups: ReadonlyMap<number, ModelGroup>): ModelTrack[] {
  const tracks = group.members.flatMap((id) => {
    const track = run.tracks.get(id);
    const inner = groups.get(id);
    return track !== undefined ? [track] : inner !== undefined ? tracksOf(run, inner, groups) : [];
  });
  const originals = new Map(tracks.map((track) => [track.mirrorOf ?? track.id, track]));
  return [...originals.values()];
}

function groupSteps(run: BuiltRun, group: ModelGroup, groups: ReadonlyMap<number, ModelGroup>): Steps {
  const tracks = tracksOf(run, group, groups);
  const changes: [time: number, change: number][] = [];
  if (tracks.some(({ memorySteps }) => memorySteps !== undefined)) {
    let capacity = 0;
    for (const track of tracks) {
      const { times, bytes } = track.memorySteps ?? { times: [], bytes: [] };
      times.forEach((time, i) => changes.push([time, bytes[i] - (i === 0 ? 0 : bytes[i - 1])]));
      capacity += referenceCapacity(run, track);
    }
    return summed(changes, (value) => value / capacity);
  }
  for (const track of tracks) {
    let stop = -1;
    const edges: number[] = [];
    for (const { count, starts, stops, states } of track.lods[0].blocks) {
      for (let i = 0; i < count; i++) {
        if ((states[i] !== STATE_RUNNING && states[i] !== STATE_NONE) || starts[i] === stops[i]) continue;
        if (starts[i] > stop) edges.push(starts[i], stops[i]);
        else edges[edges.length - 1] = Math.max(stop, stops[i]);
        stop = Math.max(stop, stops[i]);
      }
    }
    edges.forEach((time, i) => changes.push([time, i % 2 === 0 ? 1 : -1]));
  }
  const isAny = group.kind === 'chan' || group.kind === 'dp';
  return summed(changes, (value) => (isAny ? Math.min(1, value) : value / (group.denominator ?? 1)));
}

/**
 * What the reference divides by: the declared capacity, or (quirk) all bytes that were ever in the memory where that is 0 or
 * the memory is a dynamic one.
 */
function referenceCapacity(run: BuiltRun, track: ModelTrack): number {
  if (track.capacityBytes !== null && track.capacityBytes > 0 && track.kind !== memoryKind(DYNAMIC_MEMORY).slug) return track.capacityBytes;
  return Math.max(1, run.bytes.get(track.id) ?? 0);
}

/** A step at each time at which anything changes, even if the sum does not. */
function summed(changes: [number, number][], value: (sum: number) => number): Steps {
  changes.sort((a, b) => a[0] - b[0]);
  const times: number[] = [];
  const values: number[] = [];
  let sum = 0;
  changes.forEach(([time, change], i) => {
    sum += change;
    if (i + 1 < changes.length && changes[i + 1][0] === time) return;
    times.push(time);
    values.push(value(sum));
  });
  return { times, values };
}

/** 4000 means, each step inside a sample losing a nanosecond, as up to 25.12. */
function centreSamples({ times, values }: Steps, [from, to]: readonly [number, number]): number[] {
  const count = 4000;
  const out: number[] = [];
  let at = 0;
  let [lastTime, lastValue] = [0, 0];
  for (let s = 0; s < count; s++) {
    const low = from + edge(to - from, s, count);
    const high = from + edge(to - from, s + 1, count);
    if (high === low) continue;
    let sum = 0;
    for (; at < times.length && times[at] < high; at++) {
      if (times[at] >= low) sum += lastValue * Math.max(0, times[at] - 1 - Math.max(lastTime, low));
      [lastTime, lastValue] = [times[at], values[at]];
    }
    if (lastTime < high) sum += lastValue * (high - Math.max(lastTime, low));
    out.push(Math.fround(sum / (high - low)));
  }
  return out;
}

function edge(span: number, s: number, count: number): number {
  return Number((BigInt(span) * BigInt(s)) / BigInt(count));
}

/** From 26.03 on: the steps themselves, or (over 4000) means of the bins that begin at `times`. */
function stepSamples(steps: Steps, times: readonly number[], [, to]: readonly [number, number]): number[] {
  const isResampled = steps.times.length > 4000;
  let at = 0;
  return times.map((time, i) => {
    while (at < steps.times.length && steps.times[at] <= time) at++;
    if (!isResampled) return at === 0 ? 0 : steps.values[at - 1];
    const end = i + 1 < times.length ? times[i + 1] : to;
    let sum = 0;
    let last = time;
    for (let k = at; last < end; k++) {
      const next = Math.min(end, k < steps.times.length ? steps.times[k] : end);
      sum += (k === 0 ? 0 : steps.values[k - 1]) * (next - last);
      last = next;
    }
    return sum / (end - time);
  });
}
