/**
 * The time axis of B for that of A: straight between anchors that both have, slope 1 outside. Pure.
 */
import type { AlignmentMode } from '../protocol/compare_api.ts';
import { pairLaunches } from './launch_pairs.ts';
import type { MatchedRun } from './matched_runs.ts';

/** Times of one event in both runs, ns. */
export interface Anchor {
  readonly aNs: number;
  readonly bNs: number;
  readonly label: string;
}

/** Anchors by time: A's strictly ascending, B's not descending. */
export interface Alignment {
  readonly mode: AlignmentMode;
  readonly anchors: readonly Anchor[];
}

/** Anchors of a mode and of those before it; one that contradicts an earlier kind is left out. */
export function align(a: MatchedRun, b: MatchedRun, mode: AlignmentMode): Alignment {
  if (mode === 'start') return { mode, anchors: [{ aNs: 0, bNs: 0, label: 'start' }] };
  const kept = new SortedAnchors();
  kept.add([
    { aNs: 0, bNs: 0, label: 'start' }, { aNs: a.ledger.stopNs, bNs: b.ledger.stopNs, label: 'end' },
    { aNs: a.ledger.cells.firstControl, bNs: b.ledger.cells.firstControl, label: 'program starts' },
    { aNs: a.ledger.cells.lastControl, bNs: b.ledger.cells.lastControl, label: 'program ends' },
  ]);
  const [firstA, firstB] = [a, b].map(firstTask);
  if (firstA < Infinity && firstB < Infinity) kept.add([{ aNs: firstA, bNs: firstB, label: 'first task' }]);
  if (mode !== 'first task') {
    const { bounds } = a.ledger.cells;
    kept.add(bounds.map((aNs, i) => ({ aNs, bNs: b.ledger.cells.bounds[i], label: i + 1 < bounds.length ? `iteration ${i}` : 'end of the iterations' })));
  }
  if (mode === 'launch') {
    kept.add(pairLaunches(a, b).flatMap(({ a: ofA, b: ofB }) => {
      const [aNs, bNs] = [a.data.times.firstStart(ofA.operation), b.data.times.firstStart(ofB.operation)];
      return aNs < Infinity && bNs < Infinity ? [{ aNs, bNs, label: `${ofA.task || ofA.kind} ${ofA.line}`.trim() }] : [];
    }));
  }
  return { mode, anchors: kept.anchors };
}

function firstTask({ launches, data }: MatchedRun): number {
  return launches.reduce((least, { operation }) => Math.min(least, data.times.firstStart(operation)), Infinity);
}

class SortedAnchors {
  #anchors: readonly Anchor[] = [];

  get anchors(): readonly Anchor[] {
    return this.#anchors;
  }

  /** Merges anchors of one kind: the earlier ones stay whatever comes; of the new ones, by A's time, those that fit. Linear after sorting. */
  add(more: readonly Anchor[]): void {
    const sorted = [...more].sort((x, y) => x.aNs - y.aNs);
    const merged: Anchor[] = [];
    let next = 0;
    for (const old of [...this.#anchors, END]) {
      while (next < sorted.length && sorted[next].aNs < old.aNs) {
        const anchor = sorted[next++];
        const last = merged.at(-1);
        if ((last === undefined || (anchor.aNs > last.aNs && anchor.bNs >= last.bNs)) && anchor.bNs <= old.bNs) merged.push(anchor);
      }
      if (old !== END) merged.push(old);
    }
    this.#anchors = merged;
  }
}

/** After everything. */
const END: Anchor = { aNs: Infinity, bNs: Infinity, label: '' };
