/**
 * From rows in view and tiles that are here to what is drawn and what is asked for. Pure: the renderer, the labels and the hit
 * test all read the same list, so that what is clicked is what is seen.
 */
import { resolutionFor, TILE_BUCKETS, type TimeSpan } from '../../electron/protocol/time.ts';
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import { coverSpan, type Piece } from '../client/cover.ts';
import type { TileCache, TileKind, WantedTile } from '../client/tile_cache.ts';
import type { PinnedRows, Row } from '../state/app.ts';
import { contentOf, placeRows, type PlacedRow, type RowContent } from './row_content.ts';
import { intersect, nsPerCssPx, type Viewport } from './viewport.ts';

export interface DrawnRow extends PlacedRow {
  readonly content: RowContent;
  /** Pieces of the visible time in order; of the kind that `content` names. */
  readonly items: readonly Piece<ItemTile>[];
  readonly curve: readonly Piece<UtilTile>[];
  /** Level height, css px; a fraction where a closed track is flattened. */
  readonly levelHeight: number;
  readonly error: string | undefined;
}

export interface DrawList {
  readonly viewport: Viewport;
  readonly exp: number;
  readonly rows: readonly DrawnRow[];
  /** Part of the view inside the run. */
  readonly inside: TimeSpan;
  readonly wanted: readonly WantedTile[];
  /** Boxes in the list. */
  readonly boxes: number;
  readonly hasMissing: boolean;
  readonly hasStale: boolean;
  /** Height of the area of pinned rows, css px. */
  readonly pinnedPx: number;
}

/** A tile this much coarser is kept under each visible one: what is shown first after a jump outward. */
const FALLBACK_EXP = 3;
const MAX_WANTED = 1200;

export interface DrawInputs {
  readonly viewport: Viewport;
  readonly rows: readonly Row[];
  readonly scrollTop: number;
  readonly pinned: Pick<PinnedRows, 'rows' | 'heightPx'>;
  readonly extent: TimeSpan;
  readonly tiles: Pick<TileCache, 'find' | 'exponents' | 'errorOf'>;
  /** Steps coarser than the screen needs, when there would be too many boxes. */
  readonly bias: number;
}

export function buildDrawList({ viewport, rows, scrollTop, pinned, extent, tiles, bias }: DrawInputs): DrawList {
  const view = { startNs: viewport.startNs, stopNs: viewport.stopNs };
  const inside = intersect(view, extent);
  const exp = resolutionFor(nsPerCssPx(viewport)) + bias;
  // Pinned rows last: they lie over what scrolls under them.
  const placed = [...placeRows(rows, scrollTop, viewport.heightCssPx, pinned.heightPx), ...pinned.rows.map((row): PlacedRow => ({ row, y: row.y, isSticky: false, isPinned: true }))];
  const isOutside = inside.stopNs <= inside.startNs;
  let boxes = 0;
  let hasMissing = false;
  let hasStale = false;
  const note = (piece: Piece<ItemTile | UtilTile>): void => {
    if (!piece.tile) hasMissing = true;
    else if (!piece.isExact) hasStale = true;
  };

  const drawn = placed.map((place): DrawnRow => {
    const content = contentOf(place.row);
    const levels = Math.max(1, place.row.track?.levels ?? 1);
    const levelHeight = place.row.levelHeight > 0 ? place.row.levelHeight : (place.row.height - 2) / levels;
    if (content === 'nothing' || isOutside) return { ...place, content, items: [], curve: [], levelHeight, error: undefined };
    const kind = kindOf(content);
    const items = kind === 'items' ? coverSpan(tiles, 'items', place.row.id, exp, inside.startNs, inside.stopNs) : [];
    const curve = kind === 'util' ? coverSpan(tiles, 'util', place.row.id, exp, inside.startNs, inside.stopNs) : [];
    for (const piece of items) {
      note(piece);
      boxes += piece.tile?.count ?? 0;
    }
    curve.forEach(note);
    const isMissing = [...items, ...curve].some((piece) => !piece.tile);
    const error = isMissing ? tiles.errorOf(kind, place.row.id, exp, Math.floor(inside.startNs / (TILE_BUCKETS * 2 ** exp))) : undefined;
    return { ...place, content, items, curve, levelHeight, error };
  });

  const wanted = isOutside ? [] : wantedTiles(placed, rows, scrollTop, viewport, extent, inside, exp);
  return { viewport, exp, rows: drawn, inside, wanted, boxes, hasMissing, hasStale, pinnedPx: pinned.heightPx };
}

/** Rows that are drawn in a band of the track area, css px. */
export interface Band {
  readonly list: DrawList;
  readonly top: number;
  readonly bottom: number;
}

/** What scrolls, and above it what is pinned where anything is. */
export function bandsOf(list: DrawList): readonly Band[] {
  const { pinnedPx, viewport: { heightCssPx } } = list;
  if (pinnedPx === 0) return [{ list, top: 0, bottom: heightCssPx }];
  return [
    { list: { ...list, rows: list.rows.filter((row) => row.isPinned !== true) }, top: pinnedPx, bottom: heightCssPx },
    { list: { ...list, rows: list.rows.filter((row) => row.isPinned === true) }, top: 0, bottom: pinnedPx },
  ];
}

/** Draws each band so that nothing comes out of it. */
export function inBands(context: CanvasRenderingContext2D, list: DrawList, draw: (list: DrawList) => void): void {
  for (const { list: part, top, bottom } of bandsOf(list)) {
    context.save();
    context.beginPath();
    context.rect(0, top, list.viewport.widthCssPx, bottom - top);
    context.clip();
    draw(part);
    context.restore();
  }
}

function kindOf(content: RowContent): TileKind {
  return content === 'items' ? 'items' : 'util';
}

/** In order of need: what is in view, a coarser one under it, rows just outside, a screen to either side. */
function wantedTiles(
  placed: readonly PlacedRow[], rows: readonly Row[], scrollTop: number, viewport: Viewport, extent: TimeSpan, inside: TimeSpan, exp: number,
): WantedTile[] {
  const wanted: WantedTile[] = [];
  const seen = new Set<string>();
  const lengthNs = viewport.stopNs - viewport.startNs;
  const add = (row: Row, atExp: number, span: TimeSpan): void => {
    const content = contentOf(row);
    if (content === 'nothing') return;
    const kind = kindOf(content);
    const tileNs = TILE_BUCKETS * 2 ** atExp;
    for (let index = Math.floor(span.startNs / tileNs); index * tileNs < span.stopNs && wanted.length < MAX_WANTED; index++) {
      const key = `${row.id} ${atExp} ${index}`;
      if (seen.has(key)) continue;
      seen.add(key);
      wanted.push({ kind, track: row.id, exp: atExp, index });
    }
  };
  for (const { row } of placed) add(row, exp, inside);
  for (const { row } of placed) add(row, exp + FALLBACK_EXP, inside);
  const near = placeRows(rows, Math.max(0, scrollTop - viewport.heightCssPx), 3 * viewport.heightCssPx);
  for (const { row } of near) add(row, exp + FALLBACK_EXP, inside);
  const sides = [
    intersect({ startNs: viewport.stopNs, stopNs: viewport.stopNs + lengthNs }, extent),
    intersect({ startNs: viewport.startNs - lengthNs, stopNs: viewport.startNs }, extent),
  ];
  for (const span of sides) for (const { row } of placed) if (span.stopNs > span.startNs) add(row, exp, span);
  return wanted;
}
