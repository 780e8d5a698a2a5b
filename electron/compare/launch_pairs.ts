/**
 * Which launch of A is which of B: the k-th of its token in the same iteration; outside of the loop what a diff of the token sequences
 * leaves in common. Pure.
 */
import type { MatchedRun } from './matched_runs.ts';
import { tokenText, type SequencedLaunch } from './launch_sequence.ts';
import { commonSubsequence } from './sequence_diff.ts';

export interface LaunchPair {
  readonly a: SequencedLaunch;
  readonly b: SequencedLaunch;
}

/** In the order of A. */
export function pairLaunches(a: MatchedRun, b: MatchedRun): readonly LaunchPair[] {
  const numbers = new Map<string, number>();
  const [partsA, partsB] = [a, b].map((run) => partsOf(run, numbers));
  const pairs: LaunchPair[] = [];
  // Without a loop there is one part; else set-up, iterations, and what follows the last one.
  partsA.forEach((part, i) => {
    if (i >= partsB.length) return;
    const isIteration = partsA.length > 1 && partsB.length > 1 && i > 0 && i < Math.min(partsA.length, partsB.length) - 1;
    pairs.push(...(isIteration ? byOrdinal(part, partsB[i]) : byDiff(part, partsB[i])));
  });
  return pairs;
}

interface Part {
  readonly launches: readonly SequencedLaunch[];
  /** Number of each launch's token, alike in both runs. */
  readonly tokens: Uint32Array;
}

function partsOf({ launches, heads }: MatchedRun, numbers: Map<string, number>): readonly Part[] {
  const tokens = Uint32Array.from(launches, (launch) => {
    const text = tokenText(launch);
    const known = numbers.get(text);
    if (known === undefined) numbers.set(text, numbers.size);
    return known ?? numbers.size - 1;
  });
  const cuts = [0, ...heads, launches.length];
  return cuts.slice(1).map((stop, i) => ({ launches: launches.slice(cuts[i], stop), tokens: tokens.subarray(cuts[i], stop) }));
}

function byDiff(a: Part, b: Part): readonly LaunchPair[] {
  return commonSubsequence(a.tokens, b.tokens)?.map(([i, j]) => ({ a: a.launches[i], b: b.launches[j] })) ?? byOrdinal(a, b);
}

function byOrdinal(a: Part, b: Part): readonly LaunchPair[] {
  const waiting = new Map<number, number[]>();
  b.tokens.forEach((token, j) => {
    const places = waiting.get(token);
    if (places === undefined) waiting.set(token, [j]);
    else places.push(j);
  });
  const taken = new Map<number, number>();
  return a.launches.flatMap((launch, i) => {
    const k = taken.get(a.tokens[i]) ?? 0;
    taken.set(a.tokens[i], k + 1);
    const partner = waiting.get(a.tokens[i])?.at(k);
    return partner === undefined ? [] : [{ a: launch, b: b.launches[partner] }];
  });
}
