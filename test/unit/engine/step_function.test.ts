import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busySteps, combineSteps, heldSteps, meanOfSteps, sampleSteps, type Steps } from '../../../electron/engine/step_function.ts';
import type { ItemBlock } from '../../../electron/model/item_blocks.ts';
import { STATE_RUNNING, STATE_WAITING } from '../../../electron/protocol/items.ts';

type Segment = readonly [start: number, stop: number, state: number];

function blockOf(segments: readonly Segment[]): ItemBlock {
  const sorted = [...segments].sort((a, b) => a[0] - b[0]);
  const count = sorted.length;
  return {
    count, minStart: 0, maxStop: 0, firstOrdinal: 0,
    starts: Float64Array.from(sorted, ([start]) => start), stops: Float64Array.from(sorted, ([, stop]) => stop), states: Uint8Array.from(sorted, ([, , state]) => state),
    levels: new Uint16Array(count), colors: new Uint8Array(count), ordinals: new Uint32Array(count), names: new Uint32Array(count),
    numsHi: new Uint32Array(count), numsLo: new Uint32Array(count), fold: undefined,
  };
}

const valueAt = ({ times, values }: Steps, time: number): number => {
  let value = Number.NaN;
  for (let i = 0; i < times.length && times[i] <= time; i++) value = values[i];
  return value;
};

const segments = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: -3, max: 20 }), fc.constantFrom(STATE_RUNNING, STATE_WAITING)).map(([start, length, state]): Segment => [start, start + length, state]), { maxLength: 12 });

describe('step functions', () => {
  it('is busy exactly where a segment runs', () => {
    fc.assert(fc.property(segments, fc.nat(30), fc.nat(50), (list, startNs, length) => {
      const stopNs = startNs + length + 1;
      const steps = busySteps([blockOf(list)], startNs, stopNs);
      for (let time = startNs; time < stopNs; time++) {
        const isBusy = list.some(([start, stop, state]) => state === STATE_RUNNING && start <= time && time < stop);
        expect(valueAt(steps, time)).toBe(Number(isBusy));
      }
      for (let i = 1; i < steps.times.length; i++) expect(steps.times[i]).toBeGreaterThan(steps.times[i - 1]);
    }));
  });

  it('sums members, or says whether any is busy', () => {
    fc.assert(fc.property(fc.array(segments, { minLength: 1, maxLength: 4 }), (lists) => {
      const parts = lists.map((list) => busySteps([blockOf(list)], 5, 70));
      const sum = combineSteps(parts, 5, 1 / parts.length);
      const any = combineSteps(parts, 5, 1, true);
      for (let time = 5; time < 70; time++) {
        const total = parts.reduce((all, part) => all + valueAt(part, time), 0);
        expect(valueAt(sum, time)).toBeCloseTo(total / parts.length);
        expect(valueAt(any, time)).toBe(Number(total > 0));
      }
    }));
  });

  it('samples mean, least and greatest like a slow scan', () => {
    fc.assert(fc.property(segments, fc.constantFrom(1, 2, 8), (list, width) => {
      const count = 6;
      const steps = busySteps([blockOf(list)], 8, 8 + count * width);
      const into = { means: new Float64Array(count), mins: new Float64Array(count), maxs: new Float64Array(count) };
      sampleSteps(steps, 8, width, into);
      for (let bucket = 0; bucket < count; bucket++) {
        const values = Array.from({ length: width }, (_, i) => valueAt(steps, 8 + bucket * width + i));
        expect(into.means[bucket]).toBeCloseTo(values.reduce((a, b) => a + b) / width);
        expect(into.mins[bucket]).toBe(Math.min(...values));
        expect(into.maxs[bucket]).toBe(Math.max(...values));
      }
    }));
  });

  it('bytes held start with what was held before the window', () => {
    const steps = heldSteps({ times: Float64Array.of(10, 20, 30), bytes: Float64Array.of(100, 300, 0) }, 15, 40);
    expect([...Array.from(steps.times)]).toEqual([15, 20, 30]);
    expect(meanOfSteps(steps, 15, 40)).toBeCloseTo((100 * 5 + 300 * 10) / 25);
  });
});
