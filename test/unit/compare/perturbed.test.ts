/** Logs rewritten with a known effect must report that effect: shared/design/compare.md §9.2, and M1 of §9.1. */
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../electron/compare/compare_sides.ts';
import type { RunData } from '../../../electron/compare/run_data.ts';
import { random } from '../../../scripts/make_log/random.mjs';
import { compareRuns, deltaBy, OPTIONS, runOfBytes, runOfFolder, traceFolder } from './compared.ts';
import { dropTasks } from './drop_tasks.ts';
import { busySpans, delays, parents, renumber, stretch, tasksNamed, union, warp } from './perturb.ts';
import { readRawLogs, type RawLog } from './raw_log.ts';
import { spreadOverTwoNodes } from './spread_nodes.ts';

const has = (name: string): boolean => traceFolder(name) !== undefined;
const logsOf = (name: string): RawLog[] => readRawLogs(traceFolder(name)!);
const known = new Map<string, Promise<RunData>>();
function plain(name: string): Promise<RunData> {
  let run = known.get(name);
  if (run === undefined) known.set(name, (run = runOfFolder(traceFolder(name)!)));
  return run;
}

const share = (comparison: Comparison, isIt: (line: Comparison['difference']['lines'][number]) => boolean): number =>
  comparison.difference.lines.filter(isIt).reduce((sum, { deltaNs }) => sum + deltaNs, 0) / comparison.difference.wallDeltaNs;

const STRETCHED = [['lgt-cg-every1', 'cupynumeric::MatVecMulTask'], ['legate-julia-a', 'ufi::JuliaCustomTask'], ['lg-medium-circuit-2n', 'calc_new_currents']] as const;
test.each(STRETCHED.filter(([name]) => has(name)))('P1: %s with %s 1.3 times slower', async (name, task) => {
  const logs = logsOf(name);
  warp(logs, stretch(union(tasksNamed(logs, task).flatMap(({ spans }) => spans)), 1.3));
  const comparison = compareRuns(await plain(name), await runOfBytes(logs.map((log) => log.write()), 'slower'));
  const isIt = (line: Comparison['difference']['lines'][number]): boolean => line.stage === 'task' && line.name === task;
  expect(share(comparison, isIt)).toBeGreaterThanOrEqual(0.9);
  // Duration, not count.
  const lines = comparison.difference.lines.filter(isIt);
  expect(lines.reduce((sum, { why }) => sum + why.durationNs, 0) / comparison.difference.wallDeltaNs).toBeGreaterThan(0.9);
  expect(lines.every(({ count: [a, b] }) => a === b)).toBe(true);
  for (const [stage, ns] of deltaBy(comparison, ({ stage }) => stage)) if (stage !== 'task') expect(Math.abs(ns / comparison.difference.wallDeltaNs)).toBeLessThan(0.1);
  expect(comparison.difference.lines[0]).toMatchObject({ name: task });
});

const DELAYED = [['lgt-cg-every1', 2_000_000], ['lg-small-cgsolver-2n', 1_000_000]] as const;
test.each(DELAYED.filter(([name]) => has(name)))('P2: %s with a delay of %i ns in each iteration', async (name, delayNs) => {
  const a = await plain(name);
  const { bounds } = compareRuns(a, a).a.runs[0].ledger.cells;
  const logs = logsOf(name);
  const busy = busySpans(logs, parents(logs));
  const running = a.controls.flatMap(({ start, stop, waits }) => [{ start, stop, waits }]);
  /** The middle of the longest span of an iteration in which only the program runs. */
  const instants = bounds.slice(1).flatMap((stop, i) => {
    let best = { at: 0, length: 0 };
    let at = bounds[i];
    for (const span of [...busy.filter((one) => one.stop > bounds[i] && one.start < stop), { start: stop, stop }]) {
      const middle = Math.floor((at + span.start) / 2);
      const isRunning = running.some((one) => one.start < middle && middle < one.stop && !one.waits.some((wait) => wait.start <= middle && middle <= wait.stop));
      if (span.start - at > best.length && span.start - at > 2 && isRunning) best = { at: middle, length: span.start - at };
      at = Math.max(at, span.stop);
    }
    return best.length > 0 ? [best.at] : [];
  });
  expect(instants.length).toBeGreaterThan(bounds.length / 4);
  warp(logs, delays(instants, delayNs));
  const comparison = compareRuns(a, await runOfBytes(logs.map((log) => log.write()), 'delayed'));
  expect(comparison.difference.wallDeltaNs).toBe(instants.length * delayNs);
  expect(deltaBy(comparison, ({ stage }) => stage).get('program')).toBe(instants.length * delayNs);
  expect(deltaBy(comparison, ({ phase }) => phase).get('iterations')).toBe(instants.length * delayNs);
});

const DROPPED = [['lgt-cg-every1', 'cupynumeric::DotTask', 0.02], ['lg-small-cgsolver-2n', 'acc_field_task', 0.1]] as const;
test.each(DROPPED.filter(([name]) => has(name)))('P3: %s without every tenth %s', async (name, task, slack) => {
  const comparison = compareRuns(await plain(name), await runOfBytes(dropTasks(logsOf(name), task), 'fewer'));
  const isIt = (line: Comparison['difference']['lines'][number]): boolean => line.stage === 'task' && line.name === task;
  expect(comparison.difference.wallDeltaNs).toBeLessThan(0);
  expect(Math.abs(share(comparison, isIt) - 1)).toBeLessThanOrEqual(slack);
  expect(comparison.difference.lines.filter(isIt).reduce((sum, { why }) => sum + why.countNs, 0)).toBeLessThan(0);
  const [before, after] = comparison.difference.lines.filter(isIt).reduce(([x, y], { count: [p, q] }) => [x + p, y + q], [0, 0]);
  expect(before - after).toBeGreaterThan(0);
  expect(comparison.matched.loop).toBeDefined();
});

const RENUMBERED = ['lgt-cg-every1', 'lg-small-cgsolver-2n', 'lg-small-mix', 'lgt-stencil', 'lg-small-concurrent-2n', 'lgt-2rank-cg', 'lg-small-tree-4n', 'lg-small-self-2n'];
test.each(RENUMBERED.filter(has))('P4: %s with other ids and other order: no line differs', async (name) => {
  const logs = logsOf(name);
  const dice = random(7);
  const other = logs.map((log) => renumber(log, logs.length, () => dice.below(1 << 30) / (1 << 30)));
  const comparison = compareRuns(await plain(name), await runOfBytes(other, 'renumbered'));
  expect(comparison.difference.lines).toEqual([]);
  expect(comparison.verdict.verdict).toBe('neutral');
  expect(comparison.match).toMatchObject({ taskTimeShare: 1, levels: { exact: 1 } });
});

const SPREAD = ['lgt-cg-every1', 'lgt-stencil', 'lgt-hdf5'];
test.each(SPREAD.filter(has))('%s on two nodes instead of one: no line differs, no verdict unless it is wanted', async (name) => {
  const a = await plain(name);
  const { files, moved } = spreadOverTwoNodes(logsOf(name)[0]);
  expect(moved).toBeGreaterThan(10);
  const b = await runOfBytes(files, 'spread');
  expect([a.identity.nodes, b.identity.nodes]).toEqual([1, 2]);
  const comparison = compareRuns(a, b);
  expect(comparison.difference.lines).toEqual([]);
  expect(comparison.match).toMatchObject({ taskTimeShare: 1, levels: { exact: 1 } });
  expect(comparison.matched.matched).toBe(compareRuns(a, a).matched.matched);
  expect(comparison.configuration.map(({ what, a: x, b: y }) => `${what} ${x} ${y}`)).toContain('nodes 1 2');
  expect(comparison.verdict).toMatchObject({ verdict: 'cannot tell', reasons: expect.arrayContaining(['the numbers of nodes differ']) });
  expect(compareRuns(a, b, { ...OPTIONS, scaling: true }).verdict.verdict).toBe('neutral');
  // Processors pair by node and place, so those that moved stand alone on either side.
  expect(comparison.tables.processors.map(({ match }) => match).filter((match) => match === 'none').length).toBeGreaterThanOrEqual(2);
});

describe('M1', () => {
  test.each(['lgt-cg-every1', 'lgt-stencil'].filter(has))('%s with its file renamed and its lines moved: no line differs', async (name) => {
    const logs = logsOf(name);
    const moved = logs.map((log) => log.write(log.records, new Map(log.records.filter(({ name: kind }) => kind === 'Provenance').map((record) => [record, moveLines(log.text(record))]))));
    const comparison = compareRuns(await plain(name), await runOfBytes(moved, 'moved'));
    expect(comparison.difference.lines).toEqual([]);
    expect(comparison.match.taskTimeShare).toBe(1);
    expect(comparison.match.levels.strong).toBeGreaterThan(0.9);
  });
});

/** Lines from 20 on come 3 later, in a file of another name. */
function moveLines(text: string): string {
  return text.replaceAll(/(\w+)\.py(?::(\d+)|", "line": (\d+))/g, (all, file: string, a?: string, b?: string) => {
    const moved = (line: string): number => Number(line) + (Number(line) >= 20 ? 3 : 0);
    if (a !== undefined) return `${file}_new.py:${moved(a)}`;
    return b === undefined ? all : `${file}_new.py", "line": ${moved(b)}`;
  });
}
