import { expect, test } from 'vitest';
import { formatInterval, formatTime, formatTimeIn } from '../../../electron/protocol/format_time.ts';

test.each([
  [0, '0 ns'], [123, '123 ns'], [999, '999 ns'], [1000, '1.000 us'], [123_456, '123.456 us'], [30_307, '30.307 us'], [1_999_999, '1.999 ms'],
  [1_000_000, '1.000 ms'], [123_456_789_012, '123.456 s'], [999_999_999, '999.999 ms'], [-6400, '-6400 ns'], [-5_000_000_000, '-5000000000 ns'],
  [2 ** 53 - 1, '9007199.254 s'], [1500.9, '1.500 us'],
])('%d ns is %s', (ns, text) => expect(formatTime(ns)).toBe(text));

test.each([
  [123_456_789_000, 123_456_789_012, 'from 123.456 789 000 to 123.456 789 012 s (duration: 12 ns)'],
  [0, 1_615_000_000, 'from 0.000 to 1.615 s (duration: 1.615 s)'],
  [1_000_000_000, 1_000_999_999, 'from 1.000 000 to 1.000 999 s (duration: 999.999 us)'],
  [1_000_000_000, 1_001_000_000, 'from 1.000 to 1.001 s (duration: 1.000 ms)'],
  [238_765_653, 238_795_960, 'from 238.765 to 238.795 ms (duration: 30.307 us)'],
  [123_456_000, 123_456_789, 'from 123.456 000 to 123.456 789 ms (duration: 789 ns)'],
  [9000, 2600, 'from 9.000 to 2.600 us (duration: -6400 ns)'],
  [2000, 2900, 'from 2.000 to 2.900 us (duration: 900 ns)'],
  [0, 80, 'from 0 to 80 ns (duration: 80 ns)'],
  [500, -20, 'from 500 to -20 ns (duration: -520 ns)'],
  [-1500, 1_000_000, 'from -0.001 to 1.000 ms (duration: 1.001 ms)'],
])('[%d, %d) is %s', (startNs, stopNs, text) => expect(formatInterval({ startNs, stopNs })).toBe(text));

test('a time in a view has the view\'s unit and digits', () => {
  expect(formatTimeIn(612_345_678, { startNs: 600_000_000, stopNs: 650_000_000 })).toBe('612.345 ms');
  expect(formatTimeIn(612_345_678, { startNs: 2_000_000_000, stopNs: 2_000_000_500 })).toBe('0.612 345 678 s');
});
