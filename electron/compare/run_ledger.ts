/** The ledger of one run: exposed time, items and length of each (phase, key), and of each iteration. */
import type { Sliced } from '../index/slices.ts';
import { sortTimes } from '../model/time_sort.ts';
import type { IntervalList, SortedEnds } from './interval_list.ts';
import type { KeyTable } from './key_table.ts';
import type { Cells } from './phases.ts';
import type { Span } from './rank_entries.ts';
import { PHASES, type Phase } from './stages.ts';
import { sweep, type Exposure } from './sweep.ts';

/** One entry of a ledger. Times: ns. */
export interface LedgerEntry {
  readonly phase: Phase;
  readonly key: number;
  /** Exposed time: its share of the run's length. */
  exposedNs: number;
  /** Items that are met for the first time in this phase. */
  count: number;
  /** Summed length of the intervals. */
  busyNs: number;
}

export interface RunLedger {
  readonly exposure: Exposure;
  readonly cells: Cells;
  /** By `entryId`. Every entry has a length or exposed time. */
  readonly entries: ReadonlyMap<number, LedgerEntry>;
  readonly stopNs: number;
}

/** Number of (phase, key): keys are numbered alike in all compared runs. */
export function entryId(phase: Phase, key: number): number {
  return key * PHASES.length + PHASES.indexOf(phase);
}

export interface LedgerPart {
  readonly intervals: IntervalList;
  /** Key of the part → key of the comparison. */
  readonly keyOf: Uint32Array;
}

export interface LedgerInput {
  readonly stopNs: number;
  readonly parts: readonly LedgerPart[];
  readonly keys: KeyTable;
  readonly cells: Cells;
  readonly taskProcessors: number;
}

/** Σ exposedNs = stopNs, to the ns. @throws Error if not: that is a fault of this program */
export function* runLedger(input: LedgerInput): Sliced<RunLedger> {
  const { stopNs, keys, cells } = input;
  const idleKey = keys.intern('idle', 'not recorded', '');
  const starts = sortedEnds(input.parts, 'start');
  yield;
  const stops = sortedEnds(input.parts, 'stop');
  yield;
  const exposure = yield* sweep({ stopNs, starts, stops, stageOfKey: keys.stages(), orderOfKey: keys.order(), idleKey, cuts: cells.cuts, taskProcessors: input.taskProcessors });
  const entries = new Map<number, LedgerEntry>();
  let sum = 0;
  exposure.ns.forEach((ns, i) => {
    entryOf(entries, cells.phases[exposure.cells[i]], exposure.keys[i]).exposedNs += ns;
    sum += ns;
  });
  if (sum !== stopNs) throw new Error(`the ledger adds up to ${sum} ns instead of ${stopNs} ns`);
  for (const part of input.parts) measure(part, phaseSpans(cells, stopNs), stopNs, entries);
  return { exposure, cells, entries, stopNs };
}

function entryOf(entries: Map<number, LedgerEntry>, phase: Phase, key: number): LedgerEntry {
  const id = entryId(phase, key);
  let entry = entries.get(id);
  if (entry === undefined) entries.set(id, (entry = { phase, key, exposedNs: 0, count: 0, busyNs: 0 }));
  return entry;
}

/** Starts alone and stops alone are what a sweep needs: their pairing does not matter to it. */
function sortedEnds(parts: readonly LedgerPart[], end: 'start' | 'stop'): SortedEnds {
  const count = parts.reduce((sum, { intervals }) => sum + intervals.count, 0);
  const ends = { times: new Float64Array(count), keys: new Uint32Array(count) };
  let at = 0;
  for (const { intervals, keyOf } of parts) {
    intervals.copyEnds(end, keyOf, ends, at);
    at += intervals.count;
  }
  sortTimes(ends.times, ends.keys);
  return ends;
}

/** Adds counts and lengths, phase by phase. */
function measure({ intervals, keyOf }: LedgerPart, spans: readonly PhaseSpan[], stopNs: number, entries: Map<number, LedgerEntry>): void {
  for (let i = 0; i < intervals.count; i++) {
    const start = intervals.start(i);
    const stop = Math.min(stopNs, intervals.stop(i));
    let isNew = intervals.isFirst(i);
    for (const span of spans) {
      if (span.stop <= start) continue;
      if (span.start >= stop) break;
      const entry = entryOf(entries, span.phase, keyOf[intervals.key(i)]);
      entry.busyNs += Math.min(stop, span.stop) - Math.max(start, span.start);
      if (isNew) entry.count++;
      isNew = false;
    }
  }
}

export interface PhaseSpan extends Span {
  readonly phase: Phase;
}

/** Phases that have a length, in order. */
export function phaseSpans({ cuts, phases }: Cells, stopNs: number): readonly PhaseSpan[] {
  const spans: { phase: Phase; start: number; stop: number }[] = [];
  let at = 0;
  phases.forEach((phase, cell) => {
    const stop = Math.min(stopNs, cell < cuts.length ? cuts[cell] : stopNs);
    const last = spans.at(-1);
    if (last?.phase === phase) last.stop = stop;
    else if (stop > at) spans.push({ phase, start: at, stop });
    at = Math.max(at, stop);
  });
  return spans;
}
