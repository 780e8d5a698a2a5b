/** Puts the timeline of the run on screen into a container, and lets tests and benches find it. */
import { DisposableStore } from '../base/disposable.ts';
import { messageOf } from '../base/cancel.ts';
import type { Drawing } from '../gl/renderer.ts';
import type { App, RunView } from '../state/app.ts';
import { Timeline, type TimelineExtras } from './timeline.ts';

let drawing: Drawing | undefined;
/** In the order in which they came. */
const mounted = new Set<Timeline>();

/** Says once, at the start of the page, what draws timelines: this folder does not know pixi. */
export function setDrawing(chosen: Drawing): void {
  drawing = chosen;
}

/** The timelines on screen: one, or two that are compared, A's first. */
export function mountedTimelines(): readonly Timeline[] {
  return [...mounted];
}

/** The timeline on screen; of two that of A. */
export function currentTimeline(): Timeline | undefined {
  return mountedTimelines()[0];
}

export function mountTimeline(container: HTMLElement, app: App, run: RunView, extras?: TimelineExtras): Disposable {
  const store = new DisposableStore();
  if (!drawing) return store;
  const timeline = new Timeline(container, app, run, drawing, extras);
  mounted.add(timeline);
  timeline.start().catch((error: unknown) => app.notify(`The timeline cannot be drawn: ${messageOf(error)}`, 'error'));
  store.defer(() => {
    timeline[Symbol.dispose]();
    mounted.delete(timeline);
  });
  return store;
}
