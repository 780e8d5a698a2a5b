/** Real runs against themselves and each other: sums, the recorded numbers of shared/design/compare.md §6.4 and §7, symmetry. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acrossRuns } from '../../../electron/protocol/time_map.ts';
import type { Comparison } from '../../../electron/compare/compare_sides.ts';
import { compareText } from '../../../electron/compare/compare_text.ts';
import type { RunData } from '../../../electron/compare/run_data.ts';
import { logFolders } from '../../cli/run_cli.ts';
import { compareRuns, deltaBy, OPTIONS, OWN_LOGS, runOfFolder, SHARED_TRACES, traceFolder } from './compared.ts';

/** Millions of records: the bench compares those. */
const LARGE = new Set(['lg-large-mix-4n', 'lgt-stencil-large']);
const NAMES = [...new Set([...logFolders(OWN_LOGS), ...logFolders(SHARED_TRACES)])].filter((name) => !LARGE.has(name));

const runs = new Map<string, Promise<RunData>>();
function runNamed(name: string): Promise<RunData> {
  let run = runs.get(name);
  if (run === undefined) runs.set(name, (run = runOfFolder(traceFolder(name)!)));
  return run;
}

function expectWhole({ difference, a, b }: Comparison): void {
  const [wallA, wallB] = [a, b].map(({ runs: [{ data }] }) => data.identity.wallNs);
  expect(difference.wallDeltaNs).toBe(wallB - wallA);
  expect(difference.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0)).toBe(wallB - wallA);
  for (const [{ runs: [{ ledger }] }, wall] of [[a, wallA], [b, wallB]] as const) {
    let sum = 0;
    for (const { exposedNs } of ledger.entries.values()) {
      expect(exposedNs).toBeGreaterThanOrEqual(0);
      sum += exposedNs;
    }
    expect(sum).toBe(wall);
  }
  for (const { deltaNs, why, aNs, bNs } of difference.lines) {
    expect(bNs - aNs).toBe(deltaNs);
    expect(why.countNs + why.durationNs + why.overlapNs).toBe(deltaNs);
  }
}

test.each(NAMES)('%s against itself: nothing, and neutral', async (name) => {
  const run = await runNamed(name);
  const comparison = compareRuns(run, run);
  expectWhole(comparison);
  expect(comparison.difference.lines).toEqual([]);
  expect(comparison.verdict.verdict).toBe('neutral');
  expect(comparison.match.taskTimeShare).toBe(1);
  for (const { deltaNs } of [...comparison.tables.tasks, ...comparison.tables.pythonLines, ...comparison.tables.runtime]) expect(deltaNs).toBe(0);
});

test('runs against others: sums to the ns, and B against A is the reverse', async () => {
  for (const [i, name] of NAMES.entries()) {
    const [a, b] = [await runNamed(name), await runNamed(NAMES[(i + 1) % NAMES.length])];
    const there = compareRuns(a, b);
    expectWhole(there);
    const back = compareRuns(b, a);
    expectWhole(back);
    expect(back.difference.wallDeltaNs).toBe(0 - there.difference.wallDeltaNs);
    const phases = (comparison: Comparison, sign: number): unknown => [...deltaBy(comparison, ({ phase }) => phase)].filter(([, ns]) => ns !== 0).map(([phase, ns]) => [phase, sign * ns]).sort();
    expect(phases(back, -1)).toEqual(phases(there, 1));
    // Other programs: nothing is claimed.
    if (there.match.taskTimeShare < 0.6) expect(there.verdict.verdict).toBe('cannot tell');
  }
});

describe('runs on other numbers of nodes', () => {
  const reason = 'the numbers of nodes differ';
  test.each([['lg-small-cgsolver-2n', 'lg-small-mix'], ['lg-small-tree-4n', 'lg-small-churn-2n']] as const)('%s and %s: add up all the same, and no verdict unless it is wanted', async (a, b) => {
    const [runA, runB] = [await runNamed(a), await runNamed(b)];
    expect(runA.identity.nodes).not.toBe(runB.identity.nodes);
    const comparison = compareRuns(runA, runB);
    expectWhole(comparison);
    expect(comparison.verdict.verdict).toBe('cannot tell');
    expect(comparison.verdict.reasons).toContain(reason);
    expect(comparison.configuration.map(({ what }) => what)).toContain('nodes');
    expect(compareRuns(runA, runB, { ...OPTIONS, scaling: true }).verdict.reasons).not.toContain(reason);
  });
});

const JULIA = ['legate-julia-a', 'legate-julia-b', 'legate-julia-c'];
describe.skipIf(!JULIA.every((name) => existsSync(`${SHARED_TRACES}/${name}`)))('repeats of one program', () => {
  test.each([[0, 1], [0, 2], [1, 2], [1, 0], [2, 0], [2, 1]] as const)('%i against %i: neutral', async (a, b) => {
    expect(compareRuns(await runNamed(JULIA[a]), await runNamed(JULIA[b])).verdict.verdict).toBe('neutral');
  });

  test('what changed between the first two, by stage, as recorded', async () => {
    const comparison = compareRuns(await runNamed(JULIA[0]), await runNamed(JULIA[1]));
    const micros = Object.fromEntries([...deltaBy(comparison, ({ stage }) => stage)].map(([stage, ns]) => [stage, Math.round(ns / 1000)]));
    expect(micros).toEqual({ analysis: 59_489, program: -32_068, mapper: 13_343, task: -5_756, startup: -1_334, backlog: -319, shutdown: -22, dispatch: 10, wait: -2 });
    expect(comparison.difference.sumNs).toBe(33_340_759);
  });

  test('three and three are no regression either', async () => {
    const all = await Promise.all(JULIA.map(runNamed));
    expect(['neutral', 'cannot tell']).toContain(compareRuns(all, all.slice(1)).verdict.verdict);
  });
});

describe.skipIf(traceFolder('lgt-cg-every1') === undefined || traceFolder('lgt-cg-every25') === undefined)('a test every iteration against one every 25th', () => {
  const compared = async (): Promise<Comparison> => compareRuns(await runNamed('lgt-cg-every1'), await runNamed('lgt-cg-every25'));

  test('phases, loop and verdict as recorded', async () => {
    const comparison = await compared();
    expect(Object.fromEntries(deltaBy(comparison, ({ phase }) => phase))).toEqual({
      startup: -18_018_149, setup: -1_024_478_256, iterations: -518_038_790, 'after the loop': -76_079_648, shutdown: -6_294_699,
    });
    expect(comparison.difference.sumNs).toBe(-1_642_909_542);
    expect(comparison.matched.loop!.name).toMatchObject({ kind: 'Fill', line: 'cg.py:27' });
    expect(comparison.matched.runs.map(({ heads }) => heads.length)).toEqual([100, 100]);
    expect(comparison.match.taskTimeShare).toBe(1);
    expect(comparison.verdict).toMatchObject({ verdict: 'cannot tell', basis: 'single' });
    expect(comparison.verdict.noise).toBeCloseTo(1.23, 2);
  });

  test('the largest lines with their reasons, and the counts, as recorded', async () => {
    const { difference, matched, a, b } = await compared();
    const line = (stage: string, name: string, place: string): unknown => {
      const { deltaNs, why, count } = difference.lines.find((one) => one.stage === stage && one.name.includes(name) && one.line === place)!;
      return [deltaNs, count[0] === count[1] ? [why.countNs, why.durationNs, why.overlapNs] : 'count'];
    };
    expect(line('task', 'MatVecMul', 'cg.py:27')).toEqual([-284_483_978, [0, -300_364_674, 15_880_696]]);
    expect(line('dispatch', 'BinaryOp', 'cg.py:34')).toEqual([-75_379_457, [0, -74_602_213, -777_244]]);
    expect(line('mapper', 'map_task', 'cg.py:14')).toEqual([-188_202_136, expect.anything()]);
    expect(line('program', '(program)', 'cg.py:14')).toEqual([-924_747_607, expect.anything()]);
    const waits = [a, b].map(({ runs: [{ ledger }] }) => [...ledger.entries.values()].filter(({ key }) => matched.keys.get(key).stage === 'wait' && matched.keys.get(key).line === 'cg.py:34').reduce((sum, { count }) => sum + count, 0));
    expect(waits).toEqual([200, 8]);
    // The edit itself: what of those waits is exposed, whatever the phase.
    const waited = difference.lines.filter(({ stage, name, line: place }) => stage === 'wait' && name.includes('(program)') && place === 'cg.py:34');
    expect(waited.reduce((sum, { deltaNs }) => sum + deltaNs, 0)).toBe(-13_701_420);
    const tasks = [a, b].map(({ runs: [{ ledger }] }) => [...ledger.entries.values()].filter(({ key }) => matched.keys.get(key).stage === 'task').reduce((sum, { count }) => sum + count, 0));
    expect(tasks).toEqual([1429, 1237]);
  });

  test('the text says it in a few lines that add up', async () => {
    const text = compareText(await compared());
    expect(text).toMatch(/^Cannot tell: wall time −57 %\.\n/);
    expect(text).toContain('Σ −1 642 909 542 ns, exact');
    expect(text).toContain('waits of Toplevel Task (program) before cg.py:34: 200 → 8');
  });

  test('iterations lie on each other, and times go back and forth', async () => {
    const { alignment, matched } = await compared();
    const anchors = alignment.anchors.map(({ aNs, bNs, label }) => [aNs, bNs, label] as const);
      const [boundsA, boundsB] = matched.runs.map(({ ledger }) => ledger.cells.bounds);
    boundsA.forEach((bound, i) => expect(acrossRuns(anchors, 0, bound)).toBe(boundsB[i]));
    for (let ns = 0; ns < 3e9; ns += 1.7e7) expect(acrossRuns(anchors, 1, acrossRuns(anchors, 0, ns))).toBeCloseTo(ns, 3);
    for (let i = 1; i < alignment.anchors.length; i++) {
      expect(alignment.anchors[i].aNs).toBeGreaterThan(alignment.anchors[i - 1].aNs);
      expect(alignment.anchors[i].bNs).toBeGreaterThanOrEqual(alignment.anchors[i - 1].bNs);
    }
  });
});

/** Iterations found without markers, as recorded in §2.4. */
const LOOPS = [['lgt-stencil', 60], ['lg-small-cgsolver-2n', 25], ['flexflow-gpu-v1006', 6], ['lg-medium-circuit-2n', 23], ['lg-small-tree-4n', 5], ['lg-small-mix', 108]] as const;
test.each(LOOPS.filter(([name]) => NAMES.includes(name)))('%s has %i iterations', async (name, iterations) => {
  const run = await runNamed(name);
  expect(compareRuns(run, run).matched.matched).toBe(iterations);
});
