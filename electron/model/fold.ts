/**
 * Folding: neighbours on one level that are too short to be seen become one box that says how many items it stands for and how
 * busy they are. Pure, and compositional: folding for pixels of 2^a ns and then of 2^b ns (a <= b) gives the boxes of folding
 * the exact segments for 2^b, because a box of two or more segments may always join, cells of 2^b are unions of cells of 2^a,
 * and every figure of a box (sums, first, last, longest) is associative.
 *
 *   level 1   ▏▎▏ ▎  ████████   ▏▎          ▏: shorter than 3 pixels
 *             └─┬─┘             └┘
 *            gap < 1 pixel, same cell of 64 pixels: one box each
 */
import type { BoxFaces, FoldFigures, ItemBlock } from './item_blocks.ts';
import type { Ns, ResolutionExp } from '../protocol/time.ts';
import { STATE_NONE, STATE_RUNNING } from '../protocol/items.ts';

/** A plain segment shorter than this many pixels may be folded. */
const FOLD_PIXELS = 3;
/** A box never reaches over the edge of a cell of this many pixels (its last member may stick out by its own length). */
const CELL_PIXELS = 64;

/** Columns that a Folder fills. */
export interface BoxArrays extends BoxFaces, FoldFigures {}

/** The first `count` of them are boxes, sorted by (start, level); they belong to the Folder until its next call. */
export interface FoldedBoxes extends BoxArrays {
  readonly count: number;
}

/** Folds into columns that it keeps and grows: one per thread serves all tiles without allocating. */
export class Folder {
  #capacity: number;
  #boxes: BoxArrays;
  /** Box on each level that the next segment of the level may join, or -1. */
  #open: Int32Array = new Int32Array(16);
  #count = 0;
  /** Boxes that stay, while some are taken out. */
  #kept = new Uint32Array(0);

  /** `boxes`: columns of `capacity` to begin with, if the caller wants to own them. */
  constructor(boxes: BoxArrays = boxColumns(0), capacity = 0) {
    this.#boxes = boxes;
    this.#capacity = capacity;
  }

  /**
   * Folds blocks of one track (exact, or folded for 2^exp ns or finer) for pixels of 2^exp ns and keeps the boxes that overlap
   * [startNs, stopNs); an empty box overlaps if it lies in there. `startNs` must be a multiple of 64 * 2^exp ns or 0: tiles are.
   * O(segments of the blocks that overlap the interval).
   */
  foldRange(blocks: readonly ItemBlock[], exp: ResolutionExp, startNs: Ns = 0, stopNs: Ns = Infinity): FoldedBoxes {
    const pixel = 2 ** exp;
    this.#count = 0;
    this.#open.fill(-1);
    // A folded box that starts before the cell in front of the interval ends before the interval.
    const foldFrom = startNs - CELL_PIXELS * pixel;
    for (const block of blocks) {
      if (block.minStart >= stopNs) break;
      // Its last segments may belong to a box that a later block carries over the edge.
      if (block.maxStop < foldFrom) continue;
      this.#foldBlock(block, pixel, foldFrom, startNs, stopNs);
    }
    if (startNs > 0) this.#dropBefore(startNs);
    return { ...this.#boxes, count: this.#count };
  }

  #foldBlock(block: ItemBlock, pixel: number, foldFrom: Ns, startNs: Ns, stopNs: Ns): void {
    const { count, starts, stops, levels, states, fold } = block;
    const limit = FOLD_PIXELS * pixel;
    const perCell = 1 / (CELL_PIXELS * pixel);
    let boxes = this.#boxes;
    let open = this.#open;
    for (let i = 0; i < count; i++) {
      const start = starts[i];
      if (start >= stopNs) break;
      const stop = stops[i];
      if (start < foldFrom && stop < startNs) continue;
      const level = levels[i];
      if (level >= open.length) open = this.#reserveLevel(level);
      const length = stop - start;
      const segments = fold === undefined ? 1 : fold.segments[i];
      if (segments === 1 && length >= limit) {
        boxes = this.#copy(block, i, -1, level);
        continue;
      }
      const box = open[level];
      if (box < 0 || start - boxes.stops[box] >= pixel || Math.floor(start * perCell) !== Math.floor(boxes.starts[box] * perCell)) {
        boxes = this.#copy(block, i, this.#count, level);
        continue;
      }
      if (stop > boxes.stops[box]) boxes.stops[box] = stop;
      const last = fold === undefined ? block.ordinals[i] : fold.lastOrdinals[i];
      const first = fold === undefined ? last : fold.firstOrdinals[i];
      boxes.counts[box] += (fold === undefined ? 1 : fold.counts[i]) - (boxes.lastOrdinals[box] === first ? 1 : 0);
      boxes.lastOrdinals[box] = last;
      boxes.segments[box] += segments;
      boxes.busyNs[box] += fold === undefined ? busyLength(states[i], length) : fold.busyNs[i];
      const longest = fold === undefined ? length : fold.longestNs[i];
      if (longest > boxes.longestNs[box]) {
        boxes.longestNs[box] = longest;
        this.#copyFace(block, i, box);
      }
    }
  }

  /** Appends segment or box `i` as a box of its own; `openAs`: its number if the next one may join it, else -1. Gives the columns. */
  #copy(block: ItemBlock, i: number, openAs: number, level: number): BoxArrays {
    const boxes = this.#count === this.#capacity ? this.#widen() : this.#boxes;
    const box = this.#count++;
    const { fold } = block;
    const length = block.stops[i] - block.starts[i];
    this.#open[level] = openAs;
    boxes.starts[box] = block.starts[i];
    boxes.stops[box] = block.stops[i];
    boxes.levels[box] = level;
    boxes.counts[box] = fold === undefined ? 1 : fold.counts[i];
    boxes.firstOrdinals[box] = fold === undefined ? block.ordinals[i] : fold.firstOrdinals[i];
    boxes.lastOrdinals[box] = fold === undefined ? block.ordinals[i] : fold.lastOrdinals[i];
    boxes.segments[box] = fold === undefined ? 1 : fold.segments[i];
    boxes.busyNs[box] = fold === undefined ? busyLength(block.states[i], length) : fold.busyNs[i];
    boxes.longestNs[box] = fold === undefined ? length : fold.longestNs[i];
    this.#copyFace(block, i, box);
    return boxes;
  }

  /** What a box shows of its longest member. */
  #copyFace(block: ItemBlock, i: number, box: number): void {
    const boxes = this.#boxes;
    boxes.states[box] = block.states[i];
    boxes.colors[box] = block.colors[i];
    boxes.ordinals[box] = block.ordinals[i];
    boxes.names[box] = block.names[i];
    boxes.numsHi[box] = block.numsHi[i];
    boxes.numsLo[box] = block.numsLo[i];
  }

  /** Takes boxes that end before the interval out again: they were needed to fold those that reach into it. */
  #dropBefore(startNs: Ns): void {
    const boxes = this.#boxes;
    let kept = 0;
    if (this.#kept.length < this.#count) this.#kept = new Uint32Array(this.#capacity);
    for (let i = 0; i < this.#count; i++) {
      if (boxes.stops[i] > startNs || boxes.starts[i] >= startNs) this.#kept[kept++] = i;
    }
    if (kept < this.#count) {
      for (const key of BOX_KEYS) {
        const column = boxes[key];
        for (let i = 0; i < kept; i++) column[i] = column[this.#kept[i]];
      }
    }
    this.#count = kept;
  }

  #widen(): BoxArrays {
    this.#capacity = Math.max(this.#capacity * 2, 1024);
    const wider = boxColumns(this.#capacity);
    for (const key of BOX_KEYS) wider[key].set(this.#boxes[key]);
    this.#boxes = wider;
    return wider;
  }

  #reserveLevel(level: number): Int32Array {
    const wider = new Int32Array(Math.max(level + 1, this.#open.length * 2)).fill(-1);
    wider.set(this.#open);
    this.#open = wider;
    return wider;
  }
}

/** How many boxes folding blocks for 2^exp ns would give; counts without making them. `levelCount`: levels in use. */
export function countFolded(blocks: readonly ItemBlock[], exp: ResolutionExp, levelCount: number): number {
  // Per level where the open box stops (-1: none is open) and the cell it began in.
  const stops = new Float64Array(levelCount).fill(-1);
  const cells = new Float64Array(levelCount);
  let boxes = 0;
  for (const block of blocks) boxes += countBlock(block, 2 ** exp, stops, cells);
  return boxes;
}

function countBlock({ count, starts, stops: ends, levels, fold }: ItemBlock, pixel: number, stops: Float64Array, cells: Float64Array): number {
  const limit = FOLD_PIXELS * pixel;
  const perCell = 1 / (CELL_PIXELS * pixel);
  const segments = fold?.segments;
  let boxes = 0;
  for (let i = 0; i < count; i++) {
    const start = starts[i];
    const stop = ends[i];
    const level = levels[i];
    if (stop - start >= limit && (segments === undefined || segments[i] === 1)) {
      stops[level] = -1;
      boxes++;
      continue;
    }
    const open = stops[level];
    const cell = Math.floor(start * perCell);
    if (open < 0 || start - open >= pixel || cell !== cells[level]) {
      boxes++;
      cells[level] = cell;
      stops[level] = stop;
    } else if (stop > open) stops[level] = stop;
  }
  return boxes;
}

/** Length if the segment runs (or has no states), else 0. */
function busyLength(state: number, length: number): number {
  return state === STATE_RUNNING || state === STATE_NONE ? length : 0;
}

function boxColumns(capacity: number): BoxArrays {
  return {
    starts: new Float64Array(capacity), stops: new Float64Array(capacity), levels: new Uint16Array(capacity), states: new Uint8Array(capacity),
    colors: new Uint8Array(capacity), ordinals: new Uint32Array(capacity), names: new Uint32Array(capacity), numsHi: new Uint32Array(capacity),
    numsLo: new Uint32Array(capacity), counts: new Uint32Array(capacity), firstOrdinals: new Uint32Array(capacity),
    lastOrdinals: new Uint32Array(capacity), busyNs: new Float64Array(capacity), longestNs: new Float64Array(capacity), segments: new Uint32Array(capacity),
  };
}

const BOX_KEYS = [
  'starts', 'stops', 'levels', 'states', 'colors', 'ordinals', 'names', 'numsHi', 'numsLo', 'counts', 'firstOrdinals',
  'lastOrdinals', 'busyNs', 'longestNs', 'segments',
] as const;
