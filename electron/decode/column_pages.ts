/**
 * A table while it is being decoded: pages of columns, so that growing never copies; joined column by column at the end.
 * Lives in the rank worker; the generated readers (record_reader.ts) write into the current page.
 */
import { ByteSink } from './byte_sink.ts';
import type { Column, PackedPage, PackedTable, RecordTable } from './decoded_log.ts';
import { packPage } from './packed_table.ts';
import type { FieldKind, FieldLayout, RecordLayout } from './record_layout.ts';
import { RepeatFilter, type RowStore } from './repeat_filter.ts';
import { release } from './shared_arrays.ts';
import type { StringPool } from './string_pool.ts';

/** Rows of a full page. Architecture §7: pages of 64k, as growing by copy dominates the decode time otherwise. */
const PAGE_ROWS = 65_536;
const FIRST_PAGE_ROWS = 16;
/** A page of very wide records is kept below this. */
const MAX_PAGE_BYTES = 16 << 20;

/** For all tables in turn. */
const packSink = new ByteSink();

type PageArray = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
type SharedArray = Uint8Array | Uint32Array | Int32Array | Float64Array;
type ColumnType = Column['type'];

/** One column's place: which field, how many array elements a row. */
export interface ColumnPlan {
  readonly field: FieldLayout;
  readonly type: ColumnType;
  readonly width: number;
}

/** Values of a field that are no possible time: how many, and the byte of the first record that has one. */
export interface OddTimes {
  readonly record: string;
  readonly field: string;
  count: number;
  readonly firstOffset: number;
}

interface Page {
  readonly rows: number;
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly columns: readonly PageArray[];
}

/** Fields are public for the generated reader's sake; nobody else writes them. */
export class TableBuilder implements RowStore {
  readonly layout: RecordLayout;
  readonly plans: readonly ColumnPlan[];
  readonly strings: StringPool;
  /** Let go with the builder; undefined where repeats are kept. */
  readonly repeats: RepeatFilter | undefined;
  /** Exact repeats that were dropped, and the byte of the first of them. */
  duplicates = 0;
  firstRepeat: number | undefined;
  readonly oddTimes = new Map<number, OddTimes>();

  /** Current page: next free row, rows it has, its columns in the order of `plans`, byte offsets of its records. */
  row = 0;
  capacity = 0;
  columns: readonly PageArray[] = [];
  offsets: Float64Array<ArrayBuffer> = new Float64Array(0);

  readonly #pages: Page[] = [];
  /** Pages of a table that is packed as it grows, instead of `#pages`. */
  readonly #packed: PackedPage[] | undefined;
  #fullRows = 0;
  #takenRows = 0;
  readonly #maxRows: number;

  /** @param maxDim coordinates of a point; 0 if the record has none; @param packs whether it ends as a PackedTable */
  constructor(layout: RecordLayout, maxDim: number, strings: StringPool, packs = false) {
    this.layout = layout;
    this.strings = strings;
    this.plans = layout.fields.flatMap((field) => planOf(field, maxDim));
    this.repeats = layout.dropsRepeats ? new RepeatFilter() : undefined;
    // Repeats are looked for in what came before.
    this.#packed = packs && !layout.dropsRepeats ? [] : undefined;
    const rowBytes = this.plans.reduce((sum, plan) => sum + plan.width * elementBytes(plan.type), 8);
    this.#maxRows = Math.max(1, Math.min(PAGE_ROWS, Math.floor(MAX_PAGE_BYTES / rowBytes)));
  }

  get count(): number {
    return this.#fullRows + this.row;
  }

  /** Rows read, those included that `take` has handed out. */
  get total(): number {
    return this.#takenRows + this.count;
  }

  /** Starts the next page, twice as long as the one before: a table takes at most about twice the memory of the rows in it. */
  nextPage(): void {
    const rows = this.capacity === 0 ? Math.min(FIRST_PAGE_ROWS, this.#maxRows) : Math.min(this.capacity * 2, this.#maxRows);
    if (this.#packed !== undefined && rows === this.capacity) {
      this.#packPage();
      return;
    }
    this.#closePage();
    // Pushed, not mapped: `map` gives arrays of another hidden class once it is optimised, and every reader would be compiled again.
    const columns: PageArray[] = [];
    for (const plan of this.plans) columns.push(newArray(plan.type, rows * plan.width));
    this.columns = columns;
    this.offsets = new Float64Array(rows);
    this.capacity = rows;
    this.row = 0;
  }

  /** Notes an impossible time in column `column` of the record at byte `offset`. */
  oddTime(column: number, offset: number): void {
    const known = this.oddTimes.get(column);
    if (known !== undefined) known.count++;
    else this.oddTimes.set(column, { record: this.layout.name, field: this.plans[column].field.name, count: 1, firstOffset: offset });
  }

  /** Notes that the record at byte `offset` repeats an earlier one. */
  dropRepeat(offset: number): void {
    this.duplicates++;
    this.firstRepeat ??= offset;
  }

  /** Page number and row in it, of the row about to be kept. */
  get newestRow(): number {
    return this.#pages.length * PAGE_ROWS + this.row;
  }

  equalsNewest(row: number): boolean {
    const earlier = this.#pages[Math.floor(row / PAGE_ROWS)]?.columns ?? this.columns;
    const at = row % PAGE_ROWS;
    for (let i = 0; i < this.plans.length; i++) {
      const width = this.plans[i].width;
      const [a, b] = [earlier[i], this.columns[i]];
      // Object.is: no such time is NaN, and equals itself here.
      for (let k = 0; k < width; k++) if (!Object.is(a[at * width + k], b[this.row * width + k])) return false;
    }
    return true;
  }

  /** One element of a column, for the few facts that steer decoding (MaxDim). */
  value(row: number, fieldName: string): number | undefined {
    const column = this.plans.findIndex((plan) => plan.field.name === fieldName);
    if (column < 0) return undefined;
    let first = 0;
    for (const page of [...this.#pages, { rows: this.row, columns: this.columns }]) {
      if (row < first + page.rows) return page.columns[column][(row - first) * this.plans[column].width];
      first += page.rows;
    }
    return undefined;
  }

  get isPacked(): boolean {
    return this.#packed !== undefined;
  }

  /** Of a table that is packed. */
  finishPacked(): PackedTable {
    this.#closePage();
    const columns = this.plans.map(({ field: { name }, type, width }) => (type === 'coords' ? { name, type, width } : { name, type }));
    return { name: this.layout.name, count: this.#fullRows, columns, pages: this.#packed ?? [] };
  }

  /** Joins the pages. Holds both copies of one column at most, and lets each page go as it is copied. */
  finish(): RecordTable {
    this.#closePage();
    const count = this.#fullRows;
    const columns = new Map<string, Column>();
    for (const [i, plan] of this.plans.entries()) {
      const values = sharedArray(plan.type, count * plan.width);
      this.#join(values, plan.width, (page) => page.columns[i]);
      const { type, width } = plan;
      columns.set(plan.field.name, (type === 'coords' ? { type, values, width } : { type, values }) as Column);
    }
    const offsets = new Float64Array(new SharedArrayBuffer(count * 8));
    this.#join(offsets, 1, (page) => page.offsets);
    this.#pages.length = 0;
    return { name: this.layout.name, count, columns, offsets };
  }

  /** The rows since the last call, which the builder forgets. */
  take(): RecordTable {
    const table = this.finish();
    this.#takenRows += this.#fullRows;
    this.#fullRows = 0;
    return table;
  }

  #closePage(): void {
    if (this.#packed !== undefined) this.#packPage();
    else if (this.row > 0) this.#pages.push({ rows: this.row, offsets: this.offsets, columns: this.columns });
    this.#fullRows += this.row;
    this.row = 0;
    this.capacity = 0;
    this.columns = [];
    this.offsets = new Float64Array(0);
  }

  /** Packs the current page, whose arrays can be filled again. */
  #packPage(): void {
    if (this.row > 0) this.#packed?.push(packPage(packSink, [...this.columns, this.offsets], [...this.plans.map(({ width }) => width), 1], this.row));
    this.#fullRows += this.row;
    this.row = 0;
  }

  #join(target: SharedArray, width: number, pick: (page: Page) => PageArray): void {
    let at = 0;
    for (const page of this.#pages) {
      const source = pick(page);
      target.set(source.subarray(0, page.rows * width), at);
      at += page.rows * width;
      release(source.buffer);
    }
  }
}

const COLUMN_TYPES: Readonly<Record<Exclude<FieldKind, 'skip'>, ColumnType>> = {
  bool: 'bool', u8: 'bool', u32: 'u32', i32: 'i32', u64: 'u64', i64: 'i64', time: 'time', string: 'string',
  point: 'coords', array: 'coords', uuid: 'bytes',
};

function planOf(field: FieldLayout, maxDim: number): ColumnPlan[] {
  if (field.kind === 'skip') return [];
  const type = COLUMN_TYPES[field.kind];
  if (field.kind === 'point') return [{ field, type, width: 2 * maxDim }];
  if (field.kind === 'array') return [{ field, type, width: 4 * maxDim }];
  return [{ field, type, width: type === 'u64' || type === 'i64' ? 2 : 1 }];
}

function elementBytes(type: ColumnType): number {
  return type === 'bool' ? 1 : type === 'time' ? 8 : 4;
}

function newArray(type: ColumnType, length: number): PageArray {
  if (type === 'bool') return new Uint8Array(length);
  if (type === 'time') return new Float64Array(length);
  return type === 'i32' ? new Int32Array(length) : new Uint32Array(length);
}

function sharedArray(type: ColumnType, length: number): SharedArray {
  const buffer = new SharedArrayBuffer(length * elementBytes(type));
  if (type === 'bool') return new Uint8Array(buffer);
  if (type === 'time') return new Float64Array(buffer);
  return type === 'i32' ? new Int32Array(buffer) : new Uint32Array(buffer);
}
