/** The solved event graph in the index: events sorted by id, in pages of columns, and for each the place of the event that determined it (event_graph_builder.ts). */
import { ColumnReader } from '../decode/column_codec.ts';
import { EVENT_KINDS, type EventKind } from '../model/event_graph.ts';
import { highWord, joinWords, lowWord } from '../protocol/words.ts';
import type { IndexDatabase } from './database.ts';
import { EVENT_PAGE, HAS_TRIGGERED, type EventPageRow } from './event_graph_builder.ts';
import { keysUpTo, signedKey } from './key_pages.ts';
import { ByteLru } from './lru.ts';
import type { SliceClock, Sliced } from './slices.ts';
import { WordCache } from './word_cache.ts';

const CACHE_BYTES = 192 << 20;
const EVENT_BYTES = 50;

export function* writeEventPages(database: IndexDatabase, pages: readonly EventPageRow[], clock: SliceClock): Sliced {
  const insert = database.query('INSERT INTO event_page (page, min_key, count, data) VALUES (?, ?, ?, ?)');
  for (const [page, { hi, lo, count, data }] of pages.entries()) {
    insert.run(page, signedKey(hi, lo), count, Buffer.from(data));
    if (clock.isOver) yield;
  }
}

/** One event of the graph. Ids unsigned, times ns. */
export interface EventNode {
  readonly event: bigint;
  readonly kind: EventKind;
  /** Finish event of the item that did it; 0n if nobody is known. */
  readonly creator: bigint;
  readonly creationNs: number;
  /** undefined for events of which it is not known, as what they wait for is not. */
  readonly triggerNs: number | undefined;
  /** See EventGraph.about; 0n if there is nothing. */
  readonly about: bigint;
}

interface EventPage {
  readonly first: number;
  readonly count: number;
  readonly his: Uint32Array;
  readonly los: Uint32Array;
  readonly kinds: Uint8Array;
  readonly creatorsHi: Uint32Array;
  readonly creatorsLo: Uint32Array;
  readonly creations: Float64Array;
  readonly lengths: Float64Array;
  readonly criticals: Float64Array;
  readonly aboutHi: Uint32Array;
  readonly aboutLo: Uint32Array;
}

function decodePage(data: Buffer, first: number, count: number): EventPage {
  const reader = new ColumnReader(data);
  return {
    first, count, his: reader.u32(count), los: reader.u32(count), kinds: reader.u8(count), creatorsHi: reader.u32(count), creatorsLo: reader.u32(count),
    creations: reader.f64(count), lengths: reader.f64(count), criticals: reader.f64(count), aboutHi: reader.u32(count), aboutLo: reader.u32(count),
  };
}

/** Ids are made when asked for: most questions are for a few of them. */
class PageEvent implements EventNode {
  readonly #page: EventPage;
  readonly #i: number;

  constructor(page: EventPage, i: number) {
    this.#page = page;
    this.#i = i;
  }

  get event(): bigint {
    return joinWords(this.#page.his[this.#i], this.#page.los[this.#i]);
  }

  get kind(): EventKind {
    return EVENT_KINDS[this.#page.kinds[this.#i] & ~HAS_TRIGGERED];
  }

  get creator(): bigint {
    return joinWords(this.#page.creatorsHi[this.#i], this.#page.creatorsLo[this.#i]);
  }

  get creationNs(): number {
    return this.#page.creations[this.#i];
  }

  get triggerNs(): number | undefined {
    const { kinds, creations, lengths } = this.#page;
    return kinds[this.#i] >= HAS_TRIGGERED ? creations[this.#i] + lengths[this.#i] : undefined;
  }

  get about(): bigint {
    return joinWords(this.#page.aboutHi[this.#i], this.#page.aboutLo[this.#i]);
  }
}

/** Reads events and what determined them. */
export class EventReader {
  readonly #database: IndexDatabase;
  readonly #pages = new ByteLru<number, EventPage>(CACHE_BYTES, ({ count }) => count * EVENT_BYTES + 200);
  #last: EventPage | undefined;
  readonly #places = new WordCache();
  /** Words of each page's first event; read at the first question. */
  #firsts: { readonly his: Uint32Array; readonly los: Uint32Array } | undefined;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** False for a run that recorded nothing about events, and while the index is being written. */
  get hasGraph(): boolean {
    return this.#directory.his.length > 0;
  }

  /** Place of an event among all; undefined if no record names it. @param event unsigned or two's complement */
  find(event: bigint): number | undefined {
    const hi = highWord(event);
    const lo = lowWord(event);
    let place = this.#places.get(hi, lo);
    if (Number.isNaN(place)) {
      place = this.#search(hi, lo);
      if (this.hasGraph) this.#places.put(hi, lo, place);
    }
    return place < 0 ? undefined : place;
  }

  /** -1 = not there. */
  #search(hi: number, lo: number): number {
    const { his, los } = this.#directory;
    const number = keysUpTo(his, los, his.length, hi, lo) - 1;
    if (number < 0) return -1;
    const page = this.#page(number);
    const i = keysUpTo(page.his, page.los, page.count, hi, lo) - 1;
    return page.his[i] === hi && page.los[i] === lo ? page.first + i : -1;
  }

  node(place: number): EventNode {
    const page = this.#page(Math.floor(place / EVENT_PAGE));
    return new PageEvent(page, place - page.first);
  }

  /** Place of the event that determined this one: itself if nothing did. */
  criticalOf(place: number): number {
    const page = this.#page(Math.floor(place / EVENT_PAGE));
    return place + page.criticals[place - page.first];
  }

  get #directory(): { readonly his: Uint32Array; readonly los: Uint32Array } {
    if (this.#firsts !== undefined) return this.#firsts;
    const rows = this.#database.query<{ min_key: bigint }>('SELECT min_key FROM event_page ORDER BY page', { wide: true }).all();
    const firsts = { his: Uint32Array.from(rows, ({ min_key }) => Number((min_key >> 32n) & 0xffffffffn)), los: Uint32Array.from(rows, ({ min_key }) => Number(min_key & 0xffffffffn)) };
    // While the run is being written they may still come.
    if (rows.length > 0) this.#firsts = firsts;
    return firsts;
  }

  #page(number: number): EventPage {
    if (this.#last?.first === number * EVENT_PAGE) return this.#last;
    return this.#last = this.#pages.get(number, () => {
      const row = this.#database.get<{ count: number; data: Buffer }>('SELECT count, data FROM event_page WHERE page = ?', number);
      if (row === undefined) throw new Error(`page ${number} of the event graph is missing`);
      return decodePage(row.data, number * EVENT_PAGE, row.count);
    })!;
  }
}
