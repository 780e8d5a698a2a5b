/** Where to look at a ledger line in each run: its longest contribution, first of all in the iteration that changed most. Pure. */
import type { MatchedRun } from './matched_runs.ts';
import type { DeltaLine } from './difference.ts';
import type { RecordPlace } from './interval_list.ts';
import type { Span } from './rank_entries.ts';
import { entryId, phaseSpans } from './run_ledger.ts';

export interface LinePlace extends Span {
  /** Record of the item; undefined for start-up and shutdown. */
  readonly record: RecordPlace | undefined;
}

/** By `entryId`, for A and for B; lines that a side does not have are left out. */
export type LinePlaces = readonly [a: ReadonlyMap<number, LinePlace>, b: ReadonlyMap<number, LinePlace>];

export function findPlaces(a: MatchedRun, b: MatchedRun, lines: readonly DeltaLine[]): LinePlaces {
  const iterations = changedIterations(a, b);
  const place = (run: MatchedRun): ReadonlyMap<number, LinePlace> => longestPieces(run, lines, (line) => {
    const i = iterations.get(line.key);
    const { bounds } = run.ledger.cells;
    return line.phase !== 'iterations' || i === undefined ? undefined : { start: bounds[i], stop: bounds[i + 1] };
  });
  return [place(a), place(b)];
}

/** The iteration in which a key's exposed time differs most, by key. */
function changedIterations(a: MatchedRun, b: MatchedRun): ReadonlyMap<number, number> {
  const deltas = new Map<string, number>();
  [a, b].forEach(({ ledger: { exposure, cells } }, side) => {
    const first = cells.phases.indexOf('iterations');
    exposure.ns.forEach((ns, i) => {
      if (cells.phases[exposure.cells[i]] !== 'iterations') return;
      const id = `${exposure.keys[i]} ${exposure.cells[i] - first}`;
      deltas.set(id, (deltas.get(id) ?? 0) + (side === 0 ? -ns : ns));
    });
  });
  const most = new Map<number, { iteration: number; size: number }>();
  for (const [id, delta] of deltas) {
    const [key, iteration] = id.split(' ').map(Number);
    const known = most.get(key);
    if (known === undefined || Math.abs(delta) > known.size) most.set(key, { iteration, size: Math.abs(delta) });
  }
  return new Map([...most].map(([key, { iteration }]) => [key, iteration]));
}

/** Longest piece of each line within its phase; one that touches the preferred span goes before all others. */
function longestPieces(run: MatchedRun, lines: readonly DeltaLine[], preferred: (line: DeltaLine) => Span | undefined): ReadonlyMap<number, LinePlace> {
  const wanted = new Map<number, { preferred: Span | undefined; length: number; isPreferred: boolean; place: LinePlace | undefined }>();
  for (const line of lines) wanted.set(entryId(line.phase, line.key), { preferred: preferred(line), length: 0, isPreferred: false, place: undefined });
  const spans = phaseSpans(run.ledger.cells, run.ledger.stopNs);
  for (const { intervals, keyOf } of run.parts) {
    for (let i = 0; i < intervals.count; i++) {
      const [start, stop] = [intervals.start(i), intervals.stop(i)];
      for (const span of spans) {
        if (span.stop <= start) continue;
        if (span.start >= stop) break;
        const best = wanted.get(entryId(span.phase, keyOf[intervals.key(i)]));
        if (best === undefined) continue;
        const isPreferred = best.preferred !== undefined && best.preferred.start < stop && start < best.preferred.stop;
        if (isPreferred < best.isPreferred || (isPreferred === best.isPreferred && stop - start <= best.length)) continue;
        best.isPreferred = isPreferred;
        best.length = stop - start;
        best.place = { start, stop, record: intervals.place(i) };
      }
    }
  }
  return new Map([...wanted].flatMap(([id, { place }]) => (place === undefined ? [] : [[id, place] as const])));
}
