import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lengthFigures } from '../../../electron/engine/length_figures.ts';

it('tells ranks that occur, the spread, and every length in the part that it belongs to', () => {
  const figures = lengthFigures(Float64Array.of(0, 1, 2, 3, 1000));
  expect(figures).toMatchObject({ minNs: 0, p50Ns: 2, p95Ns: 1000, p99Ns: 1000, maxNs: 1000, meanNs: 201.2 });
  expect(figures.sdNs).toBeCloseTo(399.4, 1);
  // 2^(19/2) = 724.1 ≤ 1000 < 2^10.
  expect([figures.histogram.first, figures.histogram.counts.length, figures.histogram.counts[0], figures.histogram.counts.at(-1)]).toEqual([0, 20, 2, 1]);
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1e13, noNaN: true }), { minLength: 1 }), (lengths) => {
    const sorted = Float64Array.from(lengths).sort();
    const { histogram: { first, counts } } = lengthFigures(sorted);
    counts.forEach((count, i) => {
      const [from, until] = [first + i === 0 ? 0 : 2 ** ((first + i) / 2), 2 ** ((first + i + 1) / 2)];
      // Powers are rounded, so a length at an edge may stand on either side.
      const near = sorted.filter((length) => Math.abs(length - from) < from * 1e-12 || Math.abs(length - until) < until * 1e-12).length;
      expect(Math.abs(count - sorted.filter((length) => length >= from && length < until).length)).toBeLessThanOrEqual(near);
    });
    expect(counts.reduce((a, b) => a + b, 0)).toBe(sorted.length);
  }));
});
