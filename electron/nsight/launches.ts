/** Calls of the CUDA API that asked for something on a GPU, by process and correlation number: only those that anything answers to. */
import { F64List } from '../model/growing_columns.ts';
import type { ItemKey } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import { DEVICE_WORK } from './event_kinds.ts';
import type { NsightExport } from './nsight_export.ts';

export interface Launch {
  readonly item: ItemKey;
  readonly startNs: number;
  readonly stopNs: number;
}

/** Correlation numbers are 32 bits, process ids 24. */
const PROCESS = 2 ** 32;

export class Launches {
  /** Ascending, without repeats. */
  readonly #keys: Float64Array;
  readonly #items: Float64Array;
  readonly #starts: Float64Array;
  readonly #stops: Float64Array;

  private constructor(keys: Float64Array) {
    this.#keys = keys;
    this.#items = new Float64Array(keys.length).fill(NaN);
    this.#starts = new Float64Array(keys.length);
    this.#stops = new Float64Array(keys.length);
  }

  /** What will be asked for. One pass over the GPU's tables, 32 bytes a kernel. */
  static of(file: NsightExport): Launches {
    const keys = new F64List(64);
    for (const { table } of DEVICE_WORK.kinds) {
      if (!file.has(table, 'start', 'end', 'correlationId')) continue;
      for (const [process, correlation] of file.rows(`SELECT ${file.column(table, ['globalPid'], '0')} >> 24 & 16777215, correlationId FROM ${table}`)) {
        if (typeof process === 'number' && isCorrelation(correlation)) keys.push(process * PROCESS + correlation);
      }
    }
    const sorted = keys.values.slice().sort();
    return new Launches(sorted.filter((key, i) => i === 0 || key !== sorted[i - 1]));
  }

  /** Notes a call. Driver and runtime calls may share a number: the first that is noted stays. */
  note(process: number, correlation: number, item: ItemKey, startNs: number, stopNs: number): void {
    const at = this.#find(process, correlation);
    if (at === undefined || !Number.isNaN(this.#items[at])) return;
    this.#items[at] = item;
    this.#starts[at] = startNs;
    this.#stops[at] = stopNs;
  }

  get(process: number, correlation: number): Launch | undefined {
    const at = this.#find(process, correlation);
    return at === undefined || Number.isNaN(this.#items[at]) ? undefined : { item: this.#items[at], startNs: this.#starts[at], stopNs: this.#stops[at] };
  }

  #find(process: number, correlation: number): number | undefined {
    if (!isCorrelation(correlation)) return undefined;
    const key = process * PROCESS + correlation;
    const at = prefixLength(this.#keys.length, (i) => this.#keys[i] < key);
    return this.#keys[at] === key ? at : undefined;
  }
}

/** 0 is none. */
function isCorrelation(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < PROCESS;
}
