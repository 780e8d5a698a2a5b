/**
 * The facts about items that exports carry, for whole pages of a track's items at a time: one query a kind and page, as asking item by item would cost
 * more than all else. Texts are found when asked for and kept, as few operations and mappers own many items.
 */
import { FieldSource } from '../index/field_source.ts';
import type { IndexReader } from '../index/index_reader.ts';
import { operationLink } from '../index/item_links.ts';
import type { ItemPage } from '../index/item_pages.ts';
import { lifeTimes } from '../index/life_times.ts';
import { ByteLru } from '../index/lru.ts';
import { NONE } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, itemTitle, type ItemKey, type ItemType, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { ItemColors } from './item_colors.ts';
import type { NumberFact, TextFact } from './item_fact_kinds.ts';
import { NO_ORIGIN, type Origin, readOrigin, textOf, waitedFor } from './item_origins.ts';
import { Palette } from './palette.ts';

/** What a page adds to what the index keeps by the page; arrays parallel to its items. */
export interface FactPage {
  readonly page: ItemPage;
  /** Words (lo, hi), 0 = none: own operation of tasks and GPU tasks, else the one that the item was done for. */
  readonly operations: Uint32Array;
  /** The operation that the item was done for, of tasks their parent's. */
  readonly initiators: Uint32Array;
  readonly instances: Uint32Array;
  /** ns or bytes, NaN = not recorded. */
  readonly spawns: Float64Array;
  readonly creates: Float64Array;
  readonly readys: Float64Array;
  readonly sizes: Float64Array;
  /** The reference's, without the state. */
  readonly colors: Uint32Array;
  /** Index into the mappers met so far. */
  readonly mappers: Int32Array;
}

/** Place in the page, then what the type's query names. Words and numbers only, as bigints would cost more than the rest. */
type Row = readonly [i: number, a: number | string | null, b: number | null, c: number | null];

const words = (column: string): string => `${column} & 4294967295, ${column} >> 32 & 4294967295`;

/** What is read of each table; what is not named here has no more than the page. */
const QUERIES: Partial<Readonly<Record<ItemType, readonly string[]>>> = {
  task: [`${words('op_id')}, NULL`, 'NULL, create_at_ns, ready_at_ns'], gpu_kernel: [`${words('op_id')}, NULL`],
  meta_task: ['spawn_at_ns, create_at_ns, ready_at_ns'], mapper_call: ["mapper_id || ' ' || mapper_proc, NULL, NULL"],
  copy: ['size_bytes, create_at_ns, ready_at_ns'], fill: ['size_bytes, create_at_ns, ready_at_ns'], deppart: ['NULL, create_at_ns, ready_at_ns'],
  instance: ['size_bytes, create_at_ns, NULL', `${words('inst_id')}, NULL`],
};

const CACHE_BYTES = 48 << 20;
const PAGE_ITEM_BYTES = 150;
/** Origins kept: an item's segments follow each other closely, mostly. */
const MOST_ORIGINS = 1 << 12;
/** Texts kept. */
const MOST_TEXTS = 1 << 16;

export class Facts {
  readonly #reader: IndexReader;
  readonly #hasOrigins: boolean;
  readonly #source: FieldSource;
  readonly #colors: ItemColors;
  readonly #pages = new ByteLru<string, FactPage>(CACHE_BYTES, ({ page }) => page.count * PAGE_ITEM_BYTES);
  readonly #operationNames = new Map<number | bigint, string>();
  readonly #provenances = new Map<number | bigint, string>();
  readonly #origins = new Map<ItemKey, Origin>();
  readonly #mapperNames: string[] = [];
  readonly #mapperPlaces = new Map<string, number>();

  /** @param hasOrigins false: who made an item and what it waited for is not looked up, which takes most of the time */
  constructor(reader: IndexReader, hasOrigins: boolean) {
    this.#hasOrigins = hasOrigins;
    this.#reader = reader;
    this.#source = new FieldSource(reader);
    this.#colors = new ItemColors(reader, new Palette(reader));
  }

  /** The page that an item of a track is in. @param track one that holds items itself */
  page(track: TrackId, ordinal: number): FactPage {
    const page = this.#reader.store.itemPage(track, ordinal);
    if (page === undefined) throw new Error(`item ${ordinal} of track ${track} is missing`);
    return this.#pages.get(`${track} ${page.firstOrdinal}`, () => this.#read(track, page))!;
  }

  /** ns, bytes or bytes a second; NaN = not recorded. */
  number(fact: NumberFact, track: TrackId, facts: FactPage, i: number): number {
    const { page, spawns, creates, readys, sizes } = facts;
    const lifeNs = page.stops[i] - page.starts[i];
    switch (fact) {
      case 'lifetime_ns': return lifeNs;
      case 'message_latency_ns': return creates[i] - spawns[i];
      case 'deferred_ns': return ITEM_TYPES[page.types[i]] === 'instance' ? this.origin(track, facts, i).deferredNs : readys[i] - creates[i];
      case 'delayed_ns': return page.starts[i] - readys[i];
      case 'size_bytes': return sizes[i];
      case 'bandwidth_bytes_per_s': return lifeNs > 0 ? Math.floor((sizes[i] * 1e9) / lifeNs) : NaN;
    }
  }

  /** '' = nothing known. */
  text(fact: TextFact, track: TrackId, facts: FactPage, i: number): string {
    const { operations, initiators } = facts;
    switch (fact) {
      case 'operation_name':
      case 'parent_operation': return this.operationName(initiators[2 * i], initiators[2 * i + 1]);
      case 'provenance': return this.provenance(operations[2 * i], operations[2 * i + 1]);
      case 'caller': return this.caller(track, facts, i);
      case 'mapper': return this.mapper(facts, i);
      case 'creator': return this.origin(track, facts, i).creator;
      case 'critical_path': return this.origin(track, facts, i).criticalPath;
    }
  }

  title(page: ItemPage, i: number): string {
    const name = this.#reader.items.name(page.names[i]);
    return name === undefined ? '' : itemTitle(name, page.numsHi[i], page.numsLo[i]);
  }

  /** As the details panel names it; '' = none. */
  operationName(lo: number, hi: number): string {
    return this.#kept(this.#operationNames, lo, hi, (operation) => {
      // A task has the number of its operation in its title; asking for the task itself would read the page that it is in.
      const name = this.#reader.database.get<{ name_id: number }>('SELECT name_id FROM task WHERE op_id = ? ORDER BY item_id DESC LIMIT 1', BigInt.asIntN(64, operation));
      const known = name && this.#reader.items.name(name.name_id);
      return known === undefined ? textOf(operationLink(this.#source, operation)) : itemTitle(known, hi, lo);
    });
  }

  provenance(lo: number, hi: number): string {
    return this.#kept(this.#provenances, lo, hi, (operation) => this.#reader.items.provenanceOf(operation) ?? '');
  }

  mapper({ mappers }: FactPage, i: number): string {
    return this.#mapperNames[mappers[i]] ?? '';
  }

  /** Title of the item that a call ran in; '' = unknown. */
  caller(track: TrackId, { page }: FactPage, i: number): string {
    const parent = page.parents[i];
    if (parent === NONE) return '';
    const near = parent >= page.firstOrdinal && parent < page.firstOrdinal + page.count ? page : this.#reader.store.itemPage(track, parent);
    return near === undefined ? '' : this.title(near, parent - near.firstOrdinal);
  }

  origin(track: TrackId, { page }: FactPage, i: number): Origin {
    if (!this.#hasOrigins) return NO_ORIGIN;
    const key = itemKey(track, page.firstOrdinal + i);
    let origin = this.#origins.get(key);
    if (origin === undefined) {
      if (this.#origins.size >= MOST_ORIGINS) this.#origins.clear();
      origin = readOrigin(this.#source, ITEM_TYPES[page.types[i]], key);
      this.#origins.set(key, origin);
    }
    return origin;
  }

  waitedFor(track: TrackId, ordinal: number, ns: Ns): string {
    return this.#hasOrigins ? waitedFor(this.#source, itemKey(track, ordinal), ns) : '';
  }

  #kept(texts: Map<number | bigint, string>, lo: number, hi: number, find: (operation: bigint) => string): string {
    if ((lo | hi) === 0) return '';
    // Numbers are the faster keys, and no operation is beyond them but in damaged logs.
    const key = hi < 0x200000 ? hi * 4294967296 + lo : (BigInt(hi) << 32n) | BigInt(lo);
    let text = texts.get(key);
    if (text === undefined) {
      if (texts.size >= MOST_TEXTS) texts.clear();
      text = find(BigInt(key));
      texts.set(key, text);
    }
    return text;
  }

  #read(track: TrackId, page: ItemPage): FactPage {
    const { count } = page;
    const absent = (): Float64Array => new Float64Array(count).fill(NaN);
    const facts: FactPage = {
      page, operations: new Uint32Array(2 * count), initiators: new Uint32Array(2 * count), instances: new Uint32Array(2 * count), spawns: absent(), creates: absent(), readys: absent(), sizes: absent(),
      colors: this.#colors.range(track, page.firstOrdinal, page.firstOrdinal + count), mappers: new Int32Array(count).fill(-1),
    };
    const types = new Set<number>();
    for (let i = 0; i < count; i++) {
      types.add(page.types[i]);
      // All ones = none.
      if ((page.initiatorsLo[i] & page.initiatorsHi[i]) >>> 0 === 0xffffffff) continue;
      facts.initiators[2 * i] = page.initiatorsLo[i];
      facts.initiators[2 * i + 1] = page.initiatorsHi[i];
    }
    facts.operations.set(facts.initiators);
    for (const type of types) this.#readType(track, ITEM_TYPES[type], facts);
    if (types.has(ITEM_TYPES.indexOf('prof_task'))) this.#readProfiled(track, facts);
    return facts;
  }

  /** Profiling tasks have the times of what they profiled. Few, unless the profiler profiled itself. */
  #readProfiled(track: TrackId, { page, creates, readys }: FactPage): void {
    for (let i = 0; i < page.count; i++) {
      if (ITEM_TYPES[page.types[i]] !== 'prof_task') continue;
      const item = this.#reader.items.facts(itemKey(track, page.firstOrdinal + i));
      if (item === undefined) continue;
      const life = lifeTimes(this.#source, item);
      creates[i] = life.create ?? NaN;
      readys[i] = life.ready ?? NaN;
    }
  }

  #readType(track: TrackId, type: ItemType, facts: FactPage): void {
    const { firstOrdinal, count, starts } = facts.page;
    const base = itemKey(track, firstOrdinal);
    QUERIES[type]?.forEach((columns, part) => {
      const query = this.#reader.database.query<Row>(`SELECT item_id - ?, ${columns} FROM ${type} WHERE item_id >= ? AND item_id < ?`, { raw: true });
      const isOwnId = part === 0 ? type === 'task' || type === 'gpu_kernel' : type === 'instance';
      const ids = type === 'instance' ? facts.instances : facts.operations;
      for (const [i, a, b, c] of query.all(BigInt(base), base, base + count)) {
        if (isOwnId) {
          ids[2 * i] = Number(a ?? 0);
          ids[2 * i + 1] = b ?? 0;
        } else if (typeof a === 'string') {
          facts.mappers[i] = this.#mapperPlace(a);
        } else {
          (type === 'meta_task' ? facts.spawns : facts.sizes)[i] = a ?? NaN;
          facts.creates[i] = b ?? NaN;
          facts.readys[i] = type === 'instance' ? starts[i] : c ?? NaN;
        }
      }
    });
  }

  /** @param key number of the mapper and its processor, two's complement */
  #mapperPlace(key: string): number {
    let place = this.#mapperPlaces.get(key);
    if (place === undefined) {
      const [id, processor] = key.split(' ');
      const name = this.#reader.database.get<{ name: string }>('SELECT name FROM mapper WHERE mapper_id = ? AND mapper_proc = ?', BigInt(id), BigInt(processor))?.name;
      place = this.#mapperNames.push(name ?? id) - 1;
      this.#mapperPlaces.set(key, place);
    }
    return place;
  }
}
