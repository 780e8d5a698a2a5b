/**
 * The reference's colour of each item of a track, without its state. Source: legion tools/legion_prof_rs/src/state.rs, get_color of
 * the entries and find_op_color.
 */
import type { IndexReader } from '../index/index_reader.ts';
import { ByteLru } from '../index/lru.ts';
import { itemKey, ordinalOfKey, type TrackId } from '../protocol/items.ts';
import { type Palette, PROF_TASK_COLOR, type Rgb } from './palette.ts';

type Row = readonly [item: bigint, first: bigint | null, second: bigint | null];

/** Where an item's colour comes from: a table, one or two columns of it, and the colour of their values. */
interface Source {
  readonly table: string;
  readonly columns: string;
  readonly color: (colors: ItemColors, first: bigint | null, second: bigint | null) => Rgb;
}

const byVariant: Source['color'] = ({ palette }, task, variant) => palette.variant(task ?? -1n, variant ?? -1n);
const byProvenance: Source['color'] = ({ palette }, provenance) => palette.provenance(provenance);
const byOperation: Source['color'] = (colors, operation) => colors.operation(operation);

const SOURCES: readonly Source[] = [
  { table: 'task', columns: 'task_id, variant_id', color: byVariant },
  { table: 'gpu_kernel', columns: 'task_id, variant_id', color: byVariant },
  { table: 'meta_task', columns: 'kind, NULL', color: ({ palette }, kind) => palette.meta(kind ?? -1n) },
  { table: 'mapper_call', columns: 'kind, NULL', color: ({ palette }, kind) => palette.mapperCall(kind ?? -1n) },
  { table: 'runtime_call', columns: 'kind, NULL', color: ({ palette }, kind) => palette.runtimeCall(kind ?? -1n) },
  { table: 'application_call', columns: 'provenance_id, NULL', color: byProvenance },
  { table: 'async_effect', columns: 'provenance_id, NULL', color: byProvenance },
  { table: 'prof_task', columns: 'NULL, NULL', color: () => PROF_TASK_COLOR },
  { table: 'copy', columns: 'op_id, NULL', color: byOperation },
  { table: 'fill', columns: 'op_id, NULL', color: byOperation },
  { table: 'deppart', columns: 'op_id, NULL', color: byOperation },
  { table: 'instance', columns: 'op_id, NULL', color: byOperation },
];

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
    for (const { table, columns, color } of SOURCES) {
      const query = this.#reader.database.query<Row>(`SELECT item_id, ${columns} FROM ${table} WHERE item_id >= ? AND item_id < ?`, { wide: true, raw: true });
      for (const [item, one, other] of query.all(itemKey(track, first), itemKey(track, end))) colors[ordinalOfKey(Number(item)) - first] = color(this, one, other);
    }
    return colors;
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
