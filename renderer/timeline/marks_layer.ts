/** Small things on the label canvas: ticks above what a search found, scales of curves, words on rows that could not be drawn. */
import { formatBytes } from '../base/bytes.ts';
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { scaleOf } from './frame.ts';
import type { BoxMarks } from './labels.ts';
import { levelBand } from './hit_test.ts';
import { drawMemoryMarks } from './memory_marks.ts';
import { isMemoryKind } from '../../electron/protocol/items.ts';
import { platedText } from './plated_text.ts';
import { startOf, stopOf } from './tile_columns.ts';
import { cssXOf, snappedCss } from './viewport.ts';

const TICK_PX = 3;
const MAX_TICKS = 4000;
const FONT = "400 11px 'Inter Variable', system-ui, sans-serif";
const SMALL_FONT = "400 10px 'Inter Variable', system-ui, sans-serif";
const LEAST_SCALE_ROW_PX = 36;

export function drawMarks(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, foundIn: BoxMarks['foundIn'], peaks: ReadonlyMap<number, number>): void {
  drawMatches(context, list, theme, foundIn);
  context.textBaseline = 'top';
  for (const row of list.rows) {
    if (row.error !== undefined) {
      context.font = FONT;
      context.fillStyle = toHex(theme.colors.danger);
      context.fillText(`could not be drawn: ${row.error}`, 10, row.y + 4);
    }
    if (row.curve.length > 0 && row.curve.every(({ tile }) => tile !== undefined && isUnrecorded(tile))) {
      context.font = FONT;
      platedText(context, theme, 'not recorded', 8 + context.measureText('not recorded').width, row.y + (row.row.height - 11) / 2);
      continue;
    }
    if ((row.content !== 'curve' && row.content !== 'area') || row.row.height < LEAST_SCALE_ROW_PX || row.curve.every((piece) => !piece.tile)) continue;
    const scale = scaleOf(row.row, peaks);
    const capacity = row.row.group?.capacityBytes ?? row.row.track?.capacityBytes ?? null;
    context.font = SMALL_FONT;
    if (row.content === 'area') drawMemoryMarks(context, list, row, theme, { scale, capacity });
    const text = !isMemoryKind(row.row.kind) ? '100 %' : `${formatBytes(scale, 1)}${capacity !== null && scale < capacity ? ` of ${formatBytes(capacity, 1)}` : ''}`;
    platedText(context, theme, text, list.viewport.widthCssPx - 6, row.y + 3);
  }
}

function isUnrecorded(tile: UtilTile): boolean {
  for (let i = 0; i < tile.count; i++) if (!Number.isNaN(tile.means[i])) return false;
  return tile.count > 0;
}

/** A tick above each box with hits. */
function drawMatches(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, foundIn: BoxMarks['foundIn']): void {
  context.fillStyle = toHex(theme.colors.match);
  context.beginPath();
  forMatches(list, (tile, box) => foundIn(tile, box) > 0, (place, row) => {
    context.rect(place.x, Math.max(row.y, place.y - TICK_PX + 1), place.width, TICK_PX);
  });
  context.fill();
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Test = (tile: ItemTile, box: number) => boolean;

/** Boxes in view that pass the test, with their places in css px. */
function forMatches(list: DrawList, passes: Test, visit: (place: Place, row: DrawnRow) => void): void {
  const { viewport } = list;
  let found = 0;
  for (const row of list.rows) {
    if (row.isSticky) continue;
    for (const piece of row.items) {
      const { tile } = piece;
      if (!tile) continue;
      for (let box = 0; box < tile.count && found < MAX_TICKS; box++) {
        if (!passes(tile, box)) continue;
        const [start, stop] = [startOf(tile, box), stopOf(tile, box)];
        if (stop < Math.max(piece.startNs, viewport.startNs) || start > Math.min(piece.stopNs, viewport.stopNs)) continue;
        const x = snappedCss(viewport, Math.max(0, cssXOf(viewport, start)));
        const right = snappedCss(viewport, Math.min(viewport.widthCssPx, cssXOf(viewport, stop)));
        visit({ x, width: Math.max(2, right - x - (right - x >= 4 ? 1 : 0)), ...levelBand(row, tile.levels[box]) }, row);
        found++;
      }
    }
  }
}
