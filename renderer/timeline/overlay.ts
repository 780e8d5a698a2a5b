/**
 * What changes with the pointer, on a canvas above the rest: outlines of the hovered name, the selection's halo, the range, the
 * cursor. Nothing here makes the items be drawn again. Css px; the ruler's height is above the tracks.
 */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { RunView, Selection } from '../state/app.ts';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';
import { inBands, type DrawList, type DrawnRow } from './draw_list.ts';
import { levelBand, type Hit } from './hit_test.ts';
import { drawFlows, type FlowChip } from './flows_layer.ts';
import { drawNotes } from './note_flags.ts';
import { drawPreview } from './preview.ts';
import { cursorText, drawChip, rangeText, RULER_HEIGHT } from './ruler.ts';
import { startOf, stopOf } from './tile_columns.ts';
import { cssXOf, snappedCss, type Viewport } from './viewport.ts';

export interface OverlayState {
  readonly hit: Hit | undefined;
  /** The idle time under the pointer, once it is known. */
  readonly gap: TimeSpan | undefined;
  readonly selection: Selection | null;
  readonly besides: readonly ItemAt[];
  /** Target of the link under the pointer, and the name of its track. */
  readonly preview: ItemAt | null;
  readonly previewTrack: string;
  readonly range: TimeSpan | null;
  /** Being dragged out to zoom to it. */
  readonly zoomRange: TimeSpan | null;
  readonly cursorNs: Ns | null;
  /** Pointer over the tracks: css px from their top; null = elsewhere. */
  readonly pointerY: number | null;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const CURSOR_GAP_PX = 12;
const MAX_OUTLINES = 3000;
const LEAST_IDLE_PX = 40;
const RANGE_ALPHA = 0.1;

/** Gives the chips of arrows, which can be clicked. */
export function drawOverlay(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, run: RunView, state: OverlayState): readonly FlowChip[] {
  const { viewport } = list;
  context.save();
  context.translate(0, RULER_HEIGHT);
  context.beginPath();
  context.rect(0, 0, viewport.widthCssPx, viewport.heightCssPx);
  context.clip();
  if (state.range) drawSpan(context, viewport, state.range, theme, toHex(theme.colors.accent));
  if (state.zoomRange) drawSpan(context, viewport, state.zoomRange, theme, toHex(theme.colors.textPrimary));
  inBands(context, list, (part) => drawHover(context, part, theme, state.hit, state.gap));
  const chips = drawFlows(context, list, theme, run);
  inBands(context, list, (part) => {
    drawSelection(context, part, theme, state.selection);
    for (const item of state.besides) drawSelection(context, part, theme, { type: 'item', item, details: undefined, error: undefined });
  });
  if (state.preview) drawPreview(context, list, theme, state.preview, state.previewTrack);
  drawCursor(context, viewport, theme, state);
  context.restore();
  drawNotes(context, viewport, theme, run.notes.list.peek());
  drawChips(context, viewport, theme, state);
  return chips;
}

/** Place of a box as the renderer snaps it, within a px of the view. */
function boxOf(viewport: Viewport, row: DrawnRow, level: number, startNs: Ns, stopNs: Ns): Box {
  const { y, height } = levelBand(row, level);
  const left = snappedCss(viewport, Math.max(-4, cssXOf(viewport, startNs)));
  const right = snappedCss(viewport, Math.min(viewport.widthCssPx + 4, cssXOf(viewport, stopNs)));
  return { x: left, y, width: Math.max(2, right - left), height };
}

function drawSpan(context: CanvasRenderingContext2D, viewport: Viewport, span: TimeSpan, theme: Theme, color: string): void {
  const left = snappedCss(viewport, cssXOf(viewport, span.startNs));
  const right = snappedCss(viewport, cssXOf(viewport, span.stopNs));
  context.fillStyle = color;
  context.globalAlpha = theme.isDark ? RANGE_ALPHA * 1.6 : RANGE_ALPHA;
  context.fillRect(left, 0, right - left, viewport.heightCssPx);
  context.globalAlpha = 1;
  context.fillRect(left, 0, 1, viewport.heightCssPx);
  context.fillRect(right - 1, 0, 1, viewport.heightCssPx);
}

function drawHover(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, hit: Hit | undefined, gap: TimeSpan | undefined): void {
  if (!hit) return;
  const { viewport } = list;
  const ink = toHex(theme.colors.textPrimary);
  if (hit.type === 'idle') {
    if (!gap) return;
    const { x, y, width, height } = boxOf(viewport, hit.row, 0, Math.max(gap.startNs, viewport.startNs), Math.min(gap.stopNs, viewport.stopNs));
    if (width < LEAST_IDLE_PX) return;
    context.strokeStyle = toHex(theme.colors.borderControl);
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    line(context, x, Math.round(y + height) - 0.5, x + width);
    context.setLineDash([]);
    return;
  }
  if (hit.type === 'curve') {
    context.fillStyle = ink;
    return;
  }
  if (hit.type === 'row') return;
  context.strokeStyle = ink;
  context.lineWidth = 1;
  if (hit.type === 'item') {
    const name = hit.tile.names[hit.box];
    context.beginPath();
    let outlines = 0;
    for (const row of list.rows) {
      if (row.isSticky) continue;
      for (const piece of row.items) {
        const { tile } = piece;
        if (!tile) continue;
        for (let box = 0; box < tile.count && outlines < MAX_OUTLINES; box++) {
          if (tile.names[box] !== name || tile.counts[box] !== 1) continue;
          const [start, stop] = [startOf(tile, box), stopOf(tile, box)];
          if (stop < Math.max(piece.startNs, viewport.startNs) || start >= Math.min(piece.stopNs, viewport.stopNs)) continue;
          const { x, y, width, height } = boxOf(viewport, row, tile.levels[box], start, stop);
          if (y + height < 0 || y > viewport.heightCssPx) continue;
          context.rect(x + 0.5, y + 0.5, width - 1, height - 1);
          outlines++;
        }
      }
    }
    context.globalAlpha = 0.75;
    context.stroke();
    context.globalAlpha = 1;
  }
  const { x, y, width, height } = boxOf(viewport, hit.row, hit.level, startOf(hit.tile, hit.box), stopOf(hit.tile, hit.box));
  context.lineWidth = 1.5;
  context.strokeRect(x - 0.25, y - 0.25, width + 0.5, height + 0.5);
}

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, y);
  context.stroke();
}

/** 2 px of one colour around 1 px of another: seen on any item. */
function drawSelection(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, selection: Selection | null): void {
  if (!selection) return;
  const isItem = selection.type === 'item';
  const [track, level] = isItem ? [selection.item.track, selection.item.level] : [selection.track, selection.level];
  const span = isItem ? selection.item.life : selection.span;
  const row = list.rows.find((candidate) => candidate.row.id === track && !candidate.isSticky);
  if (row?.content !== 'items') return;
  const { x, y, width, height } = boxOf(list.viewport, row, level, span.startNs, span.stopNs);
  if (x > list.viewport.widthCssPx + 4 || x + width < -4) return;
  context.lineWidth = 2;
  context.strokeStyle = toHex(theme.colors.haloOuter);
  context.strokeRect(x - 2, y - 2, width + 4, height + 4);
  context.lineWidth = 1;
  context.strokeStyle = toHex(theme.colors.haloInner);
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
}

function drawCursor(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme, { cursorNs, pointerY }: OverlayState): void {
  if (cursorNs === null || cursorNs < viewport.startNs || cursorNs > viewport.stopNs) return;
  const x = snappedCss(viewport, cssXOf(viewport, cursorNs));
  context.fillStyle = toHex(theme.colors.cursor);
  context.globalAlpha = 0.55;
  if (pointerY === null) context.fillRect(x, 0, 1, viewport.heightCssPx);
  else {
    context.fillRect(x, 0, 1, Math.max(0, pointerY - CURSOR_GAP_PX));
    context.fillRect(x, pointerY + CURSOR_GAP_PX, 1, viewport.heightCssPx);
  }
  context.globalAlpha = 1;
}

function drawChips(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme, state: OverlayState): void {
  const { colors } = theme;
  const span = state.zoomRange ?? state.range;
  if (span) {
    const middle = (Math.max(0, cssXOf(viewport, span.startNs)) + Math.min(viewport.widthCssPx, cssXOf(viewport, span.stopNs))) / 2;
    if (middle >= 0 && middle <= viewport.widthCssPx) drawChip(context, viewport, theme, rangeText(span), middle, colors.accent, colors.onAccent);
  }
  const { cursorNs } = state;
  if (cursorNs !== null && cursorNs >= viewport.startNs && cursorNs <= viewport.stopNs && !state.zoomRange) {
    drawChip(context, viewport, theme, cursorText(cursorNs), cssXOf(viewport, cursorNs), colors.bgHover, colors.textPrimary);
  }
}
