// A bent time axis goes there and back, and bends nowhere but at its knots.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bent, makeKnots, scaledKnots, straightened } from '../../../../renderer/base/warp.ts';

const ascending = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 40 }).map((steps) => steps.reduce<number[]>((sums, step) => [...sums, sums[sums.length - 1] + step], [0]));

describe('a bent time axis', () => {
  it('meets its knots and is straight between them', () => {
    const knots = makeKnots([0, 10, 20], [0, 40, 50]);
    expect([0, 5, 10, 15, 20].map((u) => bent(knots, u))).toEqual([0, 20, 40, 45, 50]);
    expect([0, 20, 40, 45, 50].map((x) => straightened(knots, x))).toEqual([0, 5, 10, 15, 20]);
  });

  it('goes on beyond both ends as between the outer knots', () => {
    const knots = makeKnots([0, 10, 20], [0, 40, 50]);
    expect(bent(knots, -5)).toBe(-20);
    expect(bent(knots, 30)).toBe(60);
  });

  it('stands still where the other axis does, and never gives something that is no number', () => {
    const knots = makeKnots([0, 10, 10, 20], [0, 10, 40, 50]);
    expect(straightened(knots, 25)).toBe(10);
    expect(bent(knots, 10)).toBe(40);
    expect(bent(knots, 9.999)).toBeCloseTo(9.999);
  });

  it('goes there and back, at any scale', () => {
    fc.assert(fc.property(ascending, ascending, fc.double({ min: -0.2, max: 1.2, noNaN: true }), (a, b, part) => {
      const length = Math.min(a.length, b.length);
      const knots = scaledKnots(makeKnots(a.slice(0, length), b.slice(0, length)), 1.5);
      const u = part * a[length - 1] * 1.5;
      expect(straightened(knots, bent(knots, u))).toBeCloseTo(u, 6);
    }), { numRuns: 200 });
  });
});
