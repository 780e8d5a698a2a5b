// Fields of whole runs against the reference's recorded ones; the test files beside this share the runs among themselves, so that they
// are compared side by side. Test helper.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareFields, noFields, type FieldComparison } from './fields_compare.ts';
import { withReferenceRun } from './fields_run.ts';
import { runsWith } from './golden_runs.ts';
import { golden, isShared } from './shared_folders.ts';

/** Differences that are not ours to mend; each must still be met, so that the table cannot go stale. */
const KNOWN: readonly { readonly answers: string; readonly pattern: RegExp; readonly reason: string }[] = [
  {
    answers: 'lgt-2rank-cg', pattern: /^n[01] \/ external \/ e0: other hash/,
    reason: 'Waits that hold calls overlap in the reference, with segments of negative length between them; ours follow each other (docs/differences.md).',
  },
];

/**
 * Runs of which hashes are recorded instead of all fields, or beside them: hashes hold the reference's numbers of items, which are worked out
 * for whole runs. Where every field is recorded tiles.test.ts compares it.
 */
const cases = runsWith('slots-digest.tsv.gz').filter(({ answers }) => !existsSync(join(golden, answers, 'metas.json.gz')) && !answers.includes('/nodes-'));

/** Runs that take seconds: a file each. */
const LARGE = ['lg-large-mix-4n', 'lg-medium-circuit-2n', 'flexflow-gpu-v1006/as-v1008', 'lgt-stencil'];

/** @param part a run of LARGE, or which half of the others */
export function compareRuns(part: string): void {
  const chosen = cases.filter(({ answers }) => !LARGE.includes(answers));
  const runs = part === 'even' || part === 'odd' ? chosen.filter((_, i) => (i % 2 === 0) === (part === 'even')) : cases.filter(({ answers }) => answers === part);
  const totals = noFields();

  describe.runIf(isShared)('fields of every item, against the reference', () => {
    test.each(runs)('$answers', { timeout: 600_000 }, ({ answers, logs }) => withReferenceRun(logs, (run) => {
      const comparison = noFields();
      compareFields(run, join(golden, answers), comparison);
      const known = KNOWN.filter((difference) => difference.answers === answers);
      expect(comparison.differences.filter((text) => !known.some(({ pattern }) => pattern.test(text))).slice(0, 20)).toEqual([]);
      for (const { pattern } of known) expect(comparison.differences.some((text) => pattern.test(text)), `${pattern} no longer met`).toBe(true);
      expect(comparison.fields).toBe(comparison.recordedFields);
      expect(comparison.items).toBeGreaterThan(0);
      for (const key of Object.keys(totals) as (keyof FieldComparison)[]) if (key !== 'differences') totals[key] += comparison[key];
    }));

    afterAll(() => {
      const { slots, items, segments, fields, hashes } = totals;
      console.log(`fields compared with the reference (${part}): ${runs.length} runs, ${slots} slots (${hashes} by hash), ${items} items, ${segments} segments, ${fields} fields`);
    });
  });

  test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));
}
