/** Single values of logged records, for code that asks for a few fields of many records: pages of columns are decoded once and kept. */
import type { Column, ColumnFact } from '../decode/decoded_log.ts';
import { elementsPerRow } from '../decode/packed_table.ts';
import type { IndexDatabase } from './database.ts';
import { ByteLru } from './lru.ts';
import { readRecordPage, recordPageStarts, recordTableFacts } from './record_pages.ts';
import { joinWords } from './wait_pages.ts';

const CACHE_BYTES = 96 << 20;

type Values = Column['values'];

/** One record kind of one rank. Rows must exist. */
export class RecordFields {
  readonly #facts: ReadonlyMap<string, ColumnFact>;
  /** First row of each page, then the number of rows. */
  readonly #starts: Float64Array;
  readonly #load: (fact: ColumnFact, page: number) => Values | undefined;
  #page = 0;

  constructor(facts: readonly ColumnFact[], starts: Float64Array, load: (fact: ColumnFact, page: number) => Values | undefined) {
    this.#facts = new Map(facts.map((fact) => [fact.name, fact]));
    this.#starts = starts;
    this.#load = load;
  }

  has(field: string): boolean {
    return this.#facts.has(field);
  }

  /** ns; undefined where the record has no such time. */
  time(field: string, row: number): number | undefined {
    const value = this.#values(field, row)?.[row - this.#starts[this.#page]];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** A field of 32 bits or less; 0 where the log has no such field. */
  number(field: string, row: number): number {
    return this.#values(field, row)?.[row - this.#starts[this.#page]] ?? 0;
  }

  /** A 64-bit id, unsigned; 0n where the log has no such field. Narrower fields are widened. */
  id(field: string, row: number): bigint {
    const values = this.#values(field, row);
    if (values === undefined) return 0n;
    const type = this.#facts.get(field)?.type;
    const at = row - this.#starts[this.#page];
    return type === 'u64' || type === 'i64' ? joinWords(values[2 * at + 1], values[2 * at]) : BigInt(values[at]);
  }

  /** Coordinates of a point or box (all lower ends, then all upper ones). */
  coordinates(field: string, row: number): BigInt64Array {
    const values = this.#values(field, row);
    const fact = this.#facts.get(field);
    if (!(values instanceof Uint32Array) || fact === undefined) return new BigInt64Array(0);
    const words = elementsPerRow(fact);
    const at = (row - this.#starts[this.#page]) * words;
    return new BigInt64Array(values.slice(at, at + words).buffer);
  }

  /** Page of a column with a row; `#page` says which it is. */
  #values(field: string, row: number): Values | undefined {
    const fact = this.#facts.get(field);
    if (fact === undefined) return undefined;
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
    return this.#load(fact, this.#page);
  }
}

export class RecordColumns {
  readonly #database: IndexDatabase;
  readonly #tables = new Map<string, RecordFields | undefined>();
  readonly #pages = new ByteLru<string, Values>(CACHE_BYTES, ({ byteLength }) => byteLength + 200);

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** undefined if the rank has no such records. */
  table(rank: number, record: string): RecordFields | undefined {
    const key = `${rank} ${record}`;
    if (!this.#tables.has(key)) this.#tables.set(key, this.#open(rank, record, key));
    return this.#tables.get(key);
  }

  #open(rank: number, record: string, key: string): RecordFields | undefined {
    const facts = recordTableFacts(this.#database, rank, record);
    if (facts === undefined) return undefined;
    const load = (fact: ColumnFact, page: number): Values | undefined => this.#pages.get(`${key} ${fact.name} ${page}`, () => readRecordPage(this.#database, rank, record, fact, page));
    return new RecordFields(facts.columns, recordPageStarts(this.#database, rank, record), load);
  }
}
