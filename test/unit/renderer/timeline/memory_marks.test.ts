import { expect, test } from 'vitest';
import type { UtilTile } from '../../../../electron/protocol/tiles.ts';
import { peakInView } from '../../../../renderer/timeline/memory_marks.ts';

const tile = (index: number, maxs: Record<number, number>): UtilTile => {
  const values = Float32Array.from({ length: 1024 }, (_, i) => maxs[i] ?? 0);
  return { key: { track: 0, exp: 3, index }, count: 1024, means: values, mins: values, maxs: values };
};
const piece = (of: UtilTile | undefined, startNs: number, stopNs: number) => ({ tile: of, startNs, stopNs, isExact: true });

test('the peak is the greatest bucket in view, the first of equals, and nothing where nothing is known', () => {
  const [first, second] = [tile(0, { 10: 500, 900: 700, 1000: 700 }), tile(1, { 3: 600, 500: 9000 })];
  expect(peakInView({ curve: [piece(first, 0, 8192), piece(second, 8192, 8192 + 80)] })).toEqual({ ns: 900 * 8 + 4, bytes: 700 });
  // What lies outside the view does not count.
  expect(peakInView({ curve: [piece(first, 0, 7200)] })).toEqual({ ns: 84, bytes: 500 });
  expect(peakInView({ curve: [piece(undefined, 0, 100)] })).toBeUndefined();
  expect(peakInView({ curve: [piece(tile(0, {}), 0, 8192)] })).toBeUndefined();
});
