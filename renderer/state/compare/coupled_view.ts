/** The views of two runs that are compared: B's follows A's through the alignment, until it is let go. */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { AnchorRow, Side } from '../../../electron/protocol/compare_api.ts';
import { acrossRuns } from '../../../electron/protocol/time_map.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import { makeKnots, MOST_KNOTS, type Knots } from '../../base/warp.ts';
import type { TimelineView } from '../app.ts';
import { MIN_VIEW_NS } from '../timeline_view.ts';
import type { TimeMap } from './comparing_types.ts';

/** Seams closer than this are not told apart, css px. */
const LEAST_SEAM_PX = 6;

/** At least as long as a view can be, also where the other run stands still. */
export function spanAcross(map: TimeMap, from: Side, span: TimeSpan): TimeSpan {
  const startNs = acrossRuns(map, from, span.startNs);
  return { startNs, stopNs: Math.max(startNs + MIN_VIEW_NS, acrossRuns(map, from, span.stopNs)) };
}

/** B's view: what A's shows, while coupled; changes of it then change A's. */
export function coupleView(own: TimelineView, lead: TimelineView, map: ReadonlySignal<TimeMap>, isLocked: ReadonlySignal<boolean>): TimelineView {
  const span = computed(() => (isLocked.value ? spanAcross(map.value, 0, lead.span.value) : own.span.value));
  const toLead = (ns: number): number => acrossRuns(map.peek(), 1, ns);
  return {
    ...own,
    span,
    set: (next, how) => (isLocked.peek() ? lead.set({ startNs: toLead(next.startNs), stopNs: toLead(next.stopNs) }, how) : own.set(next, how)),
    zoomAt: (ns, factor, group) => (isLocked.peek() ? lead.zoomAt(toLead(ns), factor, group) : own.zoomAt(ns, factor, group)),
    panBy: (share) => (isLocked.peek() ? lead : own).panBy(share),
    undo: () => (isLocked.peek() ? lead : own).undo(),
    redo: () => (isLocked.peek() ? lead : own).redo(),
  };
}

/** Keeps the cursors of both at the same place. Gives back how to stop. */
export function coupleCursors(a: TimelineView, b: TimelineView, map: ReadonlySignal<TimeMap>): () => void {
  let isFollowing = false;
  const follow = (from: TimelineView, to: TimelineView, side: Side): () => void => effect(() => {
    const ns = from.cursor.value;
    if (isFollowing) return;
    isFollowing = true;
    to.cursor.value = ns === null ? null : acrossRuns(map.peek(), side, ns);
    isFollowing = false;
  });
  const stops = [follow(a, b, 0), follow(b, a, 1)];
  return () => stops.forEach((stop) => stop());
}

/** Anchors strictly inside a span of A: where the alignment bends. */
export function seamsIn(map: TimeMap, { startNs, stopNs }: TimeSpan): readonly AnchorRow[] {
  return map.filter(([aNs]) => aNs > startNs && aNs < stopNs);
}

/** How B has to be drawn so that its seams lie under A's, css px; undefined where one scale does. */
export function knotsOf(map: TimeMap, a: TimeSpan, b: TimeSpan, widthPx: number): Knots | undefined {
  const seams = seamsIn(map, a);
  if (seams.length === 0 || widthPx < 1) return undefined;
  const straight = [0];
  const screen = [0];
  const least = Math.max(LEAST_SEAM_PX, widthPx / (MOST_KNOTS - 2));
  for (const [aNs, bNs] of seams) {
    const x = ((aNs - a.startNs) / (a.stopNs - a.startNs)) * widthPx;
    if (x - screen[screen.length - 1] < least || widthPx - x < LEAST_SEAM_PX) continue;
    screen.push(x);
    straight.push(((bNs - b.startNs) / (b.stopNs - b.startNs)) * widthPx);
  }
  screen.push(widthPx);
  straight.push(widthPx);
  return makeKnots(straight, screen);
}
