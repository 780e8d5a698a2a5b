/** How far B lies behind A at each milestone that both have: where it rises B loses time. A click zooms to the stretch that it is on. */
import { useComputed } from '@preact/signals';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { LABEL_WIDTH } from '../../timeline/overview.ts';
import { signedTime } from './delta_text.ts';
import { useComparing } from './use_comparing.ts';

const HEIGHT = 100;
/** A click shows the stretch with so much of it on either side. */
const MARGIN = 0.25;

export function DriftCurve() {
  const { runs: [a], aligning, result } = useComparing();
  const drawn = useComputed(() => {
    const anchors = aligning.milestones.value;
    const { startNs, stopNs } = a.view.extent.value;
    const drifts = anchors.map(([aNs, bNs]) => bNs - aNs);
    const [low, high] = [Math.min(0, ...drifts), Math.max(0, ...drifts)];
    const y = (ns: number): number => (high === low ? HEIGHT / 2 : HEIGHT - 8 - ((ns - low) / (high - low)) * (HEIGHT - 16));
    const x = (ns: number): number => (1000 * (ns - startNs)) / (stopNs - startNs);
    return { points: anchors.map(([aNs, bNs]) => `${x(aNs).toFixed(2)},${y(bNs - aNs).toFixed(2)}`).join(' '), zero: y(0), drifts, anchors };
  });
  const { points, zero, drifts, anchors } = drawn.value;
  const last = drifts.at(-1) ?? 0;
  const onClick = (event: MouseEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const { startNs, stopNs } = a.view.extent.peek();
    const ns = startNs + ((event.clientX - box.left) / box.width) * (stopNs - startNs);
    const at = anchors.findIndex(([aNs]) => aNs > ns);
    if (at <= 0) return;
    const [from, to] = [anchors[at - 1][0], anchors[at][0]];
    const margin = MARGIN * (to - from);
    a.view.set({ startNs: from - margin, stopNs: to + margin }, { animate: true });
  };
  return (
    <section class="drift" data-testid="drift" aria-label="Drift of B against A">
      <span class="drift-label muted" style={{ width: `${LABEL_WIDTH}px` }}>B − A</span>
      <svg
        class="drift-curve" role="img" viewBox={`0 0 1000 ${HEIGHT}`} preserveAspectRatio="none" onClick={onClick}
        aria-label={result.value === null ? 'The drift is not known yet' : `B lies ${signedTime(last)} from A at the end; ${anchors.length} milestones${worst(drifts, anchors)}`}
      >
        <line class="drift-zero" x1="0" x2="1000" y1={zero} y2={zero} />
        {result.value !== null && <polyline class="drift-line" points={points} />}
      </svg>
      <span class="drift-end number">{result.value === null ? '' : signedTime(last)}</span>
    </section>
  );
}

/** Where B loses most. */
function worst(drifts: readonly number[], anchors: readonly (readonly [number, number, string])[]): string {
  let at = -1;
  for (let i = 1; i < drifts.length; i++) if (at < 0 || drifts[i] - drifts[i - 1] > drifts[at] - drifts[at - 1]) at = i;
  if (at < 0 || drifts[at] <= drifts[at - 1]) return '';
  return `; it loses most before ${anchors[at][2]} at ${formatTime(anchors[at][0])} of A`;
}
