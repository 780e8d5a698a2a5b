/**
 * Arrows between items: curves from cause to effect with the head at the later end. An end outside the view is a chip at its edge that
 * leads there; an end in a closed row stands at the row that holds it. Css px of the track area.
 */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import type { FlowEnd, ItemFlow } from '../../electron/protocol/item_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { FlowKind, Row, RunView } from '../state/app.ts';
import type { DrawList } from './draw_list.ts';
import { levelBand } from './hit_test.ts';
import { contentOf } from './row_content.ts';
import { cssXOf } from './viewport.ts';

/** Where a click leads to an end that is not in view. */
export interface FlowChip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly end: FlowEnd;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly isInView: boolean;
}

interface Stroke {
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
}

const FONT = "600 11px 'Inter Variable', system-ui, sans-serif";
const CHIP_HEIGHT = 18;
const CHIP_GAP = 2;
/** More would hide what they speak of; the details have all links. */
const MAX_CHIPS = 4;
const HEAD_PX = 7;
const LEAST_BEND_PX = 24;

export function strokeOf(kind: FlowKind, { colors }: Theme): Stroke {
  switch (kind) {
    case 'critical': return { color: toHex(colors.flowCritical), width: 2, dash: [] };
    case 'creator': return { color: toHex(colors.flowCreator), width: 1.5, dash: [6, 4] };
    case 'operation': return { color: toHex(colors.accent), width: 1.5, dash: [] };
    case 'previous': return { color: toHex(colors.textSecondary), width: 1.5, dash: [2, 3] };
  }
}

/** Draws the arrows of which an end is in view; gives the chips of the other ends. */
export function drawFlows(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, run: RunView): readonly FlowChip[] {
  const found = run.flows.found.peek()?.flows ?? [];
  const shown = run.flows.shown.peek();
  const rows = rowsById(run.tree.rows.peek());
  const chips: FlowChip[] = [];
  context.save();
  context.lineCap = 'round';
  for (const flow of found) {
    if (!shown.has(flow.kind)) continue;
    const [from, to] = [placeOf(list, run, rows, flow.from), placeOf(list, run, rows, flow.to)];
    if (!from || !to || (!from.isInView && !to.isInView)) continue;
    drawArrow(context, theme, flow, from, to);
    const [end, place, other] = from.isInView ? [flow.to, to, flow.from] : [flow.from, from, flow.to];
    if (!place.isInView && chips.length < MAX_CHIPS) chips.push(chipOf(context, list, run, end, other, place, chips));
  }
  context.setLineDash([]);
  for (const chip of chips) drawChip(context, theme, chip);
  context.restore();
  return chips;
}

const maps = new WeakMap<readonly Row[], ReadonlyMap<TrackId, Row>>();

function rowsById(rows: readonly Row[]): ReadonlyMap<TrackId, Row> {
  let map = maps.get(rows);
  if (!map) maps.set(rows, map = new Map(rows.map((row) => [row.id, row])));
  return map;
}

/** Undefined where neither the track nor what it belongs to has a row. */
function placeOf({ viewport, rows: drawn, pinnedPx }: DrawList, run: RunView, rows: ReadonlyMap<TrackId, Row>, end: FlowEnd): Place | undefined {
  let id: TrackId | undefined = end.track;
  while (id !== undefined && !rows.has(id)) id = run.parentOf(id);
  const pinned = drawn.find((one) => one.isPinned === true && one.row.id === end.track);
  const row = pinned?.row ?? (id === undefined ? undefined : rows.get(id));
  if (!row) return undefined;
  const top = pinned ? pinned.y : row.y - run.tree.scrollTop.peek() + pinnedPx;
  const isOwn = row.id === end.track && contentOf(row) === 'items';
  const band = isOwn ? levelBand({ y: top, row, levelHeight: row.levelHeight || row.height }, end.level) : { y: top, height: row.height };
  const [x, y] = [cssXOf(viewport, end.ns), band.y + band.height / 2];
  const isInView = x >= 0 && x <= viewport.widthCssPx && y >= (pinned ? 0 : pinnedPx) && y <= viewport.heightCssPx;
  const within = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return { x: within(x, viewport.widthCssPx), y: within(y, viewport.heightCssPx), isInView };
}

function drawArrow(context: CanvasRenderingContext2D, theme: Theme, flow: ItemFlow, from: Place, to: Place): void {
  const { color, width, dash } = strokeOf(flow.kind, theme);
  const bend = Math.max(LEAST_BEND_PX, Math.abs(to.x - from.x) * 0.4);
  const path = new Path2D();
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
  // A rim in the background's colour keeps it apart from items of any colour.
  context.setLineDash([]);
  context.strokeStyle = toHex(theme.colors.bgTrack);
  context.lineWidth = width + 2;
  context.stroke(path);
  context.setLineDash([...dash]);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
  // Both ends of the curve run level: the head points right at `to`, left at `from`.
  const isForward = flow.to.ns >= flow.from.ns;
  const [tip, side] = isForward ? [to, -1] : [from, 1];
  context.setLineDash([]);
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  context.lineTo(tip.x + side * HEAD_PX, tip.y - HEAD_PX / 2);
  context.lineTo(tip.x + side * HEAD_PX, tip.y + HEAD_PX / 2);
  context.fill();
}

function chipOf(context: CanvasRenderingContext2D, { viewport }: DrawList, run: RunView, end: FlowEnd, other: FlowEnd, place: Place, before: readonly FlowChip[]): FlowChip {
  const wayNs = Math.round(end.ns - other.ns);
  const text = `${end.title} · ${run.track(end.track)?.name ?? ''} · ${wayNs < 0 ? '−' : '+'}${formatTime(Math.abs(wayNs))}`;
  context.font = FONT;
  const width = Math.min(context.measureText(text).width + 12, viewport.widthCssPx);
  const x = Math.min(Math.max(0, place.x - width / 2), Math.max(0, viewport.widthCssPx - width));
  const lowest = Math.max(0, viewport.heightCssPx - CHIP_HEIGHT);
  let y = Math.min(Math.max(0, place.y - CHIP_HEIGHT / 2), lowest);
  const step = y > lowest / 2 ? -(CHIP_HEIGHT + CHIP_GAP) : CHIP_HEIGHT + CHIP_GAP;
  const isTaken = (): boolean => before.some((chip) => x < chip.x + chip.width && chip.x < x + width && Math.abs(chip.y - y) < CHIP_HEIGHT + CHIP_GAP);
  for (let tries = 0; tries < MAX_CHIPS && isTaken(); tries++) y = Math.min(Math.max(0, y + step), lowest);
  return { x, y, width, height: CHIP_HEIGHT, text, end };
}

function drawChip(context: CanvasRenderingContext2D, { colors }: Theme, { x, y, width, height, text }: FlowChip): void {
  context.font = FONT;
  context.fillStyle = toHex(colors.bgRaised);
  context.strokeStyle = toHex(colors.borderControl);
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 3);
  context.fill();
  context.stroke();
  context.fillStyle = toHex(colors.textPrimary);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x + 6, y + height / 2 + 0.5, width - 12);
}

export function chipAt(chips: readonly FlowChip[], x: number, y: number): FlowChip | undefined {
  return chips.find((chip) => x >= chip.x && x < chip.x + chip.width && y >= chip.y && y < chip.y + chip.height);
}
