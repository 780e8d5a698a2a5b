/** From columns of logged records to columns of plain rows: what "none" is in each, and how 64-bit ids are written. */
import type { Column, RecordTable } from '../decode/decoded_log.ts';
import { WIDE, type RowBatch } from './row_pages.ts';

/** How a row column follows from a record column. Ids that are `none` become NULL: 0, all ones, or either; undefined = never. */
export interface FieldRule {
  /** Column of the table. */
  readonly to: string;
  /** Field of the record. A log without the field gives NULL. */
  readonly from: string;
  readonly none?: 'zero' | 'ones' | 'either';
}

/** Puts `number` or, where it is too large, its words into a batch. */
export function putWords(batch: RowBatch, column: number, row: number, hi: number, lo: number): void {
  if (hi >>> 0 < 0x200000) {
    batch.numbers[column][row] = (hi >>> 0) * 4294967296 + (lo >>> 0);
  } else {
    batch.numbers[column][row] = WIDE;
    batch.hi[column][row] = hi;
    batch.lo[column][row] = lo;
  }
}

/** Puts an id that may be none. */
export function putId(batch: RowBatch, column: number, row: number, hi: number, lo: number, none: FieldRule['none']): void {
  const isNone = (none === 'zero' || none === 'either') && (hi | lo) === 0 || (none === 'ones' || none === 'either') && (hi & lo) >>> 0 === 0xffffffff;
  if (isNone) batch.numbers[column][row] = NaN;
  else putWords(batch, column, row, hi, lo);
}

/** Value `recordRow` of a record's column into row `row` of a batch's column. */
export function putField(batch: RowBatch, column: number, row: number, field: Column | undefined, recordRow: number, none: FieldRule['none']): void {
  if (field === undefined) {
    batch.numbers[column][row] = NaN;
    return;
  }
  const { values } = field;
  if (field.type === 'u64' || field.type === 'i64') {
    putId(batch, column, row, values[2 * recordRow + 1], values[2 * recordRow], none);
    return;
  }
  const value = values[recordRow];
  const isNone = (none === 'zero' || none === 'either') && value === 0 || (none === 'ones' || none === 'either') && value === 0xffffffff;
  batch.numbers[column][row] = isNone ? NaN : value;
}

/** A batch column filled from rows [first, first + count) of a record table. */
export function putFields(batch: RowBatch, column: number, table: RecordTable, { from, none }: FieldRule, first: number, count: number): void {
  const field = table.columns.get(from);
  for (let i = 0; i < count; i++) putField(batch, column, i, field, first + i, none);
}
