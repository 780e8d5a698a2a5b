/** Curves, areas and heat strips on a 2D canvas, column by column as the shaders draw them. Device px. */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import { straightened } from '../base/warp.ts';
import { TILE_BUCKETS } from '../../electron/protocol/time.ts';
import type { CanvasPatterns } from './canvas_patterns.ts';
import type { CurveDraw, Frame } from './renderer.ts';

/** Buckets of one column that are looked at. */
const MAX_BUCKETS = 32;
const AREA_ALPHA = 0.35;
const UNDER_CURVE_ALPHA = 0.16;
const BAND_ALPHA = 0.22;
const MISSING_ALPHA = 0.5;

/** `Path` collects rectangles: a canvas's own, or one of a picture being made. */
export interface CurvePen<Path extends Pick<Path2D, 'rect'> = Path2D> {
  readonly context: Pick<CanvasRenderingContext2D, 'fillStyle' | 'globalAlpha' | 'fillRect' | 'createPattern'> & {
    readonly canvas: { readonly width: number };
    fill(path: Path): void;
  };
  readonly newPath: () => Path;
  readonly patterns: Pick<CanvasPatterns, 'of'>;
  readonly theme: Theme;
  readonly ratio: number;
}

/** What one column of px shows of a tile, as shares of the full height; `isKnown` false = not recorded. */
interface Column {
  isKnown: boolean;
  mean: number;
  low: number;
  high: number;
  meanLow: number;
  meanHigh: number;
}

/** False where the tile does not reach. `first` = bucket at the column's left edge, `step` = buckets a column. */
function readColumn({ tile, scale }: CurveDraw, first: number, step: number, into: Column): boolean {
  const last = first + step;
  if (last < 0 || first >= tile.count) return false;
  const from = Math.min(tile.count - 1, Math.max(0, Math.floor(first + 0.001)));
  const to = Math.min(from + MAX_BUCKETS - 1, tile.count - 1, Math.max(from, Math.ceil(last - 0.001) - 1));
  let [known, mean, low, high, meanLow, meanHigh] = [0, 0, Infinity, 0, Infinity, 0];
  for (let i = from; i <= to; i++) {
    const value = tile.means[i] / scale;
    if (Number.isNaN(value)) continue;
    known++;
    mean += value;
    low = Math.min(low, tile.mins[i] / scale);
    high = Math.max(high, tile.maxs[i] / scale);
    meanLow = Math.min(meanLow, value);
    meanHigh = Math.max(meanHigh, value);
  }
  // The line also joins the bucket before, so that steps have no holes.
  if (first - Math.floor(first) < step && from > 0) {
    const before = tile.means[from - 1] / scale;
    if (!Number.isNaN(before)) [meanLow, meanHigh] = [Math.min(meanLow, before), Math.max(meanHigh, before)];
  }
  Object.assign(into, { isKnown: known > 0, mean: known > 0 ? mean / known : 0, low, high, meanLow, meanHigh });
  return true;
}

export function drawCurve<Path extends Pick<Path2D, 'rect'>>(pen: CurvePen<Path>, draw: CurveDraw, { originNs, pxPerNs, knots }: Frame): void {
  const straight = (px: number): number => (knots ? straightened(knots, px) : px);
  const { context, theme, ratio } = pen;
  const bucketNs = 2 ** draw.tile.key.exp;
  const origin = originNs / bucketNs - draw.tile.key.index * TILE_BUCKETS;
  const step = 1 / (bucketNs * pxPerNs);
  const column: Column = { isKnown: false, mean: 0, low: 0, high: 0, meanLow: 0, meanHigh: 0 };
  const [missing, under, band, line] = [pen.newPath(), pen.newPath(), pen.newPath(), pen.newPath()];
  const bottom = draw.y + draw.height - ratio;
  const span = draw.height - 3 * ratio;
  const share = (value: number): number => Math.min(1, Math.max(0, value));
  for (let x = Math.max(0, draw.x0); x < Math.min(draw.x1, context.canvas.width); x++) {
    const from = straight(x);
    if (!readColumn(draw, origin + from * step, Math.max(1e-6, (straight(x + 1) - from) * step), column)) continue;
    if (!column.isKnown) {
      missing.rect(x, draw.y, 1, draw.height);
    } else if (draw.mode === 'heat') {
      context.fillStyle = toHex(theme.heat[Math.floor(share(column.mean) * 255 + 0.5)]);
      context.fillRect(x, draw.y, 1, draw.height);
    } else {
      const yMean = Math.ceil(bottom - share(column.mean) * span - 0.5);
      under.rect(x, yMean, 1, draw.y + draw.height - yMean);
      const [bandTop, bandEnd] = [Math.ceil(bottom - column.high * span - 0.5), Math.floor(bottom - column.low * span - 0.5) + 1];
      if (draw.mode === 'curve' && bandEnd > bandTop) band.rect(x, bandTop, 1, bandEnd - bandTop);
      const lineTop = bottom - share(column.meanHigh) * span - 0.75 * ratio;
      line.rect(x, lineTop, 1, bottom - share(column.meanLow) * span + 0.75 * ratio - lineTop);
    }
  }
  const fill = (path: Path, style: string | CanvasPattern, alpha: number): void => {
    context.fillStyle = style;
    context.globalAlpha = alpha;
    context.fill(path);
    context.globalAlpha = 1;
  };
  const color = toHex(draw.color);
  fill(missing, pen.patterns.of(context, { type: 'stripes', period: 8 * ratio, lit: 1.5 * ratio }, theme.colors.textMuted), MISSING_ALPHA);
  fill(under, color, draw.mode === 'area' ? AREA_ALPHA : UNDER_CURVE_ALPHA);
  fill(band, color, BAND_ALPHA);
  fill(line, color, 1);
}
