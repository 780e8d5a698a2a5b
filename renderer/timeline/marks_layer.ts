/** Small things on the label canvas: ticks above what a search found, scales of curves, words on rows that could not be drawn. */
import { formatBytes } from '../base/bytes.ts';
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { UtilTile } from '../../electron/protocol/tiles.ts';
import type { SearchState } from '../state/app.ts';
import type { DrawList } from './draw_list.ts';
import { scaleOf } from './frame.ts';
import { levelBand } from './hit_test.ts';
import { isMemory } from './row_content.ts';
import { startOf, stopOf } from './tile_columns.ts';
import { cssXOf } from './viewport.ts';

const TICK_PX = 3;
const MAX_TICKS = 4000;
const FONT = "400 11px 'Inter Variable', system-ui, sans-serif";
const SMALL_FONT = "400 10px 'Inter Variable', system-ui, sans-serif";
const LEAST_SCALE_ROW_PX = 36;

export function drawMarks(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, search: SearchState, peaks: ReadonlyMap<number, number>): void {
  const result = search.result.peek();
  if (result !== null && result.total > 0) drawMatches(context, list, theme, search);
  context.textBaseline = 'top';
  for (const row of list.rows) {
    if (row.error !== undefined) {
      context.font = FONT;
      context.fillStyle = toHex(theme.colors.danger);
      context.fillText(`could not be drawn: ${row.error}`, 10, row.y + 4);
    }
    if (row.curve.length > 0 && row.curve.every(({ tile }) => tile !== undefined && isUnrecorded(tile))) {
      context.font = FONT;
      outlinedText(context, theme, 'not recorded', 8, row.y + (row.row.height - 11) / 2);
      continue;
    }
    if ((row.content !== 'curve' && row.content !== 'area') || row.row.height < LEAST_SCALE_ROW_PX || row.curve.every((piece) => !piece.tile)) continue;
    const scale = scaleOf(row.row, peaks);
    const capacity = row.row.group?.capacityBytes ?? null;
    const text = !isMemory(row.row.kind) ? '100 %' : `${formatBytes(scale, 1)}${capacity !== null && scale < capacity ? ` of ${formatBytes(capacity, 1)}` : ''}`;
    context.font = SMALL_FONT;
    context.textAlign = 'right';
    outlinedText(context, theme, text, list.viewport.widthCssPx - 6, row.y + 3);
    context.textAlign = 'left';
  }
}

/** An outline in the background's colour keeps it readable on the curve. */
function outlinedText(context: CanvasRenderingContext2D, theme: Theme, text: string, x: number, y: number): void {
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = toHex(theme.colors.bgTrack);
  context.strokeText(text, x, y);
  context.fillStyle = toHex(theme.colors.textMuted);
  context.fillText(text, x, y);
}

function isUnrecorded(tile: UtilTile): boolean {
  for (let i = 0; i < tile.count; i++) if (!Number.isNaN(tile.means[i])) return false;
  return tile.count > 0;
}

/** A tick above each box of a name that matches, and above the hits that are listed one by one. */
function drawMatches(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, search: SearchState): void {
  const { viewport } = list;
  const hits = new Set(search.result.peek()?.first.map(({ track, ordinal }) => `${track}/${ordinal}`));
  context.fillStyle = toHex(theme.colors.match);
  context.beginPath();
  let ticks = 0;
  for (const row of list.rows) {
    if (row.isSticky) continue;
    for (const piece of row.items) {
      const { tile } = piece;
      if (!tile) continue;
      for (let box = 0; box < tile.count && ticks < MAX_TICKS; box++) {
        if (!search.matchesName(tile.names[box]) && !hits.has(`${row.row.id}/${tile.ordinals[box]}`)) continue;
        const [start, stop] = [startOf(tile, box), stopOf(tile, box)];
        if (stop < Math.max(piece.startNs, viewport.startNs) || start > Math.min(piece.stopNs, viewport.stopNs)) continue;
        const { y } = levelBand(row, tile.levels[box]);
        const left = Math.max(0, cssXOf(viewport, start));
        context.rect(left, Math.max(row.y, y - TICK_PX + 1), Math.max(2, Math.min(viewport.widthCssPx, cssXOf(viewport, stop)) - left), TICK_PX);
        ticks++;
      }
    }
  }
  context.fill();
}
