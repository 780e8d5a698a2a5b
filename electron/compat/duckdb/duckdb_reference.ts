/**
 * The reference's DuckDB tables: `data_source`, `entries`, and `items` with a row for every box (an item that waits is several) and a
 * column for every field that occurs. Source: prof-viewer src/duckdb_data.rs.
 */
import type { DuckDBValue } from '@duckdb/node-api';
import { ItemFieldReader } from '../../index/item_fields.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import type { ItemFields, SegmentFields } from '../../protocol/fields.ts';
import { STATE_RUNNING, trackOfKey, type TrackId } from '../../protocol/items.ts';
import { columnName, slugsByEntry, tableEntries, type TableEntry, type TreeRows } from './duckdb_entries.ts';
import { FieldColumns, fits, isSameType, typeOfValue, widen, widenedSql, type FieldType } from './duckdb_fields.ts';
import type { DuckdbFile } from './duckdb_file.ts';
import { quoteName } from './duckdb_names.ts';
import type { DuckdbTable } from './duckdb_table.ts';
import { LegionSource } from '../tiles/legion_source.ts';
import { entrySlug } from '../tiles/legion_slugs.ts';

export interface ReferenceRun {
  /** Names of the logs as they were given. */
  readonly locator: readonly string[];
  readonly stopNs: number;
  readonly warning: string | undefined;
  readonly tree: TreeRows;
  /** The items of a track that holds some itself, with their fields. */
  readonly items: (track: TrackId) => Iterable<ItemFields>;
}

/** @param locator names of the logs as they were given */
export function referenceRun(reader: IndexReader, locator: readonly string[]): ReferenceRun {
  const fields = new ItemFieldReader(reader);
  const source = new LegionSource(reader);
  const { warning } = source.info();
  return { locator, stopNs: source.span.stop, warning, tree: source.tree, items: (track) => fields.ofTrack(track) };
}

/** How often a field occurred again in a row; only its first value is in the table. */
export type RepeatedFields = ReadonlyMap<string, number>;

export const REFERENCE_TABLES: readonly string[] = ['data_source', 'entries', 'items'];

/** @throws as DuckdbTable; what the run's items throw */
export async function writeReferenceTables(file: DuckdbFile, run: ReferenceRun): Promise<RepeatedFields> {
  const entries = tableEntries(run.tree);
  const slugs = slugsByEntry(entries);
  const columns = new FieldColumns(file.duckdb, (item) => slugs.get(entrySlug(run.tree.entryOf(trackOfKey(item)))) ?? null);
  await writeSource(file, run, columns);
  await writeEntries(file, entries);
  const items = await ItemTable.create(file, columns);
  for (const entry of entries) {
    const track = entry.type === 'slot' ? run.tree.slots.get(entrySlug(entry.id))?.track : undefined;
    if (track === undefined) continue;
    for (const item of run.items(track.mirrorOf ?? track.id)) await items.add(entry.slug, item);
  }
  await items.close();
  return items.repeated;
}

async function writeSource(file: DuckdbFile, { locator, stopNs, warning }: ReferenceRun, columns: FieldColumns): Promise<void> {
  const { VARCHAR, LIST, listValue } = file.duckdb;
  const table = await file.createTable('data_source', [{ name: 'source_locator', type: LIST(VARCHAR) }, { name: 'interval', type: columns.interval }, { name: 'warning_message', type: VARCHAR }]);
  table.add([listValue(locator), columns.intervalValue(0, stopNs), warning ?? null]);
  await table.close();
}

async function writeEntries(file: DuckdbFile, entries: readonly TableEntry[]): Promise<void> {
  const { VARCHAR } = file.duckdb;
  const table = await file.createTable('entries', [
    { name: 'entry_slug', type: VARCHAR, constraint: 'NOT NULL PRIMARY KEY' }, { name: 'short_name', type: VARCHAR, constraint: 'NOT NULL' }, { name: 'long_name', type: VARCHAR, constraint: 'NOT NULL' },
    { name: 'parent_slug', type: VARCHAR }, { name: 'type', type: VARCHAR, constraint: 'NOT NULL' },
  ]);
  for (const { slug, shortName, longName, parent, type } of entries) {
    if (table.isFull) await table.flush();
    table.add([slug, shortName, longName, parent, type]);
  }
  await table.close();
}

/** A column of `items` that holds a field. */
interface FieldColumn {
  readonly at: number;
  type: FieldType;
}

class ItemTable {
  readonly repeated = new Map<string, number>();
  readonly #table: DuckdbTable;
  readonly #columns: FieldColumns;
  readonly #fields = new Map<string, FieldColumn>();

  private constructor(table: DuckdbTable, columns: FieldColumns) {
    this.#table = table;
    this.#columns = columns;
  }

  static async create(file: DuckdbFile, columns: FieldColumns): Promise<ItemTable> {
    const { VARCHAR, UBIGINT } = file.duckdb;
    return new ItemTable(await file.createTable('items', [
      { name: 'entry_slug', type: VARCHAR, constraint: 'NOT NULL' }, { name: 'item_uid', type: UBIGINT, constraint: 'NOT NULL' }, { name: 'title', type: VARCHAR, constraint: 'NOT NULL' },
    ]), columns);
  }

  async add(slug: string, item: ItemFields): Promise<void> {
    if (isEmpty(item)) return;
    const uid = BigInt(item.item);
    for (const segment of item.segments) {
      for (const { name, value } of segment.fields) {
        const column = this.#fields.get(name);
        if (column === undefined) await this.#addColumn(name, typeOfValue(value));
        else if (!fits(value, column.type)) await this.#widen(column, widen(column.type, typeOfValue(value)));
      }
      if (this.#table.isFull) await this.#table.flush();
      this.#table.add(this.#row([slug, uid, item.title], segment));
    }
  }

  async close(): Promise<void> {
    await this.#table.close();
  }

  #row(row: DuckDBValue[], { fields }: SegmentFields): DuckDBValue[] {
    for (const { name, value } of fields) {
      const { at, type } = this.#fields.get(name)!;
      if (row[at] === undefined) row[at] = this.#columns.value(value, type);
      else this.repeated.set(name, (this.repeated.get(name) ?? 0) + 1);
    }
    return row;
  }

  async #addColumn(field: string, type: FieldType): Promise<void> {
    this.#fields.set(field, { at: this.#table.columns.length, type });
    await this.#table.addColumn({ name: columnName(field), type: this.#columns.type(type) });
  }

  async #widen(column: FieldColumn, type: FieldType): Promise<void> {
    const name = quoteName(this.#table.columns[column.at].name);
    if (!isSameType(column.type, type)) await this.#table.changeType(column.at, this.#columns.type(type), widenedSql(name, column.type, type));
    column.type = type;
  }
}

/** An item of a processor without length and waits has a point in our columns; the reference draws nothing. */
function isEmpty({ segments: [first, second] }: ItemFields): boolean {
  return second === undefined && first.state === STATE_RUNNING && first.startNs === first.stopNs;
}
