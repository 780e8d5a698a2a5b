/**
 * Time as the whole program uses it, and the reference viewer's way to write it. Pure.
 */

/** Whole ns since profile zero (a node's own zero time; Realm sets it on all nodes between two barriers). Exact to 2^53 ns = 104 days. */
export type Ns = number;

/** Half-open interval `[startNs, stopNs)`. Real logs have empty and inverted ones; a function says what it does with them. */
export interface TimeSpan {
  readonly startNs: Ns;
  readonly stopNs: Ns;
}

/** Resolution exponent e: a pixel (or bucket) is 2^e ns wide. Negative at deep zoom: tiles are then still served at e = 0. */
export type ResolutionExp = number;

/** Buckets of one tile: a tile at exponent e spans TILE_BUCKETS * 2^e ns; tile k covers [k, k + 1) of those. */
export const TILE_BUCKETS = 1024;

export function tileSpanNs(exp: ResolutionExp): Ns {
  return TILE_BUCKETS * 2 ** exp;
}

/** The resolution to ask for when a device pixel is `nsPerPx` wide: rounded down to a power of two, at least 1 ns. */
export function resolutionFor(nsPerPx: number): ResolutionExp {
  return Math.max(0, Math.floor(Math.log2(nsPerPx)));
}
