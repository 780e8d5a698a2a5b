/** What a memory held over the range, as a curve: most and least of each part, and the capacity where the curve comes near it. */
import { useState } from 'preact/hooks';
import type { TrackSummary } from '../../../electron/protocol/run_api.ts';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { MemoryCurve } from '../../../electron/protocol/table_api.ts';
import { useRun } from '../base/context.ts';
import { ChartTable } from '../base/chart_table.tsx';
import { bytesText } from '../base/numbers.ts';
import { useAnswer } from '../base/use_answer.ts';
import type { Scope } from '../base/use_scope.ts';

const PARTS = 512;
const HEIGHT = 100;
const SLICES = 32;

export function MemoryCurveView({ memory, scope }: { readonly memory: TrackSummary; readonly scope: Scope }) {
  const run = useRun();
  const { value } = useAnswer('memory.curve', { run: run.id, track: memory.id, startNs: scope.startNs, stopNs: scope.stopNs, parts: PARTS });
  const [at, setAt] = useState<number | undefined>(undefined);
  if (value === undefined) return <div class="curve" aria-hidden="true" />;
  const peak = value.most.reduce((a, b) => Math.max(a, b), 0);
  const capacity = memory.capacityBytes ?? 0;
  // Far above the curve it would only press it down.
  const top = capacity > 0 && capacity < 3 * peak ? capacity : Math.max(1, peak);
  const point = at === undefined ? undefined : Math.min(PARTS - 1, Math.floor(at * PARTS));
  const partNs = (value.stopNs - value.startNs) / PARTS;
  const summary = `${memory.longName}: at most ${bytesText(peak)}${capacity > 0 ? ` of ${bytesText(capacity)}` : ''}, ${scope.text}`;
  return (
    <figure class="curve" data-testid="memory-curve">
      <svg
        role="img" aria-label={summary} viewBox={`0 0 ${PARTS} ${HEIGHT}`} preserveAspectRatio="none"
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)));
        }}
        onPointerLeave={() => setAt(undefined)}
      >
        <path class="curve-most" d={areaOf(value, top)} />
        {top === capacity && <line class="curve-capacity" x1="0" x2={PARTS} y1="0.5" y2="0.5" vector-effect="non-scaling-stroke" />}
        {point !== undefined && <line class="curve-cursor" x1={point} x2={point} y1="0" y2={HEIGHT} vector-effect="non-scaling-stroke" />}
      </svg>
      <figcaption class="muted">
        {point === undefined ? `at most ${bytesText(peak)}` : `${formatTime(Math.round(value.startNs + point * partNs))}: ${rangeText(value.least[point], value.most[point])}`}
        {top === capacity && ` · capacity ${bytesText(capacity)}`}
      </figcaption>
      <ChartTable caption={summary} heads={['From', 'Least held', 'Most held']} rows={() => sliceRows(value)} />
    </figure>
  );
}

/** At most 32 slices of the range. */
function sliceRows({ startNs, stopNs, least, most }: MemoryCurve): string[][] {
  const step = Math.ceil(most.length / SLICES);
  return Array.from({ length: Math.ceil(most.length / step) }, (_, i) => {
    const [from, to] = [i * step, (i + 1) * step];
    return [formatTime(Math.round(startNs + ((stopNs - startNs) * from) / most.length)), bytesText(Math.min(...least.slice(from, to))), bytesText(Math.max(...most.slice(from, to)))];
  });
}

function rangeText(least: number, most: number): string {
  return least === most ? bytesText(most) : `${bytesText(least)} to ${bytesText(most)}`;
}

/** Steps, not slopes: a memory holds what it holds until it does not. */
function areaOf({ most }: MemoryCurve, top: number): string {
  const y = (bytes: number): string => (HEIGHT * (1 - bytes / top)).toFixed(2);
  return `M0 ${HEIGHT}${most.map((bytes, i) => `V${y(bytes)}H${i + 1}`).join('')}V${HEIGHT}Z`;
}
