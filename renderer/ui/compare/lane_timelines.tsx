/**
 * Both timelines in one place: B's lies over A's and is cut out to its own ruler and rows, so that what is not B's, picture and pointer,
 * is A's.
 */
import { effect, useComputed } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { RULER_HEIGHT } from '../../timeline/ruler.ts';
import { mountTimeline } from '../../timeline/mount_timeline.ts';
import { differencePainter, drawSeams } from '../../timeline/difference_paint.ts';
import type { Painting } from '../../timeline/timeline.ts';
import { useApp } from '../base/context.ts';
import { useComparing } from './use_comparing.ts';

export function LaneTimelines() {
  const app = useApp();
  const comparing = useComparing();
  const { runs: [a, b], aligning, isPainted, floor, deltas, pairs, isLocked, knots } = comparing;
  const ofA = useRef<HTMLDivElement>(null);
  const ofB = useRef<HTMLDivElement>(null);
  const paints = [0, 1].map((side) => useComputed(() => {
    void deltas.version.value;
    const known = side === 0 ? pairs.value.ofA : pairs.value.ofB;
    const isOn = isPainted.value && comparing.result.value !== null;
    const paint = isOn ? differencePainter((track, ordinal) => (known.has(track) ? deltas.get(side as 0 | 1, track, ordinal) : undefined), floor.value) : undefined;
    const seams = knots.value;
    return { paint, under: seams && ((context, list, theme) => drawSeams(context, list, theme, seams)) } satisfies Painting;
  }));

  /** B was dragged by so many px along its ruler. */
  const slide = (byPx: number): void => {
    const { startNs, stopNs } = a.view.span.peek();
    const byNs = (byPx / Math.max(1, a.view.widthPx.peek())) * (stopNs - startNs);
    if (isLocked.peek()) aligning.movedNs.value -= Math.round(byNs);
    else b.view.panBy(-byPx / Math.max(1, b.view.widthPx.peek()));
  };

  useLayoutEffect(() => {
    if (!ofA.current || !ofB.current) return undefined;
    const mounted = [
      mountTimeline(ofA.current, app, a, { label: 'Items of run A over time', painting: paints[0] }),
      mountTimeline(ofB.current, app, b, { label: 'Items of run B over time', painting: paints[1], knots, onSlide: slide }),
    ];
    return () => mounted.forEach((one) => one[Symbol.dispose]());
  }, [comparing]);

  useLayoutEffect(() => effect(() => {
    const top = b.tree.scrollTop.value;
    const height = b.tree.viewportHeight.value;
    const rows = b.tree.rows.value.filter((row) => row.y + row.height > top && row.y < top + height);
    // Rows that touch become one rectangle.
    const bands: [from: number, to: number][] = [[0, RULER_HEIGHT]];
    for (const row of rows) {
      const from = RULER_HEIGHT + Math.max(0, row.y - top);
      const to = RULER_HEIGHT + Math.min(height, row.y + row.height - top);
      const last = bands[bands.length - 1];
      if (from <= last[1]) last[1] = to;
      else bands.push([from, to]);
    }
    if (ofB.current) ofB.current.style.clipPath = `path('${bands.map(([from, to]) => `M0 ${from}H100000V${to}H0Z`).join('')}')`;
  }), [comparing]);

  return (
    <div class="timeline lanes" data-testid="timeline" data-region="timeline">
      <div class="lane" data-testid="lane-a" ref={ofA} />
      <div class="lane lane-b" data-testid="lane-b" ref={ofB} />
      <span class="lane-ruler-mark side-a" aria-hidden="true">A</span>
      <span class="lane-ruler-mark side-b" aria-hidden="true">B</span>
    </div>
  );
}
