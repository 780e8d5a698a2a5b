/** The target of a link under the pointer: outlined where it stands, or a chip at the edge beyond which it lies. Css px. */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { DrawList } from './draw_list.ts';
import { levelBand } from './hit_test.ts';
import { cssXOf, snappedCss } from './viewport.ts';

const FONT = "600 11px 'Inter Variable', system-ui, sans-serif";
const CHIP_HEIGHT = 18;
const OUTLINE_PX = 3;

export type PreviewPlace =
  | { readonly type: 'box'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** The way to it from the edge at which the chip stands. */
  | { readonly type: 'chip'; readonly text: string; readonly x: number; readonly y: number };

/** `y` from the top of the tracks. A row that is closed or scrolled out, and a time outside the view, make it a chip. */
export function previewPlace(list: DrawList, { track, level, title, life }: ItemAt, trackName: string): PreviewPlace {
  const { viewport } = list;
  const row = list.rows.findLast((candidate) => candidate.row.id === track && !candidate.isSticky);
  const isBefore = life.stopNs < viewport.startNs;
  const isAfter = life.startNs > viewport.stopNs;
  if (row?.content === 'items' && !isBefore && !isAfter) {
    const { y, height } = levelBand(row, level);
    const left = snappedCss(viewport, Math.max(-OUTLINE_PX, cssXOf(viewport, life.startNs)));
    const right = snappedCss(viewport, Math.min(viewport.widthCssPx + OUTLINE_PX, cssXOf(viewport, life.stopNs)));
    return { type: 'box', x: left, y, width: Math.max(2, right - left), height };
  }
  const far = isBefore ? viewport.startNs - life.stopNs : life.startNs - viewport.stopNs;
  const way = isBefore ? `← ${formatTime(Math.ceil(far))} · ` : isAfter ? `→ ${formatTime(Math.ceil(far))} · ` : '';
  const x = isBefore ? 0 : isAfter ? viewport.widthCssPx : Math.max(0, cssXOf(viewport, life.startNs));
  const y = row ? Math.min(Math.max(0, row.y), viewport.heightCssPx - CHIP_HEIGHT) : 4;
  return { type: 'chip', text: `${way}${title} · ${trackName}`, x, y };
}

export function drawPreview(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, target: ItemAt, trackName: string): void {
  const place = previewPlace(list, target, trackName);
  const { colors } = theme;
  if (place.type === 'box') {
    context.lineWidth = OUTLINE_PX;
    context.strokeStyle = toHex(colors.accent);
    context.strokeRect(place.x - OUTLINE_PX / 2, place.y - OUTLINE_PX / 2, place.width + OUTLINE_PX, place.height + OUTLINE_PX);
    return;
  }
  context.font = FONT;
  const width = context.measureText(place.text).width + 12;
  const x = Math.min(Math.max(0, place.x), Math.max(0, list.viewport.widthCssPx - width));
  context.fillStyle = toHex(colors.accent);
  context.beginPath();
  context.roundRect(x, place.y, width, CHIP_HEIGHT, 3);
  context.fill();
  context.fillStyle = toHex(colors.onAccent);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(place.text, x + 6, place.y + CHIP_HEIGHT / 2 + 0.5);
}
