/** Continuous pan and zoom as the bench and tests want it: the views to go through, and one frame of them, timed. */
import type { TimeSpan } from '../../electron/protocol/time.ts';
import type { RunView } from '../state/app.ts';
import type { Timeline } from './timeline.ts';

export interface BenchFrame {
  /** Wall time of our JavaScript. */
  readonly jsMs: number;
  readonly quads: number;
  /** Some part of a track had no tile at all, not even a coarser one. */
  readonly isBlank: boolean;
}

/** Of a share of the run: there and back, a third of the frames zooming slowly in and out. */
export function benchPath({ startNs, stopNs }: TimeSpan, share: number, frames: number): TimeSpan[] {
  let lengthNs = (stopNs - startNs) * share;
  let atNs = startNs + (stopNs - startNs - lengthNs) / 3;
  return Array.from({ length: frames }, (_, frame) => {
    const phase = (frame / frames) * Math.PI * 2;
    atNs += lengthNs * 0.01 * Math.sign(Math.sin(phase));
    if (frame % 3 === 0) lengthNs *= 1 + 0.02 * Math.cos(phase);
    return { startNs: atNs, stopNs: atNs + lengthNs };
  });
}

/** Draws a view with the tiles that are there, when the browser asks for a frame. */
export function benchFrame(timeline: Timeline, run: RunView, view: TimeSpan): Promise<BenchFrame> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      run.view.set(view, { history: 'none' });
      resolve({ jsMs: timeline.drawNow(), quads: timeline.counts.quads, isBlank: timeline.list?.hasMissing ?? false });
    });
  });
}
