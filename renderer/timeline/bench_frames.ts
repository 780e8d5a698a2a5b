/**
 * Continuous pan and zoom for `npm run bench`: 300 frames at each of five zooms, the JavaScript of each timed. Tiles come as they do
 * for a person; what is drawn meanwhile is the best that is there.
 */
import { summarize, type MarkSummary } from '../base/marks.ts';
import type { RunView } from '../state/app.ts';
import type { Timeline } from './timeline.ts';

const FRAMES = 300;
/** Share of the run in view. */
const ZOOMS = [1, 0.2, 0.03, 0.004, 0.0003] as const;

export interface FrameBench {
  readonly zoom: number;
  readonly frames: number;
  readonly jsMs: MarkSummary;
  readonly quads: MarkSummary;
  /** Frames in which some part of a track had no tile at all. */
  readonly blankFrames: number;
}

export async function benchFrames(timeline: Timeline, run: RunView, frames = FRAMES): Promise<FrameBench[]> {
  const results: FrameBench[] = [];
  const extent = run.view.extent.peek();
  for (const zoom of ZOOMS) {
    const lengthNs = (extent.stopNs - extent.startNs) * zoom;
    run.view.set({ startNs: extent.startNs + (extent.stopNs - extent.startNs - lengthNs) / 3, stopNs: extent.startNs + (extent.stopNs - extent.startNs - lengthNs) / 3 + lengthNs }, { history: 'none' });
    await settled(run);
    results.push(await benchZoom(timeline, run, zoom, frames));
  }
  return results;
}

async function settled(run: RunView): Promise<void> {
  do await nextFrame();
  while (run.tiles.outstanding > 0);
}

async function benchZoom(timeline: Timeline, run: RunView, zoom: number, frames: number): Promise<FrameBench> {
  const { view } = run;
  const js: number[] = [];
  const quads: number[] = [];
  let blankFrames = 0;
  for (let frame = 0; frame < frames; frame++) {
    // A third of the frames zooms slowly in and out, the others pan there and back.
    const phase = (frame / frames) * Math.PI * 2;
    const { startNs, stopNs } = view.span.peek();
    const lengthNs = stopNs - startNs;
    const byNs = lengthNs * 0.01 * Math.sign(Math.sin(phase));
    const growth = frame % 3 === 0 ? 1 + 0.02 * Math.cos(phase) : 1;
    view.set({ startNs: startNs + byNs, stopNs: startNs + byNs + lengthNs * growth }, { history: 'none' });
    js.push(timeline.drawNow());
    quads.push(timeline.counts.quads);
    if (timeline.list?.hasMissing) blankFrames++;
    await nextFrame();
  }
  return { zoom, frames, jsMs: summarize(js), quads: summarize(quads), blankFrames };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => { requestAnimationFrame(() => resolve()); });
}
