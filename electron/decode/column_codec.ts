/**
 * Numbers of a column as few bytes. Whole numbers are stored as differences to the least one, or to the value before, in 1, 2 or 4
 * bytes, whichever is smaller; what does not fit is stored as it is. Fast rather than small: about 2 ns a value either way.
 *
 *   u8 mode  u8 width  u16 0  u32 0  f64 base  f64 first | count * width bytes, padded to 8
 *
 * CONSTANT: every value is `base`. OFFSET: value = base + stored. DELTA: value[0] = first, value[i] = value[i-1] + base + stored (steps all equal: nothing is stored).
 * RAW: f64 values (NaN, fractions, wide ranges). All little-endian, as every machine that runs Node.
 */
import { ProfileError } from '../protocol/errors.ts';
import type { ByteSink } from './byte_sink.ts';

const CONSTANT = 0;
const OFFSET = 1;
const DELTA = 2;
const RAW = 3;
const HEADER_BYTES = 24;

export type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array | Float32Array;

/** Part of an array: `count` elements, the first at `first`, each `stride` after the one before. */
export interface Strided<T extends NumberColumn = NumberColumn> {
  readonly values: T;
  readonly first: number;
  readonly stride: number;
  readonly count: number;
}

export function wholeColumn<T extends NumberColumn>(values: T): Strided<T> {
  return { values, first: 0, stride: 1, count: values.length };
}

interface Range {
  readonly mode: number;
  readonly width: number;
  readonly base: number;
}

function widthOf(range: number): number {
  return range === 0 ? 0 : range < 256 ? 1 : range < 65_536 ? 2 : range <= 0xffffffff ? 4 : 8;
}

/**
 * The column as doubles, back to back: engines compile one fast loop for one kind of array, and slow ones for a mixture. Shared by all
 * calls, hence only valid until the next.
 */
let gathered = new Float64Array(new ArrayBuffer(65_536 * 8));

function gather({ values, first, stride, count }: Strided): Float64Array {
  if (gathered.length < count) gathered = new Float64Array(new ArrayBuffer(count * 8));
  if (stride === 1) gathered.set(first === 0 && values.length === count ? values : values.subarray(first, first + count));
  else if (values instanceof Uint32Array) gatherWords(values, first, stride, count);
  else for (let i = 0, at = first; i < count; i++, at += stride) gathered[i] = values[at];
  return gathered;
}

function gatherWords(values: Uint32Array, first: number, stride: number, count: number): void {
  const target = gathered;
  for (let i = 0, at = first; i < count; i++, at += stride) target[i] = values[at];
}

/** Chooses mode and width in one pass. */
function rangeOf(values: Float64Array, count: number): Range {
  let previous = values[0];
  let min = previous;
  let max = previous;
  let minStep = Infinity;
  let maxStep = -Infinity;
  for (let i = 1; i < count; i++) {
    const value = values[i];
    const step = value - previous;
    if (value < min) min = value;
    if (value > max) max = value;
    if (step < minStep) minStep = step;
    if (step > maxStep) maxStep = step;
    previous = value;
  }
  const offset = widthOf(max - min);
  if (offset === 0) return { mode: CONSTANT, width: 0, base: min };
  const delta = widthOf(maxStep - minStep);
  if (delta < offset && count > 2) return { mode: DELTA, width: delta, base: minStep };
  return offset < 8 ? { mode: OFFSET, width: offset, base: min } : { mode: RAW, width: 8, base: 0 };
}

/** Whether all values are whole numbers whose differences are exact. */
function isWhole(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const value = values[i];
    // Also false for NaN and infinities; -0 is taken for 0.
    if (!(value - Math.floor(value) === 0 && value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER)) return false;
  }
  return true;
}

/** Appends a column. An empty one takes a header. */
export function encodeColumn(sink: ByteSink, column: Strided): void {
  const { count } = column;
  const values = gather(column);
  const isFloat = column.values instanceof Float64Array || column.values instanceof Float32Array;
  const range: Range = count === 0 ? { mode: CONSTANT, width: 0, base: 0 }
    : isFloat && !isWhole(values, count) ? { mode: RAW, width: 8, base: 0 } : rangeOf(values, count);
  const { mode, width, base } = range;
  const start = sink.reserve(HEADER_BYTES + count * width);
  const { bytes, view } = sink;
  view.setUint32(start, mode | (width << 8), true);
  view.setUint32(start + 4, 0, true);
  view.setFloat64(start + 8, base, true);
  view.setFloat64(start + 16, mode === DELTA ? values[0] : 0, true);
  if (width === 0) return;
  const data = start + HEADER_BYTES;
  if (mode === DELTA) {
    // From the end, as each step needs the value before it.
    for (let i = count - 1; i > 0; i--) values[i] -= values[i - 1] + base;
    values[0] = 0;
  } else if (base !== 0) {
    for (let i = 0; i < count; i++) values[i] -= base;
  }
  narrowArray(bytes.buffer, data, width, count).set(values.length === count ? values : values.subarray(0, count));
}

function narrowArray(buffer: ArrayBufferLike, offset: number, width: number, count: number): Uint8Array | Uint16Array | Uint32Array | Float64Array {
  if (width === 1) return new Uint8Array(buffer, offset, count);
  if (width === 2) return new Uint16Array(buffer, offset, count);
  return width === 4 ? new Uint32Array(buffer, offset, count) : new Float64Array(buffer, offset, count);
}

/** Reads columns in the order in which they were written. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  /** @param bytes copied if they do not start at a multiple of 8 in their buffer */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  }

  /**
   * Fills `target` (`count` elements from `first`, `stride` apart) with the next column.
   * @throws ProfileError 'index-damaged' if the bytes end before the column does
   */
  into({ values, first, stride, count }: Strided): void {
    const start = (this.#at + 7) & -8;
    const size = this.#view.byteLength;
    if (start + HEADER_BYTES > size || start + HEADER_BYTES + this.#view.getUint8(start + 1) * count > size) {
      throw new ProfileError('index-damaged', 'The index is damaged: a column is too short. Delete it and open the logs again.');
    }
    const head = this.#view.getUint32(start, true);
    const mode = head & 0xff;
    const width = (head >>> 8) & 0xff;
    const base = this.#view.getFloat64(start + 8, true);
    this.#at = start + HEADER_BYTES + width * count;
    if (mode === CONSTANT) {
      if (stride === 1) values.fill(base, first, first + count);
      else for (let i = 0, at = first; i < count; i++, at += stride) values[at] = base;
      return;
    }
    if (mode === DELTA && width === 0) {
      const initial = this.#view.getFloat64(start + 16, true);
      for (let i = 0, at = first; i < count; i++, at += stride) values[at] = initial + i * base;
      return;
    }
    const stored = narrowArray(this.#bytes.buffer, this.#bytes.byteOffset + start + HEADER_BYTES, width, count);
    if (mode === DELTA) {
      let value = this.#view.getFloat64(start + 16, true);
      if (count > 0) values[first] = value;
      for (let i = 1, at = first + stride; i < count; i++, at += stride) {
        value += base + stored[i];
        values[at] = value;
      }
    } else if (stride === 1 && base === 0) {
      values.set(stored, first);
    } else {
      for (let i = 0, at = first; i < count; i++, at += stride) values[at] = base + stored[i];
    }
  }

  /** Passes over the next column, of `count` values. */
  skip(count: number): void {
    const start = (this.#at + 7) & -8;
    const width = start + HEADER_BYTES <= this.#view.byteLength ? this.#view.getUint8(start + 1) : 0;
    this.#at = start + HEADER_BYTES + width * count;
  }

  u8(count: number): Uint8Array<ArrayBuffer> {
    return this.#read(new Uint8Array(count));
  }

  u16(count: number): Uint16Array<ArrayBuffer> {
    return this.#read(new Uint16Array(count));
  }

  u32(count: number): Uint32Array<ArrayBuffer> {
    return this.#read(new Uint32Array(count));
  }

  f64(count: number): Float64Array<ArrayBuffer> {
    return this.#read(new Float64Array(count));
  }

  #read<T extends NumberColumn>(values: T): T {
    this.into({ values, first: 0, stride: 1, count: values.length });
    return values;
  }
}
