/**
 * Exposed time: every ns of a run belongs to the first stage that is active at that instant, shared equally among what is active in
 * it. A partition of the run, so sums are exact; the result depends on times and keys alone, not on the order of records or on ids.
 */
import { SliceClock, type Sliced } from '../index/slices.ts';
import type { SortedEnds } from './interval_list.ts';
import { STAGES, stageNumber } from './stages.ts';

export interface SweepInput {
  /** Length of the run, ns: [0, stopNs) is shared out. */
  readonly stopNs: number;
  /** Starts and stops of all intervals, each sorted. */
  readonly starts: SortedEnds;
  readonly stops: SortedEnds;
  /** Stage number of each key, and its place by (name, line). */
  readonly stageOfKey: Uint8Array;
  readonly orderOfKey: Uint32Array;
  /** Gets what nothing covers. */
  readonly idleKey: number;
  /** Where cells end, ascending; the last cell ends at `stopNs`. Cuts beyond it make empty cells. */
  readonly cuts: Float64Array;
  /** Processors that run tasks: see `thinTaskNs`. */
  readonly taskProcessors: number;
}

/** Exposed time by cell and key: rows with 0 ns are left out; rows of a cell follow each other, cells ascend. */
export interface Exposure {
  readonly cells: readonly number[];
  readonly keys: readonly number[];
  /** Whole ns; over all rows they add up to the length of the run. */
  readonly ns: readonly number[];
  /** Time of stage `task` in which fewer than half of the processors were busy, ns. */
  readonly thinTaskNs: number;
  /** Time of stage `task`, ns. */
  readonly taskNs: number;
}

const TASK = stageNumber('task');
const IDLE = stageNumber('idle');
/** Events between two looks at the clock. */
const EVENTS_A_LOOK = 1 << 15;

export function* sweep(input: SweepInput): Sliced<Exposure> {
  const { stopNs, starts, stops, stageOfKey, cuts } = input;
  const cells = new CellSums(input);
  const clock = new SliceClock(() => false);
  const active = new Int32Array(STAGES.length);
  /** ∫ dt / active of each stage while it is the first one, since the cell began. */
  const shares = cells.shares;
  let thinTaskNs = 0;
  let taskNs = 0;
  let time = 0;
  let start = 0;
  let stop = 0;
  let cut = 0;
  for (let looks = 0; time < stopNs;) {
    const next = Math.min(
      stopNs, start < starts.times.length ? starts.times[start] : stopNs, stop < stops.times.length ? stops.times[stop] : stopNs,
      cut < cuts.length ? Math.max(time, cuts[cut]) : stopNs);
    const length = next - time;
    if (length > 0) {
      let stage = 0;
      while (stage < IDLE && active[stage] <= 0) stage++;
      cells.lengths[stage] += length;
      if (stage < IDLE) shares[stage] += length / active[stage];
      if (stage === TASK) {
        taskNs += length;
        if (2 * active[TASK] < input.taskProcessors) thinTaskNs += length;
      }
      time = next;
    }
    if (time >= stopNs) break;
    while (cut < cuts.length && cuts[cut] <= time) {
      cells.close();
      cut++;
    }
    for (; start < starts.times.length && starts.times[start] <= time; start++) {
      cells.change(starts.keys[start], 1);
      active[stageOfKey[starts.keys[start]]]++;
    }
    for (; stop < stops.times.length && stops.times[stop] <= time; stop++) {
      cells.change(stops.keys[stop], -1);
      active[stageOfKey[stops.keys[stop]]]--;
    }
    if (++looks % EVENTS_A_LOOK === 0 && clock.isOver) {
      yield;
      clock.restart();
    }
  }
  cells.close();
  return { ...cells.rows, thinTaskNs, taskNs };
}

/** Sums of the open cell; `close` shares them out in whole ns and begins the next one. */
class CellSums {
  readonly rows = { cells: [] as number[], keys: [] as number[], ns: [] as number[] };
  readonly shares = new Float64Array(STAGES.length);
  /** ns in which each stage was the first one. */
  readonly lengths = new Float64Array(STAGES.length);
  readonly #input: SweepInput;
  readonly #active: Int32Array;
  readonly #values: Float64Array;
  readonly #settledAt: Float64Array;
  /** Keys that are active or have a value in this cell. */
  #live: number[] = [];
  readonly #isLive: Uint8Array;
  #cell = 0;

  constructor(input: SweepInput) {
    const keys = input.stageOfKey.length;
    this.#input = input;
    this.#active = new Int32Array(keys);
    this.#values = new Float64Array(keys);
    this.#settledAt = new Float64Array(keys);
    this.#isLive = new Uint8Array(keys);
  }

  change(key: number, by: 1 | -1): void {
    if (this.#isLive[key] === 0) {
      this.#isLive[key] = 1;
      this.#live.push(key);
    }
    this.#settle(key);
    this.#active[key] += by;
  }

  #settle(key: number): void {
    const share = this.shares[this.#input.stageOfKey[key]];
    this.#values[key] += this.#active[key] * (share - this.#settledAt[key]);
    this.#settledAt[key] = share;
  }

  close(): void {
    const { stageOfKey, idleKey } = this.#input;
    const byStage = new Map<number, number[]>();
    const stay: number[] = [];
    for (const key of this.#live) {
      this.#settle(key);
      this.#settledAt[key] = 0;
      if (this.#values[key] > 0) {
        const stage = stageOfKey[key];
        const keys = byStage.get(stage);
        if (keys === undefined) byStage.set(stage, [key]);
        else keys.push(key);
      }
      if (this.#active[key] > 0) stay.push(key);
      else this.#isLive[key] = 0;
    }
    for (const [stage, keys] of byStage) this.#apportion(keys, this.lengths[stage]);
    if (this.lengths[IDLE] > 0) this.#put(idleKey, this.lengths[IDLE]);
    this.#live = stay;
    this.shares.fill(0);
    this.lengths.fill(0);
    this.#cell++;
  }

  /**
   * Rounds down, then gives what is left to the largest remainders; ties by (name, line). Remainders are compared to 1e-6, as the
   * values carry rounding errors of that order.
   */
  #apportion(keys: readonly number[], total: number): void {
    const { orderOfKey } = this.#input;
    const shares = keys.map((key) => {
      const value = this.#values[key];
      this.#values[key] = 0;
      const whole = Math.floor(value);
      return { key, whole, rest: Math.round((value - whole) * 1e6) };
    });
    let left = total - shares.reduce((sum, { whole }) => sum + whole, 0);
    shares.sort((a, b) => b.rest - a.rest || orderOfKey[a.key] - orderOfKey[b.key]);
    // Rounding errors of a whole ns and more would need cells of 2^50 ns; they too must not break the sum.
    const each = Math.floor(left / shares.length);
    left -= each * shares.length;
    shares.forEach(({ key, whole }, i) => this.#put(key, whole + each + (i < left ? 1 : 0)));
  }

  #put(key: number, ns: number): void {
    if (ns === 0) return;
    this.rows.cells.push(this.#cell);
    this.rows.keys.push(key);
    this.rows.ns.push(ns);
  }
}
