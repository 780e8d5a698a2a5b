/** Small things on the label canvas: ticks above what a search found, scales of curves, words on rows that could not be drawn. */
import { formatBytes } from '../base/bytes.ts';
import { mixLinear, toHex } from '../base/color_math.ts';
import { STATE_ALPHA, type Theme } from '../base/theme.ts';
import { STATE_NONE } from '../../electron/protocol/items.ts';
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import type { SearchState } from '../state/app.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { scaleOf } from './frame.ts';
import { levelBand } from './hit_test.ts';
import { isMemory } from './row_content.ts';
import { startOf, stopOf } from './tile_columns.ts';
import { cssXOf, snappedCss } from './viewport.ts';

const TICK_PX = 3;
const RAIL_PX = 2;
const MAX_TICKS = 4000;
const FONT = "400 11px 'Inter Variable', system-ui, sans-serif";
const SMALL_FONT = "400 10px 'Inter Variable', system-ui, sans-serif";
const LEAST_SCALE_ROW_PX = 36;
const PLATE_PX = 3;
const PLATE_HEIGHT_PX = 14;

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
      platedText(context, theme, 'not recorded', 8 + context.measureText('not recorded').width, row.y + (row.row.height - 11) / 2);
      continue;
    }
    if ((row.content !== 'curve' && row.content !== 'area') || row.row.height < LEAST_SCALE_ROW_PX || row.curve.every((piece) => !piece.tile)) continue;
    const scale = scaleOf(row.row, peaks);
    const capacity = row.row.group?.capacityBytes ?? null;
    const text = !isMemory(row.row.kind) ? '100 %' : `${formatBytes(scale, 1)}${capacity !== null && scale < capacity ? ` of ${formatBytes(capacity, 1)}` : ''}`;
    context.font = SMALL_FONT;
    platedText(context, theme, text, list.viewport.widthCssPx - 6, row.y + 3);
  }
}

/** A plate in the background's colour keeps a scale readable on its curve; `x` is the text's right end. */
function platedText(context: CanvasRenderingContext2D, theme: Theme, text: string, x: number, y: number): void {
  const width = context.measureText(text).width;
  context.fillStyle = `${toHex(theme.colors.bgTrack)}e0`;
  context.beginPath();
  context.roundRect(x - width - PLATE_PX, y - 1, width + 2 * PLATE_PX, PLATE_HEIGHT_PX, 3);
  context.fill();
  context.fillStyle = toHex(theme.colors.textMuted);
  context.textAlign = 'right';
  context.fillText(text, x, y);
  context.textAlign = 'left';
}

function isUnrecorded(tile: UtilTile): boolean {
  for (let i = 0; i < tile.count; i++) if (!Number.isNaN(tile.means[i])) return false;
  return tile.count > 0;
}

/** Hits that are listed one by one, as `track/ordinal`: what matches by its provenance or number and not by its name. */
export function listedHits(search: SearchState): ReadonlySet<string> {
  return new Set(search.result.peek()?.first.map(({ track, ordinal }) => `${track}/${ordinal}`));
}

/** The renderer fades by name; hits that are found otherwise get their colour back here, under the labels. */
export function drawHits(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, search: SearchState, hits: ReadonlySet<string>): void {
  forMatches(list, (row, tile, box) => tile.counts[box] === 1 && !search.matchesName(tile.names[box]) && hits.has(`${row.row.id}/${tile.ordinals[box]}`), (place, tile, box) => {
    const color = theme.items[tile.colors[box]];
    context.fillStyle = toHex(mixLinear(color, theme.colors.bgTrack, STATE_ALPHA[tile.states[box]]));
    context.fillRect(place.x, place.y, place.width, place.height);
    context.fillStyle = toHex(color);
    if (tile.states[box] !== STATE_NONE) context.fillRect(place.x, place.y + place.height - RAIL_PX, place.width, RAIL_PX);
  });
}

/** A tick above each box of a name that matches, and above the hits that are listed one by one. */
function drawMatches(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, search: SearchState): void {
  const hits = listedHits(search);
  context.fillStyle = toHex(theme.colors.match);
  context.beginPath();
  forMatches(list, (row, tile, box) => search.matchesName(tile.names[box]) || hits.has(`${row.row.id}/${tile.ordinals[box]}`), (place, _tile, _box, row) => {
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

type Test = (row: DrawnRow, tile: ItemTile, box: number) => boolean;

/** Boxes in view that pass the test, with their places in css px. */
function forMatches(list: DrawList, passes: Test, visit: (place: Place, tile: ItemTile, box: number, row: DrawnRow) => void): void {
  const { viewport } = list;
  let found = 0;
  for (const row of list.rows) {
    if (row.isSticky) continue;
    for (const piece of row.items) {
      const { tile } = piece;
      if (!tile) continue;
      for (let box = 0; box < tile.count && found < MAX_TICKS; box++) {
        if (!passes(row, tile, box)) continue;
        const [start, stop] = [startOf(tile, box), stopOf(tile, box)];
        if (stop < Math.max(piece.startNs, viewport.startNs) || start > Math.min(piece.stopNs, viewport.stopNs)) continue;
        const x = snappedCss(viewport, Math.max(0, cssXOf(viewport, start)));
        const right = snappedCss(viewport, Math.min(viewport.widthCssPx, cssXOf(viewport, stop)));
        visit({ x, width: Math.max(2, right - x - (right - x >= 4 ? 1 : 0)), ...levelBand(row, tile.levels[box]) }, tile, box, row);
        found++;
      }
    }
  }
}
