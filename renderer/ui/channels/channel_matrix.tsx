/** The matrix: sources down, destinations across; the deeper a cell, the more of the chosen figure. A cell chooses its copies. */
import type { Cell, Grouping, Metric } from './matrix_data.ts';
import { metricOf, orderedEnds } from './matrix_data.ts';
import { bytesText, groupDigits } from '../base/numbers.ts';

/** Rows and columns; more are no picture. */
const MAX_ENDS = 64;
const HEATS = 9;

export function figureText(value: number | null, metric: Metric): string {
  if (value === null) return '–';
  if (metric === 'count') return groupDigits(value);
  return metric === 'bytes' ? bytesText(value, 1) : `${bytesText(value, 1)}/s`;
}

export function ChannelMatrix({ cells, metric, grouping, chosen, onChoose }: {
  readonly cells: readonly Cell[]; readonly metric: Metric; readonly grouping: Grouping; readonly chosen: Cell | undefined; readonly onChoose: (cell: Cell) => void;
}) {
  const sources = orderedEnds(cells.map(({ source }) => source));
  const targets = orderedEnds(cells.map(({ target }) => target));
  const byPlace = new Map(cells.map((cell) => [`${cell.source}\n${cell.target}`, cell]));
  const most = cells.reduce((max, { use }) => Math.max(max, metricOf(use, metric) ?? 0), 0);
  const heat = (value: number | null): string => (value === null || value <= 0 ? '' : ` heat-${Math.max(1, Math.round((HEATS * value) / most))}`);
  return (
    <div class="matrix-scroll" role="group" aria-label="Channels" tabIndex={0}>
      <table class="matrix" data-testid="channel-matrix">
        <thead>
          <tr><th scope="col"><span class="muted">from ↓ to ›</span></th>{targets.slice(0, MAX_ENDS).map((target) => <th key={target} scope="col">{target}</th>)}</tr>
        </thead>
        <tbody>
          {sources.slice(0, MAX_ENDS).map((source) => (
            <tr key={source}>
              <th scope="row">{source}</th>
              {targets.slice(0, MAX_ENDS).map((target) => {
                const cell = byPlace.get(`${source}\n${target}`);
                if (!cell) return <td key={target} />;
                const value = metricOf(cell.use, metric);
                return (
                  <td key={target} class={`matrix-cell${heat(value)}`}>
                    <button
                      type="button" data-cell={`${source}>${target}`} aria-pressed={cell === chosen} onClick={() => onChoose(cell)}
                      aria-label={`${source} to ${target}: ${figureText(value, metric)}`} data-hint={hintOf(cell)}
                    >
                      {figureText(value, metric)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {Math.max(sources.length, targets.length) > MAX_ENDS && <p class="muted">The first {MAX_ENDS} are shown; {grouping === 'memory' ? 'by node or kind there are fewer.' : 'the table of copies has all.'}</p>}
    </div>
  );
}

function hintOf({ source, target, use }: Cell): string {
  return `${source} → ${target}\n${groupDigits(use.count)} copies · ${bytesText(use.bytes)}\nmean ${figureText(use.meanRate, 'mean')} · p95 ${figureText(use.p95Rate, 'p95')}\nclick to list and filter them`;
}
