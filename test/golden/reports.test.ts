// Differential: what `statistics`, `trace` and `legacy` say of real logs against what the reference said.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenRuns, runsWith } from './golden_runs.ts';
import { withIndex } from './indexed_run.ts';
import { compared } from './ledger.ts';
import { compareLegacy, compareLegacyDigests } from './legacy_compare.ts';
import { compareStatistics, compareTrace, missingOfRepaired, statisticsOf } from './reports.ts';
import { golden, isShared } from './shared_folders.ts';

/** Of a tool of before 1008, which says other things before the first section. */
const OTHER_WORDS = 'flexflow-gpu-v1006/tool-2024-07';

/** A mean exactly between two printed ones: 11 423.673 us of 6 items, which the reference adds up in the order in which it met the items. */
const MEANS: Readonly<Record<string, readonly string[]>> = {
  'lg-missing-4n/options/nodes-0-1': ['line 416:           Average time: 1903.946 us | ours:           Average time: 1903.945 us'],
};

/** Between waits that overlap the reference writes a running time of less than nothing, which as an unsigned number is 584 years. */
const OVERLAPPING_WAITS: Readonly<Record<string, readonly string[]>> = {
  'lgt-2rank-cg': [[0, 6_338_805.206], [1, 6_397_092.034]].map(([node, ts]) =>
    `missing {"name":"External Thread (External Thread)","cat":"task","ph":"X","ts":${ts},"dur":18446744073709530,"pid":${node},"tid":2}`),
};

/** The log of node 2 is missing. The reference lists a channel that is of this node alone although nothing else of the node is there. */
const MISSING_NODE: Readonly<Record<string, RegExp>> = {
  'lg-missing-4n': /^(legion_prof_processor\.tsv: .*Fill \[n2\] sys|json\/scale\.json: .*"max_level":200.*"max_level":196|tsv\/\(None,_System_Memory_0x1e00020000000000,_Fill\)\.tsv: missing|tsv\/(2|all) \(Channel\)_util\.tsv: )/,
};

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('against the reference', () => {
  test.each(runsWith('statistics.txt'))('$answers: statistics', { timeout: 240_000 }, async ({ answers, logs, view, isTrimmed }) => {
    const { differences, sorted, lines, groups } = compareStatistics(await statisticsOf(logs, view), join(golden, answers), answers === OTHER_WORDS);
    // What runs within a trimmed span, and the order that follows from it, is in options.test.ts.
    if (isTrimmed) expect(sorted.filter((line) => !/^ {10}Running time/.test(line))).toEqual([]);
    else expect(differences).toEqual(MEANS[answers] ?? []);
    compared(answers, 'statistics.txt', { lines, groups });
  });

  test.each(runsWith('trace.json.gz'))('$answers: trace', { timeout: 240_000 }, ({ answers, logs, view }) => withIndex(logs, (reader) => {
    const { differences, events } = compareTrace(reader, join(golden, answers));
    expect(differences).toEqual(OVERLAPPING_WAITS[answers] ?? []);
    compared(answers, 'trace.json.gz', { events });
  }, view));

  test.each(runsWith('legacy.tar.gz'))('$answers: legacy', { timeout: 240_000 }, ({ answers, logs, view }) => withIndex(logs, (reader) => {
    const { differences, files, rows } = compareLegacy(reader, join(golden, answers));
    expect(differences.filter((text) => !MISSING_NODE[answers]?.test(text))).toEqual([]);
    expect(differences.length).toBe(answers in MISSING_NODE ? 5 : 0);
    compared(answers, 'legacy.tar.gz', { files, rows });
  }, view));

  test.each(runsWith('legacy-files.tsv'))('$answers: legacy, by digests', { timeout: 240_000 }, ({ answers, logs, view }) => withIndex(logs, (reader) => {
    const { differences, files, rows } = compareLegacyDigests(reader, join(golden, answers));
    expect(differences).toEqual([]);
    compared(answers, 'legacy-files.tsv', { files, rows });
  }, view));

  test.each(goldenRuns.filter(({ answers, isRepaired }) => isRepaired && existsSync(join(golden, answers, 'statistics.txt'))))('$answers: what the reference shows of the repaired log is in ours of the log as it is', { timeout: 120_000 }, ({ answers, logs }) => withIndex(logs, async (reader) => {
    const { counts, missing } = missingOfRepaired(reader, await statisticsOf(logs), join(golden, answers));
    expect(missing).toEqual([]);
    for (const [file, count] of Object.entries(counts)) compared(answers, file, count);
  }));
});
