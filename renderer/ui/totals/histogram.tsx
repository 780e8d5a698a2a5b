/** How long the items of a name are: a bar for each order of length, with its p50 and p95. Bars are as high as the root of their count, so that few long ones are seen beside many short ones. */
import type { LengthFigures, LengthHistogram } from '../../../electron/protocol/name_totals_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { ChartTable } from '../base/chart_table.tsx';
import { groupDigits } from '../base/numbers.ts';

const HEIGHT = 100;

function bars({ counts }: LengthHistogram): string {
  const most = Math.sqrt(counts.reduce((a, b) => Math.max(a, b), 1));
  return counts.map((count, i) => (count === 0 ? '' : `M${i + 0.06} ${HEIGHT}v${(-HEIGHT * Math.sqrt(count) / most).toFixed(2)}h0.88V${HEIGHT}z`)).join('');
}

/** Least length of a part, ns. */
const startOf = (part: number): number => 2 ** (part / 2);

/** Parts that have items, in words. */
function lengthRows({ first, counts }: LengthHistogram): string[][] {
  const edge = (part: number): string => formatTime(Math.round(startOf(first + part)));
  return counts.flatMap((count, i) => (count === 0 ? [] : [[edge(i), edge(i + 1), groupDigits(count)]]));
}

/** Small, without words: the row beside it says the figures. */
export function Spark({ histogram }: { readonly histogram: LengthHistogram }) {
  // As wide as the orders of length that a run can have, so that rows can be compared.
  return <svg class="spark" aria-hidden="true" viewBox={`0 0 ${PARTS} ${HEIGHT}`} preserveAspectRatio="none"><path transform={`translate(${histogram.first} 0)`} d={bars(histogram)} /></svg>;
}

/** Half octaves from 1 ns to about 20 minutes. */
const PARTS = 80;

export function Histogram({ name, figures }: { readonly name: string; readonly figures: LengthFigures & { readonly count: number } }) {
  const { histogram, p50Ns, p95Ns, minNs, maxNs, count } = figures;
  const width = histogram.counts.length;
  const x = (ns: number): number => Math.max(0, Math.min(width, (ns < 1 ? 0 : 2 * Math.log2(ns)) - histogram.first));
  const marks = [['p50', p50Ns], ['p95', p95Ns]] as const;
  const summary = `Lengths of ${groupDigits(count)} ${name}: from ${formatTime(Math.round(minNs))} to ${formatTime(Math.round(maxNs))}, half no longer than ${formatTime(Math.round(p50Ns))}, 95 % no longer than ${formatTime(Math.round(p95Ns))}`;
  return (
    <figure class="histogram" data-testid="histogram">
      <svg role="img" aria-label={summary} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none">
        <path d={bars(histogram)} />
        {marks.map(([label, ns]) => <line key={label} class={`mark-${label}`} x1={x(ns)} x2={x(ns)} y1="0" y2={HEIGHT} vector-effect="non-scaling-stroke" />)}
      </svg>
      <figcaption class="muted">
        <span>{formatTime(Math.round(startOf(histogram.first)))}</span>
        <span><span class="mark-text mark-p50">p50</span> {formatTime(Math.round(p50Ns))} · <span class="mark-text mark-p95">p95</span> {formatTime(Math.round(p95Ns))}</span>
        <span>{formatTime(Math.round(startOf(histogram.first + width)))}</span>
      </figcaption>
      <ChartTable caption={`Lengths of ${name}`} heads={['From', 'To', 'Items']} rows={() => lengthRows(histogram)} />
    </figure>
  );
}
