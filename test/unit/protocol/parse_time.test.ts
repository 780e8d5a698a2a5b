// Times that people type: the reference's forms with the answers that were observed of it (prof-viewer.md §7.3), and ours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInterval, formatTime, formatTimeIn } from '../../../electron/protocol/format_time.ts';
import { parseDestination, parseTime } from '../../../electron/protocol/parse_time.ts';

describe('one time', () => {
  test.each([
    ['-5 ms', { problem: 'invalid value' }], ['1e3 ns', { problem: 'invalid unit' }], ['', { problem: 'no unit' }], ['12', { problem: 'no unit' }],
    ['1.5MS', { ns: 1_500_000 }], ['1.2.3 s', { problem: 'invalid value' }], ['. s', { problem: 'invalid value' }], ['5 min', { problem: 'invalid unit' }],
    ['  612.3ms ', { ns: 612_300_000 }], ['5. us', { ns: 5000 }], ['.5 us', { ns: 500 }], ['1.9 ns', { ns: 1 }], ['7 µs', { ns: 7000 }],
    ['123.456 789 012 s', { ns: 123_456_789_012 }], ['99999999999999999 s', { problem: 'invalid value' }],
    // A float would lose the last ns of these.
    ['1.001 ms', { ns: 1_001_000 }], ['4.35 us', { ns: 4350 }],
  ])('%j', (text, expected) => {
    expect(parseTime(text)).toEqual(expected);
  });

  test('what we show of a time leads back to it, as exactly as it was shown', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (ns) => {
      const unit = ns >= 1e9 ? 1e6 : ns >= 1e6 ? 1e3 : 1;
      expect(parseTime(formatTime(ns))).toEqual({ ns: Math.floor(ns / unit) * unit });
      expect(parseTime(formatTimeIn(ns, { startNs: ns, stopNs: ns + 10 }))).toEqual({ ns });
    }));
  });
});

describe('where a text leads', () => {
  test.each([
    ['612.3ms', { type: 'time', ns: 612_300_000 }], ['t=0.612 345 s', { type: 'time', ns: 612_345_000 }],
    ['0.6s..0.65s', { type: 'span', span: { startNs: 6e8, stopNs: 6.5e8 } }], ['0.6..0.65s', { type: 'span', span: { startNs: 6e8, stopNs: 6.5e8 } }],
    ['5 us .. 1 ms', { type: 'span', span: { startNs: 5000, stopNs: 1e6 } }],
    ['+5us', { type: 'way', ns: 5000 }], ['-5 us', { type: 'way', ns: -5000 }],
    ['1s..1s', { problem: 'The second time has to be after the first.' }], ['soon', { problem: 'Start with a number, as in 612.3 ms.' }],
    ['5', { problem: 'Say the unit too: ns, us, ms or s.' }], ['1..2', { problem: 'Say the unit too: ns, us, ms or s.' }],
  ])('%j', (text, expected) => {
    expect(parseDestination(text)).toEqual(expected);
  });

  test('a view as the status bar has it leads back to it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 999 }), (startNs, lengthNs) => {
      const span = { startNs, stopNs: startNs + lengthNs };
      // Units below s have fewer digits than a ns needs only where they hold whole ns anyway.
      expect(parseDestination(`view ${formatInterval(span)}`)).toEqual({ type: 'span', span });
    }));
  });

  test('any text has an answer', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const found = parseDestination(text);
      expect('problem' in found || Number.isSafeInteger(found.type === 'span' ? found.span.startNs : found.ns)).toBe(true);
    }));
  });
});
