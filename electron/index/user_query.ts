/**
 * SQL that a user wrote, over an index: one statement that reads. Everything else is refused before it runs: the file is opened
 * read-only, only statements that give rows and change nothing are taken (so no ATTACH, which would reach other files), and only
 * those that begin as a question does (so no PRAGMA, which changes the connection). Extensions are off in SQLite as it is built here,
 * and so are functions that read or write files. Synchronous; SQLite cannot be interrupted, so see engine/query_run.ts.
 */
import { ProfileError } from '../protocol/errors.ts';
import type { IndexDatabase, Query } from './database.ts';
import { explainSqlError } from './sql_error.ts';
import { sqlTokens } from './sql_text.ts';

/** Integers are bigint (64 bits, signed), other numbers double. BLOBs are given as a text that says their size. */
export type Cell = string | number | bigint | null;

/** Values by name: `:range_start` is bound to `range_start`. */
export type Bindings = Readonly<Record<string, string | number | bigint | null>>;

export interface ResultColumn {
  /** Unlike all others of the result. */
  readonly name: string;
  /** Declared type of the table's column that it shows (`INTEGER`, `TEXT` …); null for expressions. */
  readonly type: string | null;
}

export interface UserQuery {
  readonly columns: readonly ResultColumn[];
  /** To be read once. @throws ProfileError 'usage' when SQLite finds a mistake while it runs */
  rows(): Generator<readonly Cell[], void, void>;
}

const QUESTIONS: ReadonlySet<string> = new Set(['select', 'with', 'values', 'explain']);

/** `bindings` that the query does not use are left. @throws ProfileError 'usage' if it is no statement that only reads; it names the place of a mistake and names like the wrong one */
export function prepareUserQuery(database: IndexDatabase, sql: string, bindings: Bindings = {}): UserQuery {
  // Views of a file from elsewhere may name functions only where these are harmless.
  database.exec('PRAGMA query_only = 1; PRAGMA trusted_schema = 0');
  const query = prepare(database, sql);
  const first = sqlTokens(sql)[0]?.text.toLowerCase() ?? '';
  if (!QUESTIONS.has(first) || !query.gives.rows || !query.gives.isReadOnly) {
    const why = QUESTIONS.has(first) ? 'would change something' : `begins with ${first.toUpperCase().slice(0, 20)}`;
    throw new ProfileError('usage', `Only questions are answered (SELECT, WITH, VALUES, EXPLAIN): the index is never changed and no other file is opened. This one ${why}.`);
  }
  const columns = uniqueNames(query.columns());
  return {
    columns,
    *rows() {
      try {
        for (const row of query.iterate(bindings)) yield row.map(cell);
      } catch (error) {
        throw explainSqlError(database, sql, error);
      }
    },
  };
}

function prepare(database: IndexDatabase, sql: string): Query<readonly unknown[]> {
  try {
    const query = database.query<readonly unknown[]>(sql, { wide: true });
    return query.gives.rows ? database.query<readonly unknown[]>(sql, { wide: true, raw: true }) : query;
  } catch (error) {
    throw explainSqlError(database, sql, error);
  }
}

function cell(value: unknown): Cell {
  return value instanceof Uint8Array ? `<${value.byteLength} bytes>` : value as Cell;
}

/** `a`, `a_2`, `a_3` for columns of one name. */
function uniqueNames(columns: readonly ResultColumn[]): ResultColumn[] {
  const taken = new Set<string>();
  return columns.map(({ name, type }) => {
    let unique = name;
    for (let i = 2; taken.has(unique.toLowerCase()); i++) unique = `${name}_${i}`;
    taken.add(unique.toLowerCase());
    return { name: unique, type };
  });
}
