// Where the reference ends in a panic ours answers, and rightly: what items come to is worked out by hand from the records (plain_log.ts,
// by_hand.ts), and statistics, trace, tables and archive must say the same.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CborReader } from '../../electron/compat/tiles/cbor_reader.ts';
import { readSlotMetaTile } from '../../electron/compat/tiles/legion_decode.ts';
import { encodeSlotMetaTile } from '../../electron/compat/tiles/legion_encode.ts';
import { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import { legacyFiles } from '../../electron/compat/legacy/legacy.ts';
import { StatisticNames } from '../../electron/compat/statistics_text.ts';
import { traceJson } from '../../electron/compat/trace_json.ts';
import { countRun } from '../../electron/engine/counted_run.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { loadedView, showsNode } from '../../electron/model/run_view.ts';
import { run as runCommand } from '../cli/run_cli.ts';
import { itemsByHand, type HandItem } from './by_hand.ts';
import { failedCommands } from './golden_counts.ts';
import { goldenRuns, type GoldenRun } from './golden_runs.ts';
import { withIndex } from './indexed_run.ts';
import { compareLegacy } from './legacy_compare.ts';
import { compared } from './ledger.ts';
import { readPlainLog, type PlainLog } from './plain_log.ts';
import { compareTrace } from './reports.ts';
import { golden, isShared } from './shared_folders.ts';

const scratch = mkdtempSync(join(tmpdir(), 'golden-fails-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Nothing can be read of these: no bytes, no whole preamble. */
const NOTHING = ['lg-killed-default', 'lg-trunc-preamble'];
/** Ended before anything timed was written. */
const WITHOUT_TIMES = ['lgt-killed', 'lgt-unique-crash'];
/** The same log was given to the reference rewritten as version 1008, and its answers are recorded. */
const REWRITTEN = 'flexflow-gpu-v1006';

/** What a FAILS.txt names, with the file. */
const failures = goldenRuns.flatMap((run) => ['FAILS.txt', 'ARCHIVE-FAILS.txt'].filter((file) => existsSync(join(golden, run.answers, file)))
  .map((file) => ({ run, file, answers: run.answers, commands: failedCommands(join(golden, run.answers, file)) })));
const named = (names: readonly string[]): typeof failures => failures.filter(({ answers }) => names.includes(answers));

/** Sums by name as lines; how many there are only where that is asked for, as a box may be cut in pieces. */
function sumsBy<T>(values: Iterable<T>, key: (value: T) => string, of: (value: T) => readonly [totalNs: number, runningNs: number], counts = false): string[] {
  const sums = new Map<string, [count: number, totalNs: number, runningNs: number]>();
  for (const value of values) {
    const sum = sums.get(key(value)) ?? [0, 0, 0];
    const [total, running] = of(value);
    sums.set(key(value), [sum[0] + 1, sum[1] + total, sum[2] + running]);
  }
  return [...sums].map(([name, [count, total, running]]) => `${name}: ${counts ? `${count} times, ` : ''}${total} ns, ${running} ns running`);
}

/** Both have the same lines as often. */
function expectSame(ours: readonly string[], byHand: readonly string[]): void {
  const left = new Map<string, number>();
  for (const line of ours) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of byHand) left.set(line, (left.get(line) ?? 0) - 1);
  expect([...left].filter(([, count]) => count !== 0).slice(0, 6).map(([line, count]) => `${count > 0 ? 'only ours' : 'only by hand'}: ${line}`)).toEqual([]);
}

const hasRunning = ({ sort }: HandItem): boolean => sort === 'task' || sort === 'meta';

interface Question {
  readonly run: GoldenRun;
  readonly reader: IndexReader;
  /** Of all nodes that are loaded, shown or not. */
  readonly items: readonly HandItem[];
}

/** What each command must say of these items. */
const CHECKS: Readonly<Record<string, (question: Question) => Promise<void> | void>> = {
  async statistics({ run: { logs, view }, items }) {
    const { run } = await countRun(logs, { view: loadedView(view), onProgress: () => {} }, new AbortController().signal);
    const names = new StatisticNames(run!.descriptions, run!.logVersions);
    const ours = run!.groups.map((group) => ({ ...group, name: names.header(group).trim() }));
    run!.descriptions.close();
    for (const runs of [true, false]) {
      const counted = ours.filter(({ kind }) => kind !== 'mapper_call' && ['task', 'meta_task'].includes(kind) === runs);
      // Of calls and profiling tasks: waits in them are theirs, which is not worked out here.
      expectSame(
        counted.map(({ name, count, totalNs, runningNs }) => `${name}: ${count} times, ${totalNs} ns, ${runs ? runningNs : 0} ns running`),
        sumsBy(items.filter((item) => item.group !== '' && hasRunning(item) === runs), ({ group }) => group, ({ startNs, stopNs, runningNs }) => [stopNs - startNs, runs ? runningNs : 0], true),
      );
    }
    expect(ours.filter(({ kind }) => kind === 'mapper_call').reduce((sum, { count }) => sum + count, 0)).toBe(items.filter(({ title }) => title.startsWith('Mapper Call ')).length);
  },

  trace({ reader, items }) {
    const events = JSON.parse([...traceJson(reader)].join('')) as { name: string; dur: number }[];
    const plain = (name: string): string => name.replace(/ \((waiting|ready)\)$/, '');
    const names = new Set(items.filter(hasRunning).map(traceName));
    const ours = sumsBy(events.filter(({ name }) => names.has(plain(name))), ({ name }) => plain(name), ({ name, dur }) => [Math.round(dur * 1000), name === plain(name) ? Math.round(dur * 1000) : 0]);
    expectSame(ours, sumsBy(items.filter(hasRunning), traceName, ({ startNs, stopNs, runningNs }) => [stopNs - startNs, runningNs]));
  },

  legacy({ run: { view }, reader, items }) {
    const rows: string[][] = [];
    for (const { name, pieces } of legacyFiles(reader)) if (name.startsWith('tsv/Proc_')) rows.push(...[...pieces].join('').trimEnd().split('\n').slice(1).map((line) => line.split('\t')));
    const shown = items.filter((item) => hasRunning(item) && showsNode(view, item.rank) && item.startNs < item.stopNs);
    const titles = new Set(shown.map(({ title }) => title));
    const plain = (title: string): string => title.replace(/ \((waiting|ready)\)$/, '');
    const ns = (row: readonly string[]): number => Math.round((Number(row[END]) - Number(row[START])) * 1000);
    const ours = sumsBy(rows.filter((row) => titles.has(plain(row[TITLE]))), (row) => plain(row[TITLE]), (row) => [ns(row), row[OPACITY] === '1.0' ? ns(row) : 0]);
    expectSame(ours, sumsBy(shown, ({ title }) => title, ({ startNs, stopNs, runningNs }) => [stopNs - startNs, runningNs]));
  },

  /** The tiles that an archive of one level has, as bytes; that archives hold these is in archive.test.ts. */
  archive({ run: { view }, reader, items }) {
    const source = new LegionSource(reader);
    const processors = [...source.tree.slots.values()].filter(({ track: { capacityBytes, kind } }) => capacityBytes === null && kind !== 'chan' && kind !== 'dp');
    const ours = processors.flatMap(({ entry }) => {
      const bytes = Buffer.concat([...encodeSlotMetaTile(source.slotMetaTile(entry, source.span, true)!)]);
      const metas = readSlotMetaTile(new CborReader(bytes)).rows.flatMap((row) => [...row]);
      return [...new Map(metas.map((meta) => [meta.uid, meta])).values()].map(({ title, interval: { start, stop } }) => `${title.replace(/^(Mapper Call .*) for \d+$/, '$1')} ${start}-${stop}`);
    });
    const drawn = items.filter(({ rank, startNs, stopNs }) => showsNode(view, rank) && startNs < stopNs);
    expect(drawn.length).toBeGreaterThan(0);
    expectSame(ours, drawn.map(({ title, startNs, stopNs }) => `${title} ${startNs}-${stopNs}`));
  },
};

const [START, END, OPACITY, TITLE] = [3, 4, 6, 7];

const traceName = ({ group }: HandItem): string => group.replace(/^Task (.*) Variant (.*)$/, '$1 ($2)').replace(/^Meta-Task /, '');

/** Logs and view of a run as one word: several folders are of the same. */
const asked = ({ logs, view }: GoldenRun): string => JSON.stringify([logs, view]);
const byHand = Map.groupBy(failures.filter(({ answers }) => ![...NOTHING, ...WITHOUT_TIMES, REWRITTEN].includes(answers)), ({ run }) => asked(run));

test.skipIf(isShared)('recorded failures are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('where the reference fails', () => {
  test.each([...byHand.values()].map((all) => ({ all, name: all.map(({ answers }) => answers).join(', ') })))('$name: as worked out by hand', { timeout: 120_000 }, async ({ all }) => {
    const { run } = all[0];
    const { view, logs } = run;
    const items = itemsByHand(logs.map((path) => readPlainLog(path) as PlainLog), { startNs: view.startNs ?? 0, stopNs: view.stopNs ?? Infinity });
    expect(items.filter(hasRunning).length).toBeGreaterThan(1);
    await withIndex(logs, async (reader) => {
      for (const command of new Set(all.flatMap(({ commands }) => commands))) await CHECKS[command]({ run, reader, items });
    }, view);
    for (const { answers, file, commands } of all) compared(answers, file, { commands: commands.length });
  });

  test.each(named(NOTHING))('$answers: each command says that nothing can be read', { timeout: 60_000 }, async ({ answers, file, run, commands }) => {
    const [path] = run.logs;
    expect(readPlainLog(path)).toBeUndefined();
    const words = statSync(path).size === 0 ? 'has 0 bytes' : `ends inside its header (byte ${statSync(path).size})`.replace(/(\d)(\d{3})\)/, '$1 $2)');
    const ends = await Promise.all([...new Set(commands)].map((command) => runCommand([command, path, ...(['statistics', 'dump'].includes(command) ? [] : ['-o', join(scratch, `${answers}.${command}`)])], { XDG_CACHE_HOME: scratch })));
    for (const { code, stdout, stderr } of ends) expect({ code, isSaid: stderr.includes(words), isBare: stdout.split('\n').length < 3, isPlain: !stderr.includes('    at ') }, stderr).toEqual({ code: 1, isSaid: true, isBare: true, isPlain: true });
    compared(answers, file, { commands: commands.length });
  });

  test.each(named(WITHOUT_TIMES))('$answers: no item, and the cut at its byte', async ({ answers, file, run, commands }) => {
    const [path] = run.logs;
    const log = readPlainLog(path) as PlainLog;
    expect([...log.records.values()].flat().filter((record) => 'start' in record || 'create' in record)).toEqual([]);
    const counted = await countRun([path], { view: run.view, onProgress: () => {} }, new AbortController().signal);
    expect(counted.run?.groups ?? []).toEqual([]);
    const alerts = counted.run?.alerts ?? [];
    counted.run?.descriptions.close();
    expect(alerts.find(({ rule }) => rule === 'file-cut')?.offset).toBe(log.wholeBytes);
    expect(counted.run?.files.map(({ records }) => records)).toEqual([log.sequence.length]);
    expect(commands).toEqual(['statistics']);
    compared(answers, file, { commands: 1 });
  });

  test.each(named([REWRITTEN]))('$answers: as the reference answers for the same log rewritten', { timeout: 60_000 }, ({ answers, file, run, commands }) => withIndex(run.logs, (reader) => {
    // Statistics are compared with those of an older tool (reports.test.ts), tiles in model.test.ts.
    const rewritten = join(golden, REWRITTEN, 'as-v1008');
    expect(compareTrace(reader, rewritten).differences).toEqual([]);
    expect(compareLegacy(reader, rewritten).differences).toEqual([]);
    compared(answers, file, { commands: commands.length });
  }));
});
