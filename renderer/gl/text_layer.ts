/**
 * Labels on a 2D canvas. The width of a character is measured once; a text's width is then a sum, and its cropped form is kept
 * by text and width in steps, so that a frame of hundreds of labels measures nothing.
 */
import { toHex } from '../base/color_math.ts';
import type { LabelDraw, TextLayer } from './renderer.ts';

export const LABEL_FONT = "400 11px 'Inter Variable', system-ui, sans-serif";
const ELLIPSIS = '…';
const WIDTH_STEP_PX = 4;
const REMEMBERED = 20_000;
const SUFFIX_GAP_PX = 10;
const SUFFIX_ALPHA = 0.72;
/** Fewer characters than this before the ellipsis say nothing. */
const LEAST_CHARACTERS = 2;

/** What texts are written on: a canvas, or a picture being made. */
export type TextContext = Pick<CanvasRenderingContext2D, 'fillStyle' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'fillText' | 'measureText'>;

export class CanvasTextLayer implements TextLayer {
  readonly #widths = new Map<string, number>();
  readonly #cropped = new Map<string, string>();

  draw(context: TextContext, labels: readonly LabelDraw[]): void {
    context.font = LABEL_FONT;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    let ink = -1;
    for (const label of labels) {
      if (label.ink !== ink) {
        ink = label.ink;
        context.fillStyle = toHex(ink);
      }
      const text = this.#crop(context, label.text, label.width);
      if (text === '') continue;
      const y = label.y + label.height / 2 + 0.5;
      context.fillText(text, label.x, y);
      if (label.suffix === undefined || text !== label.text) continue;
      const textPx = this.#widthOf(context, text);
      const suffixPx = this.#widthOf(context, label.suffix);
      if (textPx + SUFFIX_GAP_PX + suffixPx > label.width) continue;
      context.globalAlpha = SUFFIX_ALPHA;
      context.fillText(label.suffix, label.x + textPx + SUFFIX_GAP_PX, y);
      context.globalAlpha = 1;
    }
  }

  /** Fonts that came after the first frame have other widths. */
  forget(): void {
    this.#widths.clear();
    this.#cropped.clear();
  }

  #widthOf(context: TextContext, text: string): number {
    let px = 0;
    for (const character of text) {
      let width = this.#widths.get(character);
      if (width === undefined) {
        width = context.measureText(character).width;
        this.#widths.set(character, width);
      }
      px += width;
    }
    return px;
  }

  #crop(context: TextContext, text: string, widthPx: number): string {
    const step = Math.floor(widthPx / WIDTH_STEP_PX);
    const key = `${step}\n${text}`;
    let cropped = this.#cropped.get(key);
    if (cropped === undefined) {
      if (this.#cropped.size >= REMEMBERED) this.#cropped.clear();
      cropped = cropText(text, step * WIDTH_STEP_PX, (part) => this.#widthOf(context, part));
      this.#cropped.set(key, cropped);
    }
    return cropped;
  }
}

/** Whole; else without its namespaces (`…::DotTask`); else its start and an ellipsis; else nothing. */
export function cropText(text: string, widthPx: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= widthPx) return text;
  const bare = withoutNamespaces(text);
  if (bare !== text) {
    const short = `${ELLIPSIS}::${bare}`;
    if (widthOf(short) <= widthPx) return short;
    if (widthOf(bare) <= widthPx) return bare;
  }
  const characters = [...bare];
  const roomPx = widthPx - widthOf(ELLIPSIS);
  let px = 0;
  let kept = 0;
  while (kept < characters.length && px + widthOf(characters[kept]) <= roomPx) {
    px += widthOf(characters[kept]);
    kept++;
  }
  return kept < LEAST_CHARACTERS ? '' : `${characters.slice(0, kept).join('')}${ELLIPSIS}`;
}

/** `a::b::Foo<int> <12>` → `Foo<int> <12>`; what is inside brackets stays. */
function withoutNamespaces(text: string): string {
  let depth = 0;
  let start = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    if (text[i] === '<' || text[i] === '(') depth++;
    else if (text[i] === '>' || text[i] === ')') depth--;
    else if (depth === 0 && text[i] === ':' && text[i + 1] === ':') start = i + 2;
  }
  return text.slice(start);
}
