/** The parts of a picture, drawn on whatever takes rectangles and texts: a canvas for PNG, a list of shapes for SVG. Css px. */
import { mixLinear, toHex } from '../../base/color_math.ts';
import { STATE_ALPHA, type Theme } from '../../base/theme.ts';
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import { STATE_READY, STATE_RUNNING, STATE_WAITING, type ItemName } from '../../../electron/protocol/items.ts';
import { SHADE_COLOR, SHADE_HIDDEN } from '../../client/shades.ts';
import type { DrawList } from '../../timeline/draw_list.ts';
import type { BoxMarks } from '../../timeline/labels.ts';
import type { RulerContext } from '../../timeline/ruler.ts';
import { tickStep } from '../../timeline/ruler_ticks.ts';
import { startOf, stopOf } from '../../timeline/tile_columns.ts';
import { cssXOf, nsPerCssPx } from '../../timeline/viewport.ts';
import { FOOT_HEIGHT, MARGIN, NAMES_WIDTH, type PictureFacts, type PicturePlan } from './picture_plan.ts';

const FAMILY = "'Inter Variable', Inter, system-ui, sans-serif";
const INDENT = 12;
/** Names in the legend, those with the most room first. */
const MAX_NAMES = 12;
const SWATCH = 10;
const SAMPLE_COLOR = 12 * 3;

const font = (weight: number, size: number): string => `${weight} ${size}px ${FAMILY}`;

export function drawHead(context: RulerContext, theme: Theme, { title, version, span }: PictureFacts): void {
  const { colors } = theme;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = toHex(colors.textPrimary);
  context.font = font(600, 16);
  context.fillText(title, MARGIN, 18);
  context.fillStyle = toHex(colors.textSecondary);
  context.font = font(400, 12);
  context.fillText(`${formatInterval({ startNs: Math.round(span.startNs), stopNs: Math.round(span.stopNs) })} · ${version}`, MARGIN, 38);
}

/** Names of the rows, left of the tracks. */
export function drawRowNames(context: RulerContext, theme: Theme, { rows, pinnedPx }: DrawList, plan: PicturePlan): void {
  const { colors } = theme;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { row, y, isSticky, isPinned } of rows) {
    if (isSticky || (isPinned !== true && y < pinnedPx)) continue;
    const isHead = row.type === 'node' || row.type === 'all';
    context.fillStyle = toHex(isHead ? colors.bgRaised : colors.bgPanel);
    context.fillRect(0, y, NAMES_WIDTH, row.height);
    context.fillStyle = toHex(colors.borderSubtle);
    context.fillRect(0, y + row.height - 1, NAMES_WIDTH, 1);
    context.fillStyle = toHex(colors.textPrimary);
    context.font = font(isHead ? 600 : 400, 11);
    context.fillText(row.label, MARGIN + row.depth * INDENT, y + Math.min(row.height, 24) / 2);
  }
  context.fillStyle = toHex(colors.borderSubtle);
  context.fillRect(NAMES_WIDTH - 1, 0, 1, plan.plot.height);
}

export interface LegendSource {
  readonly list: DrawList;
  readonly theme: Theme;
  readonly palette: Uint32Array;
  readonly marks: BoxMarks;
  readonly nameOf: (id: number) => ItemName | undefined;
}

/** A scale bar and what states and colours mean, from the bottom of the tracks down. */
export function drawFoot(context: RulerContext, source: LegendSource, plan: PicturePlan, remark: string): void {
  const { theme } = source;
  drawScale(context, theme, source.list, plan);
  drawStates(context, theme);
  drawNames(context, source, plan);
  if (remark === '') return;
  context.fillStyle = toHex(theme.colors.textSecondary);
  context.font = font(400, 11);
  context.fillText(remark, MARGIN, FOOT_HEIGHT - 8);
}

function drawScale(context: RulerContext, theme: Theme, { viewport }: DrawList, { plot }: PicturePlan): void {
  const stepNs = tickStep(nsPerCssPx(viewport));
  const widthPx = stepNs / nsPerCssPx(viewport);
  const right = plot.x + plot.width;
  context.fillStyle = toHex(theme.colors.textPrimary);
  context.fillRect(right - widthPx, 14, widthPx, 2);
  context.fillRect(right - widthPx, 10, 1, 10);
  context.fillRect(right - 1, 10, 1, 10);
  context.font = font(400, 11);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText(formatTime(stepNs), right - widthPx - 6, 15);
  context.textAlign = 'left';
}

function drawStates(context: RulerContext, theme: Theme): void {
  let x = MARGIN;
  const color = theme.items[SAMPLE_COLOR];
  const entries: readonly (readonly [string, number])[] = [['running', STATE_RUNNING], ['ready', STATE_READY], ['waiting', STATE_WAITING]];
  const entry = (text: string, fill: number, rail: number): void => {
    context.fillStyle = toHex(fill);
    context.fillRect(x, 15 - SWATCH / 2, 2 * SWATCH, SWATCH);
    context.fillStyle = toHex(rail);
    context.fillRect(x, 15 + SWATCH / 2 - 2, 2 * SWATCH, 2);
    x += 2 * SWATCH + 5;
    context.fillStyle = toHex(theme.colors.textPrimary);
    context.fillText(text, x, 15);
    x += context.measureText(text).width + 14;
  };
  context.font = font(400, 11);
  context.textBaseline = 'middle';
  for (const [text, state] of entries) entry(text, mixLinear(color, theme.colors.bgTrack, STATE_ALPHA[state]), color);
  entry('many small items', theme.colors.group, theme.colors.group);
}

/** The names that take the most room, with their colours. */
function drawNames(context: RulerContext, { theme, palette, list, nameOf, marks }: LegendSource, { width }: PicturePlan): void {
  const px = new Map<number, { width: number; color: number }>();
  for (const { items, isSticky } of list.rows) {
    for (const { tile } of isSticky ? [] : items) {
      for (let box = 0; box < (tile?.count ?? 0); box++) {
        if (!tile || tile.counts[box] > 1) continue;
        const shown = Math.min(list.viewport.widthCssPx, cssXOf(list.viewport, stopOf(tile, box))) - Math.max(0, cssXOf(list.viewport, startOf(tile, box)));
        const shade = marks.shadesOf(tile)?.[box] ?? tile.colors[box];
        if ((shade & SHADE_HIDDEN) !== 0) continue;
        const entry = px.get(tile.names[box]) ?? { width: 0, color: shade & SHADE_COLOR };
        px.set(tile.names[box], entry);
        entry.width += Math.max(0, shown);
      }
    }
  }
  let x = MARGIN;
  context.font = font(400, 11);
  for (const [name, { color }] of [...px].sort(([, a], [, b]) => b.width - a.width).slice(0, MAX_NAMES)) {
    const text = nameOf(name)?.text ?? '';
    const textPx = context.measureText(text).width;
    if (text === '' || x + SWATCH + 4 + textPx > width - MARGIN) continue;
    context.fillStyle = toHex(palette[color] ?? theme.colors.group);
    context.fillRect(x, 34 - SWATCH / 2, SWATCH, SWATCH);
    context.fillStyle = toHex(theme.colors.textPrimary);
    context.fillText(text, x + SWATCH + 4, 34);
    x += SWATCH + 4 + textPx + 14;
  }
}

