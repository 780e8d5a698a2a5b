/**
 * Waits of a track's items as pages of columns: what fields, links to callees and exports ask of a million waits, for which rows of
 * SQL would be too slow. The plain rows of `wait` hold the same for people. Keys are wait_ids; pages of a track follow each other.
 */
import { NONE, type TrackItems } from '../model/run_model.ts';
import type { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../decode/column_codec.ts';
import type { IndexDatabase } from './database.ts';
import { ByteLru } from './lru.ts';
import type { SliceClock, Sliced } from './slices.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import { joinWords } from '../protocol/words.ts';

/** Waits of a page. */
export const WAIT_PAGE = 8192;
const CACHE_BYTES = 48 << 20;
const WAIT_BYTES = 56;

/** Waits [first, first + count) of the run, by item and start; times ns. */
export interface WaitPage {
  readonly count: number;
  readonly starts: Float64Array;
  readonly readys: Float64Array;
  readonly stops: Float64Array;
  /** Words of the event waited for; 0 where a call ran. */
  readonly eventsHi: Uint32Array;
  readonly eventsLo: Uint32Array;
  /** Ordinal of the call that ran, or NONE. */
  readonly callees: Uint32Array;
  readonly backtracesHi: Uint32Array;
  readonly backtracesLo: Uint32Array;
  readonly provenancesHi: Uint32Array;
  readonly provenancesLo: Uint32Array;
  /** Place in the page of the last wait at or before each in which a call ran, of whatever item; -1 = none. */
  readonly lastCalls: Int32Array;
}

/** @param firstWait wait_id of the track's first wait */
export function* writeWaitPages(database: IndexDatabase, sink: ByteSink, scratch: Float64Array, { waits }: TrackItems, firstWait: number, clock: SliceClock): Sliced {
  const insert = database.query('INSERT INTO wait_page (first_wait_id, count, data) VALUES (?, ?, ?)');
  const total = waits.starts.length;
  for (let first = 0; first < total; first += WAIT_PAGE) {
    const count = Math.min(WAIT_PAGE, total - first);
    const since = (times: Float64Array, from: Float64Array): void => {
      for (let i = 0; i < count; i++) scratch[i] = times[first + i] - from[first + i];
      encodeColumn(sink, { values: scratch, first: 0, stride: 1, count });
    };
    const words = (values: Uint32Array): void => {
      for (const word of [1, 0]) encodeColumn(sink, { values, first: 2 * first + word, stride: 2, count });
    };
    sink.clear();
    encodeColumn(sink, { values: waits.starts, first, stride: 1, count });
    since(waits.readys, waits.starts);
    since(waits.ends, waits.readys);
    words(waits.events);
    encodeColumn(sink, { values: waits.callees, first, stride: 1, count });
    words(waits.backtraces);
    words(waits.provenances);
    insert.run(firstWait + first, count, sink.toBuffer());
    if (clock.isOver) yield;
  }
}

function decodePage(data: Uint8Array, count: number): WaitPage {
  const reader = new ColumnReader(data);
  const starts = reader.f64(count);
  const readys = reader.f64(count);
  for (let i = 0; i < count; i++) readys[i] += starts[i];
  const stops = reader.f64(count);
  for (let i = 0; i < count; i++) stops[i] += readys[i];
  const [eventsHi, eventsLo, callees] = [reader.u32(count), reader.u32(count), reader.u32(count)];
  const lastCalls = new Int32Array(count);
  for (let i = 0, last = -1; i < count; i++) lastCalls[i] = last = callees[i] === NONE ? last : i;
  return {
    count, starts, readys, stops, eventsHi, eventsLo, callees, lastCalls,
    backtracesHi: reader.u32(count), backtracesLo: reader.u32(count), provenancesHi: reader.u32(count), provenancesLo: reader.u32(count),
  };
}

const NO_PAGE = decodePage(new Uint8Array(24 * 10), 0);

export class WaitPages {
  readonly #database: IndexDatabase;
  readonly #pages = new ByteLru<number, WaitPage>(CACHE_BYTES, ({ count }) => count * WAIT_BYTES + 200);

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** The page that starts with wait `first`. */
  page(first: number): WaitPage {
    return this.#pages.get(first, () => {
      const row = this.#database.get<{ count: number; data: Buffer }>('SELECT count, data FROM wait_page WHERE first_wait_id = ?', first);
      return row && decodePage(row.data, row.count);
    }) ?? NO_PAGE;
  }
}

/** The waits of one item: numbers 0 … count - 1 by start. */
export class ItemWaits {
  readonly count: number;
  readonly #pages: WaitPages;
  /** Page and place in it of the item's first wait. */
  readonly #firstPage: number;
  readonly #skip: number;
  #number = -1;
  #page = NO_PAGE;

  /**
   * @param trackFirst wait_id of the track's first wait
   * @param first of the item's first one
   */
  constructor(pages: WaitPages, trackFirst: number, first: number, count: number) {
    this.#pages = pages;
    this.count = count;
    this.#skip = (first - trackFirst) % WAIT_PAGE;
    this.#firstPage = first - this.#skip;
  }

  start(i: number): number {
    const at = this.#at(i);
    return this.#page.starts[at];
  }

  ready(i: number): number {
    const at = this.#at(i);
    return this.#page.readys[at];
  }

  stop(i: number): number {
    const at = this.#at(i);
    return this.#page.stops[at];
  }

  /** Unsigned; 0n where a call ran. */
  event(i: number): bigint {
    const at = this.#at(i);
    return joinWords(this.#page.eventsHi[at], this.#page.eventsLo[at]);
  }

  /** Ordinal of the call that ran; undefined where an event was waited for. */
  callee(i: number): number | undefined {
    const at = this.#at(i);
    const callee = this.#page.callees[at];
    return callee === NONE ? undefined : callee;
  }

  /** Id, unsigned; 0n if none. */
  backtrace(i: number): bigint {
    const at = this.#at(i);
    return joinWords(this.#page.backtracesHi[at], this.#page.backtracesLo[at]);
  }

  /** Id, unsigned; 0n if none. */
  provenance(i: number): bigint {
    const at = this.#at(i);
    return joinWords(this.#page.provenancesHi[at], this.#page.provenancesLo[at]);
  }

  /** How many waits start at or before a time. */
  startedBy(ns: number): number {
    return prefixLength(this.count, (i) => this.start(i) <= ns);
  }

  /** The last wait at or before `i` in which a call ran; -1 if there is none. */
  lastCall(i: number): number {
    for (let at = i; at >= 0;) {
      const place = this.#at(at);
      const found = this.#page.lastCalls[place];
      if (found >= 0) return Math.max(-1, at - (place - found));
      at -= place + 1;
    }
    return -1;
  }

  #at(i: number): number {
    const at = this.#skip + i;
    const number = Math.floor(at / WAIT_PAGE);
    if (number !== this.#number) {
      this.#number = number;
      this.#page = this.#pages.page(this.#firstPage + number * WAIT_PAGE);
    }
    return at - number * WAIT_PAGE;
  }
}
