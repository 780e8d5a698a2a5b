/**
 * The drawing columns of a track as the model makes them, the index stores them and tiles are cut from them.
 * A track has level of detail 0 (exact segments) and, where that is large, coarser ones made by folding.
 */
import type { Ns, ResolutionExp } from '../protocol/time.ts';

/** Segments (lod 0) or boxes a block holds at most. */
export const BLOCK_SIZE = 8192;

/** Boxes sorted by (start, level), as columns. Times: ns, half-open. */
export interface BoxFaces {
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly levels: Uint16Array;
  readonly states: Uint8Array;
  readonly colors: Uint8Array;
  /** Item's place in the track; of a group: of the longest member. */
  readonly ordinals: Uint32Array;
  /** Name ids (run-wide once the shard is committed). */
  readonly names: Uint32Array;
  readonly numsHi: Uint32Array;
  readonly numsLo: Uint32Array;
}

/** What folding needs to know of boxes beyond their faces, as columns. */
export interface FoldFigures {
  /** Items in the box. */
  readonly counts: Uint32Array;
  /** First and last item, so that joining two boxes counts an item once. */
  readonly firstOrdinals: Uint32Array;
  readonly lastOrdinals: Uint32Array;
  /** Sum of the running (or stateless) members' lengths, ns. */
  readonly busyNs: Float64Array;
  /** Length of the longest member, ns. */
  readonly longestNs: Float64Array;
  /** Segments in the box: a box of one segment is a plain segment and can still be too long to fold. */
  readonly segments: Uint32Array;
}

/** All boxes of a level of detail. */
export interface BoxColumns extends BoxFaces {
  readonly count: number;
  /** Undefined on lod 0, where each segment stands for itself. */
  readonly fold: FoldFigures | undefined;
}

/**
 * Up to BLOCK_SIZE of them; blocks of a track follow each other in the same order. Arrays have length `count` and lie in
 * SharedArrayBuffers until written, in ordinary ones when read back.
 */
export interface ItemBlock extends BoxColumns {
  readonly minStart: Ns;
  readonly maxStop: Ns;
  /** Items of the track that start before this block (lod 0): item `ordinal`'s first segment is in the last block whose value is <= ordinal. */
  readonly firstOrdinal: number;
}

/** One level of detail: folded for pixels of 2^exp ns; exact if `exp` is undefined. */
export interface LevelOfDetail {
  readonly exp: ResolutionExp | undefined;
  readonly blocks: readonly ItemBlock[];
}

/**
 * Utilization of a track or group at powers of two. `levels[j]` has buckets of 2^(finestExp + j) ns from time 0, each level half
 * as long as the one before, down to one bucket. Values as UtilTile's.
 */
export interface UtilPyramid {
  readonly finestExp: ResolutionExp;
  readonly levels: readonly { readonly means: Float32Array; readonly mins: Float32Array; readonly maxs: Float32Array }[];
}
