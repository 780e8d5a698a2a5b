/**
 * Paints boxes of a timeline by what they have become in the other run: slower or faster in five steps of strength, hatched where the
 * other run has no such item; what changed less than the floor stays pale. Css px; at most a few thousand boxes a frame.
 */
import { NOT_PAIRED, ONLY_HERE } from '../../electron/protocol/compare_api.ts';
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { Knots } from '../base/warp.ts';
import type { DrawList } from './draw_list.ts';
import { levelBand } from './hit_test.ts';
import { startOf, stopOf } from './tile_columns.ts';
import type { Painter } from './timeline.ts';
import { cssXOf } from './viewport.ts';

/** Relative changes of which the paint is weakest and strongest. */
const WEAKEST = 0.05;
const STRONGEST = 0.5;
const LEAST_ALPHA = 0.18;
const MOST_ALPHA = 0.6;
/** How much of a box's own colour a painted one, and one that has not changed, lose. */
const PALE_PAINTED = 0.85;
const PALE_SAME = 0.55;
const MOST_BOXES = 4000;
const HATCH_PX = 6;
const SEAM_ALPHA = 0.35;

/** `deltaOf`: as `compare.deltas`, undefined while it is not known. */
export function differencePainter(deltaOf: (track: number, ordinal: number) => number | undefined, floor: number): Painter {
  return (context, list, theme) => {
    const { viewport } = list;
    let left = MOST_BOXES;
    for (const row of list.rows) {
      if (row.content !== 'items') continue;
      for (const { tile, startNs: fromNs, stopNs: toNs } of row.items) {
        if (!tile) continue;
        for (let box = 0; box < tile.count && left > 0; box++) {
          if (tile.counts[box] > 1) continue;
          const [start, stop] = [startOf(tile, box), stopOf(tile, box)];
          if (stop < fromNs || start >= toNs) continue;
          const delta = deltaOf(row.row.id, tile.ordinals[box]);
          if (delta === undefined) continue;
          const x0 = Math.max(0, cssXOf(viewport, Math.max(start, fromNs)));
          const x1 = Math.min(viewport.widthCssPx, Math.max(cssXOf(viewport, Math.min(stop, toNs)), x0 + 2));
          if (x1 <= x0) continue;
          const { y, height } = levelBand(row, tile.levels[box]);
          left--;
          paintBox(context, theme, delta, floor, { x: x0, y, width: x1 - x0, height });
        }
      }
    }
    context.globalAlpha = 1;
  };
}

/** Lines where the two time axes are held together; `knots`: of B's view. */
export function drawSeams(context: CanvasRenderingContext2D, list: DrawList, theme: Theme, knots: Knots): void {
  context.fillStyle = toHex(theme.colors.accent);
  context.globalAlpha = SEAM_ALPHA;
  for (let at = 4; at + 4 < knots.length; at += 4) context.fillRect(Math.round(knots[at + 1]), 0, 1, list.viewport.heightCssPx);
  context.globalAlpha = 1;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function paintBox(context: CanvasRenderingContext2D, theme: Theme, delta: number, floor: number, { x, y, width, height }: Box): void {
  const { colors } = theme;
  const fill = (color: number, alpha: number): void => {
    context.globalAlpha = alpha;
    context.fillStyle = toHex(color);
    context.fillRect(x, y, width, height);
  };
  const isAlone = delta === ONLY_HERE;
  const change = isAlone || delta === NOT_PAIRED ? 0 : delta / 100;
  const isPainted = Math.abs(change) >= floor;
  fill(colors.bgTrack, isPainted || isAlone ? PALE_PAINTED : PALE_SAME);
  if (isPainted) fill(change > 0 ? colors.diffSlower : colors.diffFaster, strengthOf(change));
  if (isAlone) hatch(context, toHex(colors.diffSame), { x, y, width, height });
}

/** Alpha of the paint. */
export function strengthOf(change: number): number {
  const share = Math.min(1, Math.max(0, (Math.abs(change) - WEAKEST) / (STRONGEST - WEAKEST)));
  return LEAST_ALPHA + share * (MOST_ALPHA - LEAST_ALPHA);
}

function hatch(context: CanvasRenderingContext2D, color: string, { x, y, width, height }: Box): void {
  context.save();
  context.globalAlpha = 0.8;
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  // Lines of one pattern over all boxes: neighbours do not break it.
  const first = Math.floor((x - height) / HATCH_PX) * HATCH_PX;
  for (let at = first; at < x + width; at += HATCH_PX) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}
