/** Puts the timeline of the run on screen into a container, and lets tests and benches find it. */
import { DisposableStore } from '../base/disposable.ts';
import { messageOf } from '../base/cancel.ts';
import type { Drawing } from '../gl/renderer.ts';
import type { App } from '../state/app.ts';
import { Timeline } from './timeline.ts';

let drawing: Drawing | undefined;
let current: Timeline | undefined;

/** Says once, at the start of the page, what draws timelines: this folder does not know pixi. */
export function setDrawing(chosen: Drawing): void {
  drawing = chosen;
}

/** The timeline on screen. */
export function currentTimeline(): Timeline | undefined {
  return current;
}

export function mountTimeline(container: HTMLElement, app: App): Disposable {
  const store = new DisposableStore();
  const run = app.run.peek();
  if (!run || !drawing) return store;
  const timeline = new Timeline(container, app, run, drawing);
  current = timeline;
  timeline.start().catch((error: unknown) => app.notify(`The timeline cannot be drawn: ${messageOf(error)}`, 'error'));
  store.defer(() => {
    timeline[Symbol.dispose]();
    if (current === timeline) current = undefined;
  });
  return store;
}
