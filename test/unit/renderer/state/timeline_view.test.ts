import { signal } from '@preact/signals';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TimeSpan } from '../../../../electron/protocol/time.ts';
import { clampSpan, createTimelineView, MIN_VIEW_NS, type ViewHost } from '../../../../renderer/state/timeline_view.ts';
import type { TimelineView } from '../../../../renderer/state/app.ts';

const RUN: TimeSpan = { startNs: 0, stopNs: 1_000_000 };

describe('TimelineView', () => {
  let frames: ((nowMs: number) => void)[];
  let nowMs: number;
  let view: TimelineView;
  const extent = signal(RUN);
  beforeEach(() => {
    frames = [];
    nowMs = 0;
    extent.value = RUN;
    const host: ViewHost = { nowMs: () => nowMs, isMotionReduced: () => false, onNextFrame: (callback) => frames.push(callback) };
    view = createTimelineView(extent, host).view;
  });

  test('is the whole run until somebody moves, also while the run grows', () => {
    expect(view.span.value).toEqual(RUN);
    extent.value = { startNs: 0, stopNs: 2_000_000 };
    expect(view.span.value.stopNs).toBe(2_000_000);
    view.set({ startNs: 0, stopNs: 100 });
    extent.value = { startNs: 0, stopNs: 3_000_000 };
    expect(view.span.value).toEqual({ startNs: 0, stopNs: 100 });
  });

  test('keeps the time under the pointer over 20 notches in and out', () => {
    const ns = 123_456.5;
    const share = (): number => (ns - view.span.value.startNs) / (view.span.value.stopNs - view.span.value.startNs);
    const before = share();
    for (let i = 0; i < 20; i++) view.zoomAt(ns, 1.25);
    expect(share()).toBeCloseTo(before, 9);
    for (let i = 0; i < 20; i++) view.zoomAt(ns, 1 / 1.25);
    expect(share()).toBeCloseTo(before, 9);
    expect(view.span.value.stopNs - view.span.value.startNs).toBeCloseTo(1_000_000, 3);
  });

  test('undo restores every earlier view exactly; pans in a row are one step', () => {
    view.set({ startNs: 100, stopNs: 300 });
    const zoomed = view.span.value;
    view.panBy(0.05);
    view.panBy(0.05);
    view.panBy(-0.01);
    const panned = view.span.value;
    view.zoomAt(200, 2);
    const last = view.span.value;
    view.undo();
    expect(view.span.value).toEqual(panned);
    view.undo();
    expect(view.span.value).toEqual(zoomed);
    view.undo();
    expect(view.span.value).toEqual(RUN);
    view.undo();
    expect(view.span.value).toEqual(RUN);
    view.redo();
    view.redo();
    view.redo();
    expect(view.span.value).toEqual(last);
  });

  test('a new view after an undo cuts what could be redone', () => {
    view.set({ startNs: 100, stopNs: 300 });
    view.undo();
    view.set({ startNs: 500, stopNs: 600 });
    view.redo();
    expect(view.span.value).toEqual({ startNs: 500, stopNs: 600 });
  });

  test('an animation ends exactly where it was sent, and undo leaves from there', () => {
    view.set({ startNs: 100, stopNs: 300 }, { animate: true });
    nowMs = 60;
    frames.shift()?.(nowMs);
    expect(view.span.value.stopNs).toBeGreaterThan(300);
    view.panBy(1);
    expect(view.span.value).toEqual({ startNs: 300, stopNs: 500 });
    view.undo();
    expect(view.span.value).toEqual({ startNs: 100, stopNs: 300 });
  });

  test('before any time is known, keys and wheel change nothing and a link waits', () => {
    extent.value = { startNs: 0, stopNs: 0 };
    view.zoomAt(0, 2);
    view.panBy(0.5);
    extent.value = RUN;
    expect(view.span.value).toEqual(RUN);
    extent.value = { startNs: 0, stopNs: 0 };
    view.set({ startNs: 100, stopNs: 300 });
    extent.value = RUN;
    expect(view.span.value).toEqual({ startNs: 100, stopNs: 300 });
  });

  test.each([
    ['too short grows around its middle', { startNs: 500, stopNs: 502 }, { startNs: 501 - MIN_VIEW_NS / 2, stopNs: 501 + MIN_VIEW_NS / 2 }],
    ['too long is 1.1 runs', { startNs: -1e9, stopNs: 1e9 }, { startNs: -550_000, stopNs: 550_000 }],
    ['half a view past the start', { startNs: -1000, stopNs: 0 }, { startNs: -500, stopNs: 500 }],
    ['half a view past the end', { startNs: 1_000_000, stopNs: 1_000_100 }, { startNs: 999_950, stopNs: 1_000_050 }],
  ])('%s', (_, wanted, expected) => {
    expect(clampSpan(wanted, RUN)).toEqual(expected);
  });
});
