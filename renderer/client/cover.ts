/**
 * What to draw where the right tile is not here yet: pieces of a time span, each from the best tile there is. Coarser tiles are
 * stretched before finer ones are squeezed; a piece without any tile is unknown, which is not the same as empty.
 */
import { TILE_BUCKETS, type Ns } from '../../electron/protocol/time.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { TileKind, TileOf } from './tile_cache.ts';

/** Part of a track's time, half-open, ns; `tile` undefined = unknown. `isExact` = of the resolution that was asked for. */
export interface Piece<T> {
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly tile: T | undefined;
  readonly isExact: boolean;
}

interface TileLookup {
  find<K extends TileKind>(kind: K, track: TrackId, exp: number, index: number): TileOf[K] | undefined;
  exponents(kind: TileKind, track: TrackId): Iterable<number>;
}

/** Finer tiles are looked through this many exponents down: 8 tiles in place of one. */
const MAX_FINER = 3;

/** Pieces of [startNs, stopNs) in order, without gaps or overlaps. */
export function coverSpan<K extends TileKind>(tiles: TileLookup, kind: K, track: TrackId, exp: number, startNs: Ns, stopNs: Ns): Piece<TileOf[K]>[] {
  const pieces: Piece<TileOf[K]>[] = [];
  const spanNs = TILE_BUCKETS * 2 ** exp;
  // Only looked for when something is missing.
  let known: readonly number[] | undefined;
  for (let index = Math.floor(startNs / spanNs); index * spanNs < stopNs; index++) {
    const fromNs = Math.max(startNs, index * spanNs);
    const toNs = Math.min(stopNs, (index + 1) * spanNs);
    const exact = tiles.find(kind, track, exp, index);
    if (exact) pieces.push({ startNs: fromNs, stopNs: toNs, tile: exact, isExact: true });
    else {
      known ??= [...tiles.exponents(kind, track)].sort((a, b) => a - b);
      cover(tiles, kind, track, exp, index, known, fromNs, toNs, pieces);
    }
  }
  return joinPieces(pieces);
}

function cover<K extends TileKind>(
  tiles: TileLookup, kind: K, track: TrackId, exp: number, index: number, known: readonly number[], startNs: Ns, stopNs: Ns, out: Piece<TileOf[K]>[],
): void {
  for (const coarser of known) {
    if (coarser <= exp) continue;
    const tile = tiles.find(kind, track, coarser, Math.floor(index / 2 ** (coarser - exp)));
    if (tile) {
      out.push({ startNs, stopNs, tile, isExact: false });
      return;
    }
  }
  for (let finer = exp - 1; finer >= 0 && finer >= exp - MAX_FINER; finer--) {
    if (known.includes(finer) && coverFiner(tiles, kind, track, finer, startNs, stopNs, out)) return;
  }
  out.push({ startNs, stopNs, tile: undefined, isExact: false });
}

/** True when at least one finer tile lies there; its neighbours that are missing become unknown pieces. */
function coverFiner<K extends TileKind>(tiles: TileLookup, kind: K, track: TrackId, exp: number, startNs: Ns, stopNs: Ns, out: Piece<TileOf[K]>[]): boolean {
  const spanNs = TILE_BUCKETS * 2 ** exp;
  const found: Piece<TileOf[K]>[] = [];
  for (let index = Math.floor(startNs / spanNs); index * spanNs < stopNs; index++) {
    const tile = tiles.find(kind, track, exp, index);
    found.push({ startNs: Math.max(startNs, index * spanNs), stopNs: Math.min(stopNs, (index + 1) * spanNs), tile, isExact: false });
  }
  if (!found.some((piece) => piece.tile)) return false;
  out.push(...found);
  return true;
}

/** Neighbours from the same tile (or both unknown) become one piece: one mesh instead of several. */
function joinPieces<T>(pieces: readonly Piece<T>[]): Piece<T>[] {
  const joined: Piece<T>[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && last.tile === piece.tile && last.isExact === piece.isExact) joined[joined.length - 1] = { ...last, stopNs: piece.stopNs };
    else joined.push(piece);
  }
  return joined;
}
