/** The three canvases of a timeline, one over the other, sized in whole device px. */
import { toDisposable } from '../base/disposable.ts';
import { RULER_HEIGHT } from './ruler.ts';

export interface Layers extends Disposable {
  /** Takes pointer and keyboard. */
  readonly element: HTMLElement;
  /** Where the renderer puts its canvas. */
  readonly gl: HTMLElement;
  /** Ruler and labels: drawn when the view changes. */
  readonly labels: CanvasRenderingContext2D;
  /** Hover, selection, range, cursor: drawn when the pointer moves. */
  readonly overlay: CanvasRenderingContext2D;
}

export interface LayerSize {
  readonly widthCssPx: number;
  /** Of the track area, without the ruler. */
  readonly heightCssPx: number;
  readonly ratio: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export function createLayers(container: HTMLElement, label: string, onSize: (size: LayerSize) => void): Layers {
  const element = document.createElement('div');
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-roledescription', 'timeline');
  element.setAttribute('aria-label', label);
  Object.assign(element.style, { position: 'relative', width: '100%', height: '100%', overflow: 'hidden', touchAction: 'none', userSelect: 'none' });
  const addCanvas = (): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', pointerEvents: 'none' });
    element.append(canvas);
    return canvas;
  };
  const gl = document.createElement('div');
  Object.assign(gl.style, { position: 'absolute', left: '0', pointerEvents: 'none' });
  element.append(gl);
  const labels = addCanvas();
  const overlay = addCanvas();
  container.append(element);

  /** Device px exactly as the browser lays them out where it tells, else rounded. */
  const measure = (entry?: ResizeObserverEntry): void => {
    const box = element.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const exact = entry?.devicePixelContentBoxSize?.[0];
    const widthPx = wholePx(exact?.inlineSize, box.width * ratio);
    const fullPx = wholePx(exact?.blockSize, box.height * ratio);
    const rulerPx = Math.round(RULER_HEIGHT * ratio);
    const heightPx = Math.max(1, fullPx - rulerPx);
    for (const canvas of [labels, overlay]) setSize(canvas, widthPx, fullPx, ratio);
    // The renderer sets its canvas itself; only the place and shown size are ours.
    Object.assign(gl.style, { top: `${rulerPx / ratio}px`, width: `${widthPx / ratio}px`, height: `${heightPx / ratio}px` });
    onSize({ widthCssPx: widthPx / ratio, heightCssPx: heightPx / ratio, ratio, widthPx, heightPx });
  };
  const observer = new ResizeObserver((entries) => measure(entries[0]));
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    // Safari does not know the box; its ratios are whole, so rounding is exact.
    observer.observe(element);
  }
  measure();
  const stop = toDisposable(() => {
    observer.disconnect();
    element.remove();
  });
  return { element, gl, labels: contextOf(labels), overlay: contextOf(overlay), [Symbol.dispose]: () => stop[Symbol.dispose]() };
}

/** What the browser says, unless it contradicts the ratio (an emulated screen): then the rounded product. */
function wholePx(told: number | undefined, computed: number): number {
  return Math.max(1, told !== undefined && Math.abs(told - computed) <= 1 ? told : Math.round(computed));
}

function setSize(canvas: HTMLCanvasElement, widthPx: number, heightPx: number, ratio: number): void {
  if (canvas.width !== widthPx || canvas.height !== heightPx) {
    canvas.width = widthPx;
    canvas.height = heightPx;
  }
  Object.assign(canvas.style, { width: `${widthPx / ratio}px`, height: `${heightPx / ratio}px` });
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no 2D canvas.');
  return context;
}

/** Makes the context's unit the css px and empties it. */
export function clearLayer(context: CanvasRenderingContext2D, ratio: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
