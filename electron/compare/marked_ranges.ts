/** Ranges that an application marked on one processor, found by time. */
import type { MarkedSpan } from './run_data.ts';
import { prefixLength } from '../protocol/prefix_length.ts';

/** No program nests ranges deeper; the bound is for damaged data. */
const MOST_OPEN = 1000;

export class MarkedRanges {
  /** By (start, -stop). */
  readonly #ranges: readonly MarkedSpan[];
  /** The range that is open where a range begins; -1 for none. */
  readonly #around: Int32Array;

  constructor(ranges: readonly MarkedSpan[]) {
    this.#ranges = [...ranges].sort((a, b) => a.start - b.start || b.stop - a.stop);
    this.#around = new Int32Array(ranges.length).fill(-1);
    const open: number[] = [];
    this.#ranges.forEach(({ start }, i) => {
      while (open.length > 0 && this.#ranges[open[open.length - 1]].stop <= start) open.pop();
      this.#around[i] = open.at(-1) ?? -1;
      open.push(i);
    });
  }

  /** Ranges that touch [start, stop), by (start, -stop). */
  touching(start: number, stop: number): readonly MarkedSpan[] {
    const next = prefixLength(this.#ranges.length, (i) => this.#ranges[i].start < start);
    const found: MarkedSpan[] = [];
    for (let i = next - 1; i >= 0 && found.length < MOST_OPEN; i = this.#around[i]) if (this.#ranges[i].stop > start) found.push(this.#ranges[i]);
    found.reverse();
    for (let i = next; i < this.#ranges.length && this.#ranges[i].start < stop; i++) found.push(this.#ranges[i]);
    return found;
  }
}
