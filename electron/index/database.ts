/**
 * One SQLite connection, as this program uses it: errors become ProfileErrors, slow queries are logged by name. Synchronous, any
 * thread. An index is written under a name that nobody else knows and never changes afterwards, so a reader locks it once and for all.
 */
import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { ProfileError } from '../protocol/errors.ts';
import { PAGE_SIZE } from './schema.ts';

/** A value for each `?`, or one object with the values by name (`:name`). */
export type Bound = SqlValue | Readonly<Record<string, SqlValue>>;
export type SqlValue = number | bigint | string | Uint8Array | null;
/** Called with the name of a query that took long, and how long, ms. */
export type SlowQueryLog = (name: string, ms: number) => void;

/** Queries over this are logged, ms. */
const SLOW_MS = 40;

export interface OpenOptions {
  /** Make a new file, to be written; else read one that will not change. */
  readonly create?: boolean;
  readonly onSlow?: SlowQueryLog;
  /** Bytes of page cache; default 8 MiB. */
  readonly cacheBytes?: number;
}

/** A prepared query. `Row` is what SQL gives; 64-bit columns must be asked for with `wide`, which gives bigint for every integer. */
export class Query<Row> {
  readonly #statement: Database.Statement;
  readonly #database: IndexDatabase;
  readonly #name: string;

  constructor(database: IndexDatabase, statement: Database.Statement, name: string) {
    this.#database = database;
    this.#statement = statement;
    this.#name = name;
  }

  get(...values: readonly Bound[]): Row | undefined {
    return this.#database.timed(this.#name, () => this.#statement.get(...values) as Row | undefined);
  }

  all(...values: readonly Bound[]): Row[] {
    return this.#database.timed(this.#name, () => this.#statement.all(...values) as Row[]);
  }

  run(...values: readonly SqlValue[]): void {
    this.#database.timed(this.#name, () => this.#statement.run(...values));
  }

  /** Rows one by one, however many there are: between two of them the connection may be read, not written. */
  *iterate(...values: readonly Bound[]): Generator<Row, void, void> {
    try {
      yield* this.#statement.iterate(...values) as IterableIterator<Row>;
    } catch (error) {
      throw sqlError(error, this.#database.path);
    }
  }

  /** Whether it gives rows, and whether it changes nothing in the database. */
  get gives(): { readonly rows: boolean; readonly isReadOnly: boolean } {
    return { rows: this.#statement.reader, isReadOnly: this.#statement.readonly };
  }

  /** What each column of its rows is called, and the declared type of the table's column that it shows; null for expressions. */
  columns(): { readonly name: string; readonly type: string | null }[] {
    return this.#statement.columns().map(({ name, type }) => ({ name, type }));
  }
}

export class IndexDatabase {
  readonly path: string;
  readonly #connection: Database.Database;
  readonly #onSlow: SlowQueryLog | undefined;
  readonly #queries = new Map<string, Query<unknown>>();

  constructor(path: string, connection: Database.Database, onSlow: SlowQueryLog | undefined) {
    this.path = path;
    this.#connection = connection;
    this.#onSlow = onSlow;
  }

  get isOpen(): boolean {
    return this.#connection.open;
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction;
  }

  exec(sql: string): void {
    this.timed(sql, () => this.#connection.exec(sql));
  }

  pragma(name: string): unknown {
    return this.timed(name, () => this.#connection.pragma(name, { simple: true }));
  }

  /** The prepared query for this text; prepared once per connection. `wide`: integers come as bigint. `raw`: rows are arrays. */
  query<Row>(sql: string, { wide = false, raw = false }: { wide?: boolean; raw?: boolean } = {}): Query<Row> {
    const key = `${wide ? 'w' : ''}${raw ? 'r' : ''} ${sql}`;
    let query = this.#queries.get(key);
    if (query === undefined) {
      const statement = this.timed('prepare', () => this.#connection.prepare(sql));
      if (wide) statement.safeIntegers(true);
      if (raw) statement.raw(true);
      query = new Query(this, statement, sql);
      this.#queries.set(key, query);
    }
    return query as Query<Row>;
  }

  all<Row>(sql: string, ...values: readonly Bound[]): Row[] {
    return this.query<Row>(sql).all(...values);
  }

  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.query<Row>(sql).get(...values);
  }

  run(sql: string, ...values: readonly SqlValue[]): void {
    this.query(sql).run(...values);
  }

  /** Runs `work` as one transaction. Without a journal nothing can be taken back: after an error the file is to be thrown away. */
  transaction<Result>(work: () => Result): Result {
    this.exec('BEGIN');
    const result = work();
    this.exec('COMMIT');
    return result;
  }

  attach(path: string, name: string): void {
    this.run(`ATTACH ? AS ${name}`, resolve(path));
  }

  detach(name: string): void {
    this.exec(`DETACH ${name}`);
  }

  close(): void {
    this.#queries.clear();
    this.#connection.close();
  }

  /** Runs `action`, logs it if it took long, and turns what SQLite throws into ProfileErrors. */
  timed<T>(name: string, action: () => T): T {
    const start = performance.now();
    try {
      return action();
    } catch (error) {
      throw sqlError(error, this.path);
    } finally {
      const ms = performance.now() - start;
      if (ms > SLOW_MS) this.#onSlow?.(name.slice(0, 120), ms);
    }
  }
}

/** @throws ProfileError 'not-found', 'no-permission', 'read-only', 'disk-full', 'index-damaged', 'system' */
export function openDatabase(path: string, options: OpenOptions = {}): IndexDatabase {
  const { create = false, onSlow, cacheBytes = 8 << 20 } = options;
  let connection: Database.Database | undefined;
  try {
    if (!create) accessSync(path, constants.R_OK);
    connection = new Database(resolve(path), { readonly: !create, fileMustExist: !create });
    if (create) {
      connection.pragma(`page_size = ${PAGE_SIZE}`);
      connection.pragma('journal_mode = OFF');
      connection.pragma('synchronous = OFF');
    } else {
      connection.pragma('locking_mode = EXCLUSIVE');
    }
    connection.pragma(`cache_size = ${-Math.round(cacheBytes / 1024)}`);
    // Touches the file, so that something that is no database is told here.
    connection.pragma('schema_version');
    return new IndexDatabase(path, connection, onSlow);
  } catch (error) {
    connection?.close();
    throw sqlError(error, path);
  }
}

/** An empty one that is no file. */
export function openMemoryDatabase(): IndexDatabase {
  return new IndexDatabase(':memory:', new Database(':memory:'), undefined);
}

/** What SQLite's error means to the user. */
export function sqlError(error: unknown, path: string): unknown {
  if (error instanceof ProfileError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const options = { cause: error };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new ProfileError('disk-full', `The disk is full: ${path} could not be written${spaceFigures(path)}. Free some space, or choose another folder with --cache or -o.`, options);
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return new ProfileError('read-only', `${path} cannot be written: the folder is read-only. Choose another folder with --cache or -o.`, options);
  if (code === 'SQLITE_CORRUPT' || code.startsWith('SQLITE_CORRUPT_') || code === 'SQLITE_NOTADB') return new ProfileError('index-damaged', `${path} is damaged or no index of this program. Delete it and open the logs again.`, options);
  if (isLockRefusal(error)) return new ProfileError('system', `${path} cannot be locked: its file system refuses locks.`, options);
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') return new ProfileError('system', `${path} cannot be read or written: ${error.message}.`, options);
  if (code === 'ENOENT') return new ProfileError('not-found', `${path} does not exist.`, options);
  if (code === 'EACCES' || code === 'EPERM') return new ProfileError('no-permission', `${path} may not be read by this user.`, options);
  if (code.startsWith('E')) return new ProfileError('system', `${path}: ${error.message}.`, options);
  return error;
}

/** Whether a file system that knows no locks (some NFS and Lustre mounts) is to blame. */
export function isLockRefusal(error: unknown): boolean {
  const cause = error instanceof ProfileError ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === 'SQLITE_IOERR_LOCK' || code === 'SQLITE_IOERR_RDLOCK' || code === 'SQLITE_IOERR_CHECKRESERVEDLOCK' || code.startsWith('SQLITE_BUSY') || code === 'SQLITE_PROTOCOL' || code === 'SQLITE_NOLFS';
}

/** What a full disk has and what was wanted of it, as far as that can be found out. */
function spaceFigures(path: string): string {
  try {
    const { bavail, bsize } = statfsSync(dirname(resolve(path)));
    const { size } = statSync(path);
    if (size < 1e5) return '';
    return ` beyond ${(size / 1e6).toFixed(1)} MB (${((bavail * bsize) / 1e6).toFixed(1)} MB free)`;
  } catch {
    // Neither is worth a second error.
    return '';
  }
}
