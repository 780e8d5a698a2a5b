/** One table of a DuckDB database that is being filled: rows go in batches of vectors; columns may be added and change their type on the way. */
import type * as Duckdb from '@duckdb/node-api';
import { nextTurn } from '../../index/slices.ts';
import { quoteName } from './duckdb_names.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: Duckdb.DuckDBType;
  /** `NOT NULL`, `PRIMARY KEY`. */
  readonly constraint?: string;
}

/** Rows of a batch: the size of DuckDB's vectors. */
export const BATCH_ROWS = 2048;

export class DuckdbTable {
  readonly name: string;
  readonly #connection: Duckdb.DuckDBConnection;
  readonly #duckdb: typeof Duckdb;
  readonly #signal: AbortSignal;
  readonly #columns: TableColumn[];
  /** Values of the rows that wait, by column. */
  readonly #values: Duckdb.DuckDBValue[][];
  #rows = 0;
  #appender: Duckdb.DuckDBAppender | undefined;

  private constructor(connection: Duckdb.DuckDBConnection, duckdb: typeof Duckdb, name: string, columns: readonly TableColumn[], signal: AbortSignal) {
    this.#connection = connection;
    this.#duckdb = duckdb;
    this.name = name;
    this.#signal = signal;
    this.#columns = [...columns];
    this.#values = columns.map(() => new Array<Duckdb.DuckDBValue>(BATCH_ROWS).fill(null));
  }

  static async create(connection: Duckdb.DuckDBConnection, duckdb: typeof Duckdb, name: string, columns: readonly TableColumn[], signal: AbortSignal): Promise<DuckdbTable> {
    await connection.run(`CREATE TABLE ${quoteName(name)} (${columns.map((column) => `${quoteName(column.name)} ${column.type} ${column.constraint ?? ''}`).join(', ')})`);
    return new DuckdbTable(connection, duckdb, name, columns, signal);
  }

  get columns(): readonly TableColumn[] {
    return this.#columns;
  }

  /** Adds a row, values by column; what it lacks is NULL. When `isFull` says so, `flush` must come before the next. */
  add(row: readonly Duckdb.DuckDBValue[]): void {
    for (let i = 0; i < this.#values.length; i++) this.#values[i][this.#rows] = row[i] ?? null;
    this.#rows++;
  }

  get isFull(): boolean {
    return this.#rows === BATCH_ROWS;
  }

  /** Hands the rows that wait to DuckDB, and lets signals in. @throws the signal's reason */
  async flush(): Promise<void> {
    await nextTurn(this.#signal);
    if (this.#rows === 0) return;
    this.#appender ??= await this.#connection.createAppender(this.name);
    const chunk = this.#duckdb.DuckDBDataChunk.create(this.#columns.map(({ type }) => type), this.#rows);
    for (const [i, values] of this.#values.entries()) chunk.setColumnValues(i, this.#rows === BATCH_ROWS ? values : values.slice(0, this.#rows));
    this.#appender.appendDataChunk(chunk);
    this.#rows = 0;
  }

  /** Rows so far have NULL there. */
  async addColumn(column: TableColumn): Promise<void> {
    await this.close();
    await this.#connection.run(`ALTER TABLE ${quoteName(this.name)} ADD COLUMN ${quoteName(column.name)} ${column.type}`);
    this.#columns.push(column);
    this.#values.push(new Array<Duckdb.DuckDBValue>(BATCH_ROWS).fill(null));
  }

  /** `using`: SQL of the new value, over the column's name; left out = DuckDB's cast. */
  async changeType(at: number, type: Duckdb.DuckDBType, using?: string): Promise<void> {
    await this.close();
    const { name } = this.#columns[at];
    await this.#connection.run(`ALTER TABLE ${quoteName(this.name)} ALTER COLUMN ${quoteName(name)} SET DATA TYPE ${type}${using === undefined ? '' : ` USING ${using}`}`);
    this.#columns[at] = { ...this.#columns[at], type };
  }

  /** Every row is in the table afterwards; more may come. */
  async close(): Promise<void> {
    await this.flush();
    this.#appender?.closeSync();
    this.#appender = undefined;
  }

  /** Lets go of what DuckDB holds for it, after an error too. */
  abandon(): void {
    this.#appender?.clear();
    this.#appender?.closeSync();
    this.#appender = undefined;
  }
}
