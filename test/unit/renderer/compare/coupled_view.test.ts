// B's view follows A's through the alignment, changes of it change A's, and once let go it is its own.
import { computed, effect, signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { AnchorRow } from '../../../../electron/protocol/compare_api.ts';
import { bent } from '../../../../renderer/base/warp.ts';
import { coupleCursors, coupleView, knotsOf, spanAcross } from '../../../../renderer/state/compare/coupled_view.ts';
import { createTimelineView, type ViewHost } from '../../../../renderer/state/timeline_view.ts';

const host: ViewHost = { nowMs: () => 0, isMotionReduced: () => true, onNextFrame: () => undefined };
const MAP: readonly AnchorRow[] = [[0, 0, 'start'], [1000, 500, 'iteration 0'], [2000, 2500, 'iteration 1'], [3000, 3000, 'end']];

function pair() {
  const map = signal(MAP);
  const isLocked = signal(true);
  const { view: a } = createTimelineView(computed(() => ({ startNs: 0, stopNs: 3000 })), host);
  const b = coupleView(createTimelineView(computed(() => ({ startNs: 0, stopNs: 3000 })), host).view, a, map, isLocked);
  return { a, b, map, isLocked };
}

describe('coupled views', () => {
  it('show the same stretch of the program', () => {
    const { a, b } = pair();
    a.set({ startNs: 1000, stopNs: 2000 });
    expect(b.span.value).toEqual({ startNs: 500, stopNs: 2500 });
  });

  it('follow whichever is moved', async () => {
    const { a, b } = pair();
    b.set({ startNs: 500, stopNs: 1500 });
    expect(a.span.value).toEqual({ startNs: 1000, stopNs: 1500 });
    await Promise.resolve();
    b.zoomAt(1500, 2);
    // Zooming keeps the time under the pointer: 1500 of B is 1500 of A.
    expect(a.span.value).toEqual({ startNs: 1250, stopNs: 1500 });
    // A step is what one turn of the page changes.
    await Promise.resolve();
    b.undo();
    expect(a.span.value).toEqual({ startNs: 1000, stopNs: 1500 });
  });

  it('go their own ways once let go', () => {
    const { a, b, isLocked } = pair();
    isLocked.value = false;
    b.set({ startNs: 100, stopNs: 200 });
    expect(a.span.value).toEqual({ startNs: 0, stopNs: 3000 });
    expect(b.span.value).toEqual({ startNs: 100, stopNs: 200 });
  });

  it('never show less than a view can, also where B stands still', () => {
    expect(spanAcross([[0, 0, ''], [1000, 0, ''], [2000, 1000, '']], 0, { startNs: 100, stopNs: 900 })).toEqual({ startNs: 0, stopNs: 16 });
  });

  it('have one cursor, and hand it to each other without end', () => {
    const { a, b, map } = pair();
    let changes = 0;
    const stop = coupleCursors(a, b, map);
    const count = effect(() => void [a.cursor.value, b.cursor.value, changes++]);
    a.cursor.value = 1500;
    expect(b.cursor.value).toBe(1500);
    b.cursor.value = 2500;
    expect(a.cursor.value).toBe(2000);
    a.cursor.value = null;
    expect(b.cursor.value).toBe(null);
    expect(changes).toBeLessThan(10);
    stop();
    count();
  });
});

describe('seams', () => {
  it('lie where A has them', () => {
    const [a, b] = [{ startNs: 0, stopNs: 3000 }, { startNs: 0, stopNs: 3000 }];
    const knots = knotsOf(MAP, a, b, 300)!;
    // The straight place of B's 500 ns is 50 px; A has that moment at 100 px.
    expect(bent(knots, 50)).toBeCloseTo(100);
    expect(bent(knots, 250)).toBeCloseTo(200);
  });

  it('are none where one scale does', () => {
    expect(knotsOf([[0, 0, 'start']], { startNs: 10, stopNs: 20 }, { startNs: 10, stopNs: 20 }, 300)).toBe(undefined);
    expect(knotsOf(MAP, { startNs: 1100, stopNs: 1900 }, { startNs: 700, stopNs: 2300 }, 300)).toBe(undefined);
  });

  it('are never more than the shaders have room for', () => {
    const many = Array.from({ length: 5000 }, (_, i): AnchorRow => [i * 10, i * 7, '']);
    expect(knotsOf(many, { startNs: 0, stopNs: 49_990 }, { startNs: 0, stopNs: 34_993 }, 4000)!.length / 4).toBeLessThanOrEqual(64);
  });
});
