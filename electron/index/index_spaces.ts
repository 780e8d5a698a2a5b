/** Texts of index spaces, from the records of the ranks that described them. */
import type { Column } from '../decode/decoded_log.ts';
import { boundsText } from './detail_texts.ts';
import type { IndexDatabase } from './database.ts';
import { LogStrings } from './log_strings.ts';
import { readRecordTable, readStrings } from './record_pages.ts';
import { ByteLru } from './lru.ts';

/** Since log version 1011 some records carry a tag in an id's top byte and others do not. */
const ID_HIGH_MASK = 0x00ffffff;
const CACHE_BYTES = 48 << 20;
/** A run of more ranks is searched only where the question came from. */
const MAX_RANKS = 64;

interface Found {
  readonly rank: number;
  readonly row: number;
}

export class IndexSpaces {
  readonly #database: IndexDatabase;
  readonly #columns = new ByteLru<string, Column['values']>(CACHE_BYTES, ({ byteLength }) => byteLength + 100);
  readonly #ranks: readonly number[];

  constructor(database: IndexDatabase) {
    this.#database = database;
    this.#ranks = database.all<{ rank: number }>('SELECT DISTINCT rank FROM record_table ORDER BY rank LIMIT ?', MAX_RANKS).map(({ rank }) => rank);
  }

  /** Source: legion_prof_rs common.rs, ISpacePretty. @param rank whose records are looked at first */
  text(id: bigint, rank: number): string {
    if (this.#find('IndexSpaceEmptyDesc', 'unique_id', id, rank, 'last')) return 'empty index space';
    const own = this.#name(id, rank);
    if (own !== undefined) return own + this.#extent(id, rank);
    const grandparent = this.#grandparent(id, rank);
    const name = grandparent === undefined ? `ispace:${id & 0xffffffffffffffn}` : this.#name(grandparent, rank) ?? `ispace:${grandparent & 0xffffffffffffffn}`;
    return name + this.#extent(id, rank);
  }

  #extent(id: bigint, rank: number): string {
    const size = this.#find('IndexSpaceSizeDesc', 'unique_id', id, rank, 'last');
    if (size && this.#number(size, 'IndexSpaceSizeDesc', 'is_sparse') === 1n) {
      return `[sparse:(${this.#number(size, 'IndexSpaceSizeDesc', 'sparse_size')} of ${this.#number(size, 'IndexSpaceSizeDesc', 'dense_size')} points)]`;
    }
    for (const record of ['IndexSpaceRectDesc', 'IndexSpacePointDesc']) {
      const found = this.#find(record, 'unique_id', id, rank, 'last');
      if (found) return this.#bounds(record, found);
    }
    return '';
  }

  #bounds(record: string, { rank, row }: Found): string {
    const dim = Number(this.#number({ rank, row }, record, 'dim'));
    const values = this.#column(rank, record, 'rem');
    if (values === undefined) return '';
    const rows = this.#column(rank, record, 'dim')?.length ?? 1;
    const width = values.length / rows / 2;
    const all = new BigInt64Array(Uint32Array.from(values.subarray(row * width * 2, (row + 1) * width * 2)).buffer);
    const isRect = record === 'IndexSpaceRectDesc';
    return boundsText(dim, [...all], isRect ? [...all.subarray(width / 2)] : undefined);
  }

  #name(id: bigint, rank: number): string | undefined {
    const found = this.#find('IndexSpaceDesc', 'unique_id', id, rank, 'last');
    if (found === undefined) return undefined;
    const strings = readStrings(this.#database, found.rank);
    return strings && new LogStrings(strings).get(Number(this.#number(found, 'IndexSpaceDesc', 'name')));
  }

  /** The space that the partition of this space is of. */
  #grandparent(id: bigint, rank: number): bigint | undefined {
    const sub = this.#find('IndexSubSpaceDesc', 'unique_id', id, rank, 'first');
    const partition = sub && this.#number(sub, 'IndexSubSpaceDesc', 'parent_id');
    const found = partition === undefined ? undefined : this.#find('IndexPartitionDesc', 'unique_id', partition, rank, 'first');
    return found && this.#number(found, 'IndexPartitionDesc', 'parent_id');
  }

  #find(record: string, field: string, id: bigint, rank: number, which: 'first' | 'last'): Found | undefined {
    const lo = Number(id & 0xffffffffn);
    const hi = Number((id >> 32n) & 0xffffffffn) & ID_HIGH_MASK;
    for (const at of [rank, ...this.#ranks.filter((other) => other !== rank)]) {
      const ids = this.#column(at, record, field);
      if (ids === undefined) continue;
      const rows = ids.length / 2;
      for (let i = 0; i < rows; i++) {
        const row = which === 'first' ? i : rows - 1 - i;
        if (ids[2 * row] === lo && (ids[2 * row + 1] & ID_HIGH_MASK) === hi) return { rank: at, row };
      }
    }
    return undefined;
  }

  #number({ rank, row }: Found, record: string, field: string): bigint | undefined {
    const values = this.#column(rank, record, field);
    if (values === undefined) return undefined;
    // 64-bit columns are twice as long as the table of ids is.
    const ids = this.#column(rank, record, 'unique_id');
    return ids !== undefined && values.length === ids.length ? (BigInt(values[2 * row + 1]) << 32n) | BigInt(values[2 * row]) : BigInt(values[row]);
  }

  #column(rank: number, record: string, field: string): Column['values'] | undefined {
    return this.#columns.get(`${rank} ${record} ${field}`, () => readRecordTable(this.#database, rank, record, [field])?.columns.get(field)?.values);
  }
}
