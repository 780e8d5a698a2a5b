/** Whether B is better than A, from repeats where there are any; says "cannot tell" rather than guess. Pure. */
import type { VerdictWord } from '../protocol/compare_api.ts';
import { estimateShift, medianOf, repeatsNeeded, variance } from './rank_statistics.ts';

export interface Verdict {
  readonly verdict: VerdictWord;
  readonly basis: 'repeats' | 'single' | 'same run';
  /** A claim from one run per side. */
  readonly weak: boolean;
  /** Change of the metric, B against A: 0.1 = 10 % more. Null where it cannot be given. */
  readonly ratio: number | null;
  /** Interval of the ratio, and the confidence that it has; null from single runs or too few repeats. */
  readonly lo: number | null;
  readonly hi: number | null;
  readonly confidence: number | null;
  readonly threshold: number;
  /** What differences below are not told from noise, as a ratio; null if unknown. */
  readonly noise: number | null;
  /** Plain sentences without a full stop: why it is no clearer. */
  readonly reasons: readonly string[];
}

export interface JudgeOptions {
  /** Least change that counts, as a ratio: 0.05. */
  readonly threshold: number;
  /** Of the interval: 0.95. */
  readonly confidence: number;
  /** Noise of a single run as a ratio, from someone who knows the machine. */
  readonly noise: number | undefined;
}

/** Values of the metric, ns, lower is better. `iterations`: lengths of the matched iterations of a side's only run, ns. */
export interface JudgedSide {
  readonly values: readonly number[];
  readonly iterations: readonly number[];
}

/** Single runs closer than this are the same: 2 %. */
const SAME = 0.02;
const LEAST_NOISE = 0.1;
const BATCHES = 8;

/** `caps`: reasons that forbid any claim. */
export function judge(a: JudgedSide, b: JudgedSide, options: JudgeOptions, caps: readonly string[]): Verdict {
  if (![...a.values, ...b.values].every((value) => value > 0)) return abstain('single', options, ['one of the runs has no such time', ...caps]);
  const found = a.values.length > 1 || b.values.length > 1 ? judgeRepeats(a.values, b.values, options) : judgeSingle(a, b, options);
  return caps.length === 0 ? found : { ...found, verdict: 'cannot tell', weak: false, reasons: [...caps, ...found.reasons] };
}

/** The same logs on both sides: whatever they lack, there is no difference. */
export function judgeSame(options: JudgeOptions): Verdict {
  return { verdict: 'neutral', basis: 'same run', weak: false, ratio: 0, lo: null, hi: null, confidence: null, threshold: options.threshold, noise: null, reasons: ['both sides are the same run'] };
}

/** Hodges-Lehmann ratio with the exact Mann-Whitney interval. Values > 0. */
export function judgeRepeats(a: readonly number[], b: readonly number[], { threshold, confidence }: JudgeOptions): Verdict {
  const { shift, interval } = estimateShift(a.map(Math.log), b.map(Math.log), confidence);
  const base = { basis: 'repeats' as const, weak: false, ratio: Math.expm1(shift), threshold };
  if (interval === undefined) {
    const wanted = repeatsNeeded(confidence);
    return {
      ...base, verdict: 'cannot tell', lo: null, hi: null, confidence: null, noise: null,
      reasons: [`${a.length} and ${b.length} runs are too few for a confidence of ${percent(confidence)}; ${wanted} and ${wanted} would do`],
    };
  }
  const { low, high } = interval;
  const limit = Math.log1p(threshold);
  const verdict = low > 0 && shift >= limit ? 'regressed' : high < 0 && shift <= -limit ? 'improved' : -limit < low && high < limit ? 'neutral' : 'cannot tell';
  return {
    ...base, verdict, lo: Math.expm1(low), hi: Math.expm1(high), confidence: interval.confidence, noise: Math.expm1((high - low) / 2),
    reasons: verdict === 'cannot tell' ? [`the runs scatter too much: the change lies between ${signedPercent(Math.expm1(low))} and ${signedPercent(Math.expm1(high))}; more runs narrow that`] : [],
  };
}

function judgeSingle(a: JudgedSide, b: JudgedSide, options: JudgeOptions): Verdict {
  const change = Math.log(b.values[0] / a.values[0]);
  const ratio = Math.expm1(change);
  const spread = iterationSpread(a.iterations, b.iterations);
  const noise = options.noise ?? Math.max(LEAST_NOISE, 3 * (spread?.deviation ?? 0));
  const base = { basis: 'single' as const, weak: false, ratio, lo: null, hi: null, confidence: null, threshold: options.threshold, noise };
  if (Math.abs(change) <= SAME) return { ...base, verdict: 'neutral', reasons: ['no difference beyond noise; one run per side'] };
  if (spread !== undefined && Math.abs(change) > noise && Math.abs(spread.shift) > noise && Math.sign(change) === Math.sign(spread.shift)) {
    return { ...base, verdict: change > 0 ? 'regressed' : 'improved', weak: true, reasons: ['one run per side'] };
  }
  return { ...base, verdict: 'cannot tell', reasons: ['one run per side', `B looks ${change > 0 ? 'slower' : 'faster'} by ${percent(Math.abs(ratio))}; repeats of both would tell`] };
}

/** How the iterations differ, and how much their batches scatter, as logarithms; undefined for too few. */
function iterationSpread(a: readonly number[], b: readonly number[]): { readonly shift: number; readonly deviation: number } | undefined {
  if (Math.min(a.length, b.length) < 2 * BATCHES) return undefined;
  const [logsA, logsB] = [a, b].map((lengths) => lengths.map((ns) => Math.log(Math.max(1, ns))));
  return { shift: medianOf(logsB) - medianOf(logsA), deviation: Math.sqrt(variance(batchMedians(logsA)) + variance(batchMedians(logsB))) };
}

/** Medians of consecutive batches of equal size, what is left over left out: neighbours share what disturbs them, so single iterations are no independent sample. */
function batchMedians(values: readonly number[]): number[] {
  const size = Math.floor(values.length / BATCHES);
  return Array.from({ length: BATCHES }, (_, i) => medianOf(values.slice(i * size, (i + 1) * size)));
}

function abstain(basis: Verdict['basis'], { threshold }: JudgeOptions, reasons: readonly string[]): Verdict {
  return { verdict: 'cannot tell', basis, weak: false, ratio: null, lo: null, hi: null, confidence: null, threshold, noise: null, reasons };
}

export function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(Math.abs(ratio) < 0.1 ? 1 : 0)} %`;
}

export function signedPercent(ratio: number): string {
  return `${ratio < 0 ? '−' : '+'}${percent(Math.abs(ratio))}`;
}
