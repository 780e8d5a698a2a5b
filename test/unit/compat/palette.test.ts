// The reference's colours by the worked values of its semantics; golden/tiles.test.ts compares whole runs.
import { describe, expect, test } from 'vitest';
import { ItemColors } from '../../../electron/compat/item_colors.ts';
import { hueWalk, Palette, shade } from '../../../electron/compat/palette.ts';
import { STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING } from '../../../electron/protocol/items.ts';
import { indexOfLogs } from '../index/built_index.ts';

describe('hueWalk', () => {
  test('gives the first colour of 23 kinds', () => {
    expect(hueWalk(23).next().value.toString(16)).toBe('df00ff');
  });

  test.each([1, 2, 3, 100, 4095, 4096, 2 ** 20])('gives %i kinds colours of full saturation, none twice while hues last', (count) => {
    const walk = hueWalk(count);
    const colors = Array.from({ length: Math.min(count, 700) }, () => walk.next().value);
    for (const color of colors) {
      const channels = [color >>> 16, (color >>> 8) & 255, color & 255];
      expect(Math.min(...channels)).toBe(0);
      expect(Math.max(...channels)).toBe(255);
    }
    // A wheel of 8 bits a channel has 1530 hues; the walk visits each of its steps once.
    if (count > 1 && count <= 100) expect(new Set(colors).size).toBe(count);
  });

  test('goes on past the reference\'s limits', () => {
    for (const count of [0, 2 ** 24, 2 ** 40]) expect(hueWalk(count).next().value).toBeGreaterThan(0);
  });
});

test('shade mixes with white in linear light', () => {
  expect([STATE_RUNNING, STATE_READY, STATE_WAITING, STATE_NONE].map((state) => shade(0xdf00ff, state as 0).toString(16))).toEqual(['df00ff', 'f1c4ff', 'fbedff', 'df00ff']);
  expect([shade(0x00ff3f, STATE_READY), shade(0x00ff3f, STATE_WAITING)].map((color) => color.toString(16))).toEqual(['c4ffc7', 'edffee']);
});

test('items have the colours of their kinds, and those of one operation share one', async () => {
  const { reader } = await indexOfLogs('lg-tiny-hello');
  const palette = new Palette(reader);
  const colors = new ItemColors(reader, palette);
  for (const { id, items } of reader.tracks()) {
    const all = colors.range(id, 0, items);
    expect(all).toHaveLength(items);
    if (items > 2) expect([...colors.range(id, 1, items - 1)]).toEqual([...all.subarray(1, items - 1)]);
  }
  expect(palette.meta(8).toString(16)).toBe('9900');
  expect(palette.variant(2 ** 31, 7)).toBe(0);
});
