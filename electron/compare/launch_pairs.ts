/** Which launch of A is which of B: the k-th of its token in the same iteration, or in the same part of the program. Pure. */
import type { MatchedRun } from './matched_runs.ts';
import { tokenText, type SequencedLaunch } from './launch_sequence.ts';

export interface LaunchPair {
  readonly a: SequencedLaunch;
  readonly b: SequencedLaunch;
}

/** In the order of A. */
export function pairLaunches(a: MatchedRun, b: MatchedRun): readonly LaunchPair[] {
  const ofB = new Map(places(b));
  return places(a).flatMap(([place, launch]) => {
    const partner = ofB.get(place);
    return partner === undefined ? [] : [{ a: launch, b: partner }];
  });
}

/** Each launch under the text of its place: part of the program, token, ordinal. */
function places({ launches, heads }: MatchedRun): (readonly [place: string, launch: SequencedLaunch])[] {
  const counts = new Map<string, number>();
  let iteration = 0;
  return launches.map((launch, i) => {
    while (iteration < heads.length && heads[iteration] <= i) iteration++;
    const token = `${iteration}\n${tokenText(launch)}`;
    const ordinal = counts.get(token) ?? 0;
    counts.set(token, ordinal + 1);
    return [`${token}\n${ordinal}`, launch] as const;
  });
}
