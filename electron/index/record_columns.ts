/** Single values of logged records, for code that asks for a few fields of many records: pages of columns are decoded once and kept. */
import type { Column, ColumnFact } from '../decode/decoded_log.ts';
import { elementsPerRow } from '../decode/packed_table.ts';
import { joinWords } from '../protocol/words.ts';
import type { IndexDatabase } from './database.ts';
import { ByteLru } from './lru.ts';
import { readRecordPage, recordPageStarts, recordTableFacts } from './record_pages.ts';

const CACHE_BYTES = 96 << 20;
/** Tables with their pages at hand. */
const HOT_TABLES = 24;

type Values = Column['values'];

/** A column and the page of it that was used last. */
interface Slot {
  readonly fact: ColumnFact;
  page: number;
  values: Values | undefined;
}

/** One record kind of one rank. Rows must exist. */
export class RecordFields {
  readonly #slots: ReadonlyMap<string, Slot>;
  /** First row of each page, then the number of rows. */
  readonly #starts: Float64Array;
  readonly #load: (fact: ColumnFact, page: number) => Values | undefined;
  /** Page of the row at hand, and the row's place in it. */
  #page = 0;
  #at = 0;

  constructor(facts: readonly ColumnFact[], starts: Float64Array, load: (fact: ColumnFact, page: number) => Values | undefined) {
    this.#slots = new Map(facts.map((fact) => [fact.name, { fact, page: -1, values: undefined }]));
    this.#starts = starts;
    this.#load = load;
  }

  has(field: string): boolean {
    return this.#slots.has(field);
  }

  /** ns; undefined where the record has no such time. */
  time(field: string, row: number): number | undefined {
    const value = this.#values(this.#slots.get(field), row)?.[this.#at];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** A field of 32 bits or less; 0 where the log has no such field. */
  number(field: string, row: number): number {
    return this.#values(this.#slots.get(field), row)?.[this.#at] ?? 0;
  }

  /** A 64-bit id, unsigned; 0n where the log has no such field. Narrower fields are widened. */
  id(field: string, row: number): bigint {
    const slot = this.#slots.get(field);
    const values = this.#values(slot, row);
    if (slot === undefined || values === undefined) return 0n;
    const at = this.#at;
    return slot.fact.type === 'u64' || slot.fact.type === 'i64' ? joinWords(values[2 * at + 1], values[2 * at]) : BigInt(values[at]);
  }

  /** Coordinates of a point or box (all lower ends, then all upper ones). */
  coordinates(field: string, row: number): BigInt64Array {
    const slot = this.#slots.get(field);
    const values = this.#values(slot, row);
    if (slot === undefined || !(values instanceof Uint32Array)) return new BigInt64Array(0);
    const words = elementsPerRow(slot.fact);
    return new BigInt64Array(values.slice(this.#at * words, (this.#at + 1) * words).buffer);
  }

  /** Page of a column with a row; `#at` says where in it. */
  #values(slot: Slot | undefined, row: number): Values | undefined {
    if (slot === undefined) return undefined;
    const starts = this.#starts;
    if (row < starts[this.#page] || row >= starts[this.#page + 1]) {
      let low = 0;
      for (let high = starts.length - 1; low < high;) {
        const middle = (low + high) >>> 1;
        if (starts[middle + 1] <= row) low = middle + 1;
        else high = middle;
      }
      this.#page = low;
    }
    this.#at = row - starts[this.#page];
    if (slot.page !== this.#page) {
      slot.page = this.#page;
      slot.values = this.#load(slot.fact, this.#page);
    }
    return slot.values;
  }
}

export class RecordColumns {
  readonly #database: IndexDatabase;
  /** By rank, the one used last at the end. */
  readonly #tables = new Map<string, RecordFields | undefined>();
  readonly #pages = new ByteLru<string, Values>(CACHE_BYTES, ({ byteLength }) => byteLength + 200);
  #last: { readonly rank: number; readonly record: string; readonly fields: RecordFields | undefined } | undefined;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** undefined if the rank has no such records. */
  table(rank: number, record: string): RecordFields | undefined {
    if (this.#last?.rank === rank && this.#last.record === record) return this.#last.fields;
    const key = `${rank} ${record}`;
    const fields = this.#tables.has(key) ? this.#tables.get(key) : this.#open(rank, record, key);
    this.#tables.delete(key);
    this.#tables.set(key, fields);
    for (const oldest of this.#tables.keys()) {
      if (this.#tables.size <= HOT_TABLES) break;
      this.#tables.delete(oldest);
    }
    this.#last = { rank, record, fields };
    return fields;
  }

  #open(rank: number, record: string, key: string): RecordFields | undefined {
    const facts = recordTableFacts(this.#database, rank, record);
    if (facts === undefined) return undefined;
    const load = (fact: ColumnFact, page: number): Values | undefined => this.#pages.get(`${key} ${fact.name} ${page}`, () => readRecordPage(this.#database, rank, record, fact, page));
    return new RecordFields(facts.columns, recordPageStarts(this.#database, rank, record), load);
  }
}
