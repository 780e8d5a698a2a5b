// Levels, nesting, segments and curves against slow versions that say what they should be.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stackLevels } from '../../electron/model/levels.ts';
import { nestCalls } from '../../electron/model/nest_calls.ts';
import { NONE } from '../../electron/model/run_model.ts';
import { sortTimes } from '../../electron/model/time_sort.ts';
import { U64Index, U64Interner } from '../../electron/model/u64_map.ts';
import { joinEdges, sumSteps, utilPyramid } from '../../electron/model/utilization.ts';

interface Interval {
  readonly start: number;
  readonly stop: number;
}

const intervals = (max: number, maxLength: number) => fc.array(fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: max / 4 })), { maxLength })
  .map((pairs) => pairs.map(([start, length]): Interval => ({ start, stop: start + length })).sort((a, b) => a.start - b.start || b.stop - a.stop));

const times = (items: readonly Interval[], key: 'start' | 'stop') => Float64Array.from(items, (item) => item[key]);

describe('levels', () => {
  test('are the lowest that are free for the whole life; touching counts as overlapping', () => {
    fc.assert(fc.property(intervals(200, 60), (items) => {
      const { levels, levelCount } = stackLevels(times(items, 'start'), times(items, 'stop'));
      items.forEach((item, i) => {
        const taken = new Set(items.slice(0, i).flatMap((other, k) => (other.stop >= item.start ? [levels[k]] : [])));
        let lowest = 0;
        while (taken.has(lowest)) lowest++;
        expect(levels[i]).toBe(lowest);
      });
      expect(levelCount).toBe(items.length === 0 ? 0 : Math.max(...levels) + 1);
    }));
  });

  test('end at 65 535', () => {
    const count = 70_000;
    const { levels, levelCount, capped } = stackLevels(new Float64Array(count), new Float64Array(count).fill(9));
    expect([levels[65_535], levels[count - 1], levelCount, capped]).toEqual([65_535, 65_535, 65_536, count - 65_536]);
  });
});

/** A task that spans everything and calls that nest properly: a random tree of calls. */
const callTrees = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { maxLength: 40 }).map((steps) => {
  const calls: Interval[] = [];
  for (const [pick, from, length] of steps) {
    // Inside an earlier call that has room, beside its other children.
    const outer = calls.length > 0 && pick % 3 > 0 ? calls[pick % calls.length] : { start: 0, stop: 10_000 };
    const start = outer.start + from;
    const made = { start, stop: start + length };
    const isProper = made.stop <= outer.stop && calls.every((other) => isInside(other, made) || isInside(made, other) || other.stop <= made.start || made.stop <= other.start);
    if (isProper) calls.push(made);
  }
  return calls;
});

function isInside(inner: Interval, outer: Interval): boolean {
  return outer.start <= inner.start && inner.stop <= outer.stop;
}

/** Runs nestCalls on one task (ordinal 0) with calls given in log order; results by place in `calls` and `waits`. */
function nest(calls: readonly Interval[], waits: readonly Interval[], nestsBySweep: boolean): { callers: number[]; holders: number[] } {
  const order = calls.map((_, i) => i).sort((a, b) => calls[a].start - calls[b].start || calls[b].stop - calls[a].stop || a - b);
  const sorted = waits.map((_, i) => i).sort((a, b) => waits[a].start - waits[b].start || a - b);
  const items = [{ start: 0, stop: 20_000 }, ...order.map((i) => calls[i])];
  const callers = new Uint32Array(items.length).fill(NONE);
  const holders = new Uint32Array(waits.length);
  nestCalls({
    starts: times(items, 'start'), stops: times(items, 'stop'), calls: Uint32Array.from(order, (_, i) => i + 1),
    waitStarts: Float64Array.from(sorted, (w) => waits[w].start), waitEnds: Float64Array.from(sorted, (w) => waits[w].stop),
    callers, holders, stack: new Uint32Array(items.length),
  }, { task: 0, callFrom: 0, callTo: calls.length, waitFrom: 0, waitTo: waits.length }, nestsBySweep);
  const toCall = (ordinal: number): number => (ordinal === 0 ? -1 : order[ordinal - 1]);
  const byCall: number[] = [];
  order.forEach((call, i) => (byCall[call] = toCall(callers[i + 1])));
  const byWait: number[] = [];
  sorted.forEach((wait, i) => (byWait[wait] = toCall(holders[i])));
  return { callers: byCall, holders: byWait };
}

/** Semantics §4.4: calls by duration, ties in log order; caller = the next one that contains it, holder = the first that does. */
function nestByDuration(calls: readonly Interval[], waits: readonly Interval[]): { callers: number[]; holders: number[] } {
  const order = calls.map((_, i) => i).sort((a, b) => calls[a].stop - calls[a].start - (calls[b].stop - calls[b].start) || a - b);
  const callers: number[] = [];
  order.forEach((call, place) => (callers[call] = order.slice(place + 1).find((other) => isInside(calls[call], calls[other])) ?? -1));
  return { callers, holders: waits.map((wait) => order.find((call) => isInside(wait, calls[call])) ?? -1) };
}

/** The sweep of 26.03, word by word. */
function nestBySweep(calls: readonly Interval[], waits: readonly Interval[]): { callers: number[]; holders: number[] } {
  const events = [
    ...calls.map((call, i) => ({ ...call, isCall: true, i })).sort((a, b) => a.start - b.start || b.stop - a.stop || a.i - b.i),
    ...waits.map((wait, i) => ({ ...wait, isCall: false, i })).sort((a, b) => a.start - b.start || a.i - b.i),
  ].sort((a, b) => a.start - b.start || Number(b.isCall) - Number(a.isCall));
  const stack: number[] = [];
  const callers: number[] = [];
  const holders: number[] = waits.map(() => -1);
  for (const event of events) {
    while (stack.length > 0 && calls[stack[stack.length - 1]].stop <= event.start) stack.pop();
    const top = stack[stack.length - 1] ?? -1;
    if (event.isCall) {
      callers[event.i] = top;
      stack.push(event.i);
    } else if (top >= 0 && isInside(event, calls[top])) holders[event.i] = top;
  }
  return { callers, holders };
}

describe('nesting of calls', () => {
  test('up to version 1010: the shortest call that contains a call or a wait', () => {
    fc.assert(fc.property(callTrees, intervals(300, 12), (calls, candidates) => {
      // The old rule stops at waits that cross a call.
      const waits = candidates.filter((wait) => calls.every((call) => isInside(wait, call) || wait.stop <= call.start || call.stop <= wait.start));
      expect(nest(calls, waits, false)).toEqual(nestByDuration(calls, waits));
    }), { numRuns: 500 });
  });

  test('from version 1011 on: the sweep, for calls of any shape', () => {
    fc.assert(fc.property(fc.oneof(callTrees, intervals(100, 30)), intervals(300, 12), (calls, waits) => {
      expect(nest(calls, waits, true)).toEqual(nestBySweep(calls, waits));
    }), { numRuns: 500 });
  });

  test('of overlapping calls never fails, and a caller is open when its callee starts', () => {
    fc.assert(fc.property(intervals(100, 40), intervals(100, 20), (calls, waits) => {
      const { callers, holders } = nest(calls, waits, false);
      callers.forEach((caller, call) => expect(caller === -1 || isInside(calls[call], calls[caller])).toBe(true));
      holders.forEach((holder, wait) => expect(holder === -1 || isInside(waits[wait], calls[holder])).toBe(true));
    }));
  });

  test('40 000 sibling calls, 40 000 deep calls and 40 000 waits take no quadratic time', () => {
    const many = 40_000;
    const siblings = Array.from({ length: many }, (_, i) => ({ start: 10 * i, stop: 10 * i + 5 }));
    const deep = Array.from({ length: many }, (_, i) => ({ start: i, stop: 3 * many - i }));
    const crossing = Array.from({ length: many }, (_, i) => ({ start: many + i, stop: 4 * many }));
    for (const nestsBySweep of [false, true]) {
      expect(nest(siblings, siblings, nestsBySweep).holders[many - 1]).toBe(many - 1);
      expect(nest(deep, crossing, nestsBySweep).callers[many - 1]).toBe(many - 2);
    }
  });
});

describe('curves', () => {
  test('means of every level are the exact integral', () => {
    fc.assert(fc.property(intervals(5000, 40), fc.constantFrom(1, 1024, 2 ** 20), (items, unit) => {
      const steps = sumSteps(times(items, 'start').map((time) => time * unit), undefined, times(items, 'stop').map((time) => time * unit), undefined);
      const pyramid = utilPyramid(steps);
      if (pyramid === undefined) return;
      pyramid.levels.forEach(({ means, mins, maxs }, level) => {
        const bucket = 2 ** (pyramid.finestExp + level);
        means.forEach((mean, i) => {
          const [from, to] = [i * bucket, (i + 1) * bucket];
          const exact = items.reduce((sum, { start, stop }) => sum + Math.max(0, Math.min(to, stop * unit) - Math.max(from, start * unit)), 0) / bucket;
          expect(mean).toBeCloseTo(exact, 4);
          expect(mins[i]).toBeLessThanOrEqual(mean + 1e-4);
          expect(maxs[i]).toBeGreaterThanOrEqual(mean - 1e-4);
        });
      });
      expect(pyramid.levels[pyramid.levels.length - 1].means.length).toBe(1);
    }));
  });

  test('joined edges are the union', () => {
    fc.assert(fc.property(fc.array(intervals(60, 8), { maxLength: 4 }), (members) => {
      const edges = joinEdges(members.map((items) => joinEdges(items.filter(({ start, stop }) => start < stop).map(({ start, stop }) => Float64Array.of(start, stop)))));
      for (let time = 0; time < 80; time++) {
        const isBusy = members.flat().some(({ start, stop }) => start <= time && time < stop);
        expect(edges.filter((edge) => edge <= time).length % 2 === 1).toBe(isBusy);
      }
    }));
  });
});

describe('tools', () => {
  test('sortTimes is a stable sort', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.maxSafeNat()), { maxLength: 300 }), (values) => {
      const sorted = Float64Array.from(values);
      const order = Uint32Array.from(values, (_, i) => i);
      sortTimes(sorted, order);
      const expected = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
      expect([...order]).toEqual(expected);
      expect([...sorted]).toEqual(expected.map((i) => values[i]));
    }));
    const many = Float64Array.from({ length: 70_000 }, (_, i) => (i * 7_919 * 104_729) % 2 ** 45);
    const expected = many.slice().sort();
    sortTimes(many);
    expect(many).toEqual(expected);
  });

  test('indexes find the first row of each key', () => {
    const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(fc.property(fc.array(fc.tuple(word, word), { maxLength: 80 }), (keys) => {
      const index = new U64Index(Uint32Array.from(keys.flat()));
      const interner = new U64Interner();
      const ids = new Map<string, number>();
      keys.forEach(([lo, hi], i) => {
        expect(index.find(lo, hi)).toBe(keys.findIndex((key) => key[0] === lo && key[1] === hi));
        if (!ids.has(`${lo}:${hi}`)) ids.set(`${lo}:${hi}`, ids.size);
        expect(interner.intern(lo, hi)).toBe(ids.get(`${lo}:${hi}`));
        expect(i).toBeLessThan(keys.length);
      });
      expect(index.find(0xdeadbeef, 0xfeedface)).toBe(keys.findIndex((key) => key[0] === 0xdeadbeef && key[1] === 0xfeedface) >>> 0);
    }));
  });
});
