/**
 * Draws with the graphics card while that works, and on a plain 2D canvas from then on. A context that is lost once comes back and
 * draws the same; one that is lost twice within a minute, or does not come back, is given up until the page is loaded anew.
 */
import { CanvasRenderer } from './canvas_renderer.ts';
import { createPixiRenderer } from './pixi_renderer.ts';
import type { Frame, FrameCounts, TimelineRenderer } from './renderer.ts';

const TWICE_WITHIN_MS = 60_000;
/** A driver that restarts needs a moment; by then the picture has been gone for long enough. */
const COMES_BACK_WITHIN_MS = 1000;

const ADVICE = 'The timeline is drawn without it, a little slower; everything else works.';
const LOST = `The graphics card stopped drawing. ${ADVICE} Reload the page to try it again.`;
const NONE = `This browser offers no WebGL 2. ${ADVICE} Its page about graphics (chrome://gpu or about:support) says why.`;

/** `host` gets the canvas. `onFallback` is told the reason, as a whole sentence, when the graphics card is given up. */
export async function createSafeRenderer(host: HTMLElement, keepsPixels: boolean, onFallback: (reason: string) => void): Promise<TimelineRenderer> {
  const canvas = addCanvas(host);
  try {
    const made = await createPixiRenderer(canvas, keepsPixels);
    return new SafeRenderer(host, canvas, made, onFallback);
  } catch (error) {
    console.warn('WebGL cannot be used:', error);
    canvas.remove();
    onFallback(NONE);
    return new CanvasRenderer(addCanvas(host));
  }
}

function addCanvas(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { width: '100%', height: '100%', display: 'block', pointerEvents: 'none' });
  host.append(canvas);
  return canvas;
}

class SafeRenderer implements TimelineRenderer {
  readonly #host: HTMLElement;
  readonly #onFallback: (reason: string) => void;
  #drawn: TimelineRenderer;
  #onRestored: (() => void) | undefined;
  readonly #stop = new AbortController();
  #lostMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What a renderer that takes over has to be told. */
  #size: Parameters<TimelineRenderer['resize']> | undefined;
  #theme: Parameters<TimelineRenderer['setTheme']> | undefined;

  constructor(host: HTMLElement, canvas: HTMLCanvasElement, first: TimelineRenderer, onFallback: (reason: string) => void) {
    this.#host = host;
    this.#drawn = first;
    this.#onFallback = onFallback;
    const { signal } = this.#stop;
    canvas.addEventListener('webglcontextlost', () => this.#onLost(canvas), { signal });
    canvas.addEventListener('webglcontextrestored', () => clearTimeout(this.#timer), { signal });
  }

  get onRestored(): (() => void) | undefined {
    return this.#onRestored;
  }

  set onRestored(listener: (() => void) | undefined) {
    this.#onRestored = listener;
    this.#drawn.onRestored = listener;
  }

  resize(...size: Parameters<TimelineRenderer['resize']>): void {
    this.#size = size;
    this.#drawn.resize(...size);
  }

  setTheme(...theme: Parameters<TimelineRenderer['setTheme']>): void {
    this.#theme = theme;
    this.#drawn.setTheme(...theme);
  }

  draw(frame: Frame): FrameCounts {
    return this.#drawn.draw(frame);
  }

  readLine(y: number): [number, number, number][] {
    return this.#drawn.readLine(y);
  }

  [Symbol.dispose](): void {
    this.#end();
    this.#drawn[Symbol.dispose]();
  }

  #end(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  #onLost(canvas: HTMLCanvasElement): void {
    const nowMs = performance.now();
    const isSecond = nowMs - this.#lostMs < TWICE_WITHIN_MS;
    this.#lostMs = nowMs;
    if (isSecond) this.#giveUp(canvas);
    else this.#timer = setTimeout(() => this.#giveUp(canvas), COMES_BACK_WITHIN_MS);
  }

  #giveUp(canvas: HTMLCanvasElement): void {
    this.#end();
    this.#drawn[Symbol.dispose]();
    // A canvas that has drawn with WebGL draws with nothing else.
    canvas.remove();
    const next: TimelineRenderer = new CanvasRenderer(addCanvas(this.#host));
    this.#drawn = next;
    if (this.#size) next.resize(...this.#size);
    if (this.#theme) next.setTheme(...this.#theme);
    this.#onFallback(LOST);
    this.#onRestored?.();
  }
}
