/** How long the items of a line are: those of A and of B over each other, on one scale. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { LengthHistogram as Histogram } from '../../../electron/protocol/compare_api.ts';
import { countOf } from '../base/numbers.ts';

const HEIGHT = 56;
const WIDTH = 400;
/** Room above the highest step. */
const TOP = 3;

export function LengthHistogram({ histogram: { fromNs, toNs, a, b, medianNs } }: { readonly histogram: Histogram }) {
  const most = Math.max(...a, ...b);
  const side = (counts: readonly number[], i: 0 | 1): string => `${countOf(counts.reduce((sum, count) => sum + count, 0), 'item')}${medianNs[i] === null ? '' : `, half of them shorter than ${formatTime(Math.round(medianNs[i]))}`}`;
  const place = (ns: number): number => (WIDTH * Math.log(ns / fromNs)) / Math.log(toNs / fromNs);
  return (
    <figure class="lengths" data-testid="lengths">
      <figcaption>
        <span class="side-a"><span class="lane-side" aria-hidden="true">A</span> {side(a, 0)}</span>
        <span class="side-b"><span class="lane-side" aria-hidden="true">B</span> {side(b, 1)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`Running times of the items. A: ${side(a, 0)}. B: ${side(b, 1)}.`}>
        <path class="side-a" d={steps(a, most)} />
        <path class="side-b" d={steps(b, most)} />
        {medianNs.map((ns, i) => ns !== null && <line key={i} class={i === 0 ? 'side-a' : 'side-b'} x1={place(ns)} x2={place(ns)} y1="0" y2={HEIGHT} />)}
      </svg>
      <div class="lengths-scale muted number" aria-hidden="true"><span>{formatTime(Math.round(fromNs))}</span><span>{formatTime(Math.round(toNs))}</span></div>
    </figure>
  );
}

/** The outline of the counts, from left to right. */
function steps(counts: readonly number[], most: number): string {
  const width = WIDTH / counts.length;
  const y = (count: number): number => HEIGHT - (count / most) * (HEIGHT - TOP);
  return `M0 ${HEIGHT}${counts.map((count, i) => `V${y(count).toFixed(1)}H${((i + 1) * width).toFixed(1)}`).join('')}V${HEIGHT}Z`;
}
