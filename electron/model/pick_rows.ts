/** Some rows of a table of records, as a table of its own in shared memory. */
import type { Column, RecordTable } from '../decode/decoded_log.ts';
import { sharedF64, sharedU32, sharedU8 } from './shared_columns.ts';

/** Rows for which `isKept` says so, in their order; the table itself where that is all of them, undefined where it is none. */
export function pickRows(table: RecordTable, isKept: (row: number) => boolean): RecordTable | undefined {
  const rows = new Uint32Array(table.count);
  let count = 0;
  for (let row = 0; row < table.count; row++) if (isKept(row)) rows[count++] = row;
  if (count === table.count) return table;
  if (count === 0) return undefined;
  const picked = rows.subarray(0, count);
  const offsets = sharedF64(count);
  copyRows(table.offsets, offsets, picked, 1);
  return { name: table.name, count, offsets, columns: new Map([...table.columns].map(([name, column]) => [name, pickColumn(column, picked)])) };
}

function pickColumn(column: Column, rows: Uint32Array): Column {
  const { length } = rows;
  switch (column.type) {
    case 'bool': return { type: 'bool', values: copyRows(column.values, sharedU8(length), rows, 1) };
    case 'time': return { type: 'time', values: copyRows(column.values, sharedF64(length), rows, 1) };
    case 'i32': {
      const { buffer, byteOffset } = sharedU32(length);
      return { type: 'i32', values: copyRows(column.values, new Int32Array(buffer, byteOffset, length), rows, 1) };
    }
    case 'u32':
    case 'string':
    case 'bytes': return { type: column.type, values: copyRows(column.values, sharedU32(length), rows, 1) };
    case 'u64':
    case 'i64': return { type: column.type, values: copyRows(column.values, sharedU32(2 * length), rows, 2) };
    case 'coords': return { type: 'coords', width: column.width, values: copyRows(column.values, sharedU32(column.width * length), rows, column.width) };
  }
}

/** Fills `target` with the rows, each of `stride` elements. */
function copyRows<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(values: T, target: T, rows: Uint32Array, stride: number): T {
  for (let i = 0; i < rows.length; i++) for (let k = 0; k < stride; k++) target[i * stride + k] = values[rows[i] * stride + k];
  return target;
}
