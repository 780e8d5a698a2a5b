/**
 * What fields are made from: items, records, events and names of one index, and the names that the reference gives to places
 * (processors, memories, channels) and to what moves or lies in them.
 * Source: legion tools/legion_prof_rs/src/state.rs and common.rs (names of containers, CopyPretty, FillPretty, InstPretty, FSpaceShort).
 */
import { CONTAINER_NAMES, memoryContainer } from '../model/kinds.ts';
import type { ItemKey, TrackId, TrackKind } from '../protocol/items.ts';
import { highWord, lowWord } from '../protocol/words.ts';
import type { IndexDatabase } from './database.ts';
import { isContiguous } from './access_texts.ts';
import { layoutText, sizeText } from './detail_texts.ts';
import { EventReader } from './event_pages.ts';
import { fieldRules, type FieldRules } from './field_rules.ts';
import { IndexSpaces } from './index_spaces.ts';
import type { IndexReader } from './index_reader.ts';
import { ByteLru } from './lru.ts';
import type { ItemFacts, ItemReads } from './read_items.ts';
import { WordCache } from './word_cache.ts';
import { RecordColumns, type RecordFields } from './record_columns.ts';

const TEXT_CACHE_BYTES = 4 << 20;

/** No item's key. */
const NOBODY = -1;

interface TrackFacts {
  readonly kind: TrackKind;
  readonly node: number;
  readonly longName: string;
  readonly realmId: string | null;
}

/** A field and pair of instances that a copy moves (fills: destination only). Ids unsigned, 0n = none. */
export interface Move {
  readonly srcMemory: bigint;
  readonly dstMemory: bigint;
  readonly srcField: number;
  readonly dstField: number;
  readonly src: bigint;
  readonly dst: bigint;
  readonly srcExpr: bigint;
  readonly dstExpr: bigint;
  readonly hops: number;
  readonly isIndirect: boolean;
  readonly recordRow: number;
}

/** Items whose moves are read together. */
const MOVES_AHEAD = 256;
const MOVES_SQL = {
  copy: 'SELECT * FROM copy_instance WHERE item_id >= ? AND item_id < ? ORDER BY copy_instance_id',
  fill: 'SELECT * FROM fill_instance WHERE item_id >= ? AND item_id < ? ORDER BY fill_instance_id',
} as const;

function moveOf(row: Readonly<Record<string, bigint | null>>): Move {
  const id = (value: bigint | null | undefined): bigint => (value === null || value === undefined ? 0n : BigInt.asUintN(64, value));
  return {
    srcMemory: id(row['src_mem']), dstMemory: id(row['dst_mem']), srcField: Number(row['src_field'] ?? 0), dstField: Number(row['dst_field'] ?? row['field'] ?? 0),
    src: id(row['src_inst']), dst: id(row['dst_inst']), srcExpr: id(row['src_expr']), dstExpr: id(row['dst_expr']), hops: Number(row['hops'] ?? 0),
    isIndirect: row['is_indirect'] === 1n, recordRow: Number(row['record_row']),
  };
}

export class FieldSource {
  readonly reader: IndexReader;
  readonly database: IndexDatabase;
  readonly items: ItemReads;
  readonly events: EventReader;
  readonly spaces: IndexSpaces;
  /** The newest of the run's logs. */
  readonly version: number | undefined;
  readonly rules: FieldRules;
  /** What counts as contiguous; tests put the reference's idea of it here. */
  isContiguous = isContiguous;
  readonly #records: RecordColumns;
  readonly #tracks = new Map<TrackId, TrackFacts>();
  /** Of tracks whose items are all in one place. */
  readonly #places = new Map<TrackId, string>();
  readonly #texts = new ByteLru<string, { readonly text: string | undefined }>(TEXT_CACHE_BYTES, ({ text }) => 150 + 2 * (text?.length ?? 0));
  /** Whose end an event is. */
  readonly #enders = new WordCache();
  readonly #orders = new ByteLru<bigint, { readonly order: number }>(TEXT_CACHE_BYTES, () => 120);
  readonly #moves = new ByteLru<ItemKey, readonly Move[]>(TEXT_CACHE_BYTES, (moves) => 100 + 400 * moves.length);
  /** Whose moves were read last. */
  #lastMoved: ItemKey = -1;

  constructor(reader: IndexReader) {
    this.reader = reader;
    this.database = reader.database;
    this.items = reader.items;
    this.events = new EventReader(reader.database);
    this.#records = new RecordColumns(reader.database);
    this.version = reader.database.get<{ version: number | null }>('SELECT max(version) AS version FROM file')?.version ?? undefined;
    this.rules = fieldRules(this.version);
    this.spaces = new IndexSpaces(reader.database, this.#records, reader.isGrowing, this.rules.hasGeometry);
  }

  /** The record kind that an item comes from; its row is `item.recordRow`. */
  record(item: ItemFacts): RecordFields {
    const table = this.records(item.rank, item.record);
    if (table === undefined) throw new Error(`records ${item.record} of rank ${item.rank} are missing`);
    return table;
  }

  /** undefined if the rank has no such records. */
  records(rank: number, record: string): RecordFields | undefined {
    return this.#records.table(rank, record);
  }

  track(id: TrackId): TrackFacts {
    let track = this.#tracks.get(id);
    if (track === undefined) {
      track = this.database.get<TrackFacts>('SELECT kind, node, long_name AS longName, realm_id AS realmId FROM track WHERE track_id = ?', id)!;
      this.#tracks.set(id, track);
    }
    return track;
  }

  /** A text by query, kept. `sql` selects one column `text`. */
  text(sql: string, ...values: readonly (bigint | number | string)[]): string | undefined {
    return this.#texts.get(`${sql} ${values.join(' ')}`, () => ({ text: this.database.get<{ text: string }>(sql, ...values)?.text }))?.text;
  }

  provenanceText(id: bigint): string | undefined {
    return id === 0n ? undefined : this.text('SELECT text FROM provenance WHERE provenance_id = ?', BigInt.asIntN(64, id));
  }

  backtrace(id: bigint): string | undefined {
    return id === 0n ? undefined : this.text('SELECT text FROM backtrace WHERE backtrace_id = ?', BigInt.asIntN(64, id));
  }

  /** Where an item is: `on CPU Processor 0x… (Node: 0)`, `in Copy Channel from … to …`. */
  place(item: ItemFacts): string {
    const track = this.track(item.track);
    if (track.kind === 'chan') return `in ${this.#channel(item)}`;
    let place = this.#places.get(item.track);
    if (place === undefined) this.#places.set(item.track, place = this.#trackPlace(item, track));
    return place;
  }

  #trackPlace({ type }: ItemFacts, { kind, node, realmId }: TrackFacts): string {
    if (kind === 'dp') return `in Dependent Partition Channel on ${node}`;
    if (type === 'instance') return `in ${this.#memory(BigInt(realmId ?? 0))}`;
    return `on ${CONTAINER_NAMES[kind] ?? 'Unknown'} Processor ${realmId} (Node: ${node})`;
  }

  #channel(item: ItemFacts): string {
    const moved = this.moves(item).find(({ isIndirect }) => !isIndirect);
    if (moved === undefined) return 'Channel';
    const [from, to] = [this.#memory(moved.srcMemory), this.#memory(moved.dstMemory)];
    if (item.type === 'fill') return `Fill Channel to ${to}`;
    if (item.title === 'Gather') return `Gather Channel to ${to}`;
    return item.title === 'Scatter' ? `Scatter Channel to ${from}` : `Copy Channel from ${from} to ${to}`;
  }

  #memory(id: bigint): string {
    const kind = this.text("SELECT kind || '' AS text FROM memory WHERE mem_id = ?", BigInt.asIntN(64, id));
    return `${memoryContainer(kind === undefined ? 0 : Number(kind))} Memory 0x${id.toString(16)} (Node: ${(id >> 40n) & 0xffffn})`;
  }

  /** What a copy or fill moves, in the order of the log. */
  moves(item: ItemFacts): readonly Move[] {
    return this.#moves.get(item.key, () => this.#readMoves(item))!;
  }

  /** Whoever goes through a track gets those of the items behind with them: one query for many. */
  #readMoves({ key, type }: ItemFacts): readonly Move[] {
    if (type !== 'copy' && type !== 'fill') return [];
    const isNext = key > this.#lastMoved && key - this.#lastMoved < MOVES_AHEAD;
    this.#lastMoved = key;
    const rows = this.database.query<Record<string, bigint | null>>(MOVES_SQL[type], { wide: true }).all(key, key + (isNext && !this.reader.isGrowing ? MOVES_AHEAD : 1));
    const found = Map.groupBy(rows, (row) => Number(row['item_id']));
    for (const [other, own] of found) if (other !== key) this.#moves.get(other, () => own.map(moveOf));
    return found.get(key)?.map(moveOf) ?? [];
  }

  /** Of the items that an event is the end of the one that counts: of a copy that was split the last part. */
  byEvent(event: bigint): ItemFacts | undefined {
    if (event === 0n) return undefined;
    const hi = highWord(event);
    const lo = lowWord(event);
    let key = this.#enders.get(hi, lo);
    if (Number.isNaN(key)) {
      key = this.#keyByEvent(event);
      // Of an index that is being written the item may still come.
      if (!this.reader.isGrowing) this.#enders.put(hi, lo, key);
    }
    return key === NOBODY ? undefined : this.items.facts(key);
  }

  #keyByEvent(event: bigint): ItemKey {
    const found = this.items.byEvent(event);
    if (found.length <= 1) return found[0] ?? NOBODY;
    const facts = found.map((key) => this.items.facts(key)).filter((item) => item !== undefined);
    const last = (item: ItemFacts): number => this.moves(item).at(-1)?.recordRow ?? -1;
    return facts.reduce((best, item) => (item.rank > best.rank || item.rank === best.rank && last(item) >= last(best) ? item : best)).key;
  }

  /** Name of an item as links give it: those of channels say what was moved, those of instances what they hold. */
  longName(item: ItemFacts): string {
    if (item.type === 'instance') return this.instanceName(item);
    if (item.type !== 'copy' && item.type !== 'fill') return item.title;
    const moves = this.moves(item);
    const texts = moves.map((move, i) => `$req[${i}]: ${item.type === 'copy' ? this.#moveText(move) : `dst_inst=${this.#instanceId(move.dst)}, fid=${move.dstField}`}`);
    const size = item.type === 'copy' ? ` size=${sizeText(Number(this.record(item).id('size', item.recordRow)))},` : '';
    return `${item.title}:${size} num reqs=${moves.length}${texts.join('')}`;
  }

  #moveText({ src, dst, srcField, dstField, hops }: Move): string {
    if (src !== 0n && dst !== 0n) return `src_inst=${this.#instanceId(src)}, src_fid=${srcField}, dst_inst=${this.#instanceId(dst)}, dst_fid=${dstField}, num_hops=${hops}`;
    return src !== 0n ? `Gather: src_indirect_inst=${this.#instanceId(src)}, fid=${srcField}` : `Scatter: dst_indirect_inst=${this.#instanceId(dst)}, fid=${dstField}`;
  }

  #instanceId(uid: bigint): string {
    const item = this.instance(uid);
    return `0x${(item === undefined ? 0n : this.record(item).id('inst_id', item.recordRow)).toString(16)}`;
  }

  /** Instance by its unique event. */
  instance(uid: bigint): ItemFacts | undefined {
    for (const key of uid === 0n ? [] : this.items.byEvent(uid)) {
      const facts = this.items.facts(key);
      if (facts?.type === 'instance') return facts;
    }
    return undefined;
  }

  /** Place of an instance in lists: the order in which the logs first name them. */
  instanceOrder(uid: bigint): number {
    return this.#orders.get(uid, () => {
      const row = this.database.get<{ rank: number; mention_row: number }>('SELECT rank, mention_row FROM instance_mention WHERE inst_uid = ? ORDER BY rank, mention_row LIMIT 1', BigInt.asIntN(64, uid));
      return { order: row === undefined ? Infinity : row.rank * 2 ** 32 + row.mention_row };
    })!.order;
  }

  /** What an instance holds, how it is laid out, its id and size, parts divided by `$`. */
  instanceName(item: ItemFacts): string {
    const record = this.record(item);
    const uid = record.id('inst_uid', item.recordRow);
    const regions = this.regions(uid).map(({ ispace, fspace, rank }) => `Region: ${this.spaces.text(ispace, rank)} x ${this.#fieldSpaceText(uid, fspace)}`);
    const dimensions = this.dimensions(uid);
    const layout = dimensions.length === 0 ? '' : `$Layout Order: ${layoutText(dimensions, true)} `;
    return `${regions.join('$')}${layout}$Inst: 0x${record.id('inst_id', item.recordRow).toString(16)} $Size: ${sizeText(Number(record.id('size', item.recordRow)))}`;
  }

  #fieldSpaceText(uid: bigint, fspace: bigint): string {
    const fields = this.fields(uid, fspace).map(({ field, name, align }, i, all) => {
      const text = `fid:${field}${name === undefined ? '' : `:${name}`}${align === undefined ? '' : `:align=${align}`}`;
      return i === all.length - 1 ? text : `${text},${i % 5 === 0 ? '$' : ''}`;
    });
    return `${this.fieldSpaceName(fspace) ?? `fspace:${fspace}`}${fields.length === 0 ? '' : `$Fields: [${fields.join('')}]`}`;
  }

  fieldSpaceName(fspace: bigint): string | undefined {
    return this.text('SELECT name AS text FROM field_space WHERE fspace_id = ?', BigInt.asIntN(64, fspace));
  }

  /** Regions that an instance holds, each once. */
  regions(uid: bigint): { readonly ispace: bigint; readonly fspace: bigint; readonly rank: number }[] {
    const rows = this.database.query<{ ispace_id: bigint; fspace_id: bigint; rank: bigint }>('SELECT ispace_id, fspace_id, rank FROM instance_region WHERE inst_uid = ? ORDER BY region_row', { wide: true }).all(BigInt.asIntN(64, uid));
    const once = new Map(rows.toReversed().map((row) => [`${row.ispace_id} ${row.fspace_id}`, row]));
    return [...once.values()].toReversed().map((row) => ({ ispace: BigInt.asUintN(64, row.ispace_id), fspace: BigInt.asUintN(64, row.fspace_id), rank: Number(row.rank) }));
  }

  /** Fields of an instance in a field space, in the order of the log. */
  fields(uid: bigint, fspace: bigint): { readonly field: number; readonly name: string | undefined; readonly align: number | undefined }[] {
    const rows = this.database.query<{ field_id: bigint; align_bytes: bigint | null }>('SELECT DISTINCT field_id, align_bytes FROM instance_field WHERE inst_uid = ? AND fspace_id = ? ORDER BY field_row', { wide: true })
      .all(BigInt.asIntN(64, uid), BigInt.asIntN(64, fspace));
    return rows.map(({ field_id, align_bytes }) => ({ field: Number(field_id), name: this.fieldName(fspace, Number(field_id)), align: align_bytes === null ? undefined : Number(align_bytes) }));
  }

  fieldName(fspace: bigint, field: number): string | undefined {
    return this.text('SELECT name AS text FROM field WHERE fspace_id = ? AND field_id = ?', BigInt.asIntN(64, fspace), field);
  }

  /** Field spaces of an instance, each once. */
  fieldSpaces(uid: bigint): bigint[] {
    const texts = this.text("SELECT group_concat(DISTINCT fspace_id) AS text FROM instance_field WHERE inst_uid = ?", BigInt.asIntN(64, uid));
    return texts === undefined || texts === null ? [] : texts.split(',').map((text) => BigInt.asUintN(64, BigInt(text)));
  }

  dimensions(uid: bigint): { readonly position: number; readonly kind: number }[] {
    return this.database.all<{ position: number; kind: number }>('SELECT position, kind FROM instance_dimension WHERE inst_uid = ? ORDER BY position', BigInt.asIntN(64, uid));
  }

  /** `name <fid>` where exactly one field space of the instance knows the field, else `<fid>`. */
  fieldText(uid: bigint, field: number): string {
    const names = uid === 0n ? [] : this.fieldSpaces(uid).map((fspace) => this.fieldName(fspace, field)).filter((name) => name !== undefined);
    return names.length === 1 ? `${names[0]} <${field}>` : `<${field}>`;
  }
}
