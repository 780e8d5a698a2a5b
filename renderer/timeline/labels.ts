/** Which boxes get a label and what it says. Cropping to the width is the text layer's work. Places in css px of the track area. */
import { itemTitle, type ItemName } from '../../electron/protocol/items.ts';
import type { ItemTile } from '../../electron/protocol/tiles.ts';
import { formatTime } from '../../electron/protocol/format_time.ts';
import { bestInk, mixLinear, type Rgb } from '../base/color_math.ts';
import { busyGroupColor } from '../base/group_color.ts';
import { STATE_ALPHA, type Theme } from '../base/theme.ts';
import { SHADE_COLOR, SHADE_FADED, SHADE_HIDDEN } from '../client/shades.ts';
import type { LabelDraw } from '../gl/renderer.ts';
import type { DrawList, DrawnRow } from './draw_list.ts';
import { levelBand } from './hit_test.ts';
import { startOf, stopOf } from './tile_columns.ts';
import { cssXOf, pxPerNs } from './viewport.ts';

const LEAST_WIDTH_PX = 24;
const LEAST_LEVEL_PX = 11;
const GROUP_WIDTH_PX = 60;
const GROUP_NAME_WIDTH_PX = 180;
const DURATION_WIDTH_PX = 160;
const MAX_LABELS = 700;
const PADDING_PX = 4;

/** Ink per place in the palette and state, and for groups. */
export interface Inks {
  readonly items: readonly (readonly Rgb[])[];
  readonly group: Rgb;
  /** On groups whose middle lies in the busy part. */
  readonly busyGroup: Rgb;
  /** On boxes that a search has faded. */
  readonly faded: Rgb;
}

export function inksOf(theme: Theme, palette: Uint32Array): Inks {
  const items = [...palette].map((color) => STATE_ALPHA.map((alpha) => bestInk(mixLinear(color, theme.colors.bgTrack, alpha))));
  return { items, group: bestInk(theme.colors.group), busyGroup: bestInk(busyGroupColor(theme)), faded: theme.colors.textMuted };
}

/** On boxes that are painted over by something else than their own colour. */
export function plainInks(theme: Theme): Inks {
  return { ...inksOf(theme, theme.items), items: Array.from({ length: SHADE_COLOR + 1 }, () => STATE_ALPHA.map(() => theme.colors.textPrimary)) };
}

type NameOf = (id: number) => ItemName | undefined;

/** What searches and colours say of boxes. */
export interface BoxMarks {
  shadesOf(tile: ItemTile): Uint16Array | undefined;
  foundIn(tile: ItemTile, box: number): number;
}

export function buildLabels(list: DrawList, inks: Inks, nameOf: NameOf, marks: BoxMarks): LabelDraw[] {
  const labels: LabelDraw[] = [];
  for (const row of list.rows) {
    if (row.content === 'items' && row.levelHeight >= LEAST_LEVEL_PX && !row.isSticky) labelRow(list, row, inks, nameOf, marks, labels);
    if (labels.length >= MAX_LABELS) break;
  }
  return labels;
}

/** A box that may be labelled: its visible part, css px. */
interface Candidate {
  readonly tile: ItemTile;
  readonly box: number;
  readonly left: number;
  readonly width: number;
}

function labelRow(list: DrawList, row: DrawnRow, inks: Inks, nameOf: NameOf, marks: BoxMarks, out: LabelDraw[]): void {
  /** Level → widest segment so far of the item that is passing there: an item in several segments is named once. */
  const passing = new Map<number, Candidate>();
  const write = (level: number, { tile, box, left, width }: Candidate): void => {
    const { y, height } = levelBand(row, level);
    if (y + height < 0 || y > list.viewport.heightCssPx || out.length >= MAX_LABELS) return;
    const shade = marks.shadesOf(tile)?.[box] ?? tile.colors[box];
    if ((shade & SHADE_HIDDEN) !== 0) return;
    const isGroup = tile.counts[box] > 1;
    const name = nameOf(tile.names[box]);
    const text = isGroup ? groupText(tile, box, width, name, marks.foundIn(tile, box)) : name === undefined ? '' : itemTitle(name, tile.numsHi[box], tile.numsLo[box]);
    if (text === '') return;
    out.push({
      text, x: left + PADDING_PX, y, width: width - 2 * PADDING_PX, height,
      suffix: !isGroup && width >= DURATION_WIDTH_PX ? formatTime(stopOf(tile, box) - startOf(tile, box)) : undefined,
      ink: (shade & SHADE_FADED) !== 0 ? inks.faded : inkOf(tile, box, shade & SHADE_COLOR, inks),
    });
  };
  forWideBoxes(list, row, (candidate) => {
    const { tile, box } = candidate;
    const level = tile.levels[box];
    if (tile.counts[box] > 1) {
      write(level, candidate);
      return;
    }
    const before = passing.get(level);
    if (before && before.tile.ordinals[before.box] === tile.ordinals[box]) {
      if (candidate.width > before.width) passing.set(level, candidate);
      return;
    }
    if (before) write(level, before);
    passing.set(level, candidate);
  });
  for (const [level, candidate] of passing) write(level, candidate);
}

/** Boxes of the row whose visible part is wide enough for a label, in order of start. */
function forWideBoxes(list: DrawList, row: DrawnRow, visit: (candidate: Candidate) => void): void {
  const { viewport } = list;
  const leastNs = (LEAST_WIDTH_PX / pxPerNs(viewport)) * viewport.ratio;
  for (const { tile, startNs: fromNs, stopNs: toNs } of row.items) {
    if (!tile) continue;
    for (let box = 0; box < tile.count; box++) {
      const start = startOf(tile, box);
      const stop = stopOf(tile, box);
      if (stop - start < leastNs || stop <= viewport.startNs || start >= viewport.stopNs) continue;
      // A box that reaches over the tile's edge is in the neighbour too: the piece where it becomes visible labels it.
      const shown = Math.max(start, list.inside.startNs);
      if (shown < fromNs || shown >= toNs) continue;
      const left = Math.max(0, cssXOf(viewport, start));
      const width = Math.min(viewport.widthCssPx, cssXOf(viewport, stop)) - left - 1;
      if (width >= (tile.counts[box] > 1 ? GROUP_WIDTH_PX : LEAST_WIDTH_PX)) visit({ tile, box, left, width });
    }
  }
}

function inkOf(tile: ItemTile, box: number, color: number, inks: Inks): Rgb {
  if (tile.counts[box] > 1) return tile.busy[box] >= 0.5 ? inks.busyGroup : inks.group;
  return inks.items[color]?.[tile.states[box]] ?? inks.group;
}

function groupText(tile: ItemTile, box: number, width: number, name: ItemName | undefined, hits: number): string {
  const grouped = (count: number): string => count.toLocaleString('en-US').replaceAll(',', '\u2009');
  if (hits > 0) return `${grouped(hits)} of ${grouped(tile.counts[box])} found`;
  const text = `${grouped(tile.counts[box])} items · ${Math.round(tile.busy[box] * 100)} %`;
  return width >= GROUP_NAME_WIDTH_PX && name ? `${text} · ${name.text}` : text;
}
