/**
 * Levels of detail of a track: exact segments as blocks, and folded ones where they pay. Runs in a rank worker, for tracks that
 * several ranks feed in the engine worker.
 */
import type { BoxColumns, ItemBlock, LevelOfDetail } from './item_blocks.ts';
import type { BoxArrays } from './fold.ts';
import type { ResolutionExp } from '../protocol/time.ts';
import { BLOCK_SIZE } from './item_blocks.ts';
import { countFolded, Folder } from './fold.ts';
import { sharedF64, sharedU16, sharedU32, sharedU8 } from './shared_columns.ts';

/** Exponents between two stored levels. */
const EXP_STEP = 2;
/** Each stored level has at most one box for so many of the finer one; what lies between is folded when asked for. Half as many would take as much memory again. */
const BOXES_PER_BOX = 4;
const MAX_EXP = 52;

/**
 * Cuts columns into blocks of BLOCK_SIZE, as views. `firsts[b]`: items that start before block b.
 */
export function cutBlocks(columns: BoxColumns, firsts: readonly number[]): ItemBlock[] {
  const { count } = columns;
  const blocks: ItemBlock[] = [];
  for (let from = 0; from < count; from += BLOCK_SIZE) {
    const to = Math.min(from + BLOCK_SIZE, count);
    const { fold } = columns;
    blocks.push({
      count: to - from,
      minStart: columns.starts[from],
      maxStop: greatest(columns.stops, from, to),
      firstOrdinal: firsts[blocks.length] ?? 0,
      starts: columns.starts.subarray(from, to),
      stops: columns.stops.subarray(from, to),
      levels: columns.levels.subarray(from, to),
      states: columns.states.subarray(from, to),
      colors: columns.colors.subarray(from, to),
      ordinals: columns.ordinals.subarray(from, to),
      names: columns.names.subarray(from, to),
      numsHi: columns.numsHi.subarray(from, to),
      numsLo: columns.numsLo.subarray(from, to),
      fold: fold && {
        counts: fold.counts.subarray(from, to),
        firstOrdinals: fold.firstOrdinals.subarray(from, to),
        lastOrdinals: fold.lastOrdinals.subarray(from, to),
        busyNs: fold.busyNs.subarray(from, to),
        longestNs: fold.longestNs.subarray(from, to),
        segments: fold.segments.subarray(from, to),
      },
    });
  }
  return blocks;
}

function greatest(values: Float64Array, from: number, to: number): number {
  let most = values[from];
  for (let i = from + 1; i < to; i++) if (values[i] > most) most = values[i];
  return most;
}

/**
 * The exact level and the coarser ones that each have at most a quarter of the boxes of the one before. A track that fits one block has
 * only the exact one.
 */
export function withCoarserLods(exact: readonly ItemBlock[]): LevelOfDetail[] {
  const lods: LevelOfDetail[] = [{ exp: undefined, blocks: exact }];
  let stored = exact.reduce((sum, block) => sum + block.count, 0);
  if (stored <= BLOCK_SIZE) return lods;
  const levelCount = levelsOf(exact);
  const joined = joinsByExp(exact, levelCount);
  const total = stored;
  for (let exp = 0; exp <= MAX_EXP && stored > BLOCK_SIZE / 2; exp += EXP_STEP) {
    // Cell edges can only prevent joins, so this is the least number of boxes there can be.
    if ((total - joined[exp]) * BOXES_PER_BOX > stored) continue;
    const { blocks } = lods[lods.length - 1];
    const count = countFolded(blocks, exp, levelCount);
    if (count * BOXES_PER_BOX > stored) continue;
    stored = count;
    lods.push({ exp, blocks: foldBlocks(blocks, exp, count) });
  }
  return lods;
}

/** Blocks of one level of detail folded for 2^exp ns, in shared memory. `count`: how many boxes that gives, if known. */
export function foldBlocks(blocks: readonly ItemBlock[], exp: ResolutionExp, count = countFolded(blocks, exp, levelsOf(blocks))): ItemBlock[] {
  const boxes = sharedBoxes(count);
  new Folder(boxes, count).foldRange(blocks, exp);
  const firsts: number[] = [];
  for (let i = 0; i < count; i += BLOCK_SIZE) firsts.push(boxes.firstOrdinals[i]);
  const { counts, firstOrdinals, lastOrdinals, busyNs, longestNs, segments, ...rest } = boxes;
  return cutBlocks({ count, ...rest, fold: { counts, firstOrdinals, lastOrdinals, busyNs, longestNs, segments } }, firsts);
}

function sharedBoxes(count: number): BoxArrays {
  return {
    starts: sharedF64(count), stops: sharedF64(count), levels: sharedU16(count), states: sharedU8(count), colors: sharedU8(count),
    ordinals: sharedU32(count), names: sharedU32(count), numsHi: sharedU32(count), numsLo: sharedU32(count), counts: sharedU32(count),
    firstOrdinals: sharedU32(count), lastOrdinals: sharedU32(count), busyNs: sharedF64(count), longestNs: sharedF64(count), segments: sharedU32(count),
  };
}

function levelsOf(blocks: readonly ItemBlock[]): number {
  let levelCount = 0;
  for (const { levels } of blocks) levelCount = Math.max(levelCount, highest(levels) + 1);
  return levelCount;
}

function highest(levels: Uint16Array): number {
  let most = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] > most) most = levels[i];
  return most;
}

/** How many neighbours on one level could join at most when folding for 2^exp ns, by exp. */
function joinsByExp(blocks: readonly ItemBlock[], levelCount: number): Uint32Array {
  const joins = new Uint32Array(MAX_EXP + 2);
  // Where the last segment of a level stopped, and how long it was.
  const stops = new Float64Array(levelCount).fill(-1);
  const lengths = new Float64Array(levelCount);
  for (const block of blocks) addJoins(block, joins, stops, lengths);
  for (let exp = 1; exp < joins.length; exp++) joins[exp] += joins[exp - 1];
  return joins;
}

function addJoins({ count, starts, levels, stops: ends }: ItemBlock, joins: Uint32Array, stops: Float64Array, lengths: Float64Array): void {
  for (let i = 0; i < count; i++) {
    const level = levels[i];
    const length = ends[i] - starts[i];
    if (stops[level] >= 0) {
      const gap = starts[i] - stops[level];
      const shown = (length > lengths[level] ? length : lengths[level]) / 3;
      joins[bitsOf(gap > shown ? gap : shown)]++;
    }
    stops[level] = ends[i];
    lengths[level] = length;
  }
}

/** Least exp with size < 2^exp, for size >= 0; at most MAX_EXP + 1. */
function bitsOf(size: number): number {
  if (size < 4294967296) return 32 - Math.clz32(size);
  return Math.min(MAX_EXP + 1, 64 - Math.clz32(size / 4294967296));
}
