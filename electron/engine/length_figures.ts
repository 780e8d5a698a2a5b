/** What lengths of items are told by: mean, spread, ranks, and how many there are of each order of length. Pure. */
import type { LengthFigures, LengthHistogram } from '../protocol/name_totals_api.ts';

/** @param sorted ascending, ns, at least one */
export function lengthFigures(sorted: Float64Array): LengthFigures {
  const mean = sorted.reduce((total, length) => total + length, 0) / sorted.length;
  const variance = sorted.reduce((total, length) => total + (length - mean) ** 2, 0) / sorted.length;
  return {
    meanNs: mean, sdNs: Math.sqrt(variance), minNs: sorted[0], p50Ns: rankOf(sorted, 0.5), p95Ns: rankOf(sorted, 0.95), p99Ns: rankOf(sorted, 0.99), maxNs: sorted[sorted.length - 1],
    histogram: histogramOf(sorted),
  };
}

/** The least value that at least this share of all do not exceed. */
function rankOf(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Part `b` holds lengths from 2^(b/2) up to, but without, 2^((b+1)/2) ns; those below 1 ns are in part 0. */
function partOf(lengthNs: number): number {
  return lengthNs < 1 ? 0 : Math.floor(2 * Math.log2(lengthNs));
}

function histogramOf(sorted: Float64Array): LengthHistogram {
  const first = partOf(sorted[0]);
  const counts = new Array<number>(partOf(sorted[sorted.length - 1]) - first + 1).fill(0);
  for (const length of sorted) counts[partOf(length) - first]++;
  return { first, counts };
}
