/** Numbers of queries with their units: times in ns, sizes in bytes, shares in per cent. Pure. */
import type { Dimension } from './query_fields.ts';

const UNITS: Readonly<Record<Dimension, readonly (readonly [unit: string, size: number])[]>> = {
  time: [['ns', 1], ['us', 1e3], ['µs', 1e3], ['μs', 1e3], ['ms', 1e6], ['s', 1e9]],
  bytes: [['B', 1], ['KiB', 2 ** 10], ['MiB', 2 ** 20], ['GiB', 2 ** 30], ['KB', 1e3], ['MB', 1e6], ['GB', 1e9]],
  rate: [['B', 1], ['KiB', 2 ** 10], ['MiB', 2 ** 20], ['GiB', 2 ** 30], ['KB', 1e3], ['MB', 1e6], ['GB', 1e9]],
  percent: [['%', 1]],
  count: [],
};
/** Without one of these a time could be anything; bytes and per cent go without saying. */
const NEEDS_UNIT: ReadonlySet<Dimension> = new Set(['time']);
/** Units that are written: each exact in the next smaller one. */
const WRITTEN: Readonly<Record<Dimension, readonly string[]>> = { time: ['s', 'ms', 'us', 'ns'], bytes: ['GiB', 'MiB', 'KiB', 'B'], rate: ['GB', 'MB', 'KB', 'B'], percent: ['%'], count: [] };

export interface ReadNumber {
  readonly text: string;
  readonly unit: string;
  readonly length: number;
}

/** A number at a place of a text, with the letters that follow it; undefined where there is none. */
export function readNumber(text: string, at: number): ReadNumber | undefined {
  const found = /^(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)([a-zµμ%]*)(\/s)?/i.exec(text.slice(at));
  return found === null ? undefined : { text: found[1], unit: found[2], length: found[0].length };
}

/** In the base unit of the dimension, or a sentence that says what is wrong. */
export function numberValue(text: string, unit: string, dimension: Dimension): { readonly value: number } | { readonly problem: string } {
  const units = UNITS[dimension];
  const names = units.map(([name]) => name).filter((name) => !/[µμ]/.test(name));
  if (unit === '' && NEEDS_UNIT.has(dimension)) return { problem: `Say the unit too: ${names.join(', ')}.` };
  const size = unit === '' ? 1 : units.find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1];
  if (size === undefined) return { problem: names.length === 0 ? 'This is a plain number, without a unit.' : `The unit is ${names.join(', ')}.` };
  const value = Number(text) * size;
  if (!Number.isFinite(value)) return { problem: 'This number is too large.' };
  // 4.35 us are 4350 ns, whatever binary fractions make of it; whole numbers are exact as they are.
  return { value: Number.isInteger(Number(text)) ? value : Number(value.toPrecision(15)) };
}

/** Text that reads as the same number: in the largest unit that leaves no fraction. */
export function numberText(value: number, dimension: Dimension): string {
  for (const unit of WRITTEN[dimension]) {
    const size = UNITS[dimension].find(([name]) => name === unit)?.[1] ?? 1;
    const inUnit = value / size;
    if (Number.isInteger(inUnit) && inUnit * size === value && (value !== 0 || size === 1)) return `${inUnit}${unit}`;
  }
  return `${value}${NEEDS_UNIT.has(dimension) ? 'ns' : ''}`;
}
