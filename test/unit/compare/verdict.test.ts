/** Vectors of shared/design/compare.md §9.1: why a line changed, and what may be said of repeats. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../electron/compare/difference.ts';
import { intervalRank, repeatsNeeded } from '../../../electron/compare/rank_statistics.ts';
import { judge, judgeRepeats, type JudgedSide, type JudgeOptions } from '../../../electron/compare/verdict.ts';

const options = (threshold: number): JudgeOptions => ({ threshold, confidence: 0.95, noise: undefined });

describe('why a line changed', () => {
  test.each([
    ['E1', [20, 36], [2, 3], [20, 36], [10, 6, 0]], ['E2', [10, 20], [2, 2], [20, 20], [0, 0, 10]], ['E3 only in B', [0, 5], [0, 1], [0, 5], [5, 0, 0]],
    ['E3 only in A', [30, 0], [1, 0], [30, 0], [-30, 0, 0]], ['E4', [20, 26], [4, 4], [40, 52], [0, 6, 0]],
  ] as const)('%s', (_, e, n, w, [countNs, durationNs, overlapNs]) => {
    expect(explain(e, n, w)).toEqual({ countNs, durationNs, overlapNs });
  });
});

describe('repeats', () => {
  test('Q1: regressed', () => {
    const verdict = judgeRepeats([100, 101, 102, 103], [110, 111, 112, 113], options(0.02));
    expect(verdict.verdict).toBe('regressed');
    expect(verdict.ratio).toBeCloseTo(0.0985, 4);
    expect(verdict.lo).toBeCloseTo(0.068, 4);
    expect(verdict.hi).toBeCloseTo(0.13, 4);
    expect(verdict.confidence).toBeCloseTo(0.971, 3);
    // The same the other way round.
    expect(judgeRepeats([110, 111, 112, 113], [100, 101, 102, 103], options(0.02)).verdict).toBe('improved');
  });

  test('Q2: an interval wider than the threshold', () => {
    const verdict = judgeRepeats([100, 101, 102, 103], [100, 101, 102, 104], options(0.02));
    expect(verdict.verdict).toBe('cannot tell');
    expect(verdict.ratio).toBeCloseTo(0, 6);
    expect(verdict.lo).toBeCloseTo(-0.0291, 4);
    expect(verdict.hi).toBeCloseTo(0.04, 4);
  });

  test('Q3: three and three are too few', () => {
    expect(judgeRepeats([100, 101, 102], [110, 111, 112], options(0.05))).toMatchObject({ verdict: 'cannot tell', lo: null, reasons: ['3 and 3 runs are too few for a confidence of 95 %; 4 and 4 would do'] });
    expect(intervalRank(3, 3, 0.9)!.confidence).toBeCloseTo(0.9, 10);
    expect(repeatsNeeded(0.95)).toBe(4);
  });

  test('Q4: neutral', () => {
    const verdict = judgeRepeats([100, 100, 100, 100], [101, 101, 101, 101], options(0.02));
    expect(verdict.verdict).toBe('neutral');
    expect(verdict.ratio).toBeCloseTo(0.01, 10);
  });

  test('the confidence that can be reached agrees with counting all orders', () => {
    for (const [n, m] of [[3, 4], [4, 4], [5, 5], [2, 6]] as const) {
      const counts = new Map<number, number>();
      let total = 0;
      // Every choice of n places of n + m for the first sample; U counts pairs out of order.
      for (let choice = 0; choice < 1 << (n + m); choice++) {
        const places = Array.from({ length: n + m }, (_, i) => i).filter((i) => (choice >> i) & 1);
        if (places.length !== n) continue;
        const u = places.reduce((sum, place, i) => sum + place - i, 0);
        counts.set(u, (counts.get(u) ?? 0) + 1);
        total++;
      }
      for (const confidence of [0.5, 0.8, 0.9, 0.95, 0.99]) {
        let below = 0;
        let expected: { rank: number; confidence: number } | undefined;
        for (let k = 1; 2 * k <= n * m + 1; k++) {
          below += counts.get(k - 1) ?? 0;
          if (1 - (2 * below) / total >= confidence) expected = { rank: k, confidence: 1 - (2 * below) / total };
        }
        const found = intervalRank(n, m, confidence);
        expect(found?.rank).toBe(expected?.rank);
        if (expected !== undefined) expect(found!.confidence).toBeCloseTo(expected.confidence, 12);
      }
    }
  });
});

describe('one run per side', () => {
  const side = (wall: number, iteration: (i: number) => number): JudgedSide => ({ values: [wall], iterations: Array.from({ length: 80 }, (_, i) => iteration(i)) });

  test('within 2 % nothing is said, beyond the noise only with iterations that agree', () => {
    const steady = (ns: number) => (i: number) => ns + (i % 3);
    const wild = (ns: number) => (i: number) => ns * (1 + (Math.floor(i / 10) % 2));
    expect(judge(side(1000, steady(100)), side(1019, steady(102)), options(0.05), [])).toMatchObject({ verdict: 'neutral', weak: false });
    expect(judge(side(1000, steady(1000)), side(1300, steady(1300)), options(0.05), [])).toMatchObject({ verdict: 'regressed', weak: true });
    expect(judge(side(1300, steady(1300)), side(1000, steady(1000)), options(0.05), [])).toMatchObject({ verdict: 'improved', weak: true });
    // Wall time and iterations disagree; iterations scatter; too few iterations.
    expect(judge(side(1000, steady(1300)), side(1300, steady(1000)), options(0.05), [])).toMatchObject({ verdict: 'cannot tell' });
    expect(judge(side(1000, wild(1000)), side(1300, wild(1300)), options(0.05), [])).toMatchObject({ verdict: 'cannot tell' });
    expect(judge({ values: [1000], iterations: [1] }, { values: [1300], iterations: [1] }, options(0.05), [])).toMatchObject({ verdict: 'cannot tell' });
    expect(judge(side(1000, steady(1000)), side(1300, steady(1300)), { ...options(0.05), noise: 0.4 }, [])).toMatchObject({ verdict: 'cannot tell', noise: 0.4 });
  });

  test('what forbids a claim forbids it whatever the times', () => {
    expect(judge(side(1000, () => 10), side(1000, () => 10), options(0.05), ['a log is cut'])).toMatchObject({ verdict: 'cannot tell', reasons: ['a log is cut', expect.anything()] });
    expect(judge({ values: [0], iterations: [] }, side(1000, () => 10), options(0.05), [])).toMatchObject({ verdict: 'cannot tell', ratio: null });
  });
});
