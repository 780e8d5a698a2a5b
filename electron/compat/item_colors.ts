/**
 * The reference's colour of each item of a track, without its state. Source: legion tools/legion_prof_rs/src/state.rs, get_color of
 * the entries and find_op_color.
 */
import type { IndexReader } from '../index/index_reader.ts';
import type { ItemPage } from '../index/item_pages.ts';
import { ByteLru } from '../index/lru.ts';
import { ITEM_TYPES, itemKey, type ItemType, type TrackId } from '../protocol/items.ts';
import { isNoId, joinWords } from '../protocol/words.ts';
import { type Palette, PROF_TASK_COLOR, type Rgb } from './palette.ts';

/** Place behind the first item asked for, and one or two numbers of its row. */
type Row = readonly [place: number, first: number | null, second: number | null];
type WideRow = readonly [place: bigint, first: bigint | null];

/** Where an item's colour comes from: one or two columns of its table, and the colour of their values. */
interface Source {
  readonly columns: string;
  readonly color: (palette: Palette, first: number | null, second: number | null) => Rgb;
}

const byVariant: Source['color'] = (palette, task, variant) => palette.variant(task ?? -1, variant ?? -1);

const SOURCES: Partial<Readonly<Record<ItemType, Source>>> = {
  task: { columns: 'task_id, variant_id', color: byVariant },
  gpu_kernel: { columns: 'task_id, variant_id', color: byVariant },
  meta_task: { columns: 'kind, NULL', color: (palette, kind) => palette.meta(kind ?? -1) },
  mapper_call: { columns: 'kind, NULL', color: (palette, kind) => palette.mapperCall(kind ?? -1) },
  runtime_call: { columns: 'kind, NULL', color: (palette, kind) => palette.runtimeCall(kind ?? -1) },
};
const OF_PROVENANCE: ReadonlySet<ItemType> = new Set(['application_call', 'async_effect']);
const OF_OPERATION: ReadonlySet<ItemType> = new Set(['copy', 'fill', 'deppart', 'instance']);

/** Items whose colours are read at once. */
const PAGE = 4096;
const CACHE_BYTES = 16 << 20;

export class ItemColors {
  readonly palette: Palette;
  readonly #reader: IndexReader;
  readonly #operations = new Map<bigint, Rgb>();
  readonly #pages = new ByteLru<number, Uint32Array>(CACHE_BYTES, ({ byteLength }) => byteLength + 100);
  /** First item of the page asked for last, and its colours: the next item is mostly there too. */
  #lastKey = -1;
  #last: Uint32Array | undefined;

  constructor(reader: IndexReader, palette: Palette) {
    this.#reader = reader;
    this.palette = palette;
  }

  /** Colour of an item of a track that holds items itself (IndexReader.sourceTrack). */
  of(track: TrackId, ordinal: number): Rgb {
    const first = ordinal - ordinal % PAGE;
    const key = itemKey(track, first);
    if (key !== this.#lastKey) {
      this.#last = this.#pages.get(key, () => this.range(track, first, first + PAGE));
      this.#lastKey = key;
    }
    return this.#last?.[ordinal - first] ?? 0;
  }

  /** Colours of the items [first, end) of such a track, by ordinal; black past its end. */
  range(track: TrackId, first: number, end: number): Uint32Array {
    const colors = new Uint32Array(Math.max(0, end - first));
    const types = new Set<ItemType>();
    for (let ordinal = first; ordinal < end;) {
      const page = this.#reader.store.itemPage(track, ordinal);
      const stop = page === undefined ? 0 : Math.min(end, page.firstOrdinal + page.count);
      if (page === undefined || ordinal >= stop) break;
      for (; ordinal < stop; ordinal++) {
        const type = ITEM_TYPES[page.types[ordinal - page.firstOrdinal]];
        types.add(type);
        if (type === 'prof_task') colors[ordinal - first] = PROF_TASK_COLOR;
        else if (OF_OPERATION.has(type)) colors[ordinal - first] = this.#ofInitiator(page, ordinal - page.firstOrdinal);
      }
    }
    const [from, to] = [itemKey(track, first), itemKey(track, end)];
    for (const type of types) {
      const source = SOURCES[type];
      if (source !== undefined) {
        const query = this.#reader.database.query<Row>(`SELECT item_id - ?, ${source.columns} FROM ${type} WHERE item_id >= ? AND item_id < ?`, { raw: true });
        for (const [place, one, other] of query.all(BigInt(from), from, to)) colors[place] = source.color(this.palette, one, other);
      } else if (OF_PROVENANCE.has(type)) {
        const query = this.#reader.database.query<WideRow>(`SELECT item_id - ?, provenance_id FROM ${type} WHERE item_id >= ? AND item_id < ?`, { wide: true, raw: true });
        for (const [place, provenance] of query.all(BigInt(from), from, to)) colors[Number(place)] = this.palette.provenance(provenance);
      }
    }
    return colors;
  }

  /** Of what was done for an operation. */
  #ofInitiator({ initiatorsHi, initiatorsLo }: ItemPage, i: number): Rgb {
    const [hi, lo] = [initiatorsHi[i], initiatorsLo[i]];
    return this.operation(isNoId(hi, lo) ? null : BigInt.asIntN(64, joinWords(hi, lo)));
  }

  /** Colour of what is done for an operation: its task's (the last logged), else that of its kind. @param id two's complement */
  operation(id: bigint | null): Rgb {
    if (id === null) return this.palette.operationKind(-1);
    let color = this.#operations.get(id);
    if (color === undefined) {
      const task = this.#reader.database.get<{ task_id: number; variant_id: number }>('SELECT task_id, variant_id FROM task WHERE op_id = ? ORDER BY item_id DESC LIMIT 1', id);
      const kind = this.#reader.database.get<{ kind: number }>('SELECT kind FROM operation WHERE op_id = ? ORDER BY operation_row DESC LIMIT 1', id)?.kind;
      color = task === undefined ? this.palette.operationKind(kind ?? -1) : this.palette.variant(task.task_id, task.variant_id);
      this.#operations.set(id, color);
    }
    return color;
  }
}
