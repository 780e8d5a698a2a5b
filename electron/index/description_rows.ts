/** What logs declare about the machine and about names, as plain rows. The first (or last, where the reference says so) of a key stays. Index thread. */
import type { DecodedLog, RecordTable } from '../decode/decoded_log.ts';
import { depPartName, memoryKind, processorKind } from '../model/kinds.ts';
import { ownerNode } from '../model/realm_ids.ts';
import type { IndexDatabase, SqlValue } from './database.ts';
import { signedKey } from './key_pages.ts';
import { LogStrings } from './log_strings.ts';
import { sourcePlace } from './provenance_text.ts';

/** One record's fields by name. */
interface RecordRow {
  /** 32-bit and time fields; 0 where the log's version has no such field. */
  number(field: string): number;
  /** 64-bit ids, two's complement. */
  id(field: string): bigint;
  high(field: string): number;
  hex(field: string): string;
  text(field: string): string;
}

class TableRow implements RecordRow {
  readonly #table: RecordTable;
  readonly #strings: LogStrings;
  row = 0;

  constructor(table: RecordTable, strings: LogStrings) {
    this.#table = table;
    this.#strings = strings;
  }

  number(field: string): number {
    const column = this.#table.columns.get(field);
    if (column === undefined) return 0;
    return column.type === 'u64' || column.type === 'i64' ? Number(this.id(field)) : column.values[this.row];
  }

  id(field: string): bigint {
    const column = this.#table.columns.get(field);
    if (column === undefined) return 0n;
    const { values } = column;
    return column.type === 'u64' || column.type === 'i64' ? signedKey(values[2 * this.row + 1], values[2 * this.row]) : BigInt(values[this.row]);
  }

  high(field: string): number {
    return this.#table.columns.get(field)?.values[2 * this.row + 1] ?? 0;
  }

  hex(field: string): string {
    return `0x${BigInt.asUintN(64, this.id(field)).toString(16)}`;
  }

  text(field: string): string {
    const column = this.#table.columns.get(field);
    return column?.type === 'string' ? this.#strings.get(column.values[this.row]) : '';
  }
}

interface Description {
  readonly record: string;
  /** Verb, table and columns. */
  readonly sql: string;
  readonly values: (row: RecordRow) => readonly SqlValue[];
}

const kindNames = (record: string, family: string): Description => ({
  record, sql: 'INSERT OR IGNORE INTO kind_name (family, kind, name) VALUES (?, ?, ?)', values: (row) => [family, row.number('kind'), row.text('name')],
});

const DESCRIPTIONS: readonly Description[] = [
  {
    record: 'ProcDesc', sql: 'INSERT OR IGNORE INTO processor (proc_id, hex, node, kind, kind_name) VALUES (?, ?, ?, ?, ?)',
    values: (row) => [row.id('proc_id'), row.hex('proc_id'), ownerNode(row.high('proc_id')), row.number('kind'), processorKind(row.number('kind')).name],
  },
  {
    record: 'MemDesc', sql: 'INSERT OR IGNORE INTO memory (mem_id, hex, node, kind, kind_name, capacity_bytes) VALUES (?, ?, ?, ?, ?, ?)',
    values: (row) => [row.id('mem_id'), row.hex('mem_id'), ownerNode(row.high('mem_id')), row.number('kind'), memoryKind(row.number('kind')).name, row.id('capacity')],
  },
  {
    record: 'MapperName', sql: 'INSERT OR IGNORE INTO mapper (mapper_id, mapper_proc, name) VALUES (?, ?, ?)',
    values: (row) => [row.number('mapper_id'), row.id('mapper_proc'), row.text('name')],
  },
  kindNames('OpDesc', 'operation'), kindNames('MapperCallDesc', 'mapper_call'), kindNames('RuntimeCallDesc', 'runtime_call'),
  {
    record: 'MetaDesc', sql: "INSERT OR IGNORE INTO kind_name (family, kind, name, is_message) VALUES ('meta_task', ?, ?, ?)",
    values: (row) => [row.number('kind'), row.text('name'), row.number('message')],
  },
  {
    // A later name counts only if it is said to overwrite.
    record: 'TaskKind', sql: "INSERT INTO kind_name (family, kind, name) VALUES ('task', ?, ?) ON CONFLICT (family, kind) DO UPDATE SET name = excluded.name WHERE ?",
    values: (row) => [row.number('task_id'), row.text('name'), row.number('overwrite')],
  },
  {
    record: 'TaskVariant', sql: 'INSERT OR IGNORE INTO task_variant (task_id, variant_id, name) VALUES (?, ?, ?)',
    values: (row) => [row.number('task_id'), row.number('variant_id'), row.text('name')],
  },
  { record: 'FieldSpaceDesc', sql: 'INSERT OR IGNORE INTO field_space (fspace_id, name) VALUES (?, ?)', values: (row) => [row.id('unique_id'), row.text('name')] },
  {
    record: 'FieldDesc', sql: 'INSERT OR IGNORE INTO field (fspace_id, field_id, size_bytes, name) VALUES (?, ?, ?, ?)',
    values: (row) => [row.id('unique_id'), row.number('field_id'), row.id('size'), row.text('name')],
  },
  {
    record: 'Provenance', sql: 'INSERT OR REPLACE INTO provenance (provenance_id, text, file, line) VALUES (?, ?, ?, ?)',
    values: (row) => {
      const said = row.text('prov');
      const place = sourcePlace(said);
      return [row.id('provenance'), said, place?.file ?? null, place?.line ?? null];
    },
  },
  { record: 'BacktraceDesc', sql: 'INSERT OR IGNORE INTO backtrace (backtrace_id, text) VALUES (?, ?)', values: (row) => [row.id('backtrace_id'), row.text('backtrace')] },
];

/** Kinds of records that are descriptions. */
export const DESCRIPTION_RECORDS: ReadonlySet<string> = new Set(DESCRIPTIONS.map(({ record }) => record));

/** Writes all descriptions of one log. Some thousands of rows at most; not sliced. */
export function writeDescriptions(database: IndexDatabase, log: DecodedLog): void {
  const strings = new LogStrings(log.strings);
  for (const { record, sql, values } of DESCRIPTIONS) {
    const table = log.tables.get(record);
    if (table === undefined) continue;
    const insert = database.query(sql);
    const row = new TableRow(table, strings);
    for (; row.row < table.count; row.row++) insert.run(...values(row));
  }
}

/** Kinds of dependent partitioning are numbers of Legion's that no log names. */
export function writePartitionKinds(database: IndexDatabase): void {
  for (let kind = 0; kind < 16; kind++) database.run("INSERT INTO kind_name (family, kind, name) VALUES ('partition', ?, ?)", kind, depPartName(kind));
}
