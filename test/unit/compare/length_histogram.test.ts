/** Lengths of items counted in common bins: nothing is lost, and each stands where it belongs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthHistogram } from '../../../electron/compare/length_histogram.ts';

test('ten times longer on one side: two heaps, at the two ends', () => {
  const found = lengthHistogram([Array.from({ length: 20 }, () => 1000), Array.from({ length: 30 }, () => 10_000)])!;
  expect([found.fromNs, found.toNs, found.medianNs]).toEqual([1000, 10_000, [1000, 10_000]]);
  expect([found.a[0], found.b.at(-1)]).toEqual([20, 30]);
});

test('nothing to tell apart', () => {
  expect(lengthHistogram([[5, 5], [5, 5]])).toBeUndefined();
  expect(lengthHistogram([[5], [6]])).toBeUndefined();
});

test('every item is counted once, in the bin whose bounds hold it', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 1e9 }), { maxLength: 60 });
  fc.assert(fc.property(lengths, lengths, (a, b) => {
    const found = lengthHistogram([a, b]);
    if (found === undefined) return;
    for (const [counts, of] of [[found.a, a], [found.b, b]] as const) {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(of.length);
      const bound = (i: number): number => found.fromNs * (found.toNs / found.fromNs) ** (i / counts.length);
      // A hair of slack at each bound: the scale is not of whole numbers.
      counts.forEach((count, i) => expect(count).toBeLessThanOrEqual(of.filter((ns) => ns >= bound(i) * (1 - 1e-9) && ns <= bound(i + 1) * (1 + 1e-9)).length));
    }
  }), { seed: 41 });
});
