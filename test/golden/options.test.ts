// Differential: the options that say what of a run is looked at (--nodes, trims, --call-threshold, fewer or reordered files).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import type { DecodedLog } from '../../electron/decode/decoded_log.ts';
import { WHOLE_RUN, type RunView } from '../../electron/model/run_view.ts';
import { viewLog } from '../../electron/model/view_log.ts';
import { buildIndex, type BuiltIndex } from '../unit/index/built_index.ts';
import { compareDigests, compareSlots, compareTree, noComparison } from './model_compare.ts';
import { goldenTree, readDigests, readGolden, type GoldenSlot } from './model_golden.ts';
import { builtRun, logsIn } from './model_run.ts';
import { compareStatistics, statisticsOf } from './reports.ts';
import { runningOf } from './running_time.ts';
import { golden, isShared, traces } from './shared_folders.ts';

const view = (part: Partial<RunView>): RunView => ({ ...WHOLE_RUN, ...part });
const us = (n: number): number => 1000 * n;

interface Case {
  readonly folder: string;
  readonly view: RunView;
  /** Places of the files among those of the run; undefined = all in order. */
  readonly files?: readonly number[];
  /** The reference moves waits not at all, so its running times of waiting things are wrong where it trims. */
  readonly trims?: true;
  /** Differences that are expected, and must be met. */
  readonly expected?: readonly string[];
}

const CASES: readonly Case[] = [
  { folder: 'lg-small-concurrent-2n/options/call-threshold-20', view: view({ callThresholdNs: us(20) }) },
  { folder: 'lg-small-concurrent-2n/options/nodes-0', view: view({ nodes: [0] }) },
  { folder: 'lg-small-concurrent-2n/options/nodes-1', view: view({ nodes: [1] }) },
  { folder: 'lg-small-concurrent-2n/options/nodes-0-no-filter-input', view: view({ nodes: [0], filtersInput: false }) },
  { folder: 'lg-small-concurrent-2n/options/file-0-only', view: WHOLE_RUN, files: [0] },
  { folder: 'lg-small-concurrent-2n/options/file-1-only', view: WHOLE_RUN, files: [1] },
  { folder: 'lg-small-concurrent-2n/options/files-reversed', view: WHOLE_RUN, files: [1, 0] },
  {
    folder: 'lg-missing-4n/options/nodes-0-1', view: view({ nodes: [0, 1] }),
    // 11 423.673 us of 6 items: the mean lies exactly between the two, and the reference adds up in the order in which it met the items.
    expected: ['line 416:           Average time: 1903.946 us | ours:           Average time: 1903.945 us'],
  },
  { folder: 'lg-tiny-hello/options/start-trim', view: view({ startNs: us(156_307) }), trims: true },
  { folder: 'lg-tiny-hello/options/stop-trim', view: view({ stopNs: us(156_307) }), trims: true },
  { folder: 'lg-small-omp/options/stop-trim', view: view({ stopNs: us(381_504) }), trims: true },
  { folder: 'lg-tiny-provenance/options/stop-trim', view: view({ stopNs: us(314_473) }), trims: true },
];

const totals = { statistics: 0, lines: 0, groups: 0, slots: 0, items: 0, segments: 0, trims: 0, checked: 0 };

function pathsOf({ folder, files }: Pick<Case, 'folder' | 'files'>): readonly string[] {
  const paths = logsIn(join(traces, folder.split('/')[0]));
  return files?.map((place) => paths[place]) ?? paths;
}

async function logsOf(one: Pick<Case, 'folder' | 'files'>): Promise<DecodedLog[]> {
  const logs: DecodedLog[] = [];
  for (const path of pathsOf(one)) logs.push(await decodeLog(path));
  return logs;
}

function indexOf(logs: readonly DecodedLog[], of: RunView): BuiltIndex {
  return buildIndex(logs.map((log) => viewLog(log, of)), of);
}

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('against the reference', () => {
  test.each(CASES)('$folder: statistics', { timeout: 60_000 }, async ({ trims, expected, ...one }) => {
    const compared = compareStatistics(await statisticsOf(pathsOf(one), one.view), join(golden, one.folder));
    expect(compared).toBeDefined();
    // Running times are checked below; everything else must agree, whatever the order that follows from them.
    if (trims) expect(compared?.sorted.filter((line) => !/^ {10}Running time/.test(line))).toEqual([]);
    else expect(compared?.differences).toEqual(expected ?? []);
    totals.statistics++;
    totals.lines += compared?.lines ?? 0;
    totals.groups += compared?.groups ?? 0;
  });

  test.each(CASES.filter(({ folder }) => existsSync(join(golden, folder, 'slots-digest.tsv.gz'))))('$folder: tracks and items', { timeout: 60_000 }, async (one) => {
    const index = indexOf(await logsOf(one), one.view);
    const run = builtRun(index.logs, index.model, index.published);
    const comparison = noComparison();
    const info = readGolden<Parameters<typeof goldenTree>[0]>(join(golden, one.folder), 'info.json.gz');
    if (info !== undefined) compareTree(run, goldenTree(info), comparison);
    const slots = readGolden<{ entries: GoldenSlot[] }>(join(golden, one.folder), 'slots.json.gz');
    if (slots !== undefined) compareSlots(run, slots.entries, comparison);
    compareDigests(run, readDigests(join(golden, one.folder)), comparison);
    expect(comparison.differences).toEqual([]);
    for (const key of ['slots', 'items', 'segments'] as const) totals[key] += comparison[key];
  });

  /** Every trim that was tried with the reference, most of which it does not survive. */
  const TRIMS = (isShared ? readFileSync(join(golden, 'TRIM.tsv'), 'utf8') : '').trimEnd().split('\n').slice(1).map((line) => {
    const [trace, option] = line.split('\t');
    const [name, value] = option.split(' ');
    return { trace, option, of: view(name === '--start-trim' ? { startNs: us(Number(value)) } : { stopNs: us(Number(value)) }) };
  }).filter(({ trace }) => !trace.includes('medium'));

  test.each([...new Set(TRIMS.map(({ trace }) => trace))])('%s: trimmed at four places', { timeout: 120_000 }, async (trace) => {
    const logs = await logsOf({ folder: trace });
    for (const { of } of TRIMS.filter((trim) => trim.trace === trace)) {
      const { reader } = indexOf(logs, of);
      const expected = runningOf(logs, of.startNs ?? 0, of.stopNs ?? Infinity);
      const ours = new Map<string, number>();
      for (const table of ['task', 'meta_task'] as const) {
        const kind = table === 'task' ? "'task ' || task_id || ' ' || variant_id" : "'meta ' || kind";
        for (const row of reader.database.all<{ name: string; count: number; total: number; running: number }>(
          `SELECT ${kind} AS name, count(*) AS count, sum(duration_ns) AS total, sum(running_ns) AS running FROM ${table} GROUP BY 1`)) {
          ours.set(`${row.name} count`, row.count);
          ours.set(`${row.name} total`, row.total);
          ours.set(`${row.name} running`, row.running);
        }
      }
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(expected));
      totals.trims++;
      totals.checked += expected.size;
    }
  });

  afterAll(() => {
    const { statistics, lines, groups, slots, items, segments, trims, checked } = totals;
    console.log(`views compared with the reference: ${statistics} statistics (${lines} lines, ${groups} groups), ${slots} slots, ${items} items, ${segments} segments; ${trims} trims with ${checked} sums checked by hand-made unions`);
  });
});
