/** The draw list as the renderer takes it: device px, colours of the theme, backgrounds and what is not known. */
import type { Rgb } from '../base/color_math.ts';
import { scaledKnots } from '../base/warp.ts';
import type { Theme } from '../base/theme.ts';
import { isMemoryKind, type TrackKind } from '../../electron/protocol/items.ts';
import type { ItemTile } from '../../electron/protocol/tiles.ts';
import type { CurveDraw, Frame, ItemsDraw, Pattern, RectDraw } from '../gl/renderer.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { tickLines } from './ruler_ticks.ts';
import { pxPerNs, snappedX } from './viewport.ts';

const CHECKER_ALPHA = 0.06;
/** Strips leave a little of the row's background above and below. */
const STRIP_INSET_CSS_PX = 3;
const ERROR_EDGE_CSS_PX = 3;
/** Memories that use less than this share of what they have are drawn against their peak instead. */
const LEAST_SHARE_OF_CAPACITY = 0.08;

/** Value at full height of a curve or strip: 1 for shares; `peaks` holds the greatest bytes seen by memory row. */
export function scaleOf(row: DrawnRow['row'], peaks: ReadonlyMap<number, number>): number {
  if (!isMemoryKind(row.kind)) return 1;
  return bytesAtFull(peaks.get(row.id) ?? 0, row.group?.capacityBytes ?? row.track?.capacityBytes ?? null);
}

/** What a memory's curve is drawn against: its capacity, or a bit over its peak where that would be a flat line. */
export function bytesAtFull(peak: number, capacity: number | null): number {
  if (capacity !== null && peak >= capacity * LEAST_SHARE_OF_CAPACITY) return Math.max(capacity, peak);
  return peak > 0 ? peak * 1.1 : capacity ?? 1;
}

/** `shadesOf`: how the boxes of a tile look (client/mark_cache.ts). */
export function buildFrame(list: DrawList, theme: Theme, peaks: Map<number, number>, shadesOf: (tile: ItemTile) => Uint16Array | undefined): Frame {
  const { viewport } = list;
  const { ratio } = viewport;
  const rects: RectDraw[] = [];
  const items: ItemsDraw[] = [];
  const curves: CurveDraw[] = [];
  const { colors } = theme;
  const px = (cssPx: number): number => Math.round(cssPx * ratio);
  const rect = (x0: number, x1: number, y: number, height: number, color: Rgb, alpha: number, pattern: Pattern, isSticky: boolean): void => {
    rects.push({ x0, x1, y, height, color, alpha, pattern, isSticky });
  };
  const width = viewport.widthPx;
  const ticks = list.rows.length > 0 ? tickLines(viewport) : [];
  const pinnedPx = px(list.pinnedPx);
  if (pinnedPx > 0) {
    rect(0, width, 0, pinnedPx, colors.bgTrack, 1, 'plain', true);
    for (const x of ticks) rect(x, x + Math.max(1, Math.floor(ratio)), 0, pinnedPx, colors.grid, 1, 'plain', true);
  }

  for (const row of list.rows) {
    const y = px(row.y);
    const height = px(row.y + row.row.height) - y;
    if (row.row.type === 'node' || row.row.type === 'all') rect(0, width, y, height, colors.bgRaised, 1, 'plain', row.isSticky);
  }
  for (const x of ticks) rect(x, x + Math.max(1, Math.floor(ratio)), 0, viewport.heightPx, colors.grid, 1, 'plain', false);

  for (const row of list.rows) {
    const isSticky = row.isSticky || row.isPinned === true;
    const y = px(row.y);
    const height = px(row.y + row.row.height) - y;
    rect(0, width, y + height - 1, 1, colors.grid, 1, 'plain', isSticky);
    for (const piece of row.items) {
      const [x0, x1] = [snappedX(viewport, piece.startNs), snappedX(viewport, piece.stopNs)];
      if (piece.tile) items.push({ tile: piece.tile, shades: shadesOf(piece.tile), y: y + 1, height: height - px(2), levelHeight: row.levelHeight * ratio, growsDown: row.row.growsDown === true, x0, x1, isSticky });
      else rect(x0, x1, y, height, colors.textPrimary, CHECKER_ALPHA, 'checker', isSticky);
    }
    if (row.content === 'area' || row.content === 'heat') notePeak(row, peaks);
    for (const piece of row.curve) {
      const [x0, x1] = [snappedX(viewport, piece.startNs), snappedX(viewport, piece.stopNs)];
      if (!piece.tile) {
        rect(x0, x1, y, height, colors.textPrimary, CHECKER_ALPHA, 'checker', isSticky);
        continue;
      }
      const inset = row.content === 'heat' ? px(STRIP_INSET_CSS_PX) : px(2);
      const color = theme.curves[row.row.kind as TrackKind] ?? colors.accent;
      const mode = row.content === 'heat' ? 'heat' : row.content === 'area' ? 'area' : 'curve';
      curves.push({ tile: piece.tile, mode, color, scale: scaleOf(row.row, peaks), y: y + inset, height: height - 2 * inset, x0, x1, isSticky });
    }
    if (row.error !== undefined) rect(0, px(ERROR_EDGE_CSS_PX), y, height, colors.danger, 1, 'plain', isSticky);
  }

  if (pinnedPx > 0) rect(0, width, pinnedPx - Math.max(1, Math.round(ratio)), Math.max(1, Math.round(ratio)), colors.borderControl, 1, 'plain', true);
  const [left, right] = [snappedX(viewport, list.inside.startNs), snappedX(viewport, list.inside.stopNs)];
  for (const [x0, x1] of [[0, left], [right, width]]) {
    if (x1 <= x0) continue;
    rect(x0, x1, 0, viewport.heightPx, colors.bgOutside, 1, 'plain', true);
    rect(x0, x1, 0, viewport.heightPx, colors.borderControl, 0.35, 'hatch', true);
  }
  return { originNs: viewport.startNs, pxPerNs: pxPerNs(viewport), knots: viewport.knots && scaledKnots(viewport.knots, viewport.ratio), rects, items, curves };
}

/** The scale only grows while one looks around, so that heights stay comparable. */
function notePeak({ row, curve }: DrawnRow, peaks: Map<number, number>): void {
  if (!isMemoryKind(row.kind)) return;
  let peak = peaks.get(row.id) ?? 0;
  for (const { tile } of curve) {
    if (!tile) continue;
    for (let i = 0; i < tile.count; i++) if (tile.maxs[i] > peak) peak = tile.maxs[i];
  }
  peaks.set(row.id, peak);
}
