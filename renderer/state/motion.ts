/**
 * Smooth motion while W A S D are held: zoom doubles each 250 ms, panning crosses a view in 500 ms. A short press still moves by a
 * visible step. Driven by frames and their real length, so that the speed does not depend on the machine.
 */
import type { MotionName, TimelineView } from './app.ts';

const DOUBLE_MS = 250;
const VIEW_MS = 500;
/** A tap counts as held for this long. */
const LEAST_MS = 120;
/** A frame that came late (the window was hidden) does not throw the view far away. */
const LONGEST_FRAME_MS = 50;

export class HeldMotion {
  readonly #view: () => TimelineView | undefined;
  readonly #nextFrame: (callback: (nowMs: number) => void) => void;
  /** Motion → when it was pressed, and when it was released. */
  readonly #held = new Map<MotionName, { pressedMs: number; releasedMs: number | undefined }>();
  readonly #nowMs: () => number;
  #lastMs = 0;
  #isRunning = false;
  #turn = 0;

  constructor(view: () => TimelineView | undefined, nextFrame: (callback: (nowMs: number) => void) => void, nowMs: () => number) {
    this.#view = view;
    this.#nextFrame = nextFrame;
    this.#nowMs = nowMs;
  }

  get isMoving(): boolean {
    return this.#isRunning;
  }

  press(name: MotionName): void {
    this.#held.set(name, { pressedMs: this.#nowMs(), releasedMs: undefined });
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#turn++;
    this.#lastMs = this.#nowMs();
    this.#nextFrame((now) => this.#step(now));
  }

  release(name: MotionName): void {
    const held = this.#held.get(name);
    if (held) held.releasedMs = this.#nowMs();
  }

  releaseAll(): void {
    for (const name of this.#held.keys()) this.release(name);
  }

  #step(nowMs: number): void {
    const view = this.#view();
    const frameMs = Math.min(LONGEST_FRAME_MS, Math.max(0, nowMs - this.#lastMs));
    this.#lastMs = nowMs;
    for (const [name, held] of this.#held) {
      if (held.releasedMs !== undefined && nowMs - held.pressedMs >= LEAST_MS) this.#held.delete(name);
    }
    const strength = (name: MotionName): number => (this.#held.has(name) ? 1 : 0);
    const zoom = strength('zoomIn') - strength('zoomOut');
    const pan = strength('panRight') - strength('panLeft');
    if (view && zoom !== 0) view.zoomAt(zoomCentre(view), 2 ** ((zoom * frameMs) / DOUBLE_MS), `held ${this.#turn}`);
    if (view && pan !== 0) view.panBy((pan * frameMs) / VIEW_MS);
    this.#isRunning = view !== undefined && this.#held.size > 0;
    if (this.#isRunning) this.#nextFrame((now) => this.#step(now));
    else this.#held.clear();
  }
}

/** Where zooming by keys holds still: under the pointer when it is over the timeline, else the middle. */
export function zoomCentre(view: TimelineView): number {
  const { startNs, stopNs } = view.span.peek();
  const cursorNs = view.cursor.peek();
  return cursorNs !== null && cursorNs >= startNs && cursorNs <= stopNs ? cursorNs : (startNs + stopNs) / 2;
}
