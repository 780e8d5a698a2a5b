// Differential: what `statistics`, `trace` and `legacy` say of real logs against what the reference said.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withIndex } from './indexed_run.ts';
import { logsIn } from './model_run.ts';
import { compareLegacy, compareLegacyDigests } from './legacy_compare.ts';
import { compareStatistics, compareTrace, missingOfRepaired, statisticsOf } from './reports.ts';
import { golden, isShared, traces } from './shared_folders.ts';


interface Case {
  readonly name: string;
  readonly logs: () => readonly string[];
  readonly answers: string;
  readonly hasOtherWords?: boolean;
}

const cases: Case[] = !isShared ? [] : [
  ...readdirSync(golden).filter((name) => existsSync(join(golden, name, 'statistics.txt'))).map((name) => ({ name, logs: () => logsIn(join(traces, name)), answers: name })),
  { name: 'flexflow-gpu-v1006 as 1008', logs: () => [join(golden, 'flexflow-gpu-v1006/as-v1008/prof_0.v1008.gz')], answers: 'flexflow-gpu-v1006/as-v1008' },
  { name: 'flexflow-gpu-v1006', logs: () => logsIn(join(traces, 'flexflow-gpu-v1006')), answers: 'flexflow-gpu-v1006/tool-2024-07', hasOtherWords: true },
];

/** Between waits that overlap the reference writes a running time of less than nothing, which as an unsigned number is 584 years. */
const OVERLAPPING_WAITS: Readonly<Record<string, readonly string[]>> = {
  'lgt-2rank-cg': [[0, 6_338_805.206], [1, 6_397_092.034]].map(([node, ts]) =>
    `missing {"name":"External Thread (External Thread)","cat":"task","ph":"X","ts":${ts},"dur":18446744073709530,"pid":${node},"tid":2}`),
};

/** The log of node 2 is missing. The reference lists a channel that is of this node alone although nothing else of the node is there. */
const MISSING_NODE: Readonly<Record<string, RegExp>> = {
  'lg-missing-4n': /^(legion_prof_processor\.tsv: .*Fill \[n2\] sys|json\/scale\.json: .*"max_level":200.*"max_level":196|tsv\/\(None,_System_Memory_0x1e00020000000000,_Fill\)\.tsv: missing|tsv\/(2|all) \(Channel\)_util\.tsv: )/,
};

const totals = { runs: 0, events: 0, tables: 0, rows: 0, lines: 0, groups: 0 };

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('against the reference', () => {
  test.each(cases)('$name', { timeout: 240_000 }, ({ name, logs, answers, hasOtherWords }) => withIndex(logs(), async (reader) => {
    const statistics = compareStatistics(await statisticsOf(logs()), join(golden, answers), hasOtherWords);
    expect(statistics?.differences).toEqual([]);
    const trace = compareTrace(reader, join(golden, answers));
    expect(trace?.differences ?? []).toEqual(OVERLAPPING_WAITS[name] ?? []);
    totals.events += trace?.events ?? 0;
    const legacy = compareLegacy(reader, join(golden, answers)) ?? compareLegacyDigests(reader, join(golden, answers));
    expect(legacy?.differences.filter((text) => !MISSING_NODE[name]?.test(text)) ?? []).toEqual([]);
    expect(legacy?.differences.length ?? 0).toBe(name in MISSING_NODE ? 5 : 0);
    totals.tables += legacy?.files ?? 0;
    totals.rows += legacy?.rows ?? 0;
    totals.runs++;
    for (const key of ['lines', 'groups'] as const) totals[key] += statistics?.[key] ?? 0;
  }));

  test.each(['lg-trunc-record/pruned', 'lg-killed-footprint/pruned', 'lg-small-self-2n/without-orphans'])('%s: what the reference shows of the repaired log is in ours of the log as it is', { timeout: 120_000 }, (folder) => withIndex(logsIn(join(traces, folder.split('/')[0])), async (reader) => {
    const { compared, missing } = missingOfRepaired(reader, await statisticsOf(logsIn(join(traces, folder.split('/')[0]))), join(golden, folder));
    expect(compared).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  }));

  afterAll(() => console.log(`compared with the reference: ${totals.runs} runs; statistics: ${totals.lines} lines, ${totals.groups} groups; ${totals.events} trace events; ${totals.tables} legacy files with ${totals.rows} rows`));
});
