/**
 * Reading a decoded log's tables by meaning: a column is handed out in the one representation the builder wants, whatever TYPE
 * the preamble gave the field, and filled with "none" where a log version lacks it.
 */
import type { Column, LogContent, RecordTable } from '../decode/decoded_log.ts';

const NO_OFFSETS = new Float64Array(0);
const utf8 = new TextDecoder();

/** A table of a log, or an empty one where the kind of record does not occur. */
export class LogTable {
  readonly name: string;
  readonly count: number;
  readonly offsets: Float64Array;
  readonly #table: RecordTable | undefined;

  constructor(log: Pick<LogContent, 'tables'> & Partial<Pick<LogContent, 'packed'>>, name: string) {
    this.name = name;
    if (log.packed?.has(name) === true) throw new Error(`${name} records are packed: the model does not read them (index_only.ts).`);
    this.#table = log.tables.get(name);
    this.count = this.#table?.count ?? 0;
    this.offsets = this.#table?.offsets ?? NO_OFFSETS;
  }

  has(field: string): boolean {
    return this.#table?.columns.has(field) ?? false;
  }

  /** 64-bit ids as word pairs, length 2 * count; 0 where the log has no such field. */
  words(field: string): Uint32Array {
    const column = this.#column(field);
    if (column === undefined) return new Uint32Array(2 * this.count);
    if (column.type === 'u64' || column.type === 'i64') return column.values;
    const words = new Uint32Array(2 * this.count);
    if (column.type === 'coords') return words;
    for (let row = 0; row < this.count; row++) words[2 * row] = column.values[row];
    return words;
  }

  /** Whole ns, length count; NaN where there is no such time. */
  times(field: string): Float64Array {
    const column = this.#column(field);
    if (column?.type === 'time') return column.values;
    const times = new Float64Array(this.count).fill(NaN);
    if (column === undefined || column.type === 'coords') return times;
    const isWide = column.type === 'u64' || column.type === 'i64';
    for (let row = 0; row < this.count; row++) {
      const time = isWide ? column.values[2 * row] + column.values[2 * row + 1] * 4294967296 : column.values[row];
      if (time >= 0 && time < Number.MAX_SAFE_INTEGER) times[row] = time;
    }
    return times;
  }

  /** Small numbers (kinds, task ids, flags), length count; 0 where the log has no such field. A 64-bit field gives its low word. */
  numbers(field: string): Uint32Array | Int32Array | Uint8Array {
    const column = this.#column(field);
    if (column === undefined || column.type === 'coords') return new Uint32Array(this.count);
    if (column.type === 'u32' || column.type === 'i32' || column.type === 'bool' || column.type === 'string' || column.type === 'bytes') return column.values;
    const numbers = new Uint32Array(this.count);
    for (let row = 0; row < this.count; row++) {
      numbers[row] = column.type === 'time' ? column.values[row] : column.values[2 * row];
    }
    return numbers;
  }

  #column(field: string): Column | undefined {
    return this.#table?.columns.get(field);
  }
}

/** Strings of one log, each decoded once. */
export class LogStrings {
  readonly #log: Pick<LogContent, 'strings'>;
  readonly #texts = new Map<number, string>();

  constructor(log: LogContent) {
    this.#log = log;
  }

  text(index: number): string {
    const known = this.#texts.get(index);
    if (known !== undefined) return known;
    const { bytes, ends, count } = this.#log.strings;
    const start = index === 0 ? 0 : ends[index - 1];
    // TextDecoder refuses shared memory.
    const text = index < count ? utf8.decode(bytes.slice(start, ends[index])) : '';
    this.#texts.set(index, text);
    return text;
  }
}

/** `0x1d00000000000002`. */
export function hexWords(lo: number, hi: number): string {
  const low = (lo >>> 0).toString(16);
  return hi === 0 ? `0x${low}` : `0x${(hi >>> 0).toString(16)}${low.padStart(8, '0')}`;
}
