// Differential: what `statistics` prints of real logs against what the reference printed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { buildIndex } from '../unit/index/built_index.ts';
import { logsIn } from './model_run.ts';
import { compareStatistics, statisticsOf } from './reports.ts';

const traces = join(import.meta.dirname, '../../../shared/traces');
const golden = join(import.meta.dirname, '../../../shared/golden');
const isShared = existsSync(traces) && existsSync(golden);

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

const totals = { runs: 0, lines: 0, groups: 0 };

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('against the reference', () => {
  test.each(cases)('$name', { timeout: 240_000 }, async ({ logs, answers, hasOtherWords }) => {
    const decoded = [];
    for (const path of logs()) decoded.push(await decodeLog(path));
    const { reader } = buildIndex(decoded);
    const statistics = compareStatistics(statisticsOf(reader), join(golden, answers), hasOtherWords);
    expect(statistics?.differences).toEqual([]);
    totals.runs++;
    for (const key of ['lines', 'groups'] as const) totals[key] += statistics?.[key] ?? 0;
  });

  afterAll(() => console.log(`statistics compared with the reference: ${totals.runs} runs, ${totals.lines} lines, ${totals.groups} groups`));
});
