/** The timeline on a plain 2D canvas, for machines whose graphics card cannot be used: slower, the same picture. */
import { toHex } from '../base/color_math.ts';
import { THEMES, type Theme } from '../base/theme.ts';
import { drawCurve } from './canvas_curves.ts';
import { drawItems, itemInks, type ItemInks } from './canvas_items.ts';
import { CanvasPatterns } from './canvas_patterns.ts';
import type { Frame, FrameCounts, RectDraw, TimelineRenderer } from './renderer.ts';

export class CanvasRenderer implements TimelineRenderer {
  onRestored: (() => void) | undefined;
  readonly #context: CanvasRenderingContext2D;
  readonly #patterns = new CanvasPatterns();
  #theme: Theme = THEMES.light;
  #inks: ItemInks = itemInks(THEMES.light, THEMES.light.items);
  #hasCue = false;
  #ratio = 1;

  /** @throws Error where the browser has no 2D canvas */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no 2D canvas.');
    this.#context = context;
  }

  resize(widthPx: number, heightPx: number, pxRatio: number): void {
    this.#context.canvas.width = widthPx;
    this.#context.canvas.height = heightPx;
    this.#ratio = pxRatio;
  }

  setTheme(theme: Theme, palette: Uint32Array, hasCue: boolean): void {
    this.#theme = theme;
    this.#hasCue = hasCue;
    this.#inks = itemInks(theme, palette);
    this.#patterns.forget();
  }

  draw(frame: Frame): FrameCounts {
    const context = this.#context;
    context.fillStyle = toHex(this.#theme.colors.bgTrack);
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    const shared = { context, patterns: this.#patterns, ratio: this.#ratio };
    const curvePen = { ...shared, theme: this.#theme, newPath: () => new Path2D() };
    const itemPen = { ...shared, inks: this.#inks, hasCue: this.#hasCue };
    let quads = 0;
    for (const isSticky of [false, true]) {
      for (const rect of frame.rects) if (rect.isSticky === isSticky) this.#drawRect(rect);
      for (const curve of frame.curves) if (curve.isSticky === isSticky) drawCurve(curvePen, curve, frame);
      for (const part of frame.items) {
        if (part.isSticky !== isSticky) continue;
        drawItems(itemPen, part, frame);
        quads += part.tile.count;
      }
    }
    quads += frame.rects.length + frame.curves.length;
    return { quads, draws: quads, keptBytes: 0 };
  }

  readLine(y: number): [number, number, number][] {
    const { width } = this.#context.canvas;
    const { data } = this.#context.getImageData(0, y, width, 1);
    return Array.from({ length: width }, (_, x) => [data[x * 4], data[x * 4 + 1], data[x * 4 + 2]]);
  }

  [Symbol.dispose](): void {
    this.#patterns.forget();
  }

  #drawRect({ x0, x1, y, height, color, alpha, pattern }: RectDraw): void {
    const context = this.#context;
    const ratio = this.#ratio;
    context.globalAlpha = alpha;
    context.fillStyle = pattern === 'plain'
      ? toHex(color)
      : this.#patterns.of(context, pattern === 'hatch' ? { type: 'stripes', period: 8 * ratio, lit: 1.5 * ratio } : { type: 'checker', period: 16 * ratio, lit: 0 }, color);
    context.fillRect(x0, y, x1 - x0, height);
    context.globalAlpha = 1;
  }
}
