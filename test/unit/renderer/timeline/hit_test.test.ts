import { describe, expect, test } from 'vitest';
import { createItemTile } from '../../../../electron/protocol/tile_codec.ts';
import type { TrackSummary } from '../../../../electron/protocol/run_api.ts';
import type { ItemTile } from '../../../../electron/protocol/tiles.ts';
import type { Row } from '../../../../renderer/state/app.ts';
import { buildDrawList, type DrawList } from '../../../../renderer/timeline/draw_list.ts';
import { hitTest, levelBand } from '../../../../renderer/timeline/hit_test.ts';
import { snapToEdge } from '../../../../renderer/timeline/snap.ts';

const track: TrackSummary = {
  id: 5, slug: 'n0/cpu/c0', node: 0, kind: 'cpu', name: 'c0', longName: '', realmId: null, capacityBytes: null, items: 4, segments: 4, levels: 2, mirrorOf: null, hasUtil: true,
};
const row: Row = {
  id: 5, slug: track.slug, label: 'c0', longName: '', kind: 'cpu', depth: 2, isOpen: true, type: 'leaf', group: undefined, track, y: 0, height: 38, levelHeight: 18,
};

/** 1000 css px over 1024 ns: one tile of exponent 0. */
function listOf(boxes: readonly (readonly [start: number, stop: number, level: number, count?: number])[], tiles?: ItemTile): DrawList {
  const { tile } = createItemTile({ track: 5, exp: 0, index: 0 }, boxes.length);
  boxes.forEach(([start, stop, level, count = 1], i) => {
    tile.startsLo[i] = start;
    tile.stopsLo[i] = stop;
    tile.levels[i] = level;
    tile.counts[i] = count;
    tile.ordinals[i] = i;
  });
  const lookup = { find: () => tiles ?? tile, exponents: () => [0], errorOf: () => undefined };
  return buildDrawList({
    viewport: { startNs: 0, stopNs: 1000, widthCssPx: 1000, heightCssPx: 300, ratio: 1, widthPx: 1000, heightPx: 300 },
    rows: [row], scrollTop: 0, pinned: { rows: [], heightPx: 0 }, extent: { startNs: 0, stopNs: 1000 }, tiles: lookup as never, bias: 0,
  });
}
const LEVEL_0 = 30;
const LEVEL_1 = 10;
const BOXES = [[100, 200, 0], [120, 121, 1], [300, 310, 0, 42], [600, 700, 0]] as const;

describe('hit test', () => {
  const list = listOf(BOXES);
  test.each([
    [150, LEVEL_0, 'item', 0],
    [100, LEVEL_0, 'item', 0],
    [199.5, LEVEL_0, 'item', 0],
    [305, LEVEL_0, 'group', 2],
    [120.2, LEVEL_1, 'item', 1],
    // Drawn 2 px wide although it is one ns long.
    [121.6, LEVEL_1, 'item', 1],
  ])('x %d, y %d is %s %d', (x, y, type, box) => {
    expect(hitTest(list, x, y)).toMatchObject({ type, box });
  });

  test('between boxes lies idle time with its ends', () => {
    expect(hitTest(list, 400, LEVEL_0)).toMatchObject({ type: 'idle', startNs: 310, stopNs: 600 });
    expect(hitTest(list, 200.5, LEVEL_0)).toMatchObject({ type: 'idle', startNs: 200, stopNs: 300 });
    expect(hitTest(list, 900, LEVEL_0)).toMatchObject({ type: 'idle', startNs: 700, stopNs: 1000 });
  });

  test('outside rows there is nothing', () => {
    expect(hitTest(list, 100, 200)).toBeUndefined();
  });

  test('levels are counted from the bottom', () => {
    expect(levelBand(list.rows[0], 0).y).toBeGreaterThan(levelBand(list.rows[0], 1).y);
  });

  test('a range catches on edges within 6 px', () => {
    expect(snapToEdge(list, 204, LEVEL_0)).toBe(200);
    expect(snapToEdge(list, 296, LEVEL_0)).toBe(300);
    expect(snapToEdge(list, 250, LEVEL_0)).toBeUndefined();
  });

  test('wanted are the tiles in view first, then coarser ones', () => {
    expect(list.wanted[0]).toEqual({ kind: 'items', track: 5, exp: 0, index: 0 });
    expect(list.wanted[1]).toEqual({ kind: 'items', track: 5, exp: 3, index: 0 });
  });
});
