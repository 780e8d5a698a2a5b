/**
 * The facts about items that exports carry, for whole pages of a track's items at a time, from the columns of their records: rows of SQL would cost more
 * than all else. Texts are found when asked for and kept, as few operations and mappers own many items.
 */
import { FieldSource } from '../index/field_source.ts';
import type { IndexReader } from '../index/index_reader.ts';
import { operationLink } from '../index/item_links.ts';
import type { ItemPage } from '../index/item_pages.ts';
import { lifeTimes } from '../index/life_times.ts';
import { ByteLru } from '../index/lru.ts';
import type { Awaited } from '../index/origin_fields.ts';
import type { ItemWaits } from '../index/wait_pages.ts';
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, itemTitle, type ItemKey, type ItemType, type TrackId } from '../protocol/items.ts';
import { highWord, lowWord } from '../protocol/words.ts';
import { ItemColors } from './item_colors.ts';
import type { NumberFact, TextFact } from './item_fact_kinds.ts';
import { NO_ORIGIN, type Origin, Origins, textOf } from './item_origins.ts';
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

/** What of the records is a page's column; what is not named here has no more than the page. */
const RECORDED: Partial<Readonly<Record<ItemType, { readonly times?: readonly ('spawn' | 'create' | 'ready')[]; readonly hasSize?: true; readonly own?: 'op_id' | 'inst_id' }>>> = {
  task: { times: ['create', 'ready'], own: 'op_id' }, gpu_kernel: { own: 'op_id' }, meta_task: { times: ['spawn', 'create', 'ready'] }, mapper_call: {},
  copy: { times: ['create', 'ready'], hasSize: true }, fill: { times: ['create', 'ready'], hasSize: true }, deppart: { times: ['create', 'ready'] },
  instance: { times: ['create'], hasSize: true, own: 'inst_id' },
};

const CACHE_BYTES = 48 << 20;
const PAGE_ITEM_BYTES = 150;
/** Texts kept. */
const MOST_TEXTS = 1 << 16;

export class Facts {
  readonly #reader: IndexReader;
  readonly #hasOrigins: boolean;
  readonly #source: FieldSource;
  readonly #origins: Origins;
  readonly #colors: ItemColors;
  readonly #pages = new ByteLru<string, FactPage>(CACHE_BYTES, ({ page }) => page.count * PAGE_ITEM_BYTES);
  readonly #operationNames = new Map<number | bigint, string>();
  readonly #provenances = new Map<number | bigint, string>();
  /** Of the item asked for last: its facts are asked for one after the other. */
  #lastKey: ItemKey = -1;
  #lastOrigin: Origin = NO_ORIGIN;
  readonly #mapperNames: string[] = [];
  readonly #mapperPlaces = new Map<string, number>();

  /** @param hasOrigins false: who made an item and what it waited for is not looked up, which takes most of the time */
  constructor(reader: IndexReader, hasOrigins: boolean) {
    this.#hasOrigins = hasOrigins;
    this.#reader = reader;
    this.#source = new FieldSource(reader);
    this.#origins = new Origins(this.#source);
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
      case 'creator': return textOf(this.origin(track, facts, i).creator);
      case 'critical_path': return textOf(this.origin(track, facts, i).critical);
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
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#lastOrigin = this.#origins.of(ITEM_TYPES[page.types[i]], key);
    }
    return this.#lastOrigin;
  }

  waits(track: TrackId, ordinal: number): ItemWaits {
    return this.#reader.items.waits(itemKey(track, ordinal));
  }

  /** What determined when an event triggered; undefined where that is not to be looked up. @param event unsigned, 0n = none */
  awaited(event: bigint): Awaited | undefined {
    return event === 0n || !this.#hasOrigins ? undefined : this.#origins.awaitedFor(event);
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
    for (let i = 0; i < count; i++) {
      // All ones = none.
      if ((page.initiatorsLo[i] & page.initiatorsHi[i]) >>> 0 === 0xffffffff) continue;
      facts.initiators[2 * i] = page.initiatorsLo[i];
      facts.initiators[2 * i + 1] = page.initiatorsHi[i];
    }
    facts.operations.set(facts.initiators);
    for (let i = 0; i < count; i++) this.#readRecord(facts, i);
    if (page.types.includes(ITEM_TYPES.indexOf('prof_task'))) this.#readProfiled(track, facts);
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

  #readRecord(facts: FactPage, i: number): void {
    const { page, spawns, creates, readys } = facts;
    const type = ITEM_TYPES[page.types[i]];
    const recorded = RECORDED[type];
    // A run that was read from an archive has no records.
    const record = recorded === undefined ? undefined : this.#source.records(page.ranks[i], SOURCE_TABLES[page.tables[i]]);
    if (recorded === undefined || record === undefined) return;
    const row = page.rows[i];
    const { times, hasSize, own } = recorded;
    if (times !== undefined) for (const time of times) (time === 'spawn' ? spawns : time === 'create' ? creates : readys)[i] = record.time(time, row) ?? NaN;
    if (hasSize) facts.sizes[i] = Number(record.id('size', row));
    if (type === 'instance') readys[i] = page.starts[i];
    if (type === 'mapper_call' && record.has('mapper_id')) facts.mappers[i] = this.#mapperPlace(BigInt.asIntN(64, record.id('mapper_id', row)), BigInt.asIntN(64, record.id('mapper_proc', row)));
    if (own === undefined) return;
    const id = record.id(own, row);
    const ids = own === 'inst_id' ? facts.instances : facts.operations;
    ids[2 * i] = lowWord(id);
    ids[2 * i + 1] = highWord(id);
  }

  /** @param id, processor two's complement */
  #mapperPlace(id: bigint, processor: bigint): number {
    const key = `${id} ${processor}`;
    let place = this.#mapperPlaces.get(key);
    if (place === undefined) {
      const name = this.#reader.database.get<{ name: string }>('SELECT name FROM mapper WHERE mapper_id = ? AND mapper_proc = ?', id, processor)?.name;
      place = this.#mapperNames.push(name ?? String(id)) - 1;
      this.#mapperPlaces.set(key, place);
    }
    return place;
  }
}
