/** How long items ran, by key: what tables of counts and percentiles are made of. */
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import type { Stage } from './stages.ts';

/** Items of one row of a table. */
export interface Lengths {
  readonly count: number;
  readonly totalNs: number;
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
}

/** Running time of each item by key, for the stages wanted; the pieces of an item follow each other. */
export function lengthsByKey({ keys }: MatchedRuns, { parts }: MatchedRun, stages: ReadonlySet<Stage>): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const { intervals, keyOf } of parts) {
    const wanted = keyOf.map((key) => (stages.has(keys.get(key).stage) ? 1 : 0));
    for (let i = 0; i < intervals.count; i++) {
      const own = intervals.key(i);
      if (wanted[own] === 0) continue;
      const length = intervals.stop(i) - intervals.start(i);
      let ofKey = found.get(keyOf[own]);
      if (ofKey === undefined) found.set(keyOf[own], (ofKey = []));
      if (intervals.isFirst(i) || ofKey.length === 0) ofKey.push(length);
      else ofKey[ofKey.length - 1] += length;
    }
  }
  return found;
}

/** Percentiles are values that occur: the least one that so many per cent do not exceed. */
export function summarize(lengths: readonly number[]): Lengths {
  if (lengths.length === 0) return { count: 0, totalNs: 0, meanNs: 0, p50Ns: 0, p95Ns: 0 };
  const sorted = Float64Array.from(lengths).sort();
  const totalNs = sorted.reduce((sum, length) => sum + length, 0);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { count: sorted.length, totalNs, meanNs: Math.round(totalNs / sorted.length), p50Ns: at(0.5), p95Ns: at(0.95) };
}
