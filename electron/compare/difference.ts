/** The ledger of B minus that of A, line by line, and why each line changed. Pure. */
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import type { Confidence, LedgerLine, Pair } from '../protocol/compare_api.ts';
import { compareNames, type LedgerKey } from './key_table.ts';
import { entryId, type LedgerEntry } from './run_ledger.ts';
import { COUNTED_STAGES, PHASES, type Phase } from './stages.ts';

export interface Why {
  /** More or fewer items. */
  readonly countNs: number;
  /** Longer or shorter items. */
  readonly durationNs: number;
  /** More or less of their time is hidden behind other work. */
  readonly overlapNs: number;
}

export interface DeltaLine extends LedgerKey, Pick<LedgerLine, 'key' | 'lineB' | 'match' | 'aNs' | 'bNs' | 'deltaNs' | 'count' | 'busyNs'> {
  readonly phase: Phase;
  /** Its parts add up to `deltaNs`. */
  readonly why: Why;
}

export interface Difference {
  readonly wallDeltaNs: number;
  /** Σ of the lines; equal to `wallDeltaNs`. */
  readonly sumNs: number;
  /** Largest first. */
  readonly lines: readonly DeltaLine[];
  readonly unmatched: { readonly onlyANs: number; readonly onlyBNs: number };
  /** Share of task time in which fewer than half of the processors were busy, the larger of both sides. */
  readonly masking: number;
}

/** Lines that differ, in time or in a number of items that is a fact of the program. @throws Error if they do not add up */
export function difference({ keys, withoutLines }: MatchedRuns, a: MatchedRun, b: MatchedRun): Difference {
  const lines: DeltaLine[] = [];
  const ids = new Set([...a.ledger.entries.keys(), ...b.ledger.entries.keys()]);
  for (const id of ids) {
    const [inA, inB] = [a.ledger.entries.get(id), b.ledger.entries.get(id)];
    const { phase, key } = (inA ?? inB)!;
    const ledgerKey = keys.get(key);
    const line = deltaLine(phase, key, ledgerKey, inA, inB, confidenceOf(key, a, b, withoutLines), b.ownLines.get(key) ?? '');
    if (line.deltaNs !== 0 || (COUNTED_STAGES.has(ledgerKey.stage) && line.count[0] !== line.count[1])) lines.push(line);
  }
  lines.sort((x, y) => Math.abs(y.deltaNs) - Math.abs(x.deltaNs) || compareNames(x, y) || entryId(x.phase, x.key) - entryId(y.phase, y.key));
  const wallDeltaNs = b.ledger.stopNs - a.ledger.stopNs;
  const sumNs = lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0);
  if (sumNs !== wallDeltaNs) throw new Error(`the lines add up to ${sumNs} ns instead of ${wallDeltaNs} ns`);
  const unmatched = lines.filter(({ match }) => match === 'none');
  return {
    wallDeltaNs, sumNs, lines,
    unmatched: { onlyANs: -unmatched.reduce((sum, { aNs }) => sum + aNs, 0) + 0, onlyBNs: unmatched.reduce((sum, { bNs }) => sum + bNs, 0) },
    masking: Math.max(masking(a), masking(b)),
  };
}

export function confidenceOf(key: number, a: MatchedRun, b: MatchedRun, withoutLines: boolean): Confidence {
  const [lineA, lineB] = [a.ownLines.get(key), b.ownLines.get(key)];
  if (lineA === undefined || lineB === undefined) return 'none';
  if (lineA === lineB) return 'exact';
  return withoutLines ? 'weak' : 'strong';
}

function deltaLine(phase: Phase, key: number, ledgerKey: LedgerKey, a: LedgerEntry | undefined, b: LedgerEntry | undefined, match: Confidence, lineB: string): DeltaLine {
  const [aNs, bNs] = [a?.exposedNs ?? 0, b?.exposedNs ?? 0];
  const count: Pair = [a?.count ?? 0, b?.count ?? 0];
  const busyNs: Pair = [a?.busyNs ?? 0, b?.busyNs ?? 0];
  return { ...ledgerKey, phase, key, lineB, match, aNs, bNs, deltaNs: bNs - aNs, count, busyNs, why: explain([aNs, bNs], count, busyNs) };
}

/**
 * Splits a change of exposed time e into more items, longer items and less overlap; adds up by construction. Where a side has
 * nothing, all of it is count.
 */
export function explain(e: Pair, n: Pair, w: Pair): Why {
  const change = e[1] - e[0];
  if ([...e, ...n, ...w].includes(0)) return { countNs: change, durationNs: 0, overlapNs: 0 };
  const countNs = roundAway((e[0] * (n[1] - n[0])) / n[0]);
  const durationNs = roundAway((e[0] * w[1]) / w[0]) - e[0] - countNs;
  return { countNs, durationNs, overlapNs: change - countNs - durationNs };
}

/** To the nearest, halves away from zero; never -0. */
function roundAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}

function masking({ ledger: { exposure } }: MatchedRun): number {
  return exposure.taskNs === 0 ? 0 : exposure.thinTaskNs / exposure.taskNs;
}

/** Sum of a ledger's exposed time by phase, in the order of PHASES. */
export function phaseTotals({ ledger }: MatchedRun): readonly number[] {
  const totals = PHASES.map(() => 0);
  for (const { phase, exposedNs } of ledger.entries.values()) totals[PHASES.indexOf(phase)] += exposedNs;
  return totals;
}
