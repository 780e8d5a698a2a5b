/** A DuckDB database that is written: loads the library when it is first needed, since few commands need it and it is large. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as Duckdb from '@duckdb/node-api';
import { ProfileError } from '../../protocol/errors.ts';
import { quoteText } from './duckdb_names.ts';
import { DuckdbTable, type TableColumn } from './duckdb_table.ts';
import { writeWhole } from '../partial_file.ts';

/** What DuckDB may use beside our own memory; larger results go to disk. */
const MEMORY_LIMIT = '1GB';

/** @throws ProfileError 'system' where the package is not installed or has no binary for this machine */
async function load(): Promise<typeof Duckdb> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new ProfileError('system', `DuckDB files and Parquet need the package @duckdb/node-api with its binary for ${process.platform}-${process.arch}, which is not here; \`npm ci\` (without --omit=optional) installs it where there is one. (${reason})`, { cause: error });
  }
}

export class DuckdbFile {
  readonly path: string;
  readonly duckdb: typeof Duckdb;
  readonly #instance: Duckdb.DuckDBInstance;
  readonly #connection: Duckdb.DuckDBConnection;
  readonly #signal: AbortSignal;
  readonly #tables: DuckdbTable[] = [];
  readonly #interrupt = (): void => this.#connection.interrupt();

  private constructor(path: string, duckdb: typeof Duckdb, instance: Duckdb.DuckDBInstance, connection: Duckdb.DuckDBConnection, signal: AbortSignal) {
    this.path = path;
    this.duckdb = duckdb;
    this.#instance = instance;
    this.#connection = connection;
    this.#signal = signal;
    signal.addEventListener('abort', this.#interrupt, { once: true });
  }

  /**
   * Makes the database at `path`, lets `write` fill it, and closes it.
   * @throws ProfileError 'system' if DuckDB is missing or fails; the signal's reason; what `write` throws
   */
  static async write(path: string, signal: AbortSignal, write: (file: DuckdbFile) => Promise<void>): Promise<void> {
    const duckdb = await load();
    signal.throwIfAborted();
    try {
      const instance = await duckdb.DuckDBInstance.create(path, { memory_limit: MEMORY_LIMIT, temp_directory: `${path}.tmp` });
      const file = new DuckdbFile(path, duckdb, instance, await instance.connect(), signal);
      try {
        await write(file);
        await file.run('CHECKPOINT');
      } finally {
        file.#close();
      }
    } catch (error) {
      throw duckdbError(error, path, signal);
    } finally {
      for (const rest of [`${path}.wal`, `${path}.tmp`]) rmSync(rest, { recursive: true, force: true });
    }
  }

  /** SQL of ours. */
  async run(sql: string, values: Duckdb.DuckDBValue[] = []): Promise<void> {
    await this.#connection.run(sql, values);
  }

  async createTable(name: string, columns: readonly TableColumn[]): Promise<DuckdbTable> {
    const table = await DuckdbTable.create(this.#connection, this.duckdb, name, columns, this.#signal);
    this.#tables.push(table);
    return table;
  }

  /** Writes rows of a table or query as a Parquet file, replacing one that is there. */
  async copyToParquet(source: string, path: string): Promise<void> {
    await this.run(`COPY ${source} TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  }

  #close(): void {
    this.#signal.removeEventListener('abort', this.#interrupt);
    for (const table of this.#tables) table.abandon();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/**
 * Writes a Parquet file out of a table that lasts only so long: DuckDB takes rows from us into tables only.
 * @throws as DuckdbFile.write and writeWhole
 */
export async function writeParquet(path: string, force: boolean, signal: AbortSignal, fill: (file: DuckdbFile) => Promise<string>): Promise<void> {
  await writeWhole(path, force, async (partial) => {
    const rows = `${partial}.duckdb`;
    try {
      await DuckdbFile.write(rows, signal, async (file) => file.copyToParquet(await fill(file), partial));
    } finally {
      rmSync(rows, { force: true });
    }
  });
}

/** DuckDB's errors begin with their sort: "IO Error: …". */
function duckdbError(error: unknown, path: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ProfileError || !(error instanceof Error) || !/^[A-Z][A-Za-z ]*Error: /.test(error.message)) return error;
  const first = error.message.split('\n', 1)[0];
  if (/No space left/i.test(first)) return new ProfileError('disk-full', `The disk is full: ${dirname(path)} has no room for it. Free some space, or choose another folder with -o.`, { cause: error });
  return new ProfileError('system', `DuckDB could not write ${path}: ${first}`, { cause: error });
}
