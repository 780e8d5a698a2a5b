/**
 * Rows of integers as pages of SQLite's file format, so that they reach the index at 2 M rows/s: binding values one by one through
 * the driver stops at a quarter of that. Only leaf pages of ordinary tables with INTEGER columns are made here; bulk_writer.ts lets
 * SQLite itself move them into the index. Source: sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format".
 */

/** Rows to add to one table: columns in the table's order without key and generated ones. Reused from batch to batch. */
export interface RowBatch {
  /** Rows in use. */
  count: number;
  /** Key of each row; must ascend within a table. */
  readonly keys: Float64Array;
  /** Values by column; NaN = NULL, WIDE = see `hi` and `lo`. */
  readonly numbers: readonly Float64Array[];
  /** Words of values that a double cannot hold, by column. */
  readonly hi: readonly Int32Array[];
  readonly lo: readonly Uint32Array[];
}

/** Stands in `numbers` for a value that is in `hi` and `lo`. */
export const WIDE = Infinity;

export function newRowBatch(columns: number, capacity: number): RowBatch {
  const make = <T>(factory: () => T): T[] => Array.from({ length: columns }, factory);
  return {
    count: 0, keys: new Float64Array(capacity), numbers: make(() => new Float64Array(capacity)),
    hi: make(() => new Int32Array(capacity)), lo: make(() => new Uint32Array(capacity)),
  };
}

const LEAF = 0x0d;
const INTERIOR = 0x05;
const PAGE_HEADER = 8;
const INTERIOR_HEADER = 12;
/** Header of a row, its key, and a value of 8 bytes for each column never take more than this beyond 9 bytes a column. */
const MAX_ROW_OVERHEAD = 32;

/** Leaf pages of one table, filled row by row. */
export class LeafPages {
  /** Finished pages, back to back from the start of `bytes`; the last one is open until `close`. */
  bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  readonly #pageSize: number;
  /** Greatest key of each page. */
  readonly lastKeys: number[] = [];
  rows = 0;
  #page = -1;
  /** Cells in the open page, where its cells begin, and its last key. */
  #cells = 0;
  #top = 0;
  #lastKey = 0;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
    this.bytes = new Uint8Array(new ArrayBuffer(pageSize * 4));
    this.#view = new DataView(this.bytes.buffer);
  }

  get pages(): number {
    return this.#page + 1;
  }

  add(batch: RowBatch): void {
    const { count, keys, numbers, hi, lo } = batch;
    const columns = numbers.length;
    const types = new Uint8Array(columns);
    if (count > 0 && this.rows > 0 && keys[0] <= this.#lastKey) throw new RangeError('rows must come in the order of their keys');
    const room = columns * 9 + MAX_ROW_OVERHEAD;
    for (let row = 0; row < count; row++) {
      if (this.#page < 0 || this.#top - this.#page * this.#pageSize - PAGE_HEADER - 2 * this.#cells < room + 2) this.#openPage();
      let size = 0;
      for (let c = 0; c < columns; c++) {
        const type = serialType(numbers[c][row]);
        types[c] = type;
        size += BODY_BYTES[type];
      }
      const key = keys[row];
      // Record header: its own length, NULL for the key, a byte a column.
      const payload = size + columns + 2;
      let at = this.#top - payload - varintBytes(payload) - varintBytes(key);
      this.#top = at;
      const { bytes } = this;
      at = putVarint(bytes, at, payload);
      at = putVarint(bytes, at, key);
      bytes[at++] = columns + 2;
      bytes[at++] = 0;
      for (let c = 0; c < columns; c++) bytes[at++] = types[c];
      for (let c = 0; c < columns; c++) {
        const type = types[c];
        if (type === 0 || type >= 8) continue;
        at = type === 6 ? this.#putEight(at, numbers[c][row], hi[c][row], lo[c][row]) : putInteger(bytes, at, BODY_BYTES[type], numbers[c][row]);
      }
      this.#view.setUint16(this.#page * this.#pageSize + PAGE_HEADER + 2 * this.#cells, this.#top - this.#page * this.#pageSize);
      this.#cells++;
      this.#lastKey = key;
    }
    this.rows += count;
  }

  /** Finishes the open page. Then `bytes` may be read up to `pages` pages, until `clear`. */
  close(): void {
    if (this.#page < 0 || this.lastKeys.length > this.#page) return;
    const start = this.#page * this.#pageSize;
    this.bytes[start] = LEAF;
    this.#view.setUint16(start + 1, 0);
    this.#view.setUint16(start + 3, this.#cells);
    this.#view.setUint16(start + 5, this.#top - start);
    this.bytes[start + 7] = 0;
    this.lastKeys.push(this.#lastKey);
  }

  clear(): void {
    this.lastKeys.length = 0;
    this.rows = 0;
    this.#page = -1;
    this.#cells = 0;
  }

  #openPage(): void {
    this.close();
    this.#page++;
    this.#cells = 0;
    const end = (this.#page + 1) * this.#pageSize;
    if (end > this.bytes.length) {
      this.bytes = new Uint8Array(this.bytes.buffer.transfer(this.bytes.length * 2));
      this.#view = new DataView(this.bytes.buffer);
    }
    this.#top = end;
  }

  #putEight(at: number, value: number, hi: number, lo: number): number {
    if (value === WIDE) {
      this.#view.setInt32(at, hi);
      this.#view.setUint32(at + 4, lo);
    } else {
      this.#view.setInt32(at, Math.floor(value / 4294967296));
      this.#view.setUint32(at + 4, value >>> 0);
    }
    return at + 8;
  }
}

/** Bytes of a value by serial type: NULL, 1, 2, 3, 4, 6, 8 bytes, (float), the constants 0 and 1. */
const BODY_BYTES = new Uint8Array([0, 1, 2, 3, 4, 6, 8, 8, 0, 0]);

function serialType(value: number): number {
  if (value === 0) return 8;
  if (value === 1) return 9;
  const size = value < 0 ? -1 - value : value;
  if (size < 0x80) return 1;
  if (size < 0x8000) return 2;
  if (size < 0x800000) return 3;
  if (size < 0x80000000) return 4;
  if (size < 0x800000000000) return 5;
  return size >= 0x800000000000 ? 6 : 0;
}

function putInteger(bytes: Uint8Array, at: number, size: number, value: number): number {
  const low = value >>> 0;
  if (size === 6) {
    const high = Math.floor(value / 4294967296);
    bytes[at++] = high >> 8;
    bytes[at++] = high;
    size = 4;
  }
  if (size === 4) bytes[at++] = low >>> 24;
  if (size >= 3) bytes[at++] = low >>> 16;
  if (size >= 2) bytes[at++] = low >>> 8;
  bytes[at++] = low;
  return at;
}

function varintBytes(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Whole numbers from 0 to 2^53. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 128) {
    bytes[at] = value;
    return at + 1;
  }
  const size = varintBytes(value);
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    const next = Math.floor(rest / 128);
    bytes[at + i] = (rest - next * 128) | (i === size - 1 ? 0 : 0x80);
    rest = next;
  }
  return at + size;
}

/**
 * Fills `target` (one page) with the root above leaf pages that lie one after the other from page number `firstPage` on: at least two
 * (a single leaf is a root itself), or none for an empty table. @throws RangeError if they are too many for one page
 */
export function writeRoot(target: Uint8Array, firstPage: number, lastKeys: readonly number[]): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const isEmpty = lastKeys.length === 0;
  target.fill(0);
  let top = target.length;
  const cells = Math.max(0, lastKeys.length - 1);
  if (INTERIOR_HEADER + cells * 15 > target.length) throw new RangeError(`${cells} pages do not fit under one root`);
  for (let i = 0; i < cells; i++) {
    top -= 4 + varintBytes(lastKeys[i]);
    view.setUint32(top, firstPage + i);
    putVarint(target, top + 4, lastKeys[i]);
    view.setUint16(INTERIOR_HEADER + 2 * i, top);
  }
  target[0] = isEmpty ? LEAF : INTERIOR;
  view.setUint16(3, cells);
  view.setUint16(5, top);
  if (!isEmpty) view.setUint32(8, firstPage + cells);
}
