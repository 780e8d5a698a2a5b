/** Compares two sides of one run or of several repeats each: verdict from all of them, ledger from one representative of each. */
import type { Sliced } from '../index/slices.ts';
import { align, type Alignment } from './alignment.ts';
import type { MatchedRun, MatchedRuns } from './matched_runs.ts';
import { caps, configurationChanges, type ConfigurationChange } from './configuration.ts';
import { difference, type DeltaLine, type Difference } from './difference.ts';
import { LEAST_SHARE, matchShare, type Match } from './match_share.ts';
import { matchRuns } from './match_runs.ts';
import { iterationLengths, metricOf, type Metric } from './metrics.ts';
import { findPlaces, type LinePlaces } from './places.ts';
import { estimateShift, medianOf } from './rank_statistics.ts';
import type { RunData } from './run_data.ts';
import { entryId } from './run_ledger.ts';
import type { Tables } from '../protocol/compare_api.ts';
import { makeTables } from './tables.ts';
import { judge, judgeRepeats, judgeSame, type JudgeOptions, type Verdict } from './verdict.ts';

export interface CompareOptions extends JudgeOptions {
  readonly metric: Metric;
  /** Other numbers of nodes are wanted. */
  readonly scaling: boolean;
  /** The ledger is of the first run of each side, because it is on screen; else of the one of median length. */
  readonly isOfFirst?: boolean;
}

/** A side: its runs as given, and which of them the ledger is of. */
export interface ComparedSide {
  readonly runs: readonly MatchedRun[];
  readonly representative: number;
}

/** Exposed time of a line in all repeats, ns. */
export interface LineRepeats {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly shiftNs: number;
  /** The two samples do not overlap, and the shift is worth a word. */
  readonly changed: boolean;
}

export interface Comparison {
  readonly metric: Metric;
  readonly matched: MatchedRuns;
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly match: Match;
  readonly verdict: Verdict;
  readonly difference: Difference;
  /** By `entryId`; empty without repeats. */
  readonly repeats: ReadonlyMap<number, LineRepeats>;
  readonly places: LinePlaces;
  readonly tables: Tables;
  readonly configuration: readonly ConfigurationChange[];
  readonly alignment: Alignment;
}

/** Least shift of a line that is marked, as a share of the length of A. */
const WORTH_A_WORD = 0.005;

/** `a`, `b`: at least one run each. */
export function* compareSides(a: readonly RunData[], b: readonly RunData[], options: CompareOptions): Sliced<Comparison> {
  const [placeA, placeB] = options.isOfFirst === true ? [0, 0] : [representative(a), representative(b)];
  // The first run is the one whose lines the others are mapped to.
  const rest = a.filter((_, i) => i !== placeA);
  const matched = yield* matchRuns([a[placeA], ...rest, ...b]);
  const side = (runs: readonly RunData[], place: number): ComparedSide => ({ runs: runs.map((data) => matched.runs.find((run) => run.data === data)!), representative: place });
  const [sideA, sideB] = [side(a, placeA), side(b, placeB)];
  const [runA, runB] = [sideA.runs[placeA], sideB.runs[placeB]];
  const match = matchShare(matched, runA, runB);
  const found = difference(matched, runA, runB);
  yield;
  return {
    metric: options.metric, matched, a: sideA, b: sideB, match, verdict: verdictOf(sideA, sideB, match, options), difference: found,
    repeats: repeatsOf(sideA, sideB, found.lines), places: findPlaces(runA, runB, found.lines), tables: makeTables(matched, runA, runB),
    configuration: configurationChanges(runA.data.identity, runB.data.identity), alignment: align(runA, runB, matched.loop === undefined ? 'first task' : 'iteration'),
  };
}

/** The run with the lower median of the lengths; of equal ones the one whose path comes first. */
function representative(runs: readonly RunData[]): number {
  const order = runs.map((_, i) => i).sort((i, j) => runs[i].identity.wallNs - runs[j].identity.wallNs || (runs[i].identity.path < runs[j].identity.path ? -1 : 1));
  return order[(order.length - 1) >> 1];
}

function verdictOf(a: ComparedSide, b: ComparedSide, match: Match, options: CompareOptions): Verdict {
  const identities = [a, b].map(({ runs }) => runs.map(({ data }) => data.identity));
  if (a.runs.length === 1 && b.runs.length === 1 && identities[0][0].contentId === identities[1][0].contentId) return judgeSame(options);
  const judged = [a, b].map(({ runs }) => ({ values: runs.map((run) => metricOf(run, options.metric)), iterations: runs.length === 1 ? iterationLengths(runs[0].ledger.cells.bounds) : [] }));
  return judge(judged[0], judged[1], options, [...caps(identities[0], identities[1], options.scaling), ...differentPrograms(match)]);
}

function differentPrograms({ taskTimeShare, onlyA, onlyB }: Match): string[] {
  if (taskTimeShare >= LEAST_SHARE) return [];
  const sides = [...onlyA.map((name) => `${name} only in A`), ...onlyB.map((name) => `${name} only in B`)];
  return [`only ${Math.round(100 * taskTimeShare)} % of the task time is of tasks that both have (${sides.join(', ')})`];
}

function repeatsOf(a: ComparedSide, b: ComparedSide, lines: readonly DeltaLine[]): ReadonlyMap<number, LineRepeats> {
  if (a.runs.length === 1 && b.runs.length === 1) return new Map();
  const wall = medianOf(a.runs.map(({ ledger }) => ledger.stopNs));
  return new Map(lines.map(({ phase, key }) => {
    const id = entryId(phase, key);
    const [ofA, ofB] = [a, b].map(({ runs }) => runs.map(({ ledger }) => ledger.entries.get(id)?.exposedNs ?? 0));
    const shiftNs = Math.round(estimateShift(ofA, ofB, 0).shift);
    const isApart = Math.min(...ofB) > Math.max(...ofA) || Math.max(...ofB) < Math.min(...ofA);
    return [id, { a: ofA, b: ofB, shiftNs, changed: isApart && Math.abs(shiftNs) >= WORTH_A_WORD * wall }];
  }));
}

/** Gate of one line: all entries of that name and source line, whatever their stage and phase. */
export interface LineGate {
  /** In full; else what all the names meant contain (`MatVecMul` of `cupynumeric::MatVecMulTask`). */
  readonly name: string;
  /** Undefined = all lines of that name. */
  readonly line: string | undefined;
  readonly threshold: number;
}

/** Verdict on a line's exposed time; undefined if no run has such a line. From repeats alone: one run says nothing about a line. */
export function judgeLine({ matched, a, b, verdict }: Comparison, gate: LineGate, options: JudgeOptions): Verdict | undefined {
  const keys = gatedKeys(matched, gate);
  if (keys.size === 0) return undefined;
  const [ofA, ofB] = [a, b].map(({ runs }) => runs.map(({ ledger }) => {
    let sum = 0;
    for (const { key, exposedNs } of ledger.entries.values()) if (keys.has(key)) sum += exposedNs;
    // What is never exposed has no ratio; a ns has.
    return Math.max(1, sum);
  }));
  const judged = { ...options, threshold: gate.threshold };
  return verdict.basis === 'same run' ? judgeSame(judged) : judgeRepeats(ofA, ofB, judged);
}

function gatedKeys({ keys }: MatchedRuns, { name, line }: LineGate): ReadonlySet<number> {
  const ofLine = Array.from({ length: keys.count }, (_, key) => key).filter((key) => line === undefined || keys.get(key).line === line);
  const exact = ofLine.filter((key) => keys.get(key).name === name);
  return new Set(exact.length > 0 ? exact : ofLine.filter((key) => keys.get(key).name.includes(name)));
}
