// Decoded logs made by hand: records as objects, columns as the decoder makes them. Test helper.
import type { Column, DecodedLog, RecordTable } from '../../../electron/decode/decoded_log.ts';

/** Numbers for small fields and times, bigint for 64-bit ids, text for strings. */
export type LogRecord = Readonly<Record<string, number | bigint | string>>;

const TIMES = new Set(['create', 'ready', 'start', 'stop', 'gpu_start', 'gpu_stop', 'wait_start', 'wait_ready', 'wait_end', 'spawn', 'performed', 'destroy']);
const FLAGS = new Set(['message', 'overwrite', 'indirect', 'debug', 'spy', 'completion']);

export interface SyntheticOptions {
  readonly version?: number;
  readonly node?: number;
  readonly nodes?: number;
  readonly path?: string;
}

/** Byte offsets go up by 100 in the order of `records`. */
export function syntheticLog(records: readonly (readonly [table: string, record: LogRecord])[], { version = 1008, node = 0, nodes = 1, path = `/logs/prof_${node}.gz` }: SyntheticOptions = {}): DecodedLog {
  const strings: string[] = [];
  const all = [['MachineDesc', { node_id: node, num_nodes: nodes, hostname: 'host', process_id: 7 }] as const, ...records];
  const byTable = new Map<string, { record: LogRecord; offset: number }[]>();
  all.forEach(([table, record], i) => {
    const rows = byTable.get(table) ?? [];
    byTable.set(table, rows);
    rows.push({ record, offset: 1000 + i * 100 });
  });
  const tables = new Map<string, RecordTable>();
  for (const [name, rows] of byTable) {
    const fields = [...new Set(rows.flatMap(({ record }) => Object.keys(record)))];
    tables.set(name, {
      name, count: rows.length, offsets: Float64Array.from(rows, ({ offset }) => offset),
      columns: new Map(fields.map((field) => [field, columnOf(field, rows.map(({ record }) => record[field] ?? 0), strings)])),
    });
  }
  const encoded = strings.map((text) => new TextEncoder().encode(text));
  const ends = new Uint32Array(encoded.length);
  let size = 0;
  encoded.forEach((bytes, i) => (ends[i] = size += bytes.length));
  const bytes = new Uint8Array(size);
  encoded.forEach((part, i) => bytes.set(part, ends[i] - part.length));
  return {
    path, container: 'raw', bytes: 0, rawBytes: 0, status: 'whole', records: all.length, duplicates: 0,
    header: { version, runtime: undefined, length: 0, declared: [...byTable.keys()], isPrealm: false },
    recordCounts: new Map([...byTable].map(([name, rows]) => [name, rows.length])), tables, packed: new Map(), strings: { bytes, ends, count: encoded.length }, alerts: [],
  };
}

function columnOf(field: string, values: readonly (number | bigint | string)[], strings: string[]): Column {
  if (values.some((value) => typeof value === 'string')) {
    return { type: 'string', values: Uint32Array.from(values, (value) => strings.push(String(value)) - 1) };
  }
  if (TIMES.has(field)) return { type: 'time', values: Float64Array.from(values, Number) };
  if (FLAGS.has(field)) return { type: 'bool', values: Uint8Array.from(values, Number) };
  if (values.some((value) => typeof value === 'bigint')) {
    const words = BigUint64Array.from(values, (value) => BigInt.asUintN(64, BigInt(value)));
    return { type: 'u64', values: new Uint32Array(words.buffer) };
  }
  return { type: 'u32', values: Uint32Array.from(values, Number) };
}

/** Realm ids. */
export const processor = (node: number, index: number): bigint => (0x1dn << 56n) | (BigInt(node) << 40n) | BigInt(index);
export const memory = (node: number, index: number): bigint => (0x1en << 56n) | (BigInt(node) << 40n) | BigInt(index);
export const event = (node: number, index: number): bigint => (1n << 63n) | (BigInt(node) << 47n) | (BigInt(index) << 20n) | 1n;

/** A task that ran from `start` to `stop`, ready and created at its start. */
export function task(op: number, proc: bigint, fevent: bigint, start: number, stop: number, more: LogRecord = {}): readonly [string, LogRecord] {
  return ['TaskInfo', { op_id: BigInt(op), task_id: 5, variant_id: 1, proc_id: proc, create: start, ready: start, start, stop, creator: 0n, fevent, ...more }];
}

export const NAMES: readonly (readonly [string, LogRecord])[] = [
  ['TaskKind', { task_id: 5, name: 'ns::foo', overwrite: 1 }],
  ['TaskVariant', { task_id: 5, variant_id: 1, name: 'leaf' }],
  ['MetaDesc', { kind: 3, message: 0, name: 'Trigger Task Mapping' }],
  ['MetaDesc', { kind: 4, message: 1, name: 'Send Something' }],
  ['MapperCallDesc', { kind: 2, name: 'map_task' }],
  ['RuntimeCallDesc', { kind: 9, name: 'Map Region' }],
  ['OpDesc', { kind: 0, name: 'Task' }],
  ['OpDesc', { kind: 6, name: 'Copy' }],
  ['Provenance', { provenance: 77n, prov: 'cg.py:32' }],
];
