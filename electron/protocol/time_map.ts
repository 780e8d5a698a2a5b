/** The time axis of one run for that of another: straight between anchors, slope 1 outside. Pure. */
import type { AnchorRow, Side } from './compare_api.ts';
import { prefixLength } from './prefix_length.ts';
import type { Ns } from './time.ts';

/**
 * The time in the other run of a time `ns` of run `from`. `anchors`: A's times strictly ascending, B's not descending; where B's axis
 * stands still the earliest time of A is given.
 */
export function acrossRuns(anchors: readonly AnchorRow[], from: Side, ns: Ns): Ns {
  const to = from === 0 ? 1 : 0;
  // The first anchor at or after it, and the one before.
  const next = prefixLength(anchors.length, (i) => anchors[i][from] < ns);
  const after = anchors.at(next);
  if (next === 0) return after === undefined ? ns : after[to] + ns - after[from];
  const before = anchors[next - 1];
  if (next === anchors.length || after === undefined) return before[to] + ns - before[from];
  return before[to] + ((ns - before[from]) * (after[to] - before[to])) / (after[from] - before[from]);
}
