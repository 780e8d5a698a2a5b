/** Patterns for the 2D canvas, anchored at its corner as the shaders have them. Made once per colour and size. */
import { toHex, type Rgb } from '../base/color_math.ts';

/** `stripes`: diagonal, `lit` of `period` px wide; `checker`: cells of half a period. Device px. */
export interface PatternLook {
  readonly type: 'stripes' | 'checker';
  readonly period: number;
  readonly lit: number;
}

export class CanvasPatterns {
  readonly #made = new Map<string, CanvasPattern>();

  of(context: Pick<CanvasRenderingContext2D, 'createPattern'>, { type, period, lit }: PatternLook, color: Rgb): CanvasPattern | string {
    const key = `${type}/${period}/${lit}/${color}`;
    let pattern = this.#made.get(key);
    if (pattern === undefined) {
      // A period of whole px repeats exactly; screens of odd ratios get the nearest one.
      const size = Math.max(2, Math.round(period));
      const made = context.createPattern(drawCell(size, lit * (size / period), type, color), 'repeat');
      if (made === null) return toHex(color);
      pattern = made;
      this.#made.set(key, pattern);
    }
    return pattern;
  }

  forget(): void {
    this.#made.clear();
  }
}

function drawCell(size: number, lit: number, type: PatternLook['type'], color: Rgb): HTMLCanvasElement {
  const cell = document.createElement('canvas');
  cell.width = size;
  cell.height = size;
  const context = cell.getContext('2d');
  if (!context) return cell;
  context.fillStyle = toHex(color);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // The middles of px, as a fragment shader sees them.
      const isLit = type === 'stripes' ? (x + y + 1) % size < lit : (x < size / 2) === (y < size / 2);
      if (isLit) context.fillRect(x, y, 1, 1);
    }
  }
  return cell;
}
