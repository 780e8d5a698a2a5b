/**
 * Times as people type or paste them, the other way round of format_time.ts. Pure.
 * Source of one time's form: prof-viewer src/timestamp.rs (a number of digits and points, then ns, us, ms or s in any case). Ours
 * besides: `µs`, blanks between digits as our own texts have them, ranges, and ways from here.
 */
import type { Ns, TimeSpan } from './time.ts';

/** Digits after the point that a unit can have. */
const DIGITS: Readonly<Record<string, number>> = { ns: 0, us: 3, µs: 3, μs: 3, ms: 6, s: 9 };
const UNITS = 'ns|us|µs|μs|ms|s';

export type TimeProblem = 'no unit' | 'invalid value' | 'invalid unit';

/** Exact to the ns: digits beyond it are cut off. A time that a number cannot hold exactly is an invalid value. */
export function parseTime(text: string): { readonly ns: Ns } | { readonly problem: TimeProblem } {
  const plain = text.trim().replaceAll(/(?<=\d)[\s\u202f](?=\d)/g, '');
  const number = /^[\d.]*/.exec(plain)?.[0] ?? '';
  const unit = plain.slice(number.length).trim().toLowerCase();
  if (unit === '') return { problem: 'no unit' };
  const parts = /^(\d*)\.?(\d*)$/.exec(number);
  if (parts === null || !/\d/.test(number)) return { problem: 'invalid value' };
  const digits = DIGITS[unit];
  if (digits === undefined) return { problem: 'invalid unit' };
  const ns = Number(`${parts[1]}${parts[2].slice(0, digits).padEnd(digits, '0')}`);
  return Number.isSafeInteger(ns) ? { ns } : { problem: 'invalid value' };
}

/** Where a text leads: to a time, to an interval, or a way from where one is. */
export type Destination =
  | { readonly type: 'time'; readonly ns: Ns }
  | { readonly type: 'span'; readonly span: TimeSpan }
  | { readonly type: 'way'; readonly ns: Ns };

const SENTENCES: Readonly<Record<TimeProblem, string>> = {
  'no unit': 'Say the unit too: ns, us, ms or s.',
  'invalid value': 'Start with a number, as in 612.3 ms.',
  'invalid unit': 'The unit is ns, us, ms or s.',
};

/**
 * `612.3ms`, `0.6s..0.65s` (the first unit may be left out), `+5us`, `-5us`, or a view as it is shown: `from 0.600 to 0.650 s (duration: …)`.
 * `problem` is a sentence.
 */
export function parseDestination(text: string): Destination | { readonly problem: string } {
  const plain = text.trim().replace(/^(?:view|range|t\s*=)\s*/i, '');
  const shown = new RegExp(`^from\\s+(.+?)\\s+to\\s+(.+?)\\s*(${UNITS})\\s*(?:\\(.*\\))?$`, 'i').exec(plain);
  if (shown) return spanOf(`${shown[1]} ${shown[3]}`, `${shown[2]} ${shown[3]}`);
  const range = /^(.+?)\s*\.\.\s*(.+)$/.exec(plain);
  if (range) {
    const unit = /\D+$/.exec(range[2].trimEnd())?.[0] ?? '';
    return spanOf(/[\d.]\s*$/.test(range[1]) ? `${range[1]}${unit}` : range[1], range[2]);
  }
  const sign = /^[+-]/.exec(plain)?.[0];
  const time = parseTime(sign === undefined ? plain : plain.slice(1));
  if ('problem' in time) return { problem: SENTENCES[time.problem] };
  if (sign === undefined) return { type: 'time', ns: time.ns };
  return { type: 'way', ns: sign === '-' ? -time.ns : time.ns };
}

function spanOf(first: string, last: string): Destination | { readonly problem: string } {
  const [start, stop] = [parseTime(first), parseTime(last)];
  if ('problem' in start) return { problem: SENTENCES[start.problem] };
  if ('problem' in stop) return { problem: SENTENCES[stop.problem] };
  if (stop.ns <= start.ns) return { problem: 'The second time has to be after the first.' };
  return { type: 'span', span: { startNs: start.ns, stopNs: stop.ns } };
}
