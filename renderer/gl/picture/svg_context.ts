/**
 * What canvas drawing code writes to when the picture is to be an SVG: the few calls of a 2D canvas that rows, items, curves and texts
 * use, each a shape. Equal neighbours in one line become one rectangle. Places in px of the group that is open.
 */

/** Rectangles of one colour, as the path of a canvas collects them. */
export class RectPath {
  readonly parts: string[] = [];

  rect(x: number, y: number, width: number, height: number): void {
    this.parts.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
  }
}

interface PendingRect {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly fill: string;
  readonly opacity: number;
  right: number;
}

/** At most a hundredth of a px. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text and attribute values: from logs, so anything may be in it; characters that XML does not know are left out. */
export function escapeXml(text: string): string {
  return text.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export class SvgContext {
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000';
  globalAlpha = 1;
  font = '';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly canvas: { width: number };
  readonly #ruler: CanvasRenderingContext2D;
  readonly #parts: string[] = [];
  readonly #patterns = new Map<string, string>();
  #pending: PendingRect | undefined;
  #groups = 0;
  #shapes = 0;

  /** @param ruler measures texts */
  constructor(width: number, ruler: CanvasRenderingContext2D) {
    this.canvas = { width };
    this.#ruler = ruler;
  }

  /** Shapes so far. */
  get shapes(): number {
    return this.#shapes;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    const fill = String(this.fillStyle);
    const last = this.#pending;
    if (last && last.y === y && last.height === height && last.fill === fill && last.opacity === this.globalAlpha && Math.abs(last.right - x) < 0.01) {
      last.right = x + width;
      return;
    }
    this.#flush();
    this.#pending = { x, y, height, fill, opacity: this.globalAlpha, right: x + width };
  }

  fill({ parts }: RectPath): void {
    if (parts.length > 0) this.#add(`<path d="${parts.join('')}" fill="${escapeXml(String(this.fillStyle))}"${this.#opacity(this.globalAlpha)}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const found = /^(\d+) ([\d.]+)px/.exec(this.font);
    const anchor = this.textAlign === 'right' ? ' text-anchor="end"' : this.textAlign === 'center' ? ' text-anchor="middle"' : '';
    const baseline = this.textBaseline === 'middle' ? ' dominant-baseline="central"' : this.textBaseline === 'top' ? ' dominant-baseline="hanging"' : '';
    this.#add(`<text x="${short(x)}" y="${short(y)}" font-size="${found?.[2] ?? 11}" font-weight="${found?.[1] ?? 400}" fill="${escapeXml(String(this.fillStyle))}"${anchor}${baseline}${this.#opacity(this.globalAlpha)}>${escapeXml(text)}</text>`);
  }

  measureText(text: string): TextMetrics {
    this.#ruler.font = this.font;
    return this.#ruler.measureText(text);
  }

  /** Patterns are made by `patterns`; code that asks for one of an image gets none. */
  createPattern(): CanvasPattern | null {
    return null;
  }

  /** As CanvasPatterns.of. */
  patternOf(type: 'stripes' | 'checker', period: number, lit: number, color: string): string {
    const id = `${type}-${short(period)}-${short(lit)}-${color.slice(1)}`;
    const half = period / 2;
    const cell = type === 'checker' ? `<path d="M0 0h${half}v${half}H0zM${half} ${half}h${half}v${half}h-${half}z" fill="${color}"/>`
      : `<path d="M-1 1L1 -1M0 ${period}L${period} 0M${period - 1} ${period + 1}L${period + 1} ${period - 1}" stroke="${color}" stroke-width="${lit}"/>`;
    this.#patterns.set(id, `<pattern id="${id}" width="${period}" height="${period}" patternUnits="userSpaceOnUse">${cell}</pattern>`);
    return `url(#${id})`;
  }

  /** What `draw` draws stands `x`, `y` further and is cut at `width`, `height`. */
  group(name: string, x: number, y: number, width: number, height: number, draw: () => void): void {
    this.#flush();
    const clip = `clip${this.#groups++}`;
    this.#parts.push(`<clipPath id="${clip}"><rect width="${short(width)}" height="${short(height)}"/></clipPath>`, `<g id="${escapeXml(name)}" transform="translate(${short(x)} ${short(y)})" clip-path="url(#${clip})">`);
    draw();
    this.#flush();
    this.#parts.push('</g>');
  }

  /** @param data address of a bitmap, `data:image/png…` */
  image(data: string, width: number, height: number): void {
    this.#add(`<image width="${short(width)}" height="${short(height)}" href="${data}"/>`);
  }

  /** The whole file. `title` and `about` are for those who do not see it. */
  end(width: number, height: number, title: string, about: string): string {
    this.#flush();
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif" role="img">`,
      `<title>${escapeXml(title)}</title><desc>${escapeXml(about)}</desc>`,
      `<defs>${[...this.#patterns.values()].join('')}</defs>`,
      ...this.#parts, '</svg>', '',
    ].join('\n');
  }

  #opacity(alpha: number): string {
    return alpha >= 1 ? '' : ` fill-opacity="${short(alpha)}"`;
  }

  #add(shape: string): void {
    this.#flush();
    this.#parts.push(shape);
    this.#shapes++;
  }

  #flush(): void {
    const rect = this.#pending;
    this.#pending = undefined;
    if (!rect) return;
    this.#shapes++;
    this.#parts.push(`<rect x="${short(rect.x)}" y="${short(rect.y)}" width="${short(rect.right - rect.x)}" height="${short(rect.height)}" fill="${escapeXml(rect.fill)}"${this.#opacity(rect.opacity)}/>`);
  }
}
