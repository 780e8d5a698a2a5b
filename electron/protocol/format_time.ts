/**
 * Times as text, the way Legion's viewer writes them, so that people and scripts find the same digits in both. Pure.
 * Source: prof-viewer src/timestamp.rs (0.6.2).
 */
import type { Ns, TimeSpan } from './time.ts';

interface Unit {
  readonly name: string;
  readonly ns: number;
  /** Digits after the point that the unit has. */
  readonly digits: number;
}

const NS: Unit = { name: 'ns', ns: 1, digits: 0 };
const US: Unit = { name: 'us', ns: 1e3, digits: 3 };
const MS: Unit = { name: 'ms', ns: 1e6, digits: 6 };
const S: Unit = { name: 's', ns: 1e9, digits: 9 };

/** Unit by value: negative values are always ns. */
function unitOf(ns: Ns): Unit {
  return ns >= S.ns ? S : ns >= MS.ns ? MS : ns >= US.ns ? US : NS;
}

/** `digits` places after the point, cut off and not rounded, in groups of three. */
function inUnit(ns: Ns, unit: Unit, digits: number): string {
  const whole = Math.trunc(ns);
  const sign = whole < 0 ? '-' : '';
  const size = Math.abs(whole);
  const before = `${sign}${Math.floor(size / unit.ns)}`;
  if (digits === 0) return before;
  const after = String(size % unit.ns).padStart(unit.digits, '0').slice(0, digits);
  return `${before}.${digits <= 3 ? after : after.replace(/\d{3}(?=\d)/g, '$& ')}`;
}

/** `123.456 us`: three digits, none for ns. Fractions of a ns are cut off. */
export function formatTime(ns: Ns): string {
  const unit = unitOf(ns);
  return `${inUnit(ns, unit, Math.min(3, unit.digits))} ${unit.name}`;
}

/** Digits after the point that times of an interval need, so that its ends differ. */
function digitsFor(unit: Unit, durationNs: Ns): number {
  const wanted = unit === S ? (durationNs >= 1e6 ? 3 : durationNs >= 1e3 ? 6 : 9) : durationNs >= 1e3 ? 3 : 6;
  return Math.min(wanted, unit.digits);
}

/** `from 123.456 789 000 to 123.456 789 012 s (duration: 12 ns)`: one unit, that of the stop. An inverted interval has a negative duration. */
export function formatInterval({ startNs, stopNs }: TimeSpan): string {
  const unit = unitOf(stopNs);
  const duration = stopNs - startNs;
  const digits = digitsFor(unit, duration);
  return `from ${inUnit(startNs, unit, digits)} to ${inUnit(stopNs, unit, digits)} ${unit.name} (duration: ${formatTime(duration)})`;
}

/** One time of a view, with the unit and as many digits as the view's own text has (the pointer's `t=`). */
export function formatTimeIn(ns: Ns, view: TimeSpan): string {
  const unit = unitOf(view.stopNs);
  return `${inUnit(ns, unit, digitsFor(unit, view.stopNs - view.startNs))} ${unit.name}`;
}
