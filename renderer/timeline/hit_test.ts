/** What lies under a point: a binary search in the columns of what is drawn there. Points in css px of the track area. */
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import type { Ns } from '../../electron/protocol/time.ts';
import { TILE_BUCKETS } from '../../electron/protocol/time.ts';
import type { Piece } from '../client/cover.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { levelTop } from '../state/tree_layout.ts';
import { boxesOfLevel, lastStartingBy, startOf, stopOf } from './tile_columns.ts';
import { nsAtCssX, nsPerCssPx, type Viewport } from './viewport.ts';

export interface BoxHit {
  readonly type: 'item' | 'group';
  readonly row: DrawnRow;
  readonly tile: ItemTile;
  readonly box: number;
  readonly level: number;
}

export type Hit =
  | BoxHit
  /** No box on this level from startNs to stopNs, as far as the tile goes. */
  | { readonly type: 'idle'; readonly row: DrawnRow; readonly level: number; readonly ns: Ns; readonly startNs: Ns; readonly stopNs: Ns }
  | { readonly type: 'curve'; readonly row: DrawnRow; readonly ns: Ns; readonly mean: number; readonly min: number; readonly max: number }
  /** Not loaded, or nothing there to point at. */
  | { readonly type: 'row'; readonly row: DrawnRow };

/** Boxes are drawn at least this wide. */
const LEAST_BOX_CSS_PX = 2;

export function rowAt(list: DrawList, y: number): DrawnRow | undefined {
  // The sticking head is last and lies over the others.
  return list.rows.findLast((row) => y >= row.y && y < row.y + row.row.height);
}

/** Top and height of a level, css px of the track area. */
export function levelBand(row: Pick<DrawnRow, 'y' | 'levelHeight'> & { readonly row: Pick<DrawnRow['row'], 'height' | 'growsDown'> }, level: number): { y: number; height: number } {
  return { y: row.y + levelTop(row.row, row.levelHeight, level) + 0.1 * row.levelHeight, height: 0.9 * row.levelHeight };
}

function levelAt(row: DrawnRow, y: number): number {
  const px = y - row.y - 1;
  return Math.floor((row.row.growsDown === true ? px : row.row.height - 2 - px) / row.levelHeight);
}

function pieceAt<T>(pieces: readonly Piece<T>[], ns: Ns): Piece<T> | undefined {
  return pieces.find((piece) => ns >= piece.startNs && ns < piece.stopNs);
}

export function hitTest(list: DrawList, x: number, y: number): Hit | undefined {
  const row = rowAt(list, y);
  if (!row) return undefined;
  const ns = nsAtCssX(list.viewport, x);
  if (row.content === 'items') return hitItems(list.viewport, row, ns, levelAt(row, y));
  const curve = pieceAt(row.curve, ns);
  return (curve?.tile && hitCurve(row, curve.tile, ns)) ?? { type: 'row', row };
}

function hitCurve(row: DrawnRow, tile: UtilTile, ns: Ns): Hit | undefined {
  const bucket = Math.floor(ns / 2 ** tile.key.exp) - tile.key.index * TILE_BUCKETS;
  if (bucket < 0 || bucket >= tile.count || Number.isNaN(tile.means[bucket])) return undefined;
  return { type: 'curve', row, ns, mean: tile.means[bucket], min: tile.mins[bucket], max: tile.maxs[bucket] };
}

function hitItems(viewport: Viewport, row: DrawnRow, ns: Ns, level: number): Hit {
  const piece = pieceAt(row.items, ns);
  const boxes = piece?.tile && level >= 0 ? boxesOfLevel(piece.tile, level) : undefined;
  if (!piece?.tile) return { type: 'row', row };
  const { tile } = piece;
  if (!boxes) return { type: 'idle', row, level: Math.max(0, level), ns, startNs: piece.startNs, stopNs: piece.stopNs };
  const leastNs = nsPerCssPx(viewport) * LEAST_BOX_CSS_PX;
  const at = lastStartingBy(tile, boxes, ns + leastNs / 4);
  for (let i = at; i >= Math.max(0, at - 1); i--) {
    const box = boxes[i];
    const start = startOf(tile, box);
    const stop = Math.max(stopOf(tile, box), start + leastNs);
    if (ns < stop) return { type: tile.counts[box] > 1 ? 'group' : 'item', row, tile, box, level };
  }
  return {
    type: 'idle', row, level, ns,
    startNs: at >= 0 ? stopOf(tile, boxes[at]) : piece.startNs,
    stopNs: at + 1 < boxes.length ? startOf(tile, boxes[at + 1]) : piece.stopNs,
  };
}
