/**
 * What a line of the ledger consists of: its exposed time cell by cell, which adds up to the line, and its items side by side. Pure;
 * O(intervals of both runs).
 */
import type { Contribution, Contributions } from '../protocol/compare_api.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import { lengthHistogram } from './length_histogram.ts';
import type { MatchedRun } from './matched_runs.ts';
import type { LinePlace } from './places.ts';
import type { Span } from './rank_entries.ts';
import type { Phase } from './stages.ts';

/** The longest of the items there, if there is one. */
type PartPlace = LinePlace | undefined;

/** An item of the line as far as it lies in a cell. */
interface Piece {
  readonly place: LinePlace;
  busyNs: number;
}

const MOST_ITEMS = 200;

/** `key`: number of the name and line in the comparison. */
export function contributions(a: MatchedRun, b: MatchedRun, phase: Phase, key: number): Contributions<PartPlace> {
  const [piecesA, piecesB] = [a, b].map((run) => piecesOf(run, phase, key));
  const [exposedA, exposedB] = [a, b].map((run) => exposedByCell(run, phase, key));
  const label = (cell: number): string => (phase === 'iterations' ? `iteration ${cell}` : phase);
  const cells = exposedA.flatMap((aNs, cell) => (aNs === 0 && exposedB[cell] === 0 && piecesA[cell].length === 0 && piecesB[cell].length === 0 ? [] : [{
    label: label(cell), aNs, bNs: exposedB[cell], places: [longest(piecesA[cell]), longest(piecesB[cell])] as const,
  }]));
  const items: Contribution<PartPlace>[] = [];
  piecesA.forEach((ofA, cell) => {
    const ofB = piecesB[cell];
    for (let k = 0; k < Math.max(ofA.length, ofB.length); k++) {
      const [x, y] = [ofA.at(k), ofB.at(k)];
      items.push({ label: label(cell), aNs: x?.busyNs ?? 0, bNs: y?.busyNs ?? 0, places: [x?.place, y?.place] });
    }
  });
  items.sort((x, y) => Math.abs(y.bNs - y.aNs) - Math.abs(x.bNs - x.aNs));
  const [lengthsA, lengthsB] = [piecesA, piecesB].map((pieces) => pieces.flatMap((ofCell) => ofCell.map(({ busyNs }) => busyNs)));
  return { cells, items: items.slice(0, MOST_ITEMS), itemCount: items.length, lengths: lengthHistogram([lengthsA, lengthsB]) ?? null };
}

function cellSpans({ ledger: { cells, stopNs } }: MatchedRun, phase: Phase): readonly Span[] {
  return cells.phases.flatMap((one, i) => (one === phase ? [{ start: i === 0 ? 0 : cells.cuts[i - 1], stop: i < cells.cuts.length ? cells.cuts[i] : stopNs }] : []));
}

function exposedByCell({ ledger: { exposure, cells } }: MatchedRun, phase: Phase, key: number): readonly number[] {
  const first = cells.phases.indexOf(phase);
  const sums = cells.phases.filter((one) => one === phase).map(() => 0);
  exposure.ns.forEach((ns, i) => {
    if (exposure.keys[i] === key && cells.phases[exposure.cells[i]] === phase) sums[exposure.cells[i] - first] += ns;
  });
  return sums;
}

/** By cell, by start. */
function piecesOf(run: MatchedRun, phase: Phase, key: number): readonly (readonly Piece[])[] {
  const spans = cellSpans(run, phase);
  const found: Piece[][] = spans.map(() => []);
  for (const { intervals, keyOf } of run.parts) {
    for (let i = 0; i < intervals.count; i++) {
      if (keyOf[intervals.key(i)] !== key) continue;
      const [start, stop] = [intervals.start(i), intervals.stop(i)];
      const record = intervals.place(i);
      for (let cell = firstTouching(spans, start); cell < spans.length && spans[cell].start < stop; cell++) {
        const ns = Math.min(stop, spans[cell].stop) - Math.max(start, spans[cell].start);
        if (ns <= 0) continue;
        const last = found[cell].at(-1);
        // An item that was interrupted comes in several intervals, one after the other.
        if (last !== undefined && !intervals.isFirst(i) && isSame(last.place.record, record)) last.busyNs += ns;
        else found[cell].push({ place: { start, stop, record }, busyNs: ns });
      }
    }
  }
  for (const pieces of found) pieces.sort((x, y) => x.place.start - y.place.start || x.place.stop - y.place.stop);
  return found;
}

/** First span that ends after a time. */
function firstTouching(spans: readonly Span[], ns: number): number {
  return prefixLength(spans.length, (i) => spans[i].stop <= ns);
}

function isSame(a: LinePlace['record'], b: LinePlace['record']): boolean {
  return a !== undefined && b !== undefined && a.row === b.row && a.table === b.table && a.rank === b.rank;
}

function longest(pieces: readonly Piece[]): LinePlace | undefined {
  return pieces.reduce<Piece | undefined>((most, piece) => (most === undefined || piece.busyNs > most.busyNs ? piece : most), undefined)?.place;
}
