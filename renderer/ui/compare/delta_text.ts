/** Differences as people read them. Pure. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { Confidence } from '../../../electron/protocol/compare_api.ts';

/** `+12.345 ms`, `−1.643 s`, `0 ns`; the sign is text, so that colour is not alone. */
export function signedTime(ns: number): string {
  return ns === 0 ? '0' : `${ns < 0 ? '−' : '+'}${formatTime(Math.abs(Math.round(ns)))}`;
}

/** Of a ratio: `+12.3 %`; '' where there is none. */
export function signedPercent(ratio: number | null): string {
  if (ratio === null) return '';
  const percent = ratio * 100;
  const text = Math.abs(percent) >= 1000 ? Math.round(Math.abs(percent)) : Math.abs(percent).toFixed(1);
  return `${percent < 0 ? '−' : '+'}${text} %`;
}

/** Whole nanoseconds with thin-space groups: `−1 642 909 542 ns`. */
export function exactNs(ns: number): string {
  return `${ns < 0 ? '−' : '+'}${String(Math.abs(ns)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')} ns`;
}

export const MATCH_WORDS: Readonly<Record<Confidence, string>> = { exact: 'exact', strong: 'through the line map', weak: 'by name', none: 'one side only' };

/** Css class of a change. */
export function toneOf(delta: number): string {
  return delta > 0 ? 'slower' : delta < 0 ? 'faster' : 'same';
}
