/** How long the items of a line are in A and in B, counted in the same bins. Pure. */
import type { LengthHistogram, Pair } from '../protocol/compare_api.ts';
import { medianOf } from './rank_statistics.ts';

const BINS = 40;

/** `lengths`: of the items of A and of B, ns, all above 0. Bins are as wide in proportion, for lengths differ by orders; undefined where there is nothing to tell apart. */
export function lengthHistogram(lengths: Pair<readonly number[]>): LengthHistogram | undefined {
  const all = lengths.flat();
  if (all.length < 3) return undefined;
  const [least, most] = all.reduce(([low, high], ns) => [Math.min(low, ns), Math.max(high, ns)], [Infinity, 0]);
  if (least === most) return undefined;
  const width = Math.log(most / least) / BINS;
  const [a, b] = lengths.map((ofSide) => {
    const counts = new Array<number>(BINS).fill(0);
    for (const ns of ofSide) counts[Math.min(BINS - 1, Math.floor(Math.log(ns / least) / width))]++;
    return counts;
  });
  return { fromNs: least, toNs: most, a, b, medianNs: [medianOrNull(lengths[0]), medianOrNull(lengths[1])] };
}

function medianOrNull(lengths: readonly number[]): number | null {
  return lengths.length === 0 ? null : medianOf(lengths);
}
