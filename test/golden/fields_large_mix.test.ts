import { test } from 'vitest';
import { compareRuns } from './fields_cases.ts';

// 13 million fields, more than a minute of processor time: for whoever changes fields.
if (process.env['LEGION_PROF_ALL_FIELDS'] === undefined) test('lg-large-mix-4n', ({ skip }) => skip('asked for by LEGION_PROF_ALL_FIELDS=1'));
else compareRuns('lg-large-mix-4n');
