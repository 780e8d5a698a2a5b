/** Records as JSON, one a line, in the order of the log and exactly: 64-bit ids as whole numbers, whatever a reader makes of them. */
import type { RecordBatch, StringTable } from '../decode/decoded_log.ts';
import { sortTimes } from '../model/time_sort.ts';
import { dumpFields, dumpName, type DumpField } from './dump_fields.ts';

/** `{"TaskInfo":{…}}` of each record of a batch. */
export function* dumpLines({ tables, strings }: RecordBatch): Generator<string, void, void> {
  const kinds = [...tables.values()].map((table) => ({ table, name: dumpName(table.name), fields: dumpFields(table.name, table.columns) }));
  const total = kinds.reduce((sum, { table }) => sum + table.count, 0);
  const [offsets, order, kindOf, rowOf] = [new Float64Array(total), new Uint32Array(total), new Uint16Array(total), new Uint32Array(total)];
  let at = 0;
  for (const [k, { table }] of kinds.entries()) {
    for (let row = 0; row < table.count; row++, at++) {
      offsets[at] = table.offsets[row];
      kindOf[at] = k;
      rowOf[at] = row;
      order[at] = at;
    }
  }
  sortTimes(offsets, order);
  const texts = new Texts(strings);
  for (const i of order) {
    const { name, fields } = kinds[kindOf[i]];
    yield `{"${name}":{${fields.map((field) => `"${field.name}":${valueText(field, rowOf[i], texts)}`).join(',')}}}`;
  }
}

const ACCESS: Readonly<Record<number, string>> = { 0: '"NoAccess"', 1: '"ReadOnly"', 2: '"WriteOnly"', 6: '"ReadWrite"', 7: '"ReadWrite"' };
const REDUCE = 4;

function valueText({ name, column, noneIfZero, noneIfOnes, noneIfNegative, reductions }: DumpField, row: number, texts: Texts): string {
  switch (column.type) {
    case 'bool': return column.values[row] === 0 ? 'false' : 'true';
    case 'time': return Number.isNaN(column.values[row]) ? 'null' : String(column.values[row]);
    case 'string': return JSON.stringify(texts.text(column.values[row]));
    case 'bytes': return `[${(texts.text(column.values[row]).match(/../g) ?? []).map((byte) => parseInt(byte, 16)).join(',')}]`;
    case 'coords': return `[${Array.from({ length: column.width / 2 }, (_, i) => wideText(column.values, (row * column.width) / 2 + i, true)).join(',')}]`;
    case 'u64':
    case 'i64': {
      const [lo, hi] = [column.values[2 * row], column.values[2 * row + 1]];
      if ((noneIfZero && (lo | hi) === 0) || (noneIfOnes && (lo & hi) >>> 0 === 0xffffffff)) return 'null';
      return wideText(column.values, row, column.type === 'i64');
    }
    default: {
      const value = column.values[row];
      if ((noneIfZero && value === 0) || (noneIfNegative && value < 0)) return 'null';
      if (name !== 'privilege') return String(value);
      return value === REDUCE ? `{"Reduce":${reductions?.values[row] ?? 0}}` : ACCESS[value] ?? String(value);
    }
  }
}

/** Pair `at` of low and high words. */
function wideText(words: Uint32Array, at: number, isSigned: boolean): string {
  const [lo, hi] = [words[2 * at], words[2 * at + 1]];
  if (hi < 0x200000) return String(hi * 4294967296 + lo);
  const value = (BigInt(hi) << 32n) | BigInt(lo);
  return String(isSigned ? BigInt.asIntN(64, value) : value);
}

/** Strings by number, each decoded once. */
class Texts {
  readonly #strings: StringTable;
  readonly #known = new Map<number, string>();
  readonly #decoder = new TextDecoder();

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  text(index: number): string {
    let text = this.#known.get(index);
    if (text === undefined) {
      const { bytes, ends } = this.#strings;
      // A copy, as a decoder refuses shared memory.
      text = this.#decoder.decode(bytes.slice(index === 0 ? 0 : ends[index - 1], ends[index]));
      this.#known.set(index, text);
    }
    return text;
  }
}
