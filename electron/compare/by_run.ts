/** Several runs beside each other, none against another: the base of scaling studies. */
import type { Sliced } from '../index/slices.ts';
import type { MatchedRuns } from './matched_runs.ts';
import { compareNames, type LedgerKey } from './key_table.ts';
import { matchRuns } from './match_runs.ts';
import { iterationLengths } from './metrics.ts';
import { medianOf } from './rank_statistics.ts';
import type { RunData } from './run_data.ts';
import { phaseTotals } from './difference.ts';
import { PHASES, STAGES } from './stages.ts';

/** Values of one thing in each run, in the order of the runs; ns. */
export interface RunRow {
  readonly name: string;
  readonly ns: readonly number[];
}

export interface RunsTable {
  readonly matched: MatchedRuns;
  /** Exposed time by phase and by stage; each adds up to the lengths of the runs. */
  readonly phases: readonly RunRow[];
  readonly stages: readonly RunRow[];
  /** Exposed time by line over all phases, those that differ most first. */
  readonly lines: readonly (LedgerKey & { readonly ns: readonly number[] })[];
  /** Median of the matched iterations, ns; null without a loop. */
  readonly iterationNs: readonly number[] | null;
}

export function* tabulateRuns(runs: readonly RunData[]): Sliced<RunsTable> {
  const matched = yield* matchRuns(runs);
  const byKey = new Map<number, number[]>();
  matched.runs.forEach(({ ledger }, i) => {
    for (const { key, exposedNs } of ledger.entries.values()) {
      let values = byKey.get(key);
      if (values === undefined) byKey.set(key, (values = runs.map(() => 0)));
      values[i] += exposedNs;
    }
  });
  const lines = [...byKey].map(([key, ns]) => ({ ...matched.keys.get(key), ns })).filter(({ ns }) => ns.some((value) => value > 0));
  lines.sort((x, y) => spread(y.ns) - spread(x.ns) || compareNames(x, y));
  const totals = matched.runs.map(phaseTotals);
  const isUsed = ({ ns }: RunRow): boolean => ns.some((value) => value > 0);
  return {
    matched, lines, phases: PHASES.map((name, i) => ({ name, ns: totals.map((ofRun) => ofRun[i]) })).filter(isUsed),
    stages: STAGES.map((name) => ({ name, ns: runs.map((_, i) => lines.filter(({ stage }) => stage === name).reduce((sum, { ns }) => sum + ns[i], 0)) })).filter(isUsed),
    iterationNs: matched.loop === undefined ? null : matched.runs.map(({ ledger }) => medianOf(iterationLengths(ledger.cells.bounds))),
  };
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
