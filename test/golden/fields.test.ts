// Differential: every field of every item of real logs against what the reference recorded for them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { logsIn } from './model_run.ts';
import { compareFields, noFields, type FieldComparison } from './fields_compare.ts';
import { referenceRun } from './fields_run.ts';

const root = join(import.meta.dirname, '../..');
const traces = join(root, '../shared/traces');
const golden = join(root, '../shared/golden');
const isShared = existsSync(traces) && existsSync(golden);

/** `logs`: in the order of the reference's arguments; `answers`: folder under golden. */
interface Case {
  readonly name: string;
  readonly logs: () => readonly string[];
  readonly answers: string;
}

const concurrent = (): string[] => logsIn(join(traces, 'lg-small-concurrent-2n'));
const cases: readonly Case[] = !isShared ? [] : [
  ...readdirSync(golden).filter((name) => existsSync(join(golden, name, 'slots-digest.tsv.gz'))).map((name) => ({ name, logs: () => logsIn(join(traces, name)), answers: name })),
  { name: 'flexflow-gpu-v1006 as 1008', logs: () => [join(golden, 'flexflow-gpu-v1006/as-v1008/prof_0.v1008.gz')], answers: 'flexflow-gpu-v1006/as-v1008' },
  ...[0, 1].map((rank) => ({ name: `lg-small-concurrent-2n, file ${rank} only`, logs: () => [concurrent()[rank]], answers: `lg-small-concurrent-2n/options/file-${rank}-only` })),
  { name: 'lg-small-concurrent-2n, files reversed', logs: () => concurrent().reverse(), answers: 'lg-small-concurrent-2n/options/files-reversed' },
];
const only = process.env['FIELDS_OF'];
const totals = noFields();

describe.runIf(isShared)('against the reference', () => {
  test.each(cases.filter(({ name }) => only === undefined || only === name))('$name', { timeout: 300_000 }, async ({ name, logs, answers }) => {
    const comparison = noFields();
    compareFields(await referenceRun(logs()), join(golden, answers), comparison);
    console.log(name, JSON.stringify({ ...comparison, differences: comparison.differences.length }));
    expect(comparison.differences.slice(0, 20)).toEqual([]);
    for (const key of Object.keys(totals) as (keyof FieldComparison)[]) if (key !== 'differences') totals[key] += comparison[key];
  });

  afterAll(() => console.log(`fields compared with the reference: ${JSON.stringify(totals)}`));
});
