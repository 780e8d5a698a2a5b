/** From A's length to B's, bar by bar: each begins where the one before ended, so that the last ends at B. Also as a table. */
import { useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { Button } from '../base/button.tsx';
import { signedTime, toneOf } from './delta_text.ts';

export interface WaterfallBar {
  readonly id: string;
  readonly name: string;
  readonly aNs: number;
  readonly bNs: number;
  readonly deltaNs: number;
}

/** Room that the labels of the two ends take on either side, as shares of the drawing. */
const EDGE = 0.02;

export function Waterfall({ fromNs, toNs, bars, chosen, onChoose }: {
  readonly fromNs: number; readonly toNs: number; readonly bars: readonly WaterfallBar[]; readonly chosen: string | null; readonly onChoose: (id: string) => void;
}) {
  const [isTable, setTable] = useState(false);
  const steps: { bar: WaterfallBar; from: number; to: number }[] = [];
  let at = fromNs;
  for (const bar of bars) {
    steps.push({ bar, from: at, to: at + bar.deltaNs });
    at += bar.deltaNs;
  }
  const ends = [fromNs, toNs, ...steps.map(({ to }) => to)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const share = (ns: number): number => (high === low ? 0.5 : EDGE + ((ns - low) / (high - low)) * (1 - 2 * EDGE));
  const most = bars.reduce<WaterfallBar | undefined>((best, bar) => (best === undefined || Math.abs(bar.deltaNs) > Math.abs(best.deltaNs) ? bar : best), undefined);
  const summary = `From ${formatTime(fromNs)} to ${formatTime(toNs)}; the largest change is ${most?.name ?? 'none'}, ${signedTime(most?.deltaNs ?? 0)}.`;
  return (
    <div class="waterfall" data-testid="waterfall">
      {isTable
        ? (
          <table class="data" aria-label="Change by part">
            <thead><tr><th scope="col">Part</th><th scope="col" class="right">A</th><th scope="col" class="right">B</th><th scope="col" class="right">Δ</th></tr></thead>
            <tbody>{bars.map((bar) => (
              <tr key={bar.id}><th scope="row">{bar.name}</th><td class="number right">{formatTime(bar.aNs)}</td><td class="number right">{formatTime(bar.bNs)}</td><td class={`number right delta ${toneOf(bar.deltaNs)}`}>{signedTime(bar.deltaNs)}</td></tr>
            ))}</tbody>
          </table>
        )
        : (
          <>
            <p class="visually-hidden" role="img" aria-label={summary} />
            <ol class="waterfall-rows">
              <li class="waterfall-row end"><span class="waterfall-name">A</span><span class="waterfall-room"><span class="waterfall-mark" style={{ left: `${100 * share(fromNs)}%` }} /></span><span class="waterfall-figure number">{formatTime(fromNs)}</span></li>
              {steps.map(({ bar, from, to }) => (
                <li key={bar.id}>
                  <button type="button" class={`waterfall-row ${bar.id === chosen ? 'chosen' : ''}`} data-testid="waterfall-bar" data-bar={bar.id} aria-pressed={bar.id === chosen} data-hint={`${bar.name}: ${formatTime(bar.aNs)} → ${formatTime(bar.bNs)}. Click for its lines`} onClick={() => onChoose(bar.id)}>
                    <span class="waterfall-name">{bar.name}</span>
                    <span class="waterfall-room" aria-hidden="true">
                      <span class={`waterfall-bar ${toneOf(bar.deltaNs)}`} style={{ left: `${100 * Math.min(share(from), share(to))}%`, width: `max(2px, ${100 * Math.abs(share(to) - share(from))}%)` }} />
                    </span>
                    <span class={`waterfall-figure number delta ${toneOf(bar.deltaNs)}`}>{signedTime(bar.deltaNs)}</span>
                  </button>
                </li>
              ))}
              <li class="waterfall-row end"><span class="waterfall-name">B</span><span class="waterfall-room"><span class="waterfall-mark" style={{ left: `${100 * share(toNs)}%` }} /></span><span class="waterfall-figure number">{formatTime(toNs)}</span></li>
            </ol>
          </>
        )}
      <Button tone="quiet" onClick={() => setTable(!isTable)}>{isTable ? 'Show as bars' : 'Show as table'}</Button>
    </div>
  );
}
