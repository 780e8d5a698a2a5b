/** Damaged logs can be compared: nothing throws or hangs, and whatever is left adds up. */
import { expect, test } from 'vitest';
import { compareText } from '../../electron/compare/compare_text.ts';
import { comparePage } from '../../electron/compare/compare_page.ts';
import { seedLogs } from '../../scripts/fuzz/cases.mjs';
import { mutatedLog } from '../../scripts/fuzz/mutate.mjs';
import { compareRuns, runOfBytes } from '../unit/compare/compared.ts';

const CASES = 250;
const CASE_MS = 2000;

test('damaged logs against whole ones', { timeout: 60_000 }, async () => {
  const seeds = await seedLogs();
  const whole = await Promise.all(seeds.map((bytes, i) => runOfBytes([bytes], `whole ${i}`)));
  let compared = 0;
  for (let i = 0; i < CASES; i++) {
    const { bytes, what } = mutatedLog(seeds, 20_261_124, i);
    const other = whole[i % whole.length];
    const began = performance.now();
    const damaged = await runOfBytes([bytes], `damaged ${i}`);
    const comparison = compareRuns(other, damaged);
    const { difference } = comparison;
    expect(difference.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0), what).toBe(damaged.identity.wallNs - other.identity.wallNs);
    for (const { why, deltaNs, aNs, bNs } of difference.lines) {
      expect(aNs >= 0 && bNs >= 0, what).toBe(true);
      expect(why.countNs + why.durationNs + why.overlapNs, what).toBe(deltaNs);
    }
    expect(compareRuns(damaged, damaged).difference.lines, what).toEqual([]);
    expect(`${compareText(comparison)}${comparePage(comparison)}`, what).not.toMatch(/NaN|undefined|Infinity/);
    expect(performance.now() - began, what).toBeLessThan(CASE_MS);
    if (damaged.intervals.count > 0) compared++;
  }
  expect(compared).toBeGreaterThan(CASES / 4);
});
