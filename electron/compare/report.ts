/** What a report says of a comparison, whether as text or as a page: sentences, phases, the lines that matter. Pure. */
import type { Comparison } from './compare_sides.ts';
import type { DeltaLine } from './difference.ts';
import { compareNames } from './key_table.ts';
import { phaseTotals } from './difference.ts';
import type { Metric } from './metrics.ts';
import { PHASES, STAGE_TITLES, STAGES, type Phase, type Stage } from './stages.ts';
import { percent, signedPercent, type Verdict } from './verdict.ts';

/** Lines below this together, as a share of A's length, are folded into one. */
const WORTH_A_LINE = 0.005;

const METRIC_WORDS: Readonly<Record<Metric, string>> = { wall: 'wall time', loop: 'time of the loop', iteration: 'time of an iteration' };

/** One sentence. */
export function verdictSentence({ verdict: { verdict, ratio, lo, hi, confidence, weak }, metric }: Comparison): string {
  const what = METRIC_WORDS[metric];
  const change = ratio === null ? 'not known' : signedPercent(ratio);
  const interval = lo === null || hi === null || confidence === null ? '' : `, between ${signedPercent(lo)} and ${signedPercent(hi)} with ${percent(confidence)} confidence`;
  switch (verdict) {
    case 'improved': return `B is faster${weak ? ' (weak: one run per side)' : ''}: ${what} ${change}${interval}.`;
    case 'regressed': return `B is slower${weak ? ' (weak: one run per side)' : ''}: ${what} ${change}${interval}.`;
    case 'neutral': return `No difference that counts: ${what} ${change}${interval}.`;
    case 'cannot tell': return `Cannot tell: ${what} ${change}${interval}.`;
  }
}

/** Why it is no clearer; capitals and stops added. */
export function verdictReasons({ reasons }: Verdict): readonly string[] {
  return reasons.map((reason) => `${reason[0].toUpperCase()}${reason.slice(1)}.`);
}

export interface Bar {
  readonly name: string;
  readonly aNs: number;
  readonly bNs: number;
  readonly deltaNs: number;
}

/** Phases that one of the runs has. */
export function phaseBars({ a, b }: Comparison): readonly (Bar & { readonly phase: Phase })[] {
  const [ofA, ofB] = [a, b].map(({ runs, representative }) => phaseTotals(runs[representative]));
  return PHASES.map((phase, i) => ({ phase, name: phase, aNs: ofA[i], bNs: ofB[i], deltaNs: ofB[i] - ofA[i] })).filter(({ aNs, bNs }) => aNs !== 0 || bNs !== 0);
}

/** Stages that one of the runs has, in order of priority. */
export function stageBars({ a, b, matched }: Comparison): readonly (Bar & { readonly stage: Stage })[] {
  const totals = [a, b].map(({ runs, representative }) => {
    const sums = STAGES.map(() => 0);
    for (const { key, exposedNs } of runs[representative].ledger.entries.values()) sums[STAGES.indexOf(matched.keys.get(key).stage)] += exposedNs;
    return sums;
  });
  return STAGES.map((stage, i) => ({ stage, name: STAGE_TITLES[stage], aNs: totals[0][i], bNs: totals[1][i], deltaNs: totals[1][i] - totals[0][i] }))
    .filter(({ aNs, bNs }) => aNs !== 0 || bNs !== 0);
}

export interface FoldedLines {
  readonly shown: readonly DeltaLine[];
  readonly folded: { readonly count: number; readonly deltaNs: number };
}

/** The largest lines, at most `most`; what is left keeps the sum. */
export function foldLines({ difference: { lines }, a }: Comparison, most: number): FoldedLines {
  const limit = WORTH_A_LINE * a.runs[a.representative].ledger.stopNs;
  const timed = lines.filter(({ deltaNs }) => deltaNs !== 0);
  let kept = timed.length;
  for (let small = 0; kept > 0; kept--) {
    small += Math.abs(timed[kept - 1].deltaNs);
    if (small > limit) break;
  }
  const shown = timed.slice(0, Math.min(most, kept));
  const rest = timed.slice(shown.length);
  return { shown, folded: { count: rest.length, deltaNs: rest.reduce((sum, { deltaNs }) => sum + deltaNs, 0) } };
}

const FACT_STAGES: ReadonlySet<Stage> = new Set(['task', 'copy', 'wait']);

/** Numbers of tasks, copies and waits that differ, over all phases: facts whatever the verdict. Those that differ most first. */
export function countFacts({ matched: { keys }, a, b }: Comparison, most: number): readonly string[] {
  const counts = new Map<number, [a: number, b: number]>();
  [a, b].forEach(({ runs, representative }, side) => {
    for (const { key, count } of runs[representative].ledger.entries.values()) {
      if (!FACT_STAGES.has(keys.get(key).stage)) continue;
      const pair = counts.get(key) ?? [0, 0];
      pair[side] += count;
      counts.set(key, pair);
    }
  });
  const changed = [...counts].map(([key, count]) => ({ ...keys.get(key), count, by: Math.abs(count[1] - count[0]) })).filter(({ by }) => by > 0);
  return changed.sort((x, y) => y.by - x.by || compareNames(x, y)).slice(0, most).map(({ stage, name, line, count }) => {
    const place = line === '' ? '' : stage === 'wait' ? ` before ${line}` : ` ${line}`;
    return `${stage === 'wait' ? 'waits of ' : ''}${name}${place}: ${count[0]} → ${count[1]}`;
  });
}

/** How sure it is that a line is the same on both sides; '' where its text is. */
export function matchWord({ match, aNs, bNs, lineB }: DeltaLine): string {
  if (match === 'exact') return '';
  if (match === 'strong') return `B: ${lineB}`;
  if (match === 'weak') return 'by name';
  return bNs > 0 && aNs === 0 ? 'only in B' : aNs > 0 && bNs === 0 ? 'only in A' : 'one side only';
}
