/**
 * Adds rows of integers to the index in bulk. A small staging file beside the index holds pages made by row_pages.ts; SQLite is
 * asked to INSERT … SELECT from there, which for equal tables copies whole rows without looking at their values.
 * The index thread's; synchronous; `flush` takes some 20 ms.
 */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { openDatabase, sqlError, type IndexDatabase } from './database.ts';
import { LeafPages, newRowBatch, writeRoot, type RowBatch } from './row_pages.ts';
import { PAGE_SIZE } from './schema.ts';
import { createTableSql, type TableDef } from './schema_types.ts';

/** Rows of a batch. */
export const BATCH_ROWS = 2048;
/** Pages are moved into the index once they are this many bytes. */
const STAGE_BYTES = 5 << 20;

interface BulkTable {
  readonly name: string;
  readonly root: number;
  readonly pages: LeafPages;
  readonly batch: RowBatch;
  readonly columns: readonly string[];
}

export class BulkWriter {
  readonly #database: IndexDatabase;
  readonly #path: string;
  readonly #file: number;
  readonly #tables = new Map<string, BulkTable>();
  readonly #firstPage: number;
  readonly #schemaPage: Uint8Array;
  #changes = 1;

  /** @param path of the staging file, which is made anew and removed by `close` */
  constructor(database: IndexDatabase, path: string, tables: readonly TableDef[]) {
    this.#database = database;
    this.#path = path;
    this.#schemaPage = makeTemplate(path, tables);
    tables.forEach((table, i) => {
      const columns = table.columns.filter((column) => !column.key && column.generated === undefined).map(({ name }) => name);
      this.#tables.set(table.name, { name: table.name, root: i + 2, pages: new LeafPages(PAGE_SIZE), batch: newRowBatch(columns.length, BATCH_ROWS), columns });
    });
    this.#firstPage = tables.length + 2;
    this.#file = openSync(path, 'r+');
    database.attach(path, 'stage');
  }

  /** The reusable batch of a table; `count` is 0. */
  batch(table: string): RowBatch {
    const { batch } = this.#table(table);
    batch.count = 0;
    return batch;
  }

  /** Place of a column in the batch of its table. */
  column(table: string, column: string): number {
    const at = this.#table(table).columns.indexOf(column);
    if (at < 0) throw new Error(`table ${table} has no column ${column}`);
    return at;
  }

  /** Takes the batch's rows. Keys of a table must ascend from call to call until the next `flush`. */
  add(table: string): void {
    const { pages, batch } = this.#table(table);
    pages.add(batch);
    batch.count = 0;
  }

  /** Whether enough is waiting for a `flush` to be worth while. */
  get isFull(): boolean {
    let pages = 0;
    for (const table of this.#tables.values()) pages += table.pages.pages;
    return pages * PAGE_SIZE >= STAGE_BYTES;
  }

  /** Moves what was added into the index. @throws ProfileError 'disk-full', 'system' */
  flush(): void {
    const filled = [...this.#tables.values()].filter(({ pages }) => pages.rows > 0);
    if (filled.length === 0) return;
    let page = this.#firstPage;
    const root = new Uint8Array(PAGE_SIZE);
    for (const { pages, root: rootPage } of filled) {
      pages.close();
      const leaves = pages.bytes.subarray(0, pages.pages * PAGE_SIZE);
      if (pages.pages === 1) {
        this.#write(leaves, rootPage);
        continue;
      }
      writeRoot(root, page, pages.lastKeys);
      this.#write(root, rootPage);
      this.#write(leaves, page);
      page += pages.pages;
    }
    // Tables that were not filled keep pages of earlier flushes: nobody reads them.
    this.#writeHeader(page - 1);
    for (const { name } of filled) this.#database.exec(`INSERT INTO main.${name} SELECT * FROM stage.${name}`);
    for (const { pages } of filled) pages.clear();
  }

  /** Lets the staging file go, with whatever was not flushed. */
  close(): void {
    // Not within a transaction that an error has left open: it goes with the connection.
    if (this.#database.isOpen && !this.#database.inTransaction) this.#database.detach('stage');
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  /** SQLite reads the pages again when the change counter (bytes 24 and 92) has moved; bytes 28 say how many there are. */
  #writeHeader(pages: number): void {
    this.#changes++;
    const view = new DataView(this.#schemaPage.buffer, this.#schemaPage.byteOffset);
    view.setUint32(24, this.#changes);
    view.setUint32(28, pages);
    view.setUint32(92, this.#changes);
    this.#write(this.#schemaPage, 1);
  }

  #write(bytes: Uint8Array, page: number): void {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done, bytes.length - done, (page - 1) * PAGE_SIZE + done);
    } catch (error) {
      throw sqlError(error, this.#path);
    }
  }

  #table(name: string): BulkTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no bulk table ${name}`);
    return table;
  }
}

/** An empty database with the tables, their roots in order from page 2; gives its first page. */
function makeTemplate(path: string, tables: readonly TableDef[]): Uint8Array {
  // Ours alone, as the index is while it is being written.
  closeSync(openSync(path, 'wx', 0o600));
  const template = openDatabase(path, { create: true });
  for (const table of tables) template.exec(createTableSql(table));
  const roots = template.all<{ rootpage: number }>('SELECT rootpage FROM sqlite_schema ORDER BY rootpage');
  template.close();
  if (roots.some(({ rootpage }, i) => rootpage !== i + 2)) throw new Error('the staging file is not laid out as expected');
  return new Uint8Array(readFileSync(path).subarray(0, PAGE_SIZE));
}
