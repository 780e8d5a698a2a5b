/** What of a run is judged. Pure. */
import type { MatchedRun } from './matched_runs.ts';
import { medianOf } from './rank_statistics.ts';

export const METRICS = ['wall', 'loop', 'iteration'] as const;
/** Length of the run; of its matched iterations; of the typical one of them. */
export type Metric = (typeof METRICS)[number];

/** ns; NaN for a run without a loop. */
export function metricOf({ ledger }: MatchedRun, metric: Metric): number {
  if (metric === 'wall') return ledger.stopNs;
  const { bounds } = ledger.cells;
  if (bounds.length < 2) return NaN;
  return metric === 'loop' ? bounds[bounds.length - 1] - bounds[0] : medianOf(iterationLengths(ledger.cells.bounds));
}

/** Lengths of iterations from their bounds, ns. */
export function iterationLengths(bounds: readonly number[]): number[] {
  return bounds.slice(1).map((bound, i) => bound - bounds[i]);
}
