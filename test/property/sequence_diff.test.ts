// The longest common subsequence is one, and is as long as the quadratic table says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonSubsequence } from '../../electron/compare/sequence_diff.ts';

const sequence = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }).map((values) => Uint32Array.from(values));

/** Length of the longest common subsequence, by the textbook's table. */
function longest(a: Uint32Array, b: Uint32Array): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) for (let j = 1; j <= b.length; j++) table[i][j] = a[i - 1] === b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
  return table[a.length][b.length];
}

describe('common subsequences', () => {
  it('are common, ascending and longest', () => {
    fc.assert(fc.property(sequence, sequence, (a, b) => {
      const pairs = commonSubsequence(a, b)!;
      expect(pairs.length).toBe(longest(a, b));
      pairs.forEach(([i, j], k) => {
        expect(a[i]).toBe(b[j]);
        if (k > 0) expect(i > pairs[k - 1][0] && j > pairs[k - 1][1]).toBe(true);
      });
    }), { numRuns: 300 });
  });

  it('of a long program with a statement put in are found at once', () => {
    const a = Uint32Array.from({ length: 200_000 }, (_, i) => i % 7);
    const b = Uint32Array.of(...a.subarray(0, 1000), 9, ...a.subarray(1000, 3000));
    expect(commonSubsequence(a.subarray(0, 3000), b)!.length).toBe(3000);
    const began = performance.now();
    expect(commonSubsequence(a, a)!.length).toBe(200_000);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('are not looked for where the programs have nothing in common', () => {
    expect(commonSubsequence(new Uint32Array(5000).fill(1), new Uint32Array(5000).fill(2))).toBe(undefined);
  });
});
