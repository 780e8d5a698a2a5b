/** Blocks, curves and item facts of a run, read when asked for; what was used last is kept. */
import type { ItemBlock, UtilPyramid } from '../model/item_blocks.ts';
import { itemKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import type { Ns, ResolutionExp } from '../protocol/time.ts';
import { blockBytes, decodeBlock, type BlockPlace } from './block_codec.ts';
import { decodeSteps, decodeUtil, type MemorySteps } from './curve_codec.ts';
import type { IndexDatabase } from './database.ts';
import { decodeItemPage, decodeItemTimes, ITEM_PAGE, ItemPageColumns, type ItemPage, type ItemTimes } from './item_pages.ts';
import { ByteLru } from './lru.ts';

const BLOCK_CACHE_BYTES = 96 << 20;
const PAGE_CACHE_BYTES = 96 << 20;
const TIMES_CACHE_BYTES = 64 << 20;
const CURVE_CACHE_BYTES = 32 << 20;
const ITEM_PAGE_BYTES = 80;

interface StoredBlock extends BlockPlace {
  readonly id: number;
}

interface StoredLevel {
  readonly exp: ResolutionExp | undefined;
  readonly blocks: readonly StoredBlock[];
}

interface PlaceRow {
  readonly block_id: number; readonly lod: number; readonly exp: number | null; readonly min_start_ns: number; readonly max_stop_ns: number; readonly first_ordinal: number; readonly count: number;
}

export class BlockStore {
  readonly #database: IndexDatabase;
  readonly #places = new Map<TrackId, readonly StoredLevel[]>();
  readonly #blocks = new ByteLru<number, ItemBlock>(BLOCK_CACHE_BYTES, blockBytes);
  readonly #pages = new ByteLru<ItemKey, ItemPage>(PAGE_CACHE_BYTES, ({ count }) => count * ITEM_PAGE_BYTES + 100);
  readonly #times = new ByteLru<ItemKey, ItemTimes>(TIMES_CACHE_BYTES, ({ count }) => count * 16 + 100);
  readonly #curves = new ByteLru<TrackId, UtilPyramid>(CURVE_CACHE_BYTES, ({ levels }) => 100 + levels.reduce((sum, { means }) => sum + 12 * means.length, 0));

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** Levels of detail of a track, finest first: exponents, undefined = exact. */
  lods(track: TrackId): readonly (ResolutionExp | undefined)[] {
    return this.#levels(track).map(({ exp }) => exp);
  }

  /** Blocks with segments that touch [startNs, stopNs): those that end exactly at its start are among them, as they may hold empty segments. */
  blocks(track: TrackId, lod: number, startNs: Ns, stopNs: Ns): readonly ItemBlock[] {
    const places = this.#levels(track)[lod]?.blocks ?? [];
    const end = prefixLength(places.length, (i) => places[i].minStart < stopNs);
    const found: ItemBlock[] = [];
    for (let i = 0; i < end; i++) if (places[i].maxStop >= startNs) found.push(this.#block(places[i], lod));
    return found;
  }

  /** All exact blocks of a track, one after the other. */
  *exactBlocks(track: TrackId): Generator<ItemBlock, void> {
    for (const place of this.#levels(track)[0]?.blocks ?? []) yield this.#block(place, 0);
  }

  /** Block of level 0 in which item `ordinal` starts; undefined for a track without blocks. */
  blockOfItem(track: TrackId, ordinal: number): ItemBlock | undefined {
    const places = this.#levels(track)[0]?.blocks ?? [];
    const after = prefixLength(places.length, (i) => places[i].firstOrdinal <= ordinal);
    return after === 0 ? undefined : this.#block(places[after - 1], 0);
  }

  /** An ordinal of the track at or before the first item that starts at `ns` or later; found without reading blocks. */
  firstOrdinalBefore(track: TrackId, ns: Ns): number {
    const places = this.#levels(track)[0]?.blocks ?? [];
    const after = prefixLength(places.length, (i) => places[i].minStart < ns);
    return after === 0 ? 0 : places[after - 1].firstOrdinal;
  }

  util(track: TrackId): UtilPyramid | undefined {
    return this.#curves.get(track, () => {
      const data = this.#curve(track, 'util');
      return data === undefined ? undefined : decodeUtil(data);
    });
  }

  memorySteps(track: TrackId): MemorySteps | undefined {
    const data = this.#curve(track, 'memory');
    return data === undefined ? undefined : decodeSteps(data);
  }

  /** When the items of the page that `ordinal` is in lived; undefined past the track's end. */
  itemTimes(track: TrackId, ordinal: number): ItemTimes | undefined {
    const first = ordinal - ordinal % ITEM_PAGE;
    return this.#times.get(itemKey(track, first), () => {
      const row = this.#database.get<{ count: number; times: Buffer }>('SELECT count, times FROM item_page WHERE track_id = ? AND first_ordinal = ?', track, first);
      return row && decodeItemTimes(row.times, first, row.count);
    });
  }

  /** All facts of the page that item `ordinal` is in. */
  itemPage(track: TrackId, ordinal: number): ItemPage | undefined {
    const first = ordinal - ordinal % ITEM_PAGE;
    return this.#pages.get(itemKey(track, first), () => {
      const row = this.#database.get<{ count: number; first_wait_id: number; times: Buffer; data: Buffer }>(
        'SELECT count, first_wait_id, times, data FROM item_page WHERE track_id = ? AND first_ordinal = ?', track, first);
      return row && decodeItemPage(row.data, decodeItemTimes(row.times, first, row.count), row.first_wait_id);
    });
  }

  /** As itemPage, for who reads a few columns of many pages; not kept. */
  itemColumns(track: TrackId, ordinal: number): ItemPageColumns | undefined {
    const times = this.itemTimes(track, ordinal);
    const row = times && this.#database.get<{ data: Buffer }>('SELECT data FROM item_page WHERE track_id = ? AND first_ordinal = ?', track, times.firstOrdinal);
    return row && new ItemPageColumns(row.data, times);
  }

  #curve(track: TrackId, kind: 'util' | 'memory'): Buffer | undefined {
    return this.#database.get<{ data: Buffer }>('SELECT data FROM curve WHERE track_id = ? AND kind = ?', track, kind)?.data;
  }

  #levels(track: TrackId): readonly StoredLevel[] {
    let levels = this.#places.get(track);
    if (levels === undefined) {
      levels = readLevels(this.#database, track);
      // While the run is being written, a track that is not there yet may come.
      if (levels.length > 0) this.#places.set(track, levels);
    }
    return levels;
  }

  #block(place: StoredBlock, lod: number): ItemBlock {
    return this.#blocks.get(place.id, () => {
      const row = this.#database.get<{ data: Buffer }>('SELECT data FROM item_block WHERE block_id = ?', place.id);
      if (row === undefined) throw new Error(`block ${place.id} is missing`);
      const { count, minStart, maxStop, firstOrdinal } = place;
      return decodeBlock(row.data, { count, minStart, maxStop, firstOrdinal }, lod > 0);
    })!;
  }
}

/** Served from the index over block places alone; the BLOBs are not touched. */
function readLevels(database: IndexDatabase, track: TrackId): readonly StoredLevel[] {
  const rows = database.all<PlaceRow>(
    'SELECT block_id, lod, exp, min_start_ns, max_stop_ns, first_ordinal, count FROM item_block WHERE track_id = ? ORDER BY lod, block_id', track);
  const levels: { exp: ResolutionExp | undefined; blocks: StoredBlock[] }[] = [];
  for (const row of rows) {
    levels[row.lod] ??= { exp: row.exp ?? undefined, blocks: [] };
    levels[row.lod].blocks.push({ id: row.block_id, count: row.count, minStart: row.min_start_ns, maxStop: row.max_stop_ns, firstOrdinal: row.first_ordinal });
  }
  return levels;
}
