/** A comparison as the JSON document of schema `compare/1`. Durations: whole ns; ratios: 0.1 = 10 % more. */
import type { CompareDocument, ComparedPlace } from '../protocol/compare_api.ts';
import type { Comparison, ComparedSide } from './compare_sides.ts';
import type { LinePlace } from './places.ts';
import { LAUNCH_KINDS } from './launch_kinds.ts';
import { entryId } from './run_ledger.ts';

/** Names the item of a place in run A (0) or B (1); null for none. */
export type ItemNamer = (side: 0 | 1, place: LinePlace) => string | null;

export function compareDocument(comparison: Comparison, nameItem: ItemNamer): CompareDocument {
  const { matched, match, verdict, tables, alignment, configuration, metric } = comparison;
  const [runA, runB] = [comparison.a, comparison.b].map(({ runs, representative }) => runs[representative]);
  return {
    schema: 'compare/1', metric, clock: 'raw', sides: [sideDocument('A', comparison.a), sideDocument('B', comparison.b)],
    match: {
      taskTimeShare: match.taskTimeShare, levels: match.levels, onlyA: match.onlyA, onlyB: match.onlyB, lineMap: runB.lines.votes,
      loop: matched.loop === undefined ? null : {
        token: { kind: matched.loop.name.kind, task: matched.loop.name.task, line: matched.loop.name.line }, score: matched.loop.score,
        iterations: [runA.heads.length, runB.heads.length], matched: matched.matched,
      },
      issueTimes: LAUNCH_KINDS.filter((kind) => kind === 'task' || kind === 'index task').every((kind) => matched.paired.has(kind)) ? 'calls' : 'first record',
    },
    verdict, configuration, ledger: ledgerDocument(comparison, nameItem),
    iterations: runA.ledger.cells.bounds.slice(1).map((stop, i) => ({
      i, aStart: runA.ledger.cells.bounds[i], aNs: stop - runA.ledger.cells.bounds[i], bStart: runB.ledger.cells.bounds[i], bNs: runB.ledger.cells.bounds[i + 1] - runB.ledger.cells.bounds[i],
    })),
    tables, alignment: { mode: alignment.mode, anchors: alignment.anchors.map(({ aNs, bNs, label }) => [aNs, bNs, label] as const) },
  };
}

export function sideDocument(label: string, { runs, representative }: ComparedSide): CompareDocument['sides'][number] {
  return { label, runs: runs.map(({ data: { identity, emptyItems } }) => ({ ...identity, emptyItems })), representative };
}

function ledgerDocument({ difference, places, repeats }: Comparison, nameItem: ItemNamer): CompareDocument['ledger'] {
  const { wallDeltaNs, sumNs, masking, unmatched } = difference;
  const place = (side: 0 | 1, id: number): ComparedPlace | null => {
    const found = places[side].get(id);
    return found === undefined ? null : { start: found.start, stop: found.stop, item: nameItem(side, found) };
  };
  return {
    scope: 'run', wallDeltaNs, sumNs, masking, unmatched,
    lines: difference.lines.map((line) => {
      const id = entryId(line.phase, line.key);
      return { ...line, repeats: repeats.get(id) ?? null, places: { a: place(0, id), b: place(1, id) } };
    }),
  };
}
