/** Shift between two small samples without assumptions about their distribution. Deterministic, pure. */

export interface ShiftEstimate {
  /** Median of all pairwise differences b - a (Hodges-Lehmann). */
  readonly shift: number;
  /** Ends of the interval of the shift, and the confidence that it really has; undefined where the samples are too few for the one wanted. */
  readonly interval: { readonly low: number; readonly high: number; readonly confidence: number } | undefined;
}

/**
 * Hodges-Lehmann shift of b against a, with the interval of the exact Mann-Whitney test: of the sorted differences, the k-th from
 * either end, k the largest with 1 - 2 P(U < k) >= confidence. Source: Hollander & Wolfe, Nonparametric Statistical Methods, 4.2, 4.3.
 * `a` and `b` must not be empty.
 */
export function estimateShift(a: readonly number[], b: readonly number[], confidence: number): ShiftEstimate {
  const differences = Float64Array.from(b.flatMap((y) => a.map((x) => y - x))).sort();
  const found = intervalRank(a.length, b.length, confidence);
  return {
    shift: median(differences),
    interval: found === undefined ? undefined : { low: differences[found.rank - 1], high: differences[differences.length - found.rank], confidence: found.confidence },
  };
}

/** The k of the interval, counted from 1, and its confidence; undefined if no k reaches the confidence wanted. */
export function intervalRank(n: number, m: number, confidence: number): { readonly rank: number; readonly confidence: number } | undefined {
  const counts = mannWhitneyCounts(n, m);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let found: { rank: number; confidence: number } | undefined;
  for (let rank = 1, below = counts[0]; rank <= (n * m + 1) >> 1; below += counts[rank++]) {
    const reached = 1 - (2 * below) / total;
    if (reached < confidence) break;
    found = { rank, confidence: reached };
  }
  return found;
}

/** In how many of the orders of n + m values the Mann-Whitney statistic is u, for u = 0 … n m. */
function mannWhitneyCounts(n: number, m: number): Float64Array {
  // Coefficients of the Gaussian binomial: multiply by (1 - q^(m+i)), divide by (1 - q^i).
  const counts = new Float64Array(n * m + 1);
  counts[0] = 1;
  for (let i = 1; i <= n; i++) {
    for (let u = counts.length - 1; u >= m + i; u--) counts[u] -= counts[u - m - i];
    for (let u = i; u < counts.length; u++) counts[u] += counts[u - i];
  }
  return counts;
}

/** Fewest runs on each side with which the confidence can be reached. */
export function repeatsNeeded(confidence: number): number {
  for (let n = 2; n < 20; n++) if (intervalRank(n, n, confidence) !== undefined) return n;
  return 20;
}

/** Of sorted values; the mean of the two middle ones of an even number. NaN for none. */
export function median(sorted: ArrayLike<number>): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function medianOf(values: Iterable<number>): number {
  return median(Float64Array.from(values).sort());
}

/** Of the sample (divided by n - 1). */
export function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
