/**
 * What the timeline asks of whatever draws it. Places are device px from the top left of the canvas, `y` downwards; times are ns.
 * A frame says everything: nothing is kept from one to the next but caches.
 */
import type { ItemTile, UtilTile } from '../../electron/protocol/tiles.ts';
import type { Ns } from '../../electron/protocol/time.ts';
import type { Rgb } from '../base/color_math.ts';
import type { Theme } from '../base/theme.ts';
import type { Knots } from '../base/warp.ts';

/** Where a row's part is drawn: vertical place, and the interval of x that it may touch (device px, whole). */
export interface Band {
  readonly y: number;
  readonly height: number;
  readonly x0: number;
  readonly x1: number;
  /** Rows that stick to the top are drawn over the others. */
  readonly isSticky: boolean;
}

export interface ItemsDraw extends Band {
  readonly tile: ItemTile;
  /** A word a box (client/shades.ts), another array for every change; undefined = the tile's own colours. */
  readonly shades: Uint16Array | undefined;
  /** Device px; may be a fraction. */
  readonly levelHeight: number;
  /** Level 0 is the topmost. */
  readonly growsDown: boolean;
}

export interface CurveDraw extends Band {
  readonly tile: UtilTile;
  readonly mode: 'heat' | 'curve' | 'area';
  readonly color: Rgb;
  /** Value that is drawn at full height. */
  readonly scale: number;
}

export type Pattern = 'plain' | 'checker' | 'hatch';

export interface RectDraw extends Band {
  readonly color: Rgb;
  readonly alpha: number;
  readonly pattern: Pattern;
}

export interface Frame {
  /** Time at the left edge; may be a fraction of a ns, may be negative. */
  readonly originNs: Ns;
  /** Device px per ns. */
  readonly pxPerNs: number;
  /** Device px; undefined = the time is straight. At most MOST_KNOTS. */
  readonly knots: Knots | undefined;
  readonly rects: readonly RectDraw[];
  readonly items: readonly ItemsDraw[];
  readonly curves: readonly CurveDraw[];
}

export interface FrameCounts {
  readonly quads: number;
  readonly draws: number;
  /** Of tiles that are kept ready for the graphics card. */
  readonly keptBytes: number;
}

export interface TimelineRenderer extends Disposable {
  /** Device px. */
  resize(widthPx: number, heightPx: number, pxRatio: number): void;
  /** `palette`: 64 colours, by the colour of a shade. `hasCue`: states also get patterns. */
  setTheme(theme: Theme, palette: Uint32Array, hasCue: boolean): void;
  draw(frame: Frame): FrameCounts;
  /** A line of what is drawn now, for tests: `[r, g, b]` per pixel, `y` device px from the top. */
  readLine(y: number): [number, number, number][];
  /** Called when the picture was lost (GPU reset) and has to be drawn anew, perhaps by other means. */
  onRestored: (() => void) | undefined;
}

/** A label of a box; css px. The text is cropped to `width`, the suffix stands at its right if both fit. */
export interface LabelDraw {
  readonly text: string;
  readonly suffix: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ink: Rgb;
}

/** Writes many labels fast: widths by arithmetic, cropped texts remembered. */
export interface TextLayer {
  /** Into a context whose unit is the css px. */
  draw(context: CanvasRenderingContext2D, labels: readonly LabelDraw[]): void;
  /** The font has changed: widths are measured anew. */
  forget(): void;
}

/** How the timeline gets at what draws it, without knowing pixi. */
export interface Drawing {
  /** `host` gets a canvas of its size; `onFallback` is told in a sentence why the graphics card is not used (any more). */
  createRenderer(host: HTMLElement, onFallback: (reason: string) => void): Promise<TimelineRenderer>;
  createTextLayer(): TextLayer;
}
