/** Draws the ruler above the tracks: ticks, their base, the range and the cursor's time. Css px. */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import { rulerTicks } from './ruler_ticks.ts';
import { cssXOf, snappedCss, type Viewport } from './viewport.ts';

export const RULER_HEIGHT = 24;
const FONT = "400 11px 'Inter Variable', system-ui, sans-serif";
const BASE_WIDTH_PX = 8;
const TEXT_GAP_PX = 4;

/** What a ruler is drawn on: a canvas, or a picture being made. */
export type RulerContext = Pick<CanvasRenderingContext2D, 'fillStyle' | 'font' | 'textAlign' | 'textBaseline' | 'fillRect' | 'fillText' | 'measureText'>;

export function drawRuler(context: RulerContext, viewport: Viewport, theme: Theme, hasTime: boolean): void {
  const { colors } = theme;
  const width = viewport.widthCssPx;
  const hair = 1 / viewport.ratio;
  context.fillStyle = toHex(colors.bgPanel);
  context.fillRect(0, 0, width, RULER_HEIGHT);
  const { ticks, base } = hasTime ? rulerTicks(viewport) : { ticks: [], base: undefined };
  context.font = FONT;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  let fromPx = 0;
  if (base !== undefined) {
    context.fillStyle = toHex(colors.textPrimary);
    context.fillText(base, 6, RULER_HEIGHT / 2 + 0.5);
    fromPx = context.measureText(base).width + 6 + BASE_WIDTH_PX;
  }
  for (const { ns, text } of ticks) {
    const x = snappedCss(viewport, cssXOf(viewport, ns));
    context.fillStyle = toHex(colors.borderControl);
    context.fillRect(x, RULER_HEIGHT - 6, hair, 6);
    // A text that would be cut is left out: half a number is a wrong one.
    if (x < fromPx || x + TEXT_GAP_PX + context.measureText(text).width > width) continue;
    context.fillStyle = toHex(colors.textSecondary);
    context.fillText(text, x + TEXT_GAP_PX, RULER_HEIGHT / 2 + 0.5);
    // Where the time is stretched, ticks may stand closer than their texts.
    fromPx = x + TEXT_GAP_PX + context.measureText(text).width;
  }
  context.fillStyle = toHex(colors.borderSubtle);
  context.fillRect(0, RULER_HEIGHT - hair, width, hair);
}

/** Hides the texts of ticks that something between `left` and `right` would cut. */
function coverTicks(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme, left: number, right: number): void {
  context.font = FONT;
  context.fillStyle = toHex(theme.colors.bgPanel);
  for (const { ns, text } of rulerTicks(viewport).ticks) {
    const textLeft = snappedCss(viewport, cssXOf(viewport, ns)) + TEXT_GAP_PX;
    const textWidth = context.measureText(text).width;
    if (textLeft < right && textLeft + textWidth > left) context.fillRect(textLeft - 1, 2, textWidth + 2, RULER_HEIGHT - 8);
  }
}

/** A small label in the ruler: the cursor's time, or a range's length. */
export function drawChip(context: CanvasRenderingContext2D, viewport: Viewport, theme: Theme, text: string, atPx: number, background: number, ink: number): void {
  context.font = `600 ${FONT.slice(4)}`;
  const width = context.measureText(text).width + 10;
  const x = Math.min(Math.max(0, atPx - width / 2), viewport.widthCssPx - width);
  coverTicks(context, viewport, theme, x, x + width);
  context.font = `600 ${FONT.slice(4)}`;
  context.fillStyle = toHex(background);
  context.beginPath();
  context.roundRect(x, 3, width, RULER_HEIGHT - 6, 3);
  context.fill();
  context.fillStyle = toHex(ink);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x + 5, RULER_HEIGHT / 2 + 0.5);
}

export function rangeText({ startNs, stopNs }: TimeSpan): string {
  const lengthNs = Math.max(1, Math.round(stopNs - startNs));
  const perSecond = 1e9 / lengthNs;
  const rate = perSecond >= 1000 ? `${(perSecond / 1000).toPrecision(3)} kHz` : `${perSecond.toPrecision(3)} Hz`;
  return `⟵ ${formatTime(lengthNs)} · ${rate} ⟶`;
}

export function cursorText(ns: Ns): string {
  return `t=${formatTime(Math.round(ns))}`;
}
