// Every recorded answer has a test that compares it, and stands in a folder that is a run which the tests know.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { goldenRuns } from './golden_runs.ts';
import { COMPARED_BY, recordedAnswers } from './ledger_sums.ts';
import { isShared } from './shared_folders.ts';

test.skipIf(!isShared)('no answer lies there that nothing compares', () => {
  const paths = recordedAnswers();
  expect(paths.length).toBeGreaterThan(300);
  expect(paths.filter((path) => COMPARED_BY[basename(path)] === undefined)).toEqual([]);
  const folders = new Set(['.', ...goldenRuns.map(({ answers }) => answers)]);
  expect(paths.filter((path) => !folders.has(dirname(path)))).toEqual([]);
  expect(Object.values(COMPARED_BY).filter((name) => !existsSync(join(import.meta.dirname, name)))).toEqual([]);
});
