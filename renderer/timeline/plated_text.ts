/** Words on a curve, in the font that the context has. */
import { toHex } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';

const PLATE_PX = 3;
const PLATE_HEIGHT_PX = 14;

/** A plate in the background's colour keeps a scale readable on its curve; `x` is the text's right end. */
export function platedText(context: CanvasRenderingContext2D, theme: Theme, text: string, x: number, y: number): void {
  const width = context.measureText(text).width;
  context.fillStyle = `${toHex(theme.colors.bgTrack)}e0`;
  context.beginPath();
  context.roundRect(x - width - PLATE_PX, y - 1, width + 2 * PLATE_PX, PLATE_HEIGHT_PX, 3);
  context.fill();
  context.fillStyle = toHex(theme.colors.textMuted);
  context.textAlign = 'right';
  context.fillText(text, x, y);
  context.textAlign = 'left';
}
