/**
 * Draws the strip of the whole run: a heat row per class and hits of the search, which seldom change, and above them the view as a
 * brush, which always does. Css px.
 */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import type { OverviewRow } from './overview_data.ts';

export const LABEL_WIDTH = 64;
const BOTTOM_PX = 5;
const TOP_PX = 3;
const LEAST_ROW_PX = 7.5;
const GAP_PX = 1;
const SHADE_ALPHA = 0.62;
const FONT = "'Inter Variable', system-ui, sans-serif";

export interface OverviewPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rows: readonly OverviewRow[];
  /** Hits per bucket of the extent. */
  readonly ticks: readonly number[];
}

/** Left and right of a span in the strip, kept inside it; a narrow view stays visible. */
export function brushPlace(extent: TimeSpan, view: TimeSpan, widthPx: number): { left: number; right: number } {
  const room = widthPx - LABEL_WIDTH;
  const at = (ns: number): number => LABEL_WIDTH + Math.min(1, Math.max(0, (ns - extent.startNs) / (extent.stopNs - extent.startNs))) * room;
  const left = at(view.startNs);
  const right = at(view.stopNs);
  if (right - left >= 3) return { left, right };
  const middle = Math.min(widthPx - 1.5, Math.max(LABEL_WIDTH + 1.5, (left + right) / 2));
  return { left: middle - 1.5, right: middle + 1.5 };
}

export function drawOverview(context: CanvasRenderingContext2D, theme: Theme, picture: OverviewPicture): void {
  const { widthPx, heightPx } = picture;
  // Lower rows would have names that run into each other; the last classes say the least.
  const rows = picture.rows.slice(0, Math.max(1, Math.floor((heightPx - BOTTOM_PX - TOP_PX) / LEAST_ROW_PX)));
  const { colors } = theme;
  context.fillStyle = toHex(colors.bgPanel);
  context.fillRect(0, 0, widthPx, heightPx);
  const room = widthPx - LABEL_WIDTH;
  const rowPx = rows.length === 0 ? 0 : (heightPx - BOTTOM_PX - TOP_PX) / rows.length;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  rows.forEach(({ label, values }, r) => {
    const y = TOP_PX + r * rowPx;
    context.font = `400 ${Math.min(11, Math.max(8, rowPx - 0.5))}px ${FONT}`;
    context.fillStyle = toHex(colors.textSecondary);
    context.fillText(label, 8, y + rowPx / 2 + 0.5);
    drawHeat(context, theme, values, y, Math.max(2, rowPx - GAP_PX), room);
  });
  drawTicks(context, theme, picture, room);
}

/** Equal neighbours become one rectangle: an idle run costs one. */
function drawHeat(context: CanvasRenderingContext2D, theme: Theme, values: Float32Array, y: number, height: number, room: number): void {
  const step = room / values.length;
  const colorOf = (value: number): number => (Number.isNaN(value) ? -1 : theme.heat[Math.round(Math.min(1, Math.max(0, value)) * 255)]);
  let from = 0;
  for (let i = 1; i <= values.length; i++) {
    const color = colorOf(values[from]);
    if (i < values.length && colorOf(values[i]) === color) continue;
    if (color >= 0) {
      context.fillStyle = toHex(color);
      context.fillRect(LABEL_WIDTH + from * step, y, (i - from) * step + 0.3, height);
    }
    from = i;
  }
}

function drawTicks(context: CanvasRenderingContext2D, theme: Theme, { ticks, heightPx }: OverviewPicture, room: number): void {
  context.fillStyle = toHex(theme.colors.match);
  ticks.forEach((hits, i) => {
    if (hits > 0) context.fillRect(LABEL_WIDTH + (i / ticks.length) * room, heightPx - BOTTOM_PX, Math.max(1, room / ticks.length), BOTTOM_PX - 1);
  });
}

export function drawBrush(context: CanvasRenderingContext2D, theme: Theme, { left, right }: { left: number; right: number }, widthPx: number, heightPx: number): void {
  context.globalAlpha = SHADE_ALPHA;
  context.fillStyle = toHex(theme.colors.bgApp);
  context.fillRect(LABEL_WIDTH, 0, left - LABEL_WIDTH, heightPx);
  context.fillRect(right, 0, widthPx - right, heightPx);
  context.globalAlpha = 1;
  if (left <= LABEL_WIDTH + 0.5 && right >= widthPx - 0.5) return;
  context.strokeStyle = toHex(theme.colors.accent);
  context.lineWidth = 1;
  context.strokeRect(Math.round(left) + 0.5, 0.5, Math.max(2, Math.round(right) - Math.round(left) - 1), heightPx - 1);
  context.fillStyle = toHex(theme.colors.accent);
  for (const x of [left, right]) {
    context.beginPath();
    context.roundRect(Math.round(x) - 2, heightPx / 2 - 8, 4, 16, 2);
    context.fill();
  }
}
