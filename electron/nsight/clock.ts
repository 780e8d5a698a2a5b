/**
 * How far the clock of an Nsight Systems export is from that of a run. The wall clock gives a guess; the times at which GPU tasks began and
 * ended, by Legion, and kernels, by Nsight, give the rest: each pair of them votes for a difference, and only the true one gets many. Pure.
 */
import { prefixLength } from '../protocol/prefix_length.ts';

/** Times ns, ascending by start; lengths equal. */
export interface Spans {
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/** What ran on one GPU, by both. */
export interface DevicePair {
  /** Device times of Legion's tasks, on the run's clock. */
  readonly tasks: Spans;
  /** On the export's clock. */
  readonly kernels: Spans;
}

export interface ClockFit {
  /** To be added to the export's times, whole ns. */
  readonly offsetNs: number;
  /** Starts and ends that agree with it. */
  readonly matches: number;
}

/** How far a guess by the wall clock may be off, ns. */
const GUESS_SLACK_NS = 100e6;
/** Tasks whose ends vote; and kernels that they are held against where there is no guess. */
const MOST_TASKS = 256;
const MOST_KERNELS = 20_000;
const MOST_VOTES = 4_000_000;
/** Votes that differ by no more agree, ns; the narrowest that most tasks agree in is taken. */
const WIDTHS_NS = [100, 1000, 5000, 20_000];
/** Fewer are chance. */
const LEAST_MATCHES = 3;
/** A loop makes a shift by an iteration nearly as good; of nearly equal ones the nearest to the guess is taken. */
const DISTANCE_WEIGHT = 0.1;

/** @param guessNs offset by the wall clock; undefined = there is none @returns undefined where nothing agrees */
export function fitClock(devices: readonly DevicePair[], guessNs: number | undefined): ClockFit | undefined {
  const sampled = devices.map(({ tasks, kernels }) => ({ tasks: sample(tasks, guessNs !== undefined), kernels }));
  const wanted = sampled.reduce((sum, { tasks }) => sum + 2 * tasks.starts.length, 0);
  const votes = collectVotes(sampled, guessNs).sort();
  for (const width of WIDTHS_NS) {
    const best = densest(votes, width, guessNs);
    const isLast = width === WIDTHS_NS.at(-1);
    if (best === undefined || best.count < LEAST_MATCHES || best.count < wanted * (isLast ? 0.2 : 0.5)) continue;
    return { offsetNs: Math.round(votes[best.first + (best.count >>> 1)]), matches: best.count };
  }
  return undefined;
}

/** Of many tasks some: spread over the run where the guess says which kernels they may be, else the first. */
function sample({ starts, stops }: Spans, isSpread: boolean): Spans {
  const count = Math.min(starts.length, isSpread ? MOST_TASKS : MOST_TASKS / 4);
  const step = isSpread ? starts.length / Math.max(1, count) : 1;
  const pick = (values: Float64Array): Float64Array => Float64Array.from({ length: count }, (_, i) => values[Math.floor(i * step)]);
  return { starts: pick(starts), stops: pick(stops) };
}

function collectVotes(devices: readonly DevicePair[], guessNs: number | undefined): Float64Array {
  let votes = new Float64Array(1024);
  let count = 0;
  for (const { tasks, kernels } of devices) {
    for (const [ours, theirs] of [[tasks.starts, kernels.starts], [tasks.stops, kernels.stops.toSorted()]]) {
      for (const time of ours) {
        const from = guessNs === undefined ? 0 : before(theirs, time - guessNs - GUESS_SLACK_NS);
        const to = guessNs === undefined ? Math.min(theirs.length, MOST_KERNELS) : before(theirs, time - guessNs + GUESS_SLACK_NS);
        for (let i = from; i < to && count < MOST_VOTES; i++) {
          if (count === votes.length) {
            const wider = new Float64Array(2 * count);
            wider.set(votes);
            votes = wider;
          }
          votes[count++] = time - theirs[i];
        }
      }
    }
  }
  return votes.subarray(0, count);
}

/** The stretch of `width` with the most votes. */
function densest(votes: Float64Array, width: number, guessNs: number | undefined): { readonly first: number; readonly count: number } | undefined {
  let best: { first: number; count: number } | undefined;
  let bestScore = 0;
  for (let first = 0, end = 0; first < votes.length; first++) {
    while (end < votes.length && votes[end] - votes[first] <= width) end++;
    const away = guessNs === undefined ? 0 : Math.abs(votes[first] - guessNs) / GUESS_SLACK_NS;
    const score = (end - first) * (1 - DISTANCE_WEIGHT * away);
    if (score > bestScore) {
      best = { first, count: end - first };
      bestScore = score;
    }
  }
  return best;
}

/** How many of ascending values lie before a time. */
function before(values: Float64Array, ns: number): number {
  return prefixLength(values.length, (i) => values[i] < ns);
}
