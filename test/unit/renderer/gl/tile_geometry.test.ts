import { describe, expect, test } from 'vitest';
import { createItemTile } from '../../../../electron/protocol/tile_codec.ts';
import { FLAG_CONTINUES, FLAG_EMPTY, FLAG_GROUP, packTile, quadIndices, WORDS_PER_VERTEX } from '../../../../renderer/gl/tile_geometry.ts';
import { highWord, lowWord } from '../../../../renderer/gl/words64.ts';

describe('boxes as vertices', () => {
  test('four equal vertices with exact words, flags and the distance to the next box of the level', () => {
    const { tile } = createItemTile({ track: 0, exp: 0, index: 0 }, 4);
    const spans = [[5, 10], [10, 12], [40, 40], [2 ** 33 + 7, 2 ** 33 + 9]];
    spans.forEach(([start, stop], i) => {
      tile.startsHi[i] = highWord(start);
      tile.startsLo[i] = lowWord(start);
      tile.stopsHi[i] = highWord(stop);
      tile.stopsLo[i] = lowWord(stop);
      tile.counts[i] = i === 3 ? 9 : 1;
      tile.ordinals[i] = i < 2 ? 3 : i;
      tile.busy[i] = 0.5;
      tile.colors[i] = 70 + i;
    });
    const words = packTile(tile);
    const floats = new Float32Array(words.buffer);
    expect(words.length).toBe(4 * 4 * WORDS_PER_VERTEX);
    for (let vertex = 1; vertex < 4; vertex++) expect(words.slice(vertex * 7, vertex * 7 + 7)).toEqual(words.slice(0, 7));
    const box = (i: number) => ({ packed: words[i * 28 + 4], gap: floats[i * 28 + 6], stopLo: words[i * 28 + 3], stopHi: words[i * 28 + 2], shade: words[i * 28 + 5] });
    expect(box(0).gap).toBe(0);
    expect(box(0).packed & FLAG_CONTINUES).toBeTruthy();
    expect(box(1).gap).toBe(28);
    expect(box(1).packed & (FLAG_CONTINUES | FLAG_EMPTY | FLAG_GROUP)).toBe(0);
    expect(box(2).packed & FLAG_EMPTY).toBeTruthy();
    expect(box(3)).toMatchObject({ stopHi: 2, stopLo: 9, shade: 73 });
    expect(box(3).packed & FLAG_GROUP).toBeTruthy();
    expect(box(3).packed >>> 27).toBe(16);
  });

  test('two triangles per box', () => {
    expect([...quadIndices(2)]).toEqual([0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7]);
  });

  test.each([[0, 0, 0], [-1, 0xffffffff, 0xffffffff], [2 ** 32, 1, 0], [3600e9, 838, 817_405_952], [-(2 ** 33) + 5, 0xfffffffe, 5]])('words of %d', (ns, high, low) => {
    expect([highWord(ns), lowWord(ns)]).toEqual([high, low]);
  });
});
