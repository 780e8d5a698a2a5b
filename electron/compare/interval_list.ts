/** Intervals of one run with their keys, as growing columns. Times: ns on the run's axis, half-open. */
import { NONE } from '../model/run_model.ts';

/** Where an item's record is: rank, number in SOURCE_TABLES, row. */
export interface RecordPlace {
  readonly rank: number;
  readonly table: number;
  readonly row: number;
}

/** Ends of intervals by time; `keys[i]` belongs to `times[i]`. */
export interface SortedEnds {
  readonly times: Float64Array;
  readonly keys: Uint32Array;
}

const NO_RECORD: RecordPlace = { rank: 0, table: 0, row: NONE };

export class IntervalList {
  #starts = new Float64Array(1024);
  #stops = new Float64Array(1024);
  #keys = new Uint32Array(1024);
  #ranks = new Uint32Array(1024);
  #tables = new Uint8Array(1024);
  #rows = new Uint32Array(1024);
  /** 1 where an item is met for the first time under this key. */
  #firsts = new Uint8Array(1024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes [start, stop) unless it is empty; gives whether it was taken. `isFirst`: the item counts here. */
  add(start: number, stop: number, key: number, isFirst: boolean, place: RecordPlace = NO_RECORD): boolean {
    if (!(start < stop)) return false;
    if (this.#count === this.#starts.length) this.#resize(2 * this.#count);
    const i = this.#count++;
    this.#starts[i] = start;
    this.#stops[i] = stop;
    this.#keys[i] = key;
    this.#ranks[i] = place.rank;
    this.#tables[i] = place.table;
    this.#rows[i] = place.row;
    this.#firsts[i] = isFirst ? 1 : 0;
    return true;
  }

  start(i: number): number {
    return this.#starts[i];
  }

  stop(i: number): number {
    return this.#stops[i];
  }

  key(i: number): number {
    return this.#keys[i];
  }

  isFirst(i: number): boolean {
    return this.#firsts[i] !== 0;
  }

  /** Undefined for intervals without a record of their own (start-up, shutdown). */
  place(i: number): RecordPlace | undefined {
    return this.#rows[i] === NONE ? undefined : { rank: this.#ranks[i], table: this.#tables[i], row: this.#rows[i] };
  }

  /** Copies all starts (or stops) to `times` and their keys, renamed by `keyOf`, to `keys`, from `at` on. */
  copyEnds(end: 'start' | 'stop', keyOf: Uint32Array, { times, keys }: SortedEnds, at: number): void {
    times.set((end === 'start' ? this.#starts : this.#stops).subarray(0, this.#count), at);
    for (let i = 0; i < this.#count; i++) keys[at + i] = keyOf[this.#keys[i]];
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.#count + more > this.#starts.length) this.#resize(Math.max(2 * this.#starts.length, this.#count + more));
  }

  #resize(size: number): void {
    this.#starts = grown(this.#starts, new Float64Array(size));
    this.#stops = grown(this.#stops, new Float64Array(size));
    this.#keys = grown(this.#keys, new Uint32Array(size));
    this.#ranks = grown(this.#ranks, new Uint32Array(size));
    this.#tables = grown(this.#tables, new Uint8Array(size));
    this.#rows = grown(this.#rows, new Uint32Array(size));
    this.#firsts = grown(this.#firsts, new Uint8Array(size));
  }
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
