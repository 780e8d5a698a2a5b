/**
 * Boxes of items on a 2D canvas, px by px as the shaders draw them (shaders.ts says why each is so). Places are device px; the facts
 * of a box are read from the same packed words that the graphics card gets.
 */
import { mixLinear, rgb, toHex, type Rgb } from '../base/color_math.ts';
import { busyGroupColor } from '../base/group_color.ts';
import { STATE_ALPHA, type Theme } from '../base/theme.ts';
import { bent } from '../base/warp.ts';
import { STATE_READY, STATE_WAITING } from '../../electron/protocol/items.ts';
import type { ItemTile } from '../../electron/protocol/tiles.ts';
import type { CanvasPatterns } from './canvas_patterns.ts';
import { SHADE_COLOR, SHADE_FADED, SHADE_HIDDEN } from '../client/shades.ts';
import type { Frame, ItemsDraw } from './renderer.ts';
import { BUSY_SHIFT, FLAG_CONTINUES, FLAG_EMPTY, FLAG_GROUP, packTile, STATE_SHIFT, VERTICES_PER_BOX, WORDS_PER_VERTEX } from './tile_geometry.ts';

const TWO_32 = 4294967296;
const FADED = 0.25;
const STRIDE = WORDS_PER_VERTEX * VERTICES_PER_BOX;

/** Css colours of boxes: [shown, faded] → by colour slot and state. */
export interface ItemInks {
  readonly fills: readonly (readonly string[])[];
  readonly fulls: readonly (readonly Rgb[])[];
  readonly groups: readonly string[];
  readonly busy: string;
}

export function itemInks(theme: Theme, palette: Uint32Array): ItemInks {
  const { bgTrack, group } = theme.colors;
  const shades = (keep: number): string[] => [...palette].flatMap((color) => STATE_ALPHA.map((alpha) => toHex(mixLinear(color, bgTrack, alpha * keep))));
  return {
    fills: [shades(1), shades(FADED)],
    fulls: [1, FADED].map((keep) => [...palette].map((color) => mixLinear(color, bgTrack, keep))),
    groups: [1, FADED].map((keep) => toHex(mixPlain(group, bgTrack, keep))),
    busy: toHex(busyGroupColor(theme)),
  };
}

function mixPlain(over: Rgb, under: Rgb, share: number): Rgb {
  const mix = (shift: number): number => Math.round(((over >> shift) & 255) * share + ((under >> shift) & 255) * (1 - share));
  return rgb(mix(16), mix(8), mix(0));
}

export interface ItemPen {
  readonly context: Pick<CanvasRenderingContext2D, 'fillStyle' | 'fillRect' | 'createPattern'>;
  readonly patterns: Pick<CanvasPatterns, 'of'>;
  readonly inks: ItemInks;
  readonly ratio: number;
  readonly hasCue: boolean;
}

const packed = new WeakMap<ItemTile, Uint32Array<ArrayBuffer>>();

function wordsOf(tile: ItemTile): Uint32Array<ArrayBuffer> {
  let words = packed.get(tile);
  if (words === undefined) {
    words = packTile(tile);
    packed.set(tile, words);
  }
  return words;
}

export function drawItems(pen: ItemPen, part: ItemsDraw, { originNs, pxPerNs, knots }: Frame): void {
  const onScreen = (straightPx: number): number => (knots ? bent(knots, straightPx) : straightPx);
  const words = wordsOf(part.tile);
  const floats = new Float32Array(words.buffer);
  const onePx = Math.max(1, Math.floor(pen.ratio + 0.5));
  const { x0: clip0, x1: clip1 } = part;
  for (let box = 0, at = 0; box < part.tile.count; box++, at += STRIDE) {
    const facts = words[at + 4];
    const shade = part.shades === undefined ? part.tile.colors[box] : part.shades[box];
    if ((shade & SHADE_HIDDEN) !== 0) continue;
    const startNs = words[at] * TWO_32 + words[at + 1];
    const stopNs = words[at + 2] * TWO_32 + words[at + 3];
    const x0 = Math.floor(onScreen((startNs - originNs) * pxPerNs) + 0.5);
    const stopPx = (stopNs - originNs) * pxPerNs;
    const next = Math.floor(onScreen(stopPx + floats[at + 6] * pxPerNs) + 0.5);
    let x1 = Math.floor(onScreen(stopPx) + 0.5);
    x1 = Math.max(x1, x0 + 1, Math.min(x0 + 2 * onePx, next));
    if ((facts & FLAG_CONTINUES) === 0 && x1 - x0 >= 4 * pen.ratio) x1 -= onePx;
    const left = Math.max(x0, clip0);
    const right = Math.min(x1, Math.max(clip1, x0 >= clip0 && x0 < clip1 ? x0 + 2 * onePx : clip1));
    if (left >= right) continue;
    const level = facts & 0xffff;
    const top = part.growsDown ? part.y + level * part.levelHeight : part.y + part.height - (level + 1) * part.levelHeight;
    const y0 = Math.floor(top + 0.1 * part.levelHeight + 0.5);
    const y1 = Math.max(Math.floor(top + part.levelHeight + 0.5), y0 + 1);
    drawBox(pen, facts, shade, { x0, x1, left, right, y0, y1 });
  }
}

interface Place {
  /** The box itself; a tile draws only from `left` to `right` of it. */
  readonly x0: number;
  readonly x1: number;
  readonly left: number;
  readonly right: number;
  readonly y0: number;
  readonly y1: number;
}

function drawBox({ context, patterns, inks, ratio, hasCue }: ItemPen, facts: number, shade: number, place: Place): void {
  const { x0, x1, left, right, y0, y1 } = place;
  const faded = (shade & SHADE_FADED) === 0 ? 0 : 1;
  const width = right - left;
  const height = y1 - y0;
  if ((facts & FLAG_GROUP) !== 0) {
    context.fillStyle = inks.groups[faded];
    context.fillRect(left, y0, width, height);
    const busyPx = Math.floor(((facts >>> BUSY_SHIFT) / 31) * height + 0.5);
    context.fillStyle = inks.busy;
    context.fillRect(left, y1 - busyPx, width, busyPx);
    return;
  }
  const slot = shade & SHADE_COLOR;
  const state = (facts >> STATE_SHIFT) & 3;
  const fill = inks.fills[faded][slot * STATE_ALPHA.length + state];
  const full = inks.fulls[faded][slot];
  context.fillStyle = fill;
  if ((facts & FLAG_EMPTY) !== 0) {
    const notchPx = Math.min(height, rowsUnder(3 * ratio));
    context.fillRect(left, y0 + notchPx, width, height - notchPx);
    context.fillRect(left, y0, Math.max(0, Math.min(right, Math.ceil((x0 + x1) / 2)) - left), notchPx);
    return;
  }
  if (state !== STATE_READY && state !== STATE_WAITING) {
    context.fillRect(left, y0, width, height);
    return;
  }
  const railPx = Math.min(height, rowsUnder(height < 8 * ratio ? ratio : 2 * ratio));
  if (hasCue && x1 - x0 < 6 * ratio) {
    // Too narrow for a pattern: the height says it.
    const shownPx = Math.max(railPx, rowsUnder(height * (state === STATE_READY ? 0.6 : 0.25)));
    context.fillStyle = toHex(full);
    context.fillRect(left, y1 - shownPx, width, shownPx);
    return;
  }
  context.fillRect(left, y0, width, height);
  if (hasCue && state === STATE_READY) {
    context.fillStyle = patterns.of(context, { type: 'stripes', period: 6 * ratio, lit: 2 * ratio }, full);
    context.fillRect(left, y0, width, height - railPx);
  }
  context.fillStyle = toHex(full);
  if (hasCue && state === STATE_WAITING) drawHollow(context, ratio, place);
  context.fillRect(left, y1 - railPx, width, railPx);
}

/** Outline and dots. */
function drawHollow(context: Pick<CanvasRenderingContext2D, 'fillRect'>, ratio: number, { x0, x1, left, right, y0, y1 }: Place): void {
  const edge = rowsUnder(ratio);
  context.fillRect(left, y0, right - left, edge);
  if (left < x0 + edge) context.fillRect(left, y0, x0 + edge - left, y1 - y0);
  if (right > x1 - edge) context.fillRect(Math.max(left, x1 - edge), y0, right - Math.max(left, x1 - edge), y1 - y0);
  const [step, dot] = [8 * ratio, rowsUnder(1.5 * ratio)];
  const first = Math.max(0, Math.floor((left - x0 - 4 * ratio) / step));
  for (let y = y0 + 4 * ratio; y < y1; y += step) {
    for (let x = x0 + 4 * ratio + first * step; x < right; x += step) {
      const from = Math.max(left, Math.round(x));
      context.fillRect(from, Math.round(y), Math.min(right, Math.round(x) + dot) - from, Math.min(dot, y1 - Math.round(y)));
    }
  }
}

/** Rows of px whose middle is less than `px` from the edge. */
function rowsUnder(px: number): number {
  return Math.ceil(px - 0.5);
}
