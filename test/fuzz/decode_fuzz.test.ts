import { expect, test } from 'vitest';
import { runCases, seedLogs } from '../../scripts/fuzz/cases.mjs';

// The same cases as the first ones of `npm run fuzz -- --seed 20261122`.
test('three thousand damaged logs each end with a log or an error kind', { timeout: 60_000 }, async () => {
  const { outcomes, failures } = await runCases(await seedLogs(), 20_261_122, 0, 3000);
  expect(failures).toEqual([]);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['cut', 'no timed records', 'unreadable', 'whole']));
});
