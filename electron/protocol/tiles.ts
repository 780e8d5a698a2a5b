/**
 * The columns that travel to the screen. Pure. All arrays of a tile have length `count` and are immutable once made.
 */
import type { Ns, ResolutionExp } from './time.ts';
import type { TrackId } from './items.ts';

export interface TileKey {
  readonly track: TrackId;
  /** Boxes are folded for pixels of 2^exp ns; the tile covers [index, index + 1) * TILE_BUCKETS * 2^exp ns. */
  readonly exp: ResolutionExp;
  readonly index: number;
}

/**
 * Boxes of one track that overlap one tile, sorted by (start, level). A box is a segment of an item (an item that waited is
 * drawn as several) or a group: neighbours on one level, each shorter than 3 * 2^exp ns with gaps below 2^exp ns, within one
 * cell of 64 * 2^exp ns (cells are aligned at 0; a member belongs to the cell of its start). Intervals are whole, not cut at
 * the tile's edge, so a box may occur in several tiles (same track, level, start).
 */
export interface ItemTile {
  readonly key: TileKey;
  readonly count: number;
  /** Exact ns since profile zero as high and low words, half-open. */
  readonly startsHi: Uint32Array;
  readonly startsLo: Uint32Array;
  readonly stopsHi: Uint32Array;
  readonly stopsLo: Uint32Array;
  /** 0 = the first level (drawn at the bottom). */
  readonly levels: Uint16Array;
  /** STATE_*; of a group: the state of its longest member. */
  readonly states: Uint8Array;
  /** Colour slot 0..53 (protocol/colors.ts); of a group: of its longest member. */
  readonly colors: Uint8Array;
  /** Item's ordinal in the track; of a group: of the longest member. */
  readonly ordinals: Uint32Array;
  readonly names: Uint32Array;
  /** Number of the title (operation or instance id). */
  readonly numsHi: Uint32Array;
  readonly numsLo: Uint32Array;
  /** Items in the box (not segments): 1 = a plain segment, more = a group. */
  readonly counts: Uint32Array;
  /** Share of a box's length that its members run, 0..1 (1 for plain segments; drawn on groups). */
  readonly busy: Float32Array;
}

/** A curve: mean, least and greatest value per bucket of 2^exp ns. */
export interface UtilTile {
  readonly key: TileKey;
  /** Buckets in the tile: TILE_BUCKETS, fewer past the run's end. Bucket i covers [index * TILE_BUCKETS + i, + 1) * 2^exp ns. */
  readonly count: number;
  /** Processors, channels: share of the group that is busy, 0..1. Memories: bytes held. NaN = not recorded. */
  readonly means: Float32Array;
  readonly mins: Float32Array;
  readonly maxs: Float32Array;
}

/** What is asked of the boxes of an item tile beside what they are. */
export interface MarkAsk {
  /** Numbers of searches: what was found, and what a filter keeps. */
  readonly found: number | null;
  readonly kept: number | null;
  readonly color: ColorMode;
  /** Of colour 'rules': searches in the order of the rules. */
  readonly rules: readonly number[];
}

/** What gives an item its colour. 'task': as in the tile itself. */
export const COLOR_MODES = ['task', 'operation', 'line', 'duration', 'state', 'mapper', 'node', 'size', 'rules'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];
/** Colour of an item that has no value of what is asked. */
export const NO_COLOR = 63;
/** Steps of a ramp: colours 0 … RAMP_STEPS - 1 of 'duration' and 'size'. */
export const RAMP_STEPS = 16;

/** Answers for the boxes of the item tile of the same key, in its order. */
export interface MarkTile {
  readonly key: TileKey;
  readonly count: number;
  /** Items of the box that are hits. */
  readonly found: Uint32Array;
  readonly kept: Uint32Array;
  /** Slot 0..53, step of a ramp, number of a rule, or NO_COLOR; of groups nothing. */
  readonly colors: Uint8Array;
}

/** Where a segment of an exact query lies; times in ns since profile zero. */
export interface SegmentRef {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly level: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
}
