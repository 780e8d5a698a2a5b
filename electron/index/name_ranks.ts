/** Place of an item by duration among the items of its name. */
import type { ItemDetails } from '../protocol/item_api.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import type { BlockStore } from './block_store.ts';
import type { IndexDatabase } from './database.ts';
import type { ItemTimes } from './item_pages.ts';
import { ByteLru } from './lru.ts';
import { decodeOrdinals } from './postings.ts';
import type { ItemFacts } from './read_items.ts';

/** Names with more items are not ranked: it would take longer than a click may. */
const MAX_ITEMS = 400_000;

export class NameRanks {
  readonly #database: IndexDatabase;
  readonly #store: BlockStore;
  /** Durations by name, descending. */
  readonly #durations = new ByteLru<number, Float64Array>(32 << 20, ({ byteLength }) => byteLength + 100);

  constructor(database: IndexDatabase, store: BlockStore) {
    this.#database = database;
    this.#store = store;
  }

  of(item: ItemFacts): ItemDetails['rank'] {
    const durations = this.#durations.get(item.name, () => this.#read(item.name));
    if (durations === undefined || durations.length === 0) return null;
    const own = item.stopNs - item.startNs;
    const place = prefixLength(durations.length, (i) => durations[i] > own);
    return { place: place + 1, of: durations.length, medianNs: durations[durations.length >> 1], maxNs: durations[0] };
  }

  #read(name: number): Float64Array | undefined {
    const { total } = this.#database.get<{ total: number }>('SELECT coalesce(sum(count), 0) AS total FROM name_posting WHERE name_id = ?', name)!;
    if (total > MAX_ITEMS) return undefined;
    const durations = new Float64Array(total);
    let at = 0;
    for (const { track_id, count, ordinals } of this.#database.all<{ track_id: number; count: number; ordinals: Buffer }>('SELECT track_id, count, ordinals FROM name_posting WHERE name_id = ?', name)) {
      let page: ItemTimes | undefined;
      for (const ordinal of decodeOrdinals(ordinals, count)) {
        if (page === undefined || ordinal >= page.firstOrdinal + page.count) page = this.#store.itemTimes(track_id, ordinal);
        if (page !== undefined) durations[at++] = page.stops[ordinal - page.firstOrdinal] - page.starts[ordinal - page.firstOrdinal];
      }
    }
    return durations.subarray(0, at).sort().reverse();
  }
}
