/** A complete index as what queries ask. */
import { isNoId } from '../../protocol/words.ts';
import type { FieldValue } from '../../protocol/fields.ts';
import { formatInterval } from '../../protocol/format_time.ts';
import { itemKey, ordinalOfKey, type ItemKey, type ItemName, type TrackId } from '../../protocol/items.ts';
import type { Ns } from '../../protocol/time.ts';
import { ItemFieldReader } from '../item_fields.ts';
import type { IndexReader } from '../index_reader.ts';
import { ITEM_PAGE, type ItemPageColumns, type ItemTimes } from '../item_pages.ts';
import { ByteLru } from '../lru.ts';
import { decodeOrdinals } from '../postings.ts';
import { ItemSet } from './item_set.ts';
import type { BoundedField, PostingSum, QueryPage, QuerySource, QueryTrack, RowField } from './query_source.ts';

/** By field: tables whose rows have it, with the value as SQL. Source of deferred and delayed: legion_prof_rs data_source.rs. */
const ROW_VALUES: Readonly<Record<RowField, readonly (readonly [table: string, value: string])[]>> = {
  size: [['copy', 'size_bytes'], ['fill', 'size_bytes'], ['instance', 'size_bytes']],
  bw: [['copy', 'size_bytes * 1e9 / nullif(stop_ns - start_ns, 0)'], ['fill', 'size_bytes * 1e9 / nullif(stop_ns - start_ns, 0)']],
  deferred: [...['task', 'meta_task', 'copy', 'fill', 'deppart'].map((table) => [table, 'ready_at_ns - create_at_ns'] as const), ['instance', 'start_ns - create_at_ns']],
  delayed: ['task', 'meta_task', 'copy', 'fill', 'deppart'].map((table) => [table, 'start_ns - ready_at_ns'] as const),
  mapper: [['mapper_call', 'mapper_id']],
  hops: [['copy_instance', 'hops']],
  inst: [['instance', "printf('0x%x', inst_id)"]],
};
/** What runs, runs no longer than it lives. */
const MOST: Readonly<Record<BoundedField, string>> = { dur: 'most_ns', run: 'most_ns', wait: 'most_waiting_ns', ready: 'most_ready_ns' };
const PROVENANCE_PIECE = 8192;
const PAGE_CACHE_BYTES = 48 << 20;

type Postings = 'name_posting' | 'provenance_posting';

export class IndexQuerySource implements QuerySource {
  readonly tracks: readonly QueryTrack[];
  readonly names: readonly ItemName[];
  readonly isWhole = true;
  readonly #reader: IndexReader;
  #fields: ItemFieldReader | undefined;
  readonly #pages = new ByteLru<ItemKey, QueryPage & ItemPageColumns>(PAGE_CACHE_BYTES, ({ bytes }) => bytes);

  constructor(reader: IndexReader) {
    this.#reader = reader;
    // Summaries leave out items of no length, which have ordinals all the same.
    const counts = new Map(reader.database.all<{ track_id: number; items: number }>('SELECT track_id, items FROM track').map((row) => [row.track_id, row.items]));
    this.tracks = reader.tracks().filter(({ mirrorOf }) => mirrorOf === null).map(({ id, slug, node, kind, name, longName, items }) => ({ id, slug, node, kind, name, longName, items: counts.get(id) ?? items }));
    this.names = reader.names(0, reader.nameCount());
  }

  sumsOfNames(names: readonly number[]): PostingSum[] {
    return this.#sums('name_posting', 'name_id', names);
  }

  ofNames(track: QueryTrack, names: readonly number[]): ItemSet {
    return this.#set('name_posting', 'name_id', track, names);
  }

  firstOfNames(track: QueryTrack, names: readonly number[], limit: number): Uint32Array {
    return this.#first('name_posting', 'name_id', track, names, limit);
  }

  *provenances(): Generator<(readonly [bigint, string])[], void> {
    const rows = this.#reader.database.query<[bigint, string]>('SELECT provenance_id, text FROM provenance WHERE provenance_id > ? ORDER BY provenance_id LIMIT ?', { wide: true, raw: true });
    // One below the least id that there can be is not a 64-bit number: the least one itself is no id of Legion's.
    for (let last = -(2n ** 63n); ;) {
      const piece = rows.all(last, PROVENANCE_PIECE);
      if (piece.length === 0) return;
      yield piece;
      last = piece[piece.length - 1][0];
    }
  }

  sumsOfProvenances(ids: readonly bigint[]): PostingSum[] {
    return this.#sums('provenance_posting', 'provenance_id', ids);
  }

  ofProvenances(track: QueryTrack, ids: readonly bigint[]): ItemSet {
    return this.#set('provenance_posting', 'provenance_id', track, ids);
  }

  firstOfProvenances(track: QueryTrack, ids: readonly bigint[], limit: number): Uint32Array {
    return this.#first('provenance_posting', 'provenance_id', track, ids, limit);
  }

  ofOperation(operation: bigint): readonly ItemKey[] {
    return this.#reader.items.ofOperation(operation);
  }

  titleOf(key: ItemKey): string {
    return this.#reader.items.facts(key)?.title ?? '';
  }

  times(track: TrackId, ordinal: number): ItemTimes | undefined {
    return this.#reader.store.itemTimes(track, ordinal);
  }

  page(track: TrackId, ordinal: number): QueryPage | undefined {
    return this.#pages.get(itemKey(track, ordinal - ordinal % ITEM_PAGE), () => {
      const columns = this.#reader.store.itemColumns(track, ordinal);
      return columns && Object.assign(columns, { initiator: (i: number) => operationNumber(columns.initiatorsHi[i], columns.initiatorsLo[i]) });
    });
  }

  atMost(track: TrackId, field: BoundedField): readonly number[] {
    return this.#reader.database.query<[number]>(`SELECT ${MOST[field]} FROM item_page WHERE track_id = ? ORDER BY first_ordinal`, { raw: true }).all(track).map(([most]) => most);
  }

  rowValues(track: TrackId, field: RowField, first: number, end: number): (readonly [number, number | string])[] {
    return ROW_VALUES[field].flatMap(([table, value]) => this.#reader.database
      .query<[number, number | string]>(`SELECT item_id, ${value} AS value FROM ${table} WHERE item_id >= ? AND item_id < ? AND value IS NOT NULL`, { raw: true })
      .all(itemKey(track, first), itemKey(track, end)).map(([key, found]) => [ordinalOfKey(key), found] as const));
  }

  provenanceOf(operation: number): string | undefined {
    return this.#reader.items.provenanceOf(BigInt(operation));
  }

  detailTexts(track: TrackId, ordinal: number, hasName: (name: string) => boolean): string[] {
    this.#fields ??= new ItemFieldReader(this.#reader);
    const { fields } = this.#fields.ofSegment(track, ordinal).segments[0];
    return fields.filter(({ name }) => hasName(name)).map(({ value }) => textOf(value));
  }

  ordinalFrom(track: TrackId, ns: Ns): number {
    return this.#reader.items.ordinalFrom(track, ns);
  }

  #sums(table: Postings, column: string, ids: readonly (number | bigint)[]): PostingSum[] {
    const rows = this.#reader.database.query<[number, number, number]>(`SELECT track_id, count, total_ns FROM ${table} WHERE ${column} = ?`, { raw: true });
    return ids.flatMap((id) => rows.all(id).map(([track, count, totalNs]) => ({ track, count, totalNs })));
  }

  #set(table: Postings, column: string, track: QueryTrack, ids: readonly (number | bigint)[]): ItemSet {
    return ItemSet.ofOrdinals(track.items, this.#lists(table, column, track, ids));
  }

  /** No item has two names, or two provenances: nothing comes twice. */
  #first(table: Postings, column: string, track: QueryTrack, ids: readonly (number | bigint)[], limit: number): Uint32Array {
    return Uint32Array.from(this.#lists(table, column, track, ids, limit).flatMap((list) => [...list])).sort().subarray(0, limit);
  }

  /** Ordinals of each id, at most `limit` of each, ascending. */
  #lists(table: Postings, column: string, track: QueryTrack, ids: readonly (number | bigint)[], limit = Infinity): Uint32Array[] {
    const rows = this.#reader.database.query<{ count: number; ordinals: Buffer }>(`SELECT count, ordinals FROM ${table} WHERE ${column} = ? AND track_id = ?`);
    return ids.flatMap((id) => rows.all(id, track.id).map(({ count, ordinals }) => decodeOrdinals(ordinals, Math.min(limit, count))));
  }
}

/** NaN for no operation. */
export function operationNumber(hi: number, lo: number): number {
  return isNoId(hi, lo) ? Number.NaN : hi * 4294967296 + lo;
}

/** As a details field reads. */
function textOf(value: FieldValue): string {
  switch (value.kind) {
    case 'text': return value.text;
    case 'count': return String(value.count);
    case 'interval': return formatInterval(value);
    case 'link': return value.title;
    case 'list': return value.values.map(textOf).join('\n');
    case 'empty': return '';
  }
}
