/** Vectors of shared/design/compare.md §9.1: what is exposed of intervals. */
import { describe, expect, test } from 'vitest';
import { IntervalList } from '../../../electron/compare/interval_list.ts';
import { KeyTable } from '../../../electron/compare/key_table.ts';
import { runLedger } from '../../../electron/compare/run_ledger.ts';
import type { Stage } from '../../../electron/compare/stages.ts';
import { running } from '../../../electron/compare/rank_entries.ts';
import { runToEnd } from '../../../electron/index/slices.ts';

type Interval = readonly [stage: Stage, name: string, start: number, stop: number];

/** Exposed time by cell: names and ns. */
function exposed(stopNs: number, intervals: readonly Interval[], cuts: readonly number[] = []): Record<string, number>[] {
  const keys = new KeyTable();
  const list = new IntervalList();
  for (const [stage, name, start, stop] of intervals) list.add(start, stop, keys.intern(stage, name, ''), true);
  const keyOf = Uint32Array.from({ length: keys.count }, (_, key) => key);
  const cells = { cuts: Float64Array.from(cuts), phases: [...cuts, 0].map(() => 'run' as const), bounds: [], firstControl: 0, lastControl: stopNs };
  const { exposure } = runToEnd(runLedger({ stopNs, parts: [{ intervals: list, keyOf }], keys, cells, taskProcessors: 1 }));
  const out: Record<string, number>[] = cells.phases.map(() => ({}));
  exposure.ns.forEach((ns, i) => (out[exposure.cells[i]][keys.get(exposure.keys[i]).name] = ns));
  return out;
}

describe('exposed time', () => {
  test('V1: a task hides the program', () => {
    expect(exposed(40, [['task', 'X', 10, 30], ['program', 'P', 0, 40]])).toEqual([{ X: 20, P: 20 }]);
  });

  test('V2: tasks side by side share, ties go by name', () => {
    expect(exposed(20, [['task', 'X', 0, 10], ['task', 'Y', 5, 15]])).toEqual([{ X: 8, Y: 7, 'not recorded': 5 }]);
    expect(exposed(20, [['task', 'Y', 0, 10], ['task', 'X', 5, 15]])).toEqual([{ X: 8, Y: 7, 'not recorded': 5 }]);
  });

  test('V2′: a later end of one moves nothing to the other', () => {
    expect(exposed(10, [['task', 'X', 0, 10], ['task', 'Y', 0, 10]])).toEqual([{ X: 5, Y: 5 }]);
    expect(exposed(13, [['task', 'X', 0, 13], ['task', 'Y', 0, 10]])).toEqual([{ X: 8, Y: 5 }]);
  });

  test('V3: two of one key count twice', () => {
    expect(exposed(10, [['task', 'X', 0, 10], ['task', 'X', 0, 10], ['task', 'Y', 0, 10]])).toEqual([{ X: 7, Y: 3 }]);
  });

  test('V4: stages by priority', () => {
    expect(exposed(12, [['mapper', 'm', 0, 10], ['task', 'X', 4, 6], ['analysis', 'D', 0, 12], ['program', 'P', 0, 12]])).toEqual([{ m: 8, X: 2, D: 2 }]);
  });

  test('V5: a wait is no running', () => {
    const pieces = running(0, 10, [{ start: 3, stop: 7 }]);
    expect(exposed(10, pieces.map(({ start, stop }) => ['task', 'X', start, stop] as const))).toEqual([{ X: 6, 'not recorded': 4 }]);
  });

  test('V6: thirds', () => {
    expect(exposed(7, [['task', 'X', 0, 7], ['task', 'Y', 0, 7], ['task', 'Z', 0, 7]])).toEqual([{ X: 3, Y: 2, Z: 2 }]);
  });

  test('V7: cells add up each for itself', () => {
    expect(exposed(20, [['task', 'X', 0, 10], ['copy', 'c', 5, 15], ['program', 'P', 0, 20]], [8])).toEqual([{ X: 8 }, { X: 2, c: 5, P: 5 }]);
  });

  test('nothing is nothing, empty cells are empty, and intervals past the end are cut', () => {
    expect(exposed(0, [['task', 'X', 0, 10]])).toEqual([{}]);
    expect(exposed(5, [['task', 'X', 3, 10], ['task', 'X', 4, 4]], [3, 3, 9])).toEqual([{ 'not recorded': 3 }, {}, { X: 2 }, {}]);
  });
});
