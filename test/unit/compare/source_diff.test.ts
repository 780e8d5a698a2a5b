/** Diffs of two programs: they give both texts back, change as little as can be, and show what was asked for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows, rowsAround } from '../../../electron/compare/source_diff.ts';

const shown = (a: string, b: string): readonly string[] => diffRows([a, b])!.map(({ a: x, b: y, text }) => `${x === null ? '+' : y === null ? '-' : ' '}${text}`);

test('a statement that was added, and one that was changed', () => {
  expect(shown('for i in r:\n    q = A @ p\n    if i % 1 == 0:\n        test()\n', 'for i in r:\n    q = A @ p\n    z = A @ q\n    if i % 25 == 0:\n        test()\n'))
    .toEqual([' for i in r:', '     q = A @ p', '-    if i % 1 == 0:', '+    z = A @ q', '+    if i % 25 == 0:', '         test()']);
});

test('ends of lines do not count, nothing is not a line', () => {
  expect(shown('a\r\nb\r\n', 'a\nb')).toEqual([' a', ' b']);
  expect(shown('', 'a\n')).toEqual(['+a']);
  expect(shown('', '')).toEqual([]);
});

test('whatever the texts: both come back from the rows, numbered, and nothing shorter would do', () => {
  const program = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  fc.assert(fc.property(program, program, (a, b) => {
    const rows = diffRows([a.map((line) => `${line}\n`).join(''), b.map((line) => `${line}\n`).join('')])!;
    expect(rows.flatMap(({ a: x, text }) => (x === null ? [] : [text]))).toEqual(a);
    expect(rows.flatMap(({ b: y, text }) => (y === null ? [] : [text]))).toEqual(b);
    for (const side of ['a', 'b'] as const) expect(rows.flatMap((row) => row[side] ?? [])).toEqual((side === 'a' ? a : b).map((_, i) => i + 1));
    expect(rows.filter(({ a: x, b: y }) => x !== null && y !== null).length).toBe(longestCommon(a, b));
  }), { seed: 31 });
});

test('far from the lines asked for only changes are shown, and no more than a page can hold', () => {
  const a = Array.from({ length: 300 }, (_, i) => `line ${i + 1}`);
  const b = a.with(199, 'another');
  const rows = rowsAround(diffRows([a.join('\n'), b.join('\n')])!, [20, 20]);
  expect(rows.map(({ a: x }) => x).filter((x) => x !== null)).toEqual([17, 18, 19, 20, 21, 22, 23, 197, 198, 199, 200, 201, 202, 203]);
  const other = rowsAround(diffRows([a.join('\n'), a.map((line) => `${line}.`).join('\n')])!, [150, 150]);
  expect(other.length).toBe(400);
  expect(other.some(({ a: x }) => x === 150) && other.some(({ b: y }) => y === 150)).toBe(true);
});

/** By the textbook's table. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let before = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const now = [0];
    b.forEach((y, j) => now.push(x === y ? before[j] + 1 : Math.max(before[j + 1], now[j])));
    before = now;
  }
  return before[b.length];
}
