/**
 * Generates one reader per record kind: a function with the kind's byte positions built in, which reads a run of such records
 * into the current page of its table. Measured on 2 cores (architecture §7): 2.8 to 4.6 M records/s, one big switch 1.5 M.
 * The generated text is made of numbers and our own names only; nothing that a log says gets into it.
 */
import type { TableBuilder } from './column_pages.ts';
import type { FieldLayout } from './record_layout.ts';

/**
 * Reads whole records of one kind from `bytes[pos .. end)`, the first one's id being at `pos`, until another id or an incomplete
 * record. Returns the position after the last whole one: `pos` itself if not even the first is whole.
 * `view` covers the same memory; `bytes[end]` must be 0, which stops searches for the end of a string; `base` is the
 * uncompressed file's byte at position 0.
 */
export type RunReader = (view: DataView, bytes: Uint8Array, pos: number, end: number, base: number, table: TableBuilder) => number;

/** A record longer than this is damage: no text in a log comes near it, and waiting for its end would take all memory. */
export const MAX_RECORD_BYTES = 16 << 20;

/** Times from 2^53 ns on (high word from 2^21 on) are none: Realm's "invalid" is 2^63, "not known" is all ones. */
const FIRST_BAD_HIGH_WORD = 0x20_0000;

export function compileReader(table: TableBuilder): RunReader {
  const measure: string[] = [];
  const write: string[] = [];
  const size = new Places(measure);
  let column = 0;
  for (const [i, field] of table.layout.fields.entries()) {
    const place = size.take(i, field, table);
    if (field.kind === 'skip') continue;
    write.push(...writeField(field, column, table.plans[column].width, place));
    column++;
  }
  const columns = table.plans.map((_, i) => i);
  const source = `'use strict';
return function read(view, bytes, pos, end, base, table) {
  let row = table.row, capacity = table.capacity, offsets = table.offsets;
  ${columns.length === 0 ? '' : `let ${columns.map((i) => `c${i} = table.columns[${i}]`).join(', ')};`}
  for (;;) {
    ${measure.join('\n    ')}
    const next = ${size.end};
    if (next > end || next - pos > ${MAX_RECORD_BYTES}) break;
    if (row === capacity) {
      table.row = row;
      table.nextPage();
      row = 0; capacity = table.capacity; offsets = table.offsets;
      ${columns.map((i) => `c${i} = table.columns[${i}];`).join(' ')}
    }
    offsets[row] = base + pos;
    ${write.join('\n    ')}
    ${table.repeats === undefined ? 'row++;' : KEEP_IF_NEW}
    pos = next;
    ${table.layout.isReadAlone ? 'break;' : `if (end - pos < 4 || view.getUint32(pos, true) !== ${table.layout.id}) break;`}
  }
  table.row = row;
  return pos;
}`;
  return readerOf(source);
}

/** Logs of a run describe their records alike: what V8 has learnt of a reader at one log serves the next. */
const compiled = new Map<string, RunReader>();
/** A log has some 60 kinds; enough for logs of a few versions. */
const MAX_COMPILED = 512;

function readerOf(source: string): RunReader {
  let reader = compiled.get(source);
  if (reader === undefined) {
    if (compiled.size === MAX_COMPILED) compiled.clear();
    reader = new Function(source)() as RunReader;
    compiled.set(source, reader);
  }
  return reader;
}

/** Starts from a number that differs from process to process, so that nobody can prepare records that all fall into one slot. */
const KEEP_IF_NEW = `let h = ${Math.floor(Math.random() * 2 ** 32)}, q = pos + 4;
    for (; q + 4 <= next; q += 4) h = Math.imul(h ^ view.getUint32(q, true), 0x85ebca6b) ^ (h >>> 15);
    for (; q < next; q++) h = Math.imul(h ^ bytes[q], 0x85ebca6b) ^ (h >>> 15);
    table.row = row;
    if (table.repeats.isRepeat((h ^ (h >>> 13)) >>> 0, table)) table.dropRepeat(base + pos);
    else row++;`;

interface Place {
  /** Expressions of the field's first byte and of the byte after its last. */
  readonly at: string;
  readonly until: string;
  /** The two may be equal: the field is left out of some records. */
  readonly isOptional?: boolean;
}

/** Walks the fields of a record; after one of variable length, positions count from its end. */
class Places {
  #origin = 'pos';
  #bytes = 4;
  readonly #measure: string[];
  /** Places of the fields that may say whether or how long a later one is. */
  readonly #numbers = new Map<string, Place>();
  #uuidSize: Place | undefined;

  constructor(measure: string[]) {
    this.#measure = measure;
  }

  get end(): string {
    return `${this.#origin} + ${this.#bytes}`;
  }

  take(i: number, field: FieldLayout, table: TableBuilder): Place {
    const at = this.end;
    const place = this.#measured(i, at, field, table);
    if (field.kind === 'u32') {
      this.#numbers.set(field.name, place);
      this.#uuidSize = place;
    }
    return place;
  }

  #measured(i: number, at: string, field: FieldLayout, table: TableBuilder): Place {
    if (field.kind === 'string') {
      // The 0 at bytes[end] ends every search; finding that one means that the string is not whole yet.
      this.#measure.push(`if (${at} >= end) break;`, `const e${i} = bytes.indexOf(0, ${at});`, `if (e${i} >= end) break;`);
      return this.#moved(at, `e${i}`, 1);
    }
    if (field.kind === 'uuid') {
      const count = this.#uuidSize === undefined ? '1' : `view.getUint32(${this.#uuidSize.at}, true)`;
      this.#measure.push(`if (${at} > end) break;`, `const e${i} = ${at} + ${count};`);
      return this.#moved(at, `e${i}`, 0);
    }
    const condition = field.onlyIf === undefined ? undefined : this.#numbers.get(field.onlyIf.field);
    if (field.onlyIf !== undefined && condition !== undefined) {
      this.#measure.push(
        `if (${at} > end) break;`,
        `const e${i} = ${at} + (view.getUint32(${condition.at}, true) === ${field.onlyIf.equals} ? ${field.size} : 0);`,
      );
      return { ...this.#moved(at, `e${i}`, 0), isOptional: true };
    }
    const plan = field.kind === 'point' || field.kind === 'array' ? table.plans.find((p) => p.field === field) : undefined;
    this.#bytes += plan === undefined ? field.size : plan.width * 4;
    return { at, until: this.end };
  }

  #moved(at: string, origin: string, bytes: number): Place {
    this.#origin = origin;
    this.#bytes = bytes;
    return { at, until: origin };
  }
}

function writeField(field: FieldLayout, column: number, width: number, { at, until, isOptional }: Place): string[] {
  const c = `c${column}`;
  const word = (byte: string | number) => `view.getUint32(${at} + ${byte}, true)`;
  if (isOptional === true) return [`${c}[row] = ${until} > ${at} ? ${word(0)} : 0;`];
  switch (field.kind) {
    case 'skip': return [];
    case 'bool': return [`${c}[row] = bytes[${at}] === 0 ? 0 : 1;`];
    case 'u8': return [`${c}[row] = bytes[${at}];`];
    case 'u32': return [`${c}[row] = ${word(0)};`];
    case 'i32': return [`${c}[row] = view.getInt32(${at}, true);`];
    case 'u64':
    case 'i64': return [`${c}[2 * row] = ${word(0)};`, `${c}[2 * row + 1] = ${word(4)};`];
    case 'time': return writeTime(field, column, word);
    case 'string': return [`${c}[row] = table.strings.intern(bytes, ${at}, ${until});`];
    case 'uuid': return [`${c}[row] = table.strings.internHex(bytes, ${at}, ${until});`];
    case 'point':
    case 'array': return [`for (let k = 0; k < ${width}; k++) ${c}[${width} * row + k] = ${word('4 * k')};`];
  }
}

function writeTime(field: FieldLayout, column: number, word: (byte: number) => string): string[] {
  const c = `c${column}`;
  const isNone = field.allOnesIsNone === true ? `(h${column} !== 0xffffffff || ${word(0)} !== 0xffffffff)` : 'true';
  return [
    `const h${column} = ${word(4)};`,
    `if (h${column} < ${FIRST_BAD_HIGH_WORD}) ${c}[row] = h${column} * 4294967296 + ${word(0)};`,
    `else { ${c}[row] = NaN; if (${isNone}) table.oddTime(${column}, base + pos); }`,
  ];
}
