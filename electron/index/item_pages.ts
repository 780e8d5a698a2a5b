/** TrackItems <-> rows of `item_page`: what is asked of items by ordinal, without touching the plain rows. */
import { NONE, type TrackItems } from '../model/run_model.ts';
import type { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../decode/column_codec.ts';

/** Items of a page. */
export const ITEM_PAGE = 8192;

/** When the items [firstOrdinal, firstOrdinal + count) of a track lived; arrays have length `count`. Stored apart, as search and rankings ask for these alone. */
export interface ItemTimes {
  readonly firstOrdinal: number;
  readonly count: number;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/** All facts of those items; columns as in TrackItems. */
export interface ItemPage extends ItemTimes, Pick<TrackItems, 'types' | 'names' | 'numsHi' | 'numsLo' | 'colors' | 'levels' | 'runningNs' | 'readyNs' | 'waitingNs' | 'ranks' | 'tables' | 'rows' | 'parents'> {
  readonly initiatorsLo: Uint32Array;
  readonly initiatorsHi: Uint32Array;
  /** Waits of the page up to and with each item's. */
  readonly waitEnds: Float64Array;
  /** wait_id of the page's first wait. */
  readonly firstWait: number;
  /** By level: ordinal of the last item on it before this page, or NONE; as long as there were levels in use. */
  readonly lastOnLevels: Uint32Array;
}

/** Appends the lives of the items [first, first + count): starts, then lengths. */
export function encodeItemTimes(sink: ByteSink, { starts, stops }: TrackItems, first: number, count: number, scratch: Float64Array): void {
  encodeColumn(sink, { values: starts, first, stride: 1, count });
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at];
  encodeColumn(sink, { values: scratch, first: 0, stride: 1, count });
}

/** The greatest length, waiting and ready time among the items [first, first + count), ns: a search passes over pages that cannot hold what it looks for. */
export function mostOf({ starts, stops, waitingNs, readyNs }: TrackItems, first: number, count: number): readonly [lengthNs: number, waitingNs: number, readyNs: number] {
  let [length, waiting, ready] = [0, 0, 0];
  for (let i = first; i < first + count; i++) {
    length = Math.max(length, stops[i] - starts[i]);
    waiting = Math.max(waiting, waitingNs[i]);
    ready = Math.max(ready, readyNs[i]);
  }
  return [length, waiting, ready];
}

/** Carries the last item of each level from page to page. */
export class LevelTracker {
  #last = new Uint32Array(16);
  #count = 0;

  /** By level in use so far, NONE where there was none yet; valid until the next call. */
  get last(): Uint32Array {
    return this.#last.subarray(0, this.#count);
  }

  advance({ levels }: TrackItems, first: number, count: number): void {
    for (let ordinal = first; ordinal < first + count; ordinal++) {
      const level = levels[ordinal];
      if (level >= this.#last.length) {
        const wider = new Uint32Array(Math.max(level + 1, this.#last.length * 2));
        wider.set(this.#last);
        this.#last = wider;
      }
      if (level >= this.#count) {
        this.#last.fill(NONE, this.#count, level + 1);
        this.#count = level + 1;
      }
      this.#last[level] = ordinal;
    }
  }
}

/** Appends all else of them. What the states leave of the length instead of the running and waiting time, which is mostly nothing. */
export function encodeItemPage(sink: ByteSink, items: TrackItems, first: number, count: number, lastOnLevels: Uint32Array, scratch: Float64Array): void {
  const { starts, stops, runningNs, waitingNs } = items;
  const plain = (values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void => encodeColumn(sink, { values, first, stride: 1, count });
  const derived = (): void => encodeColumn(sink, { values: scratch, first: 0, stride: 1, count });
  plain(items.types);
  plain(items.names);
  plain(items.numsHi);
  plain(items.numsLo);
  plain(items.colors);
  plain(items.levels);
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at] - runningNs[at];
  derived();
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at] - runningNs[at] - waitingNs[at];
  derived();
  plain(items.readyNs);
  plain(items.ranks);
  plain(items.tables);
  plain(items.rows);
  plain(items.parents);
  encodeColumn(sink, { values: items.initiators, first: 2 * first, stride: 2, count });
  encodeColumn(sink, { values: items.initiators, first: 2 * first + 1, stride: 2, count });
  const waitsBefore = first === 0 ? 0 : items.waitEnds[first - 1];
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = items.waitEnds[at] - waitsBefore;
  derived();
  encodeColumn(sink, { values: Uint32Array.of(lastOnLevels.length), first: 0, stride: 1, count: 1 });
  encodeColumn(sink, { values: lastOnLevels, first: 0, stride: 1, count: lastOnLevels.length });
}

export function decodeItemTimes(bytes: Uint8Array, firstOrdinal: number, count: number): ItemTimes {
  const reader = new ColumnReader(bytes);
  const starts = reader.f64(count);
  const stops = reader.f64(count);
  for (let i = 0; i < count; i++) stops[i] += starts[i];
  return { firstOrdinal, count, starts, stops };
}

export function decodeItemPage(bytes: Uint8Array, times: ItemTimes, firstWait: number): ItemPage {
  const { count, starts, stops } = times;
  const reader = new ColumnReader(bytes);
  const types = reader.u8(count);
  const names = reader.u32(count);
  const numsHi = reader.u32(count);
  const numsLo = reader.u32(count);
  const colors = reader.u8(count);
  const levels = reader.u16(count);
  const runningNs = reader.f64(count);
  for (let i = 0; i < count; i++) runningNs[i] = stops[i] - starts[i] - runningNs[i];
  const waitingNs = reader.f64(count);
  for (let i = 0; i < count; i++) waitingNs[i] = stops[i] - starts[i] - runningNs[i] - waitingNs[i];
  const readyNs = reader.f64(count);
  return {
    ...times, types, names, numsHi, numsLo, colors, levels, runningNs, readyNs, waitingNs, firstWait,
    ranks: reader.u32(count), tables: reader.u8(count), rows: reader.u32(count), parents: reader.u32(count),
    initiatorsLo: reader.u32(count), initiatorsHi: reader.u32(count), waitEnds: reader.f64(count),
    lastOnLevels: reader.u32(reader.u32(1)[0]),
  };
}

/** Places of the columns that queries ask for, as encodeItemPage writes them. */
const PLACES = { names: 1, numsHi: 2, numsLo: 3, levels: 5, notRunning: 6, elseWaiting: 7, readyNs: 8, initiatorsLo: 13, initiatorsHi: 14 } as const;

/** A page of which only those columns are decoded that somebody reads: a question needs one or two of fifteen. */
export class ItemPageColumns implements ItemTimes {
  readonly firstOrdinal: number;
  readonly count: number;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #columns: { names?: Uint32Array; numsHi?: Uint32Array; numsLo?: Uint32Array; levels?: Uint16Array; runningNs?: Float64Array; waitingNs?: Float64Array; readyNs?: Float64Array; initiatorsLo?: Uint32Array; initiatorsHi?: Uint32Array } = {};

  constructor(bytes: Uint8Array, { firstOrdinal, count, starts, stops }: ItemTimes) {
    this.#bytes = bytes;
    this.firstOrdinal = firstOrdinal;
    this.count = count;
    this.starts = starts;
    this.stops = stops;
  }

  /** About what it takes, with a few columns decoded. */
  get bytes(): number {
    return this.#bytes.length + this.count * 16;
  }

  get names(): Uint32Array {
    return this.#columns.names ??= this.#at(PLACES.names).u32(this.count);
  }

  get numsHi(): Uint32Array {
    return this.#columns.numsHi ??= this.#at(PLACES.numsHi).u32(this.count);
  }

  get numsLo(): Uint32Array {
    return this.#columns.numsLo ??= this.#at(PLACES.numsLo).u32(this.count);
  }

  get levels(): Uint16Array {
    return this.#columns.levels ??= this.#at(PLACES.levels).u16(this.count);
  }

  get runningNs(): Float64Array {
    return this.#columns.runningNs ??= this.#rest(PLACES.notRunning);
  }

  get waitingNs(): Float64Array {
    if (this.#columns.waitingNs === undefined) {
      const waiting = this.#rest(PLACES.elseWaiting);
      const { runningNs } = this;
      for (let i = 0; i < waiting.length; i++) waiting[i] -= runningNs[i];
      this.#columns.waitingNs = waiting;
    }
    return this.#columns.waitingNs;
  }

  get readyNs(): Float64Array {
    return this.#columns.readyNs ??= this.#at(PLACES.readyNs).f64(this.count);
  }

  get initiatorsLo(): Uint32Array {
    return this.#columns.initiatorsLo ??= this.#at(PLACES.initiatorsLo).u32(this.count);
  }

  get initiatorsHi(): Uint32Array {
    return this.#columns.initiatorsHi ??= this.#at(PLACES.initiatorsHi).u32(this.count);
  }

  #at(place: number): ColumnReader {
    const reader = new ColumnReader(this.#bytes);
    for (let i = 0; i < place; i++) reader.skip(this.count);
    return reader;
  }

  /** What a column leaves of the lengths. */
  #rest(place: number): Float64Array {
    const values = this.#at(place).f64(this.count);
    for (let i = 0; i < values.length; i++) values[i] = this.stops[i] - this.starts[i] - values[i];
    return values;
  }
}
