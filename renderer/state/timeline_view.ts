/**
 * The visible interval and its history. Ends may be fractions of a ns: at 16 ns across the screen one ns is 90 px wide, and
 * zooming keeps the time under the pointer to the pixel.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Ns, TimeSpan } from '../../electron/protocol/time.ts';
import type { TimelineView } from './app.ts';
import { readSpan, writeSpan } from './link_text.ts';
import { ViewHistory } from './view_history.ts';
import type { ViewPart } from './view_parts.ts';

export const MIN_VIEW_NS = 16;
/** The whole run fits with a little air at both ends. */
const MAX_VIEW_OF_RUN = 1.1;
const ANIMATION_MS = 120;


export interface ViewHost {
  nowMs(): number;
  /** `prefers-reduced-motion`: then views jump. */
  readonly isMotionReduced: () => boolean;
  /** Calls back once before the next frame. */
  onNextFrame(callback: (nowMs: number) => void): void;
}

export function clampSpan(span: TimeSpan, extent: TimeSpan): TimeSpan {
  const runNs = Math.max(extent.stopNs - extent.startNs, MIN_VIEW_NS);
  const wantedNs = span.stopNs - span.startNs;
  const lengthNs = Math.min(Math.max(wantedNs, MIN_VIEW_NS), runNs * MAX_VIEW_OF_RUN);
  // A span that had to grow or shrink keeps its middle.
  const freeStartNs = lengthNs === wantedNs ? span.startNs : (span.startNs + span.stopNs - lengthNs) / 2;
  const startNs = Math.min(Math.max(freeStartNs, extent.startNs - lengthNs / 2), extent.stopNs - lengthNs / 2);
  return { startNs, stopNs: startNs + lengthNs };
}

/** A span that keeps to the limits stays as it is, to the last bit: an earlier view comes back exactly. */
function withinLimits(span: TimeSpan, extent: TimeSpan): TimeSpan {
  const clamped = clampSpan(span, extent);
  const slackNs = 1e-6 * (clamped.stopNs - clamped.startNs);
  const isWithin = Math.abs(clamped.startNs - span.startNs) < slackNs && Math.abs(clamped.stopNs - span.stopNs) < slackNs;
  return isWithin ? span : clamped;
}

export function isSameSpan(a: TimeSpan, b: TimeSpan): boolean {
  return a.startNs === b.startNs && a.stopNs === b.stopNs;
}

/** `part`: the interval, null = the whole run; `history` is told of its changes. */
export interface TimelineViewParts {
  readonly view: TimelineView;
  readonly part: ViewPart<TimeSpan | null>;
}

export function createTimelineView(extent: ReadonlySignal<TimeSpan>, host: ViewHost, history = new ViewHistory()): TimelineViewParts {
  const wanted = signal<TimeSpan | null>(null);
  // Until somebody moves, the view is the whole run, also while the run still grows.
  const span = computed(() => wanted.value ?? extent.value);
  const widthPx = signal(0);
  const cursor = signal<Ns | null>(null);
  const range = signal<TimeSpan | null>(null);
  let animation = 0;
  /** Where a running animation ends: what the next relative move starts from. */
  let target: TimeSpan | null = null;

  const part: ViewPart<TimeSpan | null> = {
    key: 't', undo: 'told', initial: { value: null },
    // A running animation is already where it ends.
    read: () => {
      const now = wanted.value;
      return target ?? now;
    },
    show: (next) => jump(next === null || isUnknown() ? next : withinLimits(next, extent.peek()), false),
    toText: (value) => (value === null ? null : writeSpan(value)),
    fromText: readSpan,
  };

  function jump(next: TimeSpan | null, animate: boolean): void {
    animation++;
    const from = span.peek();
    if (!animate || host.isMotionReduced() || next === null) {
      target = null;
      wanted.value = next;
      return;
    }
    const own = animation;
    const beganMs = host.nowMs();
    target = next;
    const step = (nowMs: number): void => {
      if (own !== animation) return;
      const part = Math.min(1, (nowMs - beganMs) / ANIMATION_MS);
      if (part >= 1) {
        target = null;
        wanted.value = next;
        return;
      }
      wanted.value = between(from, next, 1 - (1 - part) ** 3);
      host.onNextFrame(step);
    };
    host.onNextFrame(step);
  }

  const isUnknown = (): boolean => extent.peek().stopNs <= extent.peek().startNs;

  function set(next: TimeSpan, how: Parameters<TimelineView['set']>[1] = {}): void {
    // While no time of the run is known nothing can be clamped: a link's view waits for it as it is.
    if (isUnknown()) {
      wanted.value = next;
      return;
    }
    const clamped = clampSpan(next, extent.peek());
    if (isSameSpan(clamped, target ?? span.peek())) return;
    history.tell(part, how);
    jump(clamped, how.animate ?? false);
  }

  const view: TimelineView = {
    span, extent, widthPx, cursor, range, set,
    zoomAt(ns, factor, group) {
      if (isUnknown()) return;
      const { startNs, stopNs } = span.peek();
      const lengthNs = stopNs - startNs;
      const runNs = Math.max(extent.peek().stopNs - extent.peek().startNs, MIN_VIEW_NS);
      const nextNs = Math.min(Math.max(lengthNs / factor, MIN_VIEW_NS), runNs * MAX_VIEW_OF_RUN);
      if (nextNs === lengthNs) return;
      const nextStartNs = ns - ((ns - startNs) / lengthNs) * nextNs;
      set({ startNs: nextStartNs, stopNs: nextStartNs + nextNs }, group === undefined ? {} : { history: 'merge', group });
    },
    panBy(fractionOfView) {
      if (isUnknown()) return;
      const { startNs, stopNs } = target ?? span.peek();
      const byNs = (stopNs - startNs) * fractionOfView;
      set({ startNs: startNs + byNs, stopNs: stopNs + byNs }, { history: 'merge' });
    },
    undo: () => history.undo(),
    redo: () => history.redo(),
  };
  history.add(part);
  return { view, part };
}

/** Between two views: the length moves geometrically, so that a zoom looks even, and the middle with it. */
function between(from: TimeSpan, to: TimeSpan, part: number): TimeSpan {
  const fromNs = from.stopNs - from.startNs;
  const toNs = to.stopNs - to.startNs;
  const lengthNs = fromNs * (toNs / fromNs) ** part;
  // How much of the way the length has gone tells how much the start has: then a zoom at a point keeps that point still.
  const way = Math.abs(toNs - fromNs) < 1e-9 * fromNs ? part : (lengthNs - fromNs) / (toNs - fromNs);
  const startNs = from.startNs + (to.startNs - from.startNs) * way;
  return { startNs, stopNs: startNs + lengthNs };
}
