// Small items and curves in tiles by the worked values of the reference's pages; tiles.test.ts compares what was recorded.
import { describe, expect, test } from 'vitest';
import { dialectOf } from '../../../electron/compat/tiles/legion_dialect.ts';
import { centrePoints, share, stepPoints } from '../../../electron/compat/tiles/legion_samples.ts';
import { layoutTile, marginOf } from '../../../electron/compat/tiles/tile_layout.ts';
import type { TileSegments } from '../../../electron/compat/tiles/tile_segments.ts';
import { STATE_READY, STATE_RUNNING, STATE_WAITING, type State } from '../../../electron/protocol/items.ts';

type Segment = readonly [item: number, start: number, stop: number, state?: State];

/** Boxes of one row: [start, stop, items joined, hidden waits, is expanded]. */
function boxesOf(version: number, tile: readonly [number, number], segments: readonly Segment[], isFull = false): number[][] {
  const columns: TileSegments = {
    count: segments.length, levelEnds: Uint32Array.of(segments.length), starts: Float64Array.from(segments, ([, start]) => start), stops: Float64Array.from(segments, ([, , stop]) => stop),
    states: Uint8Array.from(segments, ([, , , state]) => state ?? STATE_RUNNING), ordinals: Uint32Array.from(segments, ([item]) => item),
  };
  const boxes = layoutTile({ segments: columns, start: tile[0], stop: tile[1], isMemory: false }, dialectOf(version), isFull);
  expect(boxes.rowEnds).toEqual([boxes.count, boxes.count]);
  return Array.from({ length: boxes.count }, (_, i) => [boxes.starts[i], boxes.stops[i], boxes.joined[i], boxes.hiddenWaits[i], boxes.expanded[i]]);
}

const row = (count: number, first: number, step: number, length: number): Segment[] => Array.from({ length: count }, (_, i) => [i, first + i * step, first + i * step + length]);

describe('up to log version 1010', () => {
  test('small items that touch when widened become one, others are only marked', () => {
    expect(boxesOf(1008, [0, 1_005_000], row(20, 1000, 150, 100))).toEqual([[1000, 4150, 20, 0, 1]]);
    expect(boxesOf(1008, [0, 1_005_000], [[0, 10_000, 13_000], [1, 500_000, 500_100]])).toEqual([[10_000, 13_000, 0, 0, 0], [500_000, 500_100, 0, 0, 1]]);
    expect(boxesOf(1008, [0, 1_005_000], row(20, 1000, 150, 100), true)).toHaveLength(20);
  });
});

describe('from log version 1011 on', () => {
  const tile = [0, 1_000_000] as const;

  test('near small items become one, an item over a thousandth stays alone and begins a new group', () => {
    expect(boxesOf(1011, tile, row(5, 10_000, 1800, 900))).toEqual([[10_000, 18_100, 5, 0, 0]]);
    const mixed: Segment[] = [[0, 0, 900], [1, 1800, 2700], [2, 3600, 4601], [3, 5500, 6400], [4, 7300, 8200]];
    expect(boxesOf(1011, tile, mixed)).toEqual([[0, 2700, 2, 0, 0], [3600, 4601, 0, 0, 0], [5500, 8200, 2, 0, 0]]);
    expect(boxesOf(1011, tile, [[0, 0, 900], [1, 1901, 2700]])).toHaveLength(2);
  });

  const waiting = (length: number): Segment[] => [[0, 0, 100_000], [0, 100_000, 100_100, STATE_WAITING], [0, 100_100, 100_000 + length, STATE_READY], [0, 100_000 + length, 900_000]];

  test('a wait below half a thousandth is hidden', () => {
    expect(boxesOf(1011, tile, waiting(400))).toEqual([[0, 900_000, 0, 1, 0]]);
    expect(boxesOf(1011, tile, waiting(500)).map(([start]) => start)).toEqual([0, 100_000, 100_100, 100_500]);
    expect(boxesOf(1011, tile, waiting(400), true)).toHaveLength(4);
    // Also where the tile begins or ends in the middle of it.
    for (const part of [[100_050, 1_100_050], [-899_950, 100_050]] as const) expect(boxesOf(1011, part, waiting(400)).map(([, , , hidden]) => hidden)).toEqual([1]);
    expect(marginOf(dialectOf(1011), 0, 1_000_000, false)).toBe(500);
  });
});

describe('curves', () => {
  const steps = (...pairs: readonly (readonly [number, number])[]): { times: Float64Array; values: Float64Array } => ({ times: Float64Array.from(pairs, ([time]) => time), values: Float64Array.from(pairs, ([, value]) => value) });

  test('as steps: the one before the tile moves to its start, one past its end is left out', () => {
    expect(stepPoints(steps([0, 0.5], [5, 1], [10, 0]), 5, 10, true)).toEqual([{ time: 5, util: 1 }]);
    expect(stepPoints(steps([0, 0.5], [5, 1], [10, 0]), 4, 10, true)).toEqual([{ time: 4, util: 0.5 }, { time: 5, util: 1 }]);
    expect(stepPoints(steps(), 0, 10, true)).toEqual([]);
  });

  test('too many steps become means of bins that lose nothing', () => {
    const many = steps(...Array.from({ length: 20_000 }, (_, i) => [i * 7, (i * 31 % 5) / 4] as const));
    for (const isFull of [true, false]) {
      const points = stepPoints(many, 0, 140_000, isFull);
      expect(points).toHaveLength(isFull ? 4000 : 800);
      const mean = points.reduce((sum, { util }) => sum + util, 0) / points.length;
      expect(mean).toBeCloseTo(many.values.reduce((sum, value) => sum + value, 0) / 20_000, 9);
    }
  });

  test('as centres: 800 or 4000, fewer where the tile is shorter, none over 1', () => {
    expect(centrePoints(steps([5, 1]), 0, 10, true).map(({ time, util }) => `${String(time)}:${util}`).join(' ')).toBe('0:0 1:0 2:0 3:0 4:0 5:1 6:1 7:1 8:1 9:1');
    expect(centrePoints(steps([0, 7]), 0, 100_000, false).every(({ util }) => util <= 1)).toBe(true);
    expect(centrePoints(steps(), 0, 100_000, false)).toHaveLength(800);
  });

  test('parts of long spans are exact', () => {
    for (const [span, part, whole] of [[2 ** 53 - 1, 3999, 4000], [10, 3, 4], [0, 1, 2]] as const) expect(BigInt(share(span, part, whole))).toBe(BigInt(span) * BigInt(part) / BigInt(whole));
  });
});
