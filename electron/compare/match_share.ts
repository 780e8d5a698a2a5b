/** How much of two runs is the same program. Pure. */
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import type { Confidence } from '../protocol/compare_api.ts';
import { confidenceOf } from './difference.ts';
import { compareText } from './key_table.ts';

export interface Match {
  /** Busy time of leaf-task lines that both have, of all such time, 0..1. */
  readonly taskTimeShare: number;
  readonly levels: Readonly<Record<Confidence, number>>;
  /** Names of the largest tasks that only one side has, at most three a side. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/** Below this the runs are of different programs: no verdict. */
export const LEAST_SHARE = 0.6;
const NAMED = 3;

export function matchShare({ keys, withoutLines }: MatchedRuns, a: MatchedRun, b: MatchedRun): Match {
  const busy: Record<Confidence, number> = { exact: 0, strong: 0, weak: 0, none: 0 };
  const only = [new Map<string, number>(), new Map<string, number>()];
  [a, b].forEach((run, side) => {
    for (const { key, busyNs } of run.ledger.entries.values()) {
      const { stage, name } = keys.get(key);
      if (stage !== 'task') continue;
      const confidence = confidenceOf(key, a, b, withoutLines);
      busy[confidence] += busyNs;
      if (confidence === 'none') only[side].set(name, (only[side].get(name) ?? 0) + busyNs);
    }
  });
  const all = busy.exact + busy.strong + busy.weak + busy.none;
  // Runs without tasks have nothing that could be unlike.
  const share = (ns: number, ofNothing: number): number => (all === 0 ? ofNothing : ns / all);
  const largest = (names: ReadonlyMap<string, number>): string[] => [...names].sort(([x, m], [y, n]) => n - m || compareText(x, y)).slice(0, NAMED).map(([name]) => name);
  return {
    taskTimeShare: share(all - busy.none, 1), onlyA: largest(only[0]), onlyB: largest(only[1]),
    levels: { exact: share(busy.exact, 1), strong: share(busy.strong, 0), weak: share(busy.weak, 0), none: share(busy.none, 0) },
  };
}
