/** What SQLite's complaint about a user's SQL means: where the mistake is, and which names there are that look like the wrong one. */
import { ProfileError } from '../protocol/errors.ts';
import type { IndexDatabase } from './database.ts';
import { nearNames, placeOf, plainName, sqlTokens } from './sql_text.ts';

/** Places of one word that are tried until the one with the mistake is found. */
const MAX_TRIES = 200;

/** Errors that are about the file or ours stay what they are. */
export function explainSqlError(database: IndexDatabase, sql: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ProfileError) return error;
  const sentence = explain(database, sql, error.message);
  return new ProfileError('usage', sentence, { cause: error });
}

function explain(database: IndexDatabase, sql: string, message: string): string {
  if (message.includes('more than one statement')) return 'Give one statement at a time: there is something after the first semicolon.';
  if (message.includes('no statements')) return 'There is no statement in the query.';
  if (message.includes('parameter values') || message.startsWith('Missing named parameter')) return 'The query has a parameter (?, :name): write its value instead.';
  if (message === 'incomplete input') return `The query ends too early (${placeOf(sql, sql.trimEnd().length)}): something is missing.`;
  const [, sort = '', name = ''] = /^(no such table|no such column|no such function|ambiguous column name): (.*)$/s.exec(message) ?? [];
  if (sort === 'no such table') return `There is no table or view ${name}${placeOfName(sql, name)}.${listed(name, tableNames(database))} All tables: docs/index-schema.md, or SELECT name FROM sqlite_schema.`;
  if (sort === 'no such column') return missingColumn(database, sql, name);
  if (sort !== '') return `${sort === 'no such function' ? 'There is no function' : 'Several tables have a column'} ${name}${placeOfName(sql, name)}.`;
  const [, token] = /^near "(.*)": syntax error$/s.exec(message) ?? [];
  if (token !== undefined) return `The query cannot be understood at ${placeOf(sql, syntaxErrorAt(database, sql, token, message))}, near "${token}".`;
  const [, unknown] = /^unrecognized token: "(.*)"$/s.exec(message) ?? [];
  if (unknown !== undefined) return `The query cannot be understood at ${placeOf(sql, sql.lastIndexOf(unknown))}, near "${unknown}".`;
  return `The query cannot be answered: ${message}.`;
}

/** The first place of the token at which SQL cut off behind it fails in the same way. Characters from the start. */
function syntaxErrorAt(database: IndexDatabase, sql: string, token: string, message: string): number {
  const places = sqlTokens(sql).filter(({ text }) => text === token).slice(0, MAX_TRIES).map(({ offset }) => offset);
  return places.find((offset) => complaint(database, sql.slice(0, offset + token.length)) === message) ?? places[0] ?? Math.max(0, sql.indexOf(token));
}

function complaint(database: IndexDatabase, sql: string): string | undefined {
  try {
    database.query(sql);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}

/** Columns of the tables that the query names; where there are none, of all. */
function missingColumn(database: IndexDatabase, sql: string, name: string): string {
  const words = new Set(sqlTokens(sql).map(({ text }) => plainName(text)));
  const named = tableNames(database).filter((table) => words.has(table.toLowerCase()));
  const columns = (named.length > 0 ? named : tableNames(database)).flatMap((table) => columnNames(database, table));
  const near = listed(name.slice(name.lastIndexOf('.') + 1), columns);
  const all = near === '' && named.length === 1 ? ` Columns of ${named[0]}: ${columns.join(', ')}.` : near;
  return `There is no column ${name}${placeOfName(sql, name)}.${all}`;
}

function placeOfName(sql: string, name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const token = sqlTokens(sql).find(({ text }) => plainName(text) === last);
  return token === undefined ? '' : ` (${placeOf(sql, token.offset)})`;
}

function listed(name: string, names: readonly string[]): string {
  const near = nearNames(name, names);
  return near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
}

function tableNames(database: IndexDatabase): string[] {
  return database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'text\\_search%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name").map(({ name }) => name);
}

function columnNames(database: IndexDatabase, table: string): string[] {
  return database.all<{ name: string }>('SELECT name FROM pragma_table_xinfo(?)', table).map(({ name }) => name);
}
