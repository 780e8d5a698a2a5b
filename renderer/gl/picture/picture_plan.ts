/** Where the parts of a picture stand, css px: title and interval on top, names of rows, ruler, tracks, and below a scale bar and a legend. */
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import type { DrawList } from '../../timeline/draw_list.ts';
import { RULER_HEIGHT } from '../../timeline/ruler.ts';

export const NAMES_WIDTH = 180;
export const HEAD_HEIGHT = 52;
export const FOOT_HEIGHT = 64;
export const MARGIN = 12;

export interface PictureFacts {
  readonly title: string;
  /** `Legion 25.06, log 1008`. */
  readonly version: string;
  readonly span: TimeSpan;
}

export interface PicturePlan {
  readonly width: number;
  readonly height: number;
  /** Of the tracks. */
  readonly plot: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export function planPicture({ viewport, rows }: DrawList): PicturePlan {
  // A list that ends above the bottom of the window makes no empty space.
  const bottom = Math.max(0, ...rows.map(({ y, row }) => y + row.height));
  const plot = { x: NAMES_WIDTH, y: HEAD_HEIGHT + RULER_HEIGHT, width: Math.floor(viewport.widthCssPx), height: Math.floor(Math.min(viewport.heightCssPx, bottom)) };
  return { width: plot.x + plot.width + MARGIN, height: plot.y + plot.height + FOOT_HEIGHT, plot };
}
