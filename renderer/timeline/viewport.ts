/** The one place where time, css px and device px meet. */
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';
import { bent, straightened, type Knots } from '../base/warp.ts';

export interface Viewport {
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly widthCssPx: number;
  readonly heightCssPx: number;
  /** Device px per css px; may be a fraction. */
  readonly ratio: number;
  /** Device px, whole. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Css px: how the time is stretched within the view; undefined = evenly. */
  readonly knots?: Knots | undefined;
}

export function nsPerCssPx(viewport: Viewport): number {
  return (viewport.stopNs - viewport.startNs) / Math.max(1, viewport.widthCssPx);
}

/** Device px per ns; on average where the time is stretched. */
export function pxPerNs(viewport: Viewport): number {
  return viewport.widthPx / (viewport.stopNs - viewport.startNs);
}

/** Device px, whole: the place of an edge as the shader snaps it, kept within a px of the canvas. */
export function snappedX(viewport: Viewport, ns: Ns): number {
  const straightPx = (ns - viewport.startNs) * pxPerNs(viewport);
  const px = Math.floor((viewport.knots ? bent(viewport.knots, straightPx / viewport.ratio) * viewport.ratio : straightPx) + 0.5);
  return Math.min(viewport.widthPx + 1, Math.max(-1, px));
}

/** Css px from the left of the canvas; not clamped. */
export function cssXOf(viewport: Viewport, ns: Ns): number {
  const straight = ((ns - viewport.startNs) / (viewport.stopNs - viewport.startNs)) * viewport.widthCssPx;
  return viewport.knots ? bent(viewport.knots, straight) : straight;
}

export function nsAtCssX(viewport: Viewport, x: number): Ns {
  const straight = viewport.knots ? straightened(viewport.knots, x) : x;
  return viewport.startNs + (straight / Math.max(1, viewport.widthCssPx)) * (viewport.stopNs - viewport.startNs);
}

/** Css px, whole device px: for edges drawn on the 2D canvas. */
export function snappedCss(viewport: Viewport, css: number): number {
  return Math.round(css * viewport.ratio) / viewport.ratio;
}

export function intersect(a: TimeSpan, b: TimeSpan): TimeSpan {
  return { startNs: Math.max(a.startNs, b.startNs), stopNs: Math.min(a.stopNs, b.stopNs) };
}
