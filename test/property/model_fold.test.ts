// Folding against a slow folding that follows the rule of protocol/tiles.ts word by word.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemBlock } from '../../electron/model/item_blocks.ts';
import { countFolded, type FoldedBoxes, Folder } from '../../electron/model/fold.ts';
import { cutBlocks, foldBlocks, withCoarserLods } from '../../electron/model/lods.ts';

interface Segment {
  readonly start: number;
  readonly stop: number;
  readonly level: number;
  readonly state: number;
  readonly item: number;
}

interface Box {
  readonly start: number;
  stop: number;
  readonly level: number;
  readonly members: Segment[];
}

/** Segments of one track: on each level one after another, some touching, cut into items of one to four. */
const tracks = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3 }), fc.boolean()), { maxLength: 120 })
  .map((steps) => {
    const ends = [0, 0, 0, 0];
    const items = [-1, -1, -1, -1];
    let next = 0;
    const segments = steps.map(([level, gap, length, state, isNew]): Segment => {
      if (isNew || items[level] < 0) items[level] = next++;
      const start = ends[level] + gap;
      ends[level] = start + length;
      return { start, stop: start + length, level, state, item: items[level] };
    });
    return segments.sort((a, b) => a.start - b.start || a.level - b.level);
  });

function blocksOf(segments: readonly Segment[], size = segments.length): ItemBlock[] {
  const blocks: ItemBlock[] = [];
  for (let from = 0; from < segments.length; from += size) {
    const part = segments.slice(from, from + size);
    blocks.push(...cutBlocks({
      count: part.length,
      starts: Float64Array.from(part, ({ start }) => start), stops: Float64Array.from(part, ({ stop }) => stop),
      levels: Uint16Array.from(part, ({ level }) => level), states: Uint8Array.from(part, ({ state }) => state),
      colors: Uint8Array.from(part, ({ item }) => item % 50), ordinals: Uint32Array.from(part, ({ item }) => item),
      names: Uint32Array.from(part, ({ item }) => item * 3), numsHi: Uint32Array.from(part, ({ item }) => item), numsLo: Uint32Array.from(part, ({ item }) => item + 1),
      fold: undefined,
    }, [0]));
  }
  return blocks;
}

/** Members: shorter than three pixels; neighbours on the level with a gap under a pixel, in the same cell of 64. */
function slowFold(segments: readonly Segment[], exp: number): Box[] {
  const pixel = 2 ** exp;
  const boxes: Box[] = [];
  const open = new Map<number, Box>();
  for (const segment of segments) {
    const box = open.get(segment.level);
    const isShort = segment.stop - segment.start < 3 * pixel;
    const isSameCell = box !== undefined && Math.floor(box.start / (64 * pixel)) === Math.floor(segment.start / (64 * pixel));
    if (box !== undefined && isShort && isSameCell && segment.start - box.stop < pixel) {
      box.members.push(segment);
      box.stop = segment.stop;
      continue;
    }
    const made = { start: segment.start, stop: segment.stop, level: segment.level, members: [segment] };
    boxes.push(made);
    if (isShort) open.set(segment.level, made);
    else open.delete(segment.level);
  }
  return boxes;
}

function rowsOf(boxes: FoldedBoxes): Record<string, number>[] {
  const keys = ['starts', 'stops', 'levels', 'states', 'colors', 'ordinals', 'names', 'numsHi', 'numsLo', 'counts', 'firstOrdinals', 'lastOrdinals', 'busyNs', 'longestNs', 'segments'] as const;
  return Array.from({ length: boxes.count }, (_, i) => Object.fromEntries(keys.map((key) => [key, boxes[key][i]])));
}

function expectedRows(boxes: readonly Box[]): Record<string, number>[] {
  return boxes.map(({ start, stop, level, members }) => {
    const longest = members.reduce((best, one) => (one.stop - one.start > best.stop - best.start ? one : best));
    const items = members.map(({ item }) => item);
    return {
      starts: start, stops: stop, levels: level, states: longest.state, colors: longest.item % 50, ordinals: longest.item, names: longest.item * 3,
      numsHi: longest.item, numsLo: longest.item + 1, counts: new Set(items).size, firstOrdinals: items[0], lastOrdinals: items[items.length - 1],
      busyNs: members.reduce((sum, one) => sum + (one.state === 0 || one.state === 3 ? one.stop - one.start : 0), 0),
      longestNs: longest.stop - longest.start, segments: members.length,
    };
  });
}

describe('folding', () => {
  test('equals the rule, whatever the blocks', () => {
    fc.assert(fc.property(tracks, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 30 }), (segments, exp, size) => {
      const expected = expectedRows(slowFold(segments, exp));
      expect(rowsOf(new Folder().foldRange(blocksOf(segments, size), exp))).toEqual(expected);
      expect(countFolded(blocksOf(segments, size), exp, 4)).toBe(expected.length);
    }), { numRuns: 300 });
  });

  test('in steps gives what folding at once gives', () => {
    fc.assert(fc.property(tracks, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 5 }), (segments, first, more) => {
      const inSteps = foldBlocks(foldBlocks(blocksOf(segments), first), first + more);
      const atOnce = foldBlocks(blocksOf(segments), first + more);
      expect(inSteps).toEqual(atOnce);
    }), { numRuns: 300 });
  });

  test('of a tile gives the boxes of the whole track that overlap it', () => {
    fc.assert(fc.property(tracks, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 30 }), (segments, exp, finer, cell, size) => {
      const start = cell * 64 * 2 ** exp;
      const stop = start + 1024 * 2 ** exp;
      const whole = rowsOf(new Folder().foldRange(blocksOf(segments), exp)).filter((box) => box.starts < stop && (box.stops > start || box.starts >= start));
      const blocks = finer <= exp && segments.length > 0 ? foldBlocks(blocksOf(segments, size), finer) : blocksOf(segments, size);
      const folder = new Folder();
      folder.foldRange(blocksOf(segments), 0);
      expect(rowsOf(folder.foldRange(blocks, exp, start, stop))).toEqual(whole);
    }), { numRuns: 300 });
  });

  test('of a tile takes the whole of a box that reaches over its edge, also from a block that ends before', () => {
    const segment = (start: number, stop: number, item: number, level = 0): Segment => ({ start, stop, level, state: 0, item });
    const blocks = blocksOf([segment(61, 63, 0), segment(63, 65, 1), segment(64, 64, 2, 1)], 1);
    const boxes = rowsOf(new Folder().foldRange(blocks, 0, 64, 128));
    expect(boxes.map(({ starts, stops, counts }) => [starts, stops, counts])).toEqual([[61, 65, 2], [64, 64, 1]]);
  });

  test('neither loses nor invents a segment or a running nanosecond', () => {
    fc.assert(fc.property(tracks, fc.integer({ min: 0, max: 12 }), (segments, exp) => {
      const boxes = rowsOf(new Folder().foldRange(blocksOf(segments), exp));
      const sum = (key: string): number => boxes.reduce((total, box) => total + box[key], 0);
      expect(sum('segments')).toBe(segments.length);
      expect(sum('busyNs')).toBe(segments.filter(({ state }) => state === 0 || state === 3).reduce((total, one) => total + one.stop - one.start, 0));
    }));
  });
});

test('stored levels of detail each have at most half the boxes of the one before', () => {
  const count = 60_000;
  let at = 0;
  const segments = Array.from({ length: count }, (_, i) => {
    // Bursts with pauses of very different lengths between them.
    const start = at + 2 ** ((i * 7) % 16);
    at = start + 40 + (i % 7) * 5;
    return { start, stop: at, level: 0, state: 0, item: i };
  });
  const lods = withCoarserLods(blocksOf(segments));
  const sizes = lods.map(({ blocks }) => blocks.reduce((sum, block) => sum + block.count, 0));
  expect(sizes[0]).toBe(count);
  expect(lods.length).toBeGreaterThan(2);
  for (let i = 1; i < sizes.length; i++) {
    expect(sizes[i] * 2).toBeLessThanOrEqual(sizes[i - 1]);
    const exp = lods[i].exp ?? -1;
    expect(lods[i].blocks).toEqual(foldBlocks(lods[0].blocks, exp));
  }
});
