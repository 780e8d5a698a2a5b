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

const cases = (isShared ? readdirSync(golden) : []).filter((name) => existsSync(join(golden, name, 'slots-digest.tsv.gz')));
const only = process.env['FIELDS_OF'];
const totals = noFields();

describe.runIf(isShared)('against the reference', () => {
  test.each(cases.filter((name) => only === undefined || only === name))('%s', { timeout: 300_000 }, async (name) => {
    const comparison = noFields();
    compareFields(await referenceRun(logsIn(join(traces, name))), join(golden, name), comparison);
    console.log(name, JSON.stringify({ ...comparison, differences: comparison.differences.length }));
    expect(comparison.differences.slice(0, 20)).toEqual([]);
    for (const key of Object.keys(totals) as (keyof FieldComparison)[]) if (key !== 'differences') totals[key] += comparison[key];
  });

  afterAll(() => console.log(`fields compared with the reference: ${JSON.stringify(totals)}`));
});
