/** Ways for tests to look into a decoded log. */
import type { DecodedLog, RecordTable } from '../../../electron/decode/decoded_log.ts';

export function stringAt(log: DecodedLog, index: number): string {
  const { bytes, ends } = log.strings;
  return Buffer.from(bytes.slice(index === 0 ? 0 : ends[index - 1], ends[index])).toString();
}

/** A row as plain values: numbers, bigints, strings, arrays of bigints for coordinates. */
export function rowOf(log: DecodedLog, name: string, row: number): Record<string, unknown> {
  const table = log.tables.get(name);
  if (table === undefined || row >= table.count) throw new Error(`no row ${row} of ${name}`);
  return Object.fromEntries([...table.columns.keys()].map((field) => [field, valueOf(log, table, field, row)]));
}

function valueOf(log: DecodedLog, table: RecordTable, field: string, row: number): unknown {
  const column = table.columns.get(field)!;
  const wide = (words: Uint32Array, at: number) => BigInt(words[2 * at]) | (BigInt(words[2 * at + 1]) << 32n);
  switch (column.type) {
    case 'u64': return wide(column.values, row);
    case 'i64': return BigInt.asIntN(64, wide(column.values, row));
    case 'string':
    case 'bytes': return stringAt(log, column.values[row]);
    case 'coords': return Array.from({ length: column.width / 2 }, (_, i) => BigInt.asIntN(64, wide(column.values, (row * column.width) / 2 + i)));
    default: return column.values[row];
  }
}

/** Everything about a log but where it lay, with shared arrays copied so that two can be compared. */
export function contentOf(log: DecodedLog): unknown {
  const tables = [...log.tables].map(([name, table]) => [
    name, table.count, [...table.offsets], [...table.columns].map(([field, column]) => [field, column.type, [...column.values]]),
  ]);
  const { rawBytes, header, status, records, duplicates, recordCounts } = log;
  return { rawBytes, header, status, records, duplicates, recordCounts: [...recordCounts], tables, strings: [[...log.strings.bytes], [...log.strings.ends]] };
}
