/**
 * An SQLite file that `nsys export --type sqlite` wrote, read-only. Its tables exist only when something was recorded, and which columns
 * they have depends on the version, so every column is asked for by name and may be missing; nothing is taken for granted of their values.
 * Source: NVIDIA Nsight Systems documentation, "SQLite Export Schema Reference", and the notes on schema versions that come with it.
 */
import { openDatabase, type IndexDatabase } from '../index/database.ts';
import { ProfileError } from '../protocol/errors.ts';

/** A cell as it comes: SQLite columns hold what was put into them, whatever their type. */
export type Cell = number | string | Uint8Array | null;

/** Any of these makes it an export. */
const KNOWN_TABLES = ['META_DATA_EXPORT', 'META_DATA_CAPTURE', 'CUPTI_ACTIVITY_KIND_KERNEL', 'CUPTI_ACTIVITY_KIND_MEMCPY', 'CUPTI_ACTIVITY_KIND_RUNTIME', 'NVTX_EVENTS', 'OSRT_API', 'GPU_METRICS', 'TARGET_INFO_SYSTEM_ENV', 'TARGET_INFO_SESSION_START_TIME'];

export class NsightExport {
  readonly path: string;
  readonly #database: IndexDatabase;
  /** Columns of its tables. */
  readonly #tables: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(path: string, database: IndexDatabase) {
    this.path = path;
    this.#database = database;
    // Tables only: a view could stand for work without end.
    const names = database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'").map(({ name }) => name);
    this.#tables = new Map(names.map((name) => [name, new Set(database.all<{ name: string }>('SELECT name FROM pragma_table_info(?)', name).map((column) => column.name))]));
  }

  /** @throws ProfileError 'unknown-format' (damaged, or a database of something else), 'not-found', 'no-permission', 'system' */
  static open(path: string): NsightExport {
    return told(path, () => {
      const database = openDatabase(path, { cacheBytes: 64 << 20 });
      try {
        database.pragma('trusted_schema = OFF');
        const found = new NsightExport(path, database);
        if (!KNOWN_TABLES.some((table) => found.#tables.has(table))) {
          throw new ProfileError('unknown-format', `${path} is a database, but neither an index of this program nor an export of Nsight Systems. Make one with: nsys export --type sqlite REPORT.nsys-rep`);
        }
        return found;
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /** Version of its tables, `3.17.2`; null where it does not say. */
  get schemaVersion(): string | null {
    if (!this.has('META_DATA_EXPORT', 'name', 'value')) return null;
    const [row] = this.rows("SELECT value FROM META_DATA_EXPORT WHERE name = 'EXPORT_SCHEMA_VERSION' LIMIT 1");
    return typeof row?.[0] === 'string' ? row[0].slice(0, 40) : null;
  }

  has(table: string, ...columns: readonly string[]): boolean {
    const known = this.#tables.get(table);
    return known !== undefined && columns.every((column) => known.has(column));
  }

  /** SQL of the first of the columns that the table has, else of `otherwise`. */
  column(table: string, columns: readonly string[], otherwise = 'NULL'): string {
    const found = columns.find((column) => this.has(table, column));
    return found === undefined ? otherwise : `"${found}"`;
  }

  /** Rows as arrays, one by one. @throws ProfileError 'unknown-format' where the file is damaged */
  *rows(sql: string, ...values: readonly (number | string)[]): Generator<readonly Cell[], void, void> {
    const rows = told(this.path, () => this.#database.query<Cell[]>(sql, { raw: true }).iterate(...values));
    try {
      for (;;) {
        const step = told(this.path, () => rows.next());
        if (step.done === true) return;
        yield step.value;
      }
    } finally {
      rows.return();
    }
  }

  /** Texts by their id (`StringIds`); undefined for an id that is none. */
  strings(): (id: Cell) => string | undefined {
    if (!this.has('StringIds', 'id', 'value')) return () => undefined;
    const known = new Map<number, string | undefined>();
    return (id) => {
      if (typeof id !== 'number') return undefined;
      if (!known.has(id)) {
        const [row] = this.rows('SELECT value FROM StringIds WHERE id = ? LIMIT 1', id);
        known.set(id, typeof row?.[0] === 'string' ? row[0] : undefined);
      }
      return known.get(id);
    };
  }

  close(): void {
    this.#database.close();
  }
}

/** What SQLite says of an index is not what is to be said of an export. */
function told<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ProfileError && error.kind !== 'index-damaged') throw error;
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : error instanceof Error ? error.message : String(error);
    throw new ProfileError('unknown-format', `${path} cannot be read as an export of Nsight Systems (${reason}). Export the report again: nsys export --type sqlite REPORT.nsys-rep`, { cause: error });
  }
}
