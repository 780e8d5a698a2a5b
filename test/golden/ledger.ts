/** Book-keeping of comparisons: a test that has compared a recorded answer says how much of it, which must be all that it holds. Test helper. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { type Counts, countsIn } from './golden_counts.ts';
import './kept_indexes.ts';
import { bookIn } from './ledger_sums.ts';
import { golden } from './shared_folders.ts';

/** @param answers folder of the answer below golden. @param counts what of it was compared, in the terms of golden_counts.ts */
export function compared(answers: string, file: string, counts: Counts): void {
  expect(counts, `${answers}/${file}: how much of it was compared`).toEqual(countsIn(join(golden, answers), file));
  appendFileSync(bookIn(inject('keptIndexes')), `${JSON.stringify({ path: join(answers, file), counts })}\n`);
}
