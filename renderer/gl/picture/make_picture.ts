/**
 * A picture of what a timeline shows, for papers and mails: PNG at one to three device px a css px, or SVG. An SVG of very many shapes would
 * open in no program: beyond the limit its tracks are a bitmap, under texts that stay texts, and it says so.
 */
import { toHex } from '../../base/color_math.ts';
import type { Theme } from '../../base/theme.ts';
import type { ItemName } from '../../../electron/protocol/items.ts';
import { bandsOf, type DrawList } from '../../timeline/draw_list.ts';
import { buildFrame } from '../../timeline/frame.ts';
import { buildLabels, inksOf, type BoxMarks } from '../../timeline/labels.ts';
import { drawRuler, RULER_HEIGHT } from '../../timeline/ruler.ts';
import { drawCurve, type CurvePen } from '../canvas_curves.ts';
import { drawItems, itemInks, type ItemPen } from '../canvas_items.ts';
import { CanvasPatterns } from '../canvas_patterns.ts';
import type { Frame } from '../renderer.ts';
import { CanvasTextLayer, type TextContext } from '../text_layer.ts';
import { drawFoot, drawHead, drawRowNames } from './draw_picture.ts';
import { FOOT_HEIGHT, HEAD_HEIGHT, planPicture, type PictureFacts, type PicturePlan } from './picture_plan.ts';
import { RectPath, SvgContext } from './svg_context.ts';

const MAX_SHAPES = 20_000;

export interface PictureSource {
  readonly list: DrawList;
  readonly theme: Theme;
  /** Colours of the items, by the colour of a shade. */
  readonly palette: Uint32Array;
  /** What search, filter and colours do to them. */
  readonly marks: BoxMarks;
  readonly facts: PictureFacts;
  readonly nameOf: (id: number) => ItemName | undefined;
}

/** @param scale device px a css px. @throws Error where the browser cannot make so large a picture */
export async function pngPicture(source: PictureSource, scale: number): Promise<Blob> {
  const plan = planPicture(source.list);
  const { canvas, context } = newCanvas(plan.width * scale, plan.height * scale);
  const group: Group = (_name, x, y, width, height, draw) => {
    context.save();
    context.setTransform(scale, 0, 0, scale, Math.round(x * scale), Math.round(y * scale));
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    draw();
    context.restore();
  };
  context.fillStyle = toHex(source.theme.colors.bgPanel);
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawParts(source, plan, context, group, () => {
    const body = bodyCanvas(source, plan, scale);
    context.drawImage(body, 0, 0, plan.plot.width, plan.plot.height);
  }, '');
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large for this browser; choose a smaller scale.'))), 'image/png');
  });
}

export function svgPicture(source: PictureSource, maxShapes = MAX_SHAPES): Blob {
  const plan = planPicture(source.list);
  const whole = writeSvg(source, plan, false);
  const { text } = whole.shapes <= maxShapes ? whole : writeSvg(source, plan, true);
  return new Blob([text], { type: 'image/svg+xml' });
}

function writeSvg(source: PictureSource, plan: PicturePlan, isBitmap: boolean): { text: string; shapes: number } {
  const svg = new SvgContext(plan.plot.width, newCanvas(1, 1).context);
  svg.fillStyle = toHex(source.theme.colors.bgPanel);
  svg.fillRect(0, 0, plan.width, plan.height);
  const remark = isBitmap ? 'The tracks are a bitmap: as shapes there would be too many.' : '';
  const group: Group = (...part) => svg.group(...part);
  drawParts(source, plan, svg, group, () => {
    if (isBitmap) svg.image(bodyCanvas(source, plan, 2).toDataURL('image/png'), plan.plot.width, plan.plot.height);
    else drawBody(source, plan, frameOf(source, plan, 1), svg, { of: (_context, look, color) => svg.patternOf(look.type, look.period, look.lit, toHex(color)) }, () => new RectPath(), 1);
  }, remark);
  const { title, version, span } = source.facts;
  return { text: svg.end(plan.width, plan.height, title, `${Math.round(span.startNs)} to ${Math.round(span.stopNs)} ns. ${version}`), shapes: svg.shapes };
}

type Group = (name: string, x: number, y: number, width: number, height: number, draw: () => void) => void;

function drawParts(source: PictureSource, plan: PicturePlan, context: TextContext & Pick<CanvasRenderingContext2D, 'fillRect'>, group: Group, body: () => void, remark: string): void {
  const { list, theme, palette, marks, facts, nameOf } = source;
  const { plot } = plan;
  const inks = inksOf(theme, palette);
  const labels = bandsOf(list).flatMap(({ list: part, top }) => buildLabels(part, inks, nameOf, marks).filter(({ y }) => y >= top));
  group('caption', 0, 0, plan.width, HEAD_HEIGHT, () => drawHead(context, theme, facts));
  group('ruler', plot.x, plot.y - RULER_HEIGHT, plot.width, RULER_HEIGHT, () => drawRuler(context, { ...list.viewport, ratio: 1 }, theme, true));
  group('names', 0, plot.y, plot.x, plot.height, () => drawRowNames(context, theme, list, plan));
  group('tracks', plot.x, plot.y, plot.width, plot.height, body);
  group('labels', plot.x, plot.y, plot.width, plot.height, () => new CanvasTextLayer().draw(context, labels));
  group('legend', 0, plot.y + plot.height, plan.width, FOOT_HEIGHT, () => drawFoot(context, source, plan, remark));
}

/** The draw list at another density of px: places are worked out anew, so that edges are sharp. */
function frameOf({ list, theme, marks }: PictureSource, { plot }: PicturePlan, scale: number): Frame {
  const viewport = { ...list.viewport, ratio: scale, widthPx: Math.round(plot.width * scale), heightPx: Math.round(plot.height * scale) };
  return buildFrame({ ...list, viewport }, theme, new Map(), (tile) => marks.shadesOf(tile));
}

function bodyCanvas(source: PictureSource, plan: PicturePlan, scale: number): HTMLCanvasElement {
  const { canvas, context } = newCanvas(plan.plot.width * scale, plan.plot.height * scale);
  drawBody(source, plan, frameOf(source, plan, scale), context, new CanvasPatterns(), () => new Path2D(), scale);
  return canvas;
}

type BodyContext<Path extends Pick<Path2D, 'rect'>> = ItemPen['context'] & CurvePen<Path>['context'];

function drawBody<Path extends Pick<Path2D, 'rect'>>(
  { theme, palette }: PictureSource, { plot }: PicturePlan, frame: Frame, context: BodyContext<Path>, patterns: Pick<CanvasPatterns, 'of'>, newPath: () => Path, ratio: number,
): void {
  context.fillStyle = toHex(theme.colors.bgTrack);
  context.fillRect(0, 0, plot.width * ratio, plot.height * ratio);
  const inks = itemInks(theme, palette);
  for (const isSticky of [false, true]) {
    for (const { x0, x1, y, height, color, alpha, pattern, isSticky: isOver } of frame.rects) {
      if (isOver !== isSticky) continue;
      context.globalAlpha = alpha;
      context.fillStyle = pattern === 'plain' ? toHex(color)
        : patterns.of(context, pattern === 'hatch' ? { type: 'stripes', period: 8 * ratio, lit: 1.5 * ratio } : { type: 'checker', period: 16 * ratio, lit: 0 }, color);
      context.fillRect(x0, y, x1 - x0, height);
      context.globalAlpha = 1;
    }
    for (const curve of frame.curves) if (curve.isSticky === isSticky) drawCurve({ context, patterns, theme, ratio, newPath }, curve, frame);
    for (const part of frame.items) if (part.isSticky === isSticky) drawItems({ context, patterns, inks, ratio, hasCue: theme.isContrast }, part, frame);
  }
}

function newCanvas(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no 2D canvas.');
  return { canvas, context };
}
