// A user's SQL over an index: what is answered, what is refused, and what is said of mistakes.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/index/database.ts';
import { nearNames, placeOf, sqlTokens } from '../../../electron/index/sql_text.ts';
import { prepareUserQuery, type Cell } from '../../../electron/index/user_query.ts';
import { ProfileError } from '../../../electron/protocol/errors.ts';
import { indexOfLogs } from './built_index.ts';

const { reader } = await indexOfLogs('lg-tiny-hello');

function ask(sql: string): readonly (readonly Cell[])[] {
  const database = openDatabase(reader.path);
  try {
    return [...prepareUserQuery(database, sql).rows()];
  } finally {
    database.close();
  }
}

function mistake(sql: string): string {
  try {
    ask(sql);
  } catch (error) {
    expect(error).toBeInstanceOf(ProfileError);
    expect((error as ProfileError).kind).toBe('usage');
    return (error as ProfileError).message;
  }
  throw new Error(`answered: ${sql}`);
}

test('values come as SQL has them', () => {
  expect(ask('SELECT 1, 1.0, 9223372036854775807, -9223372036854775808, NULL, \'é\', x\'0102\'')).toEqual([[1n, 1, 9223372036854775807n, -9223372036854775808n, null, 'é', '<2 bytes>']]);
  expect(ask('VALUES (1), (2)')).toEqual([[1n], [2n]]);
  expect(ask('WITH a AS (SELECT 3 AS x) SELECT x FROM a -- the end')).toEqual([[3n]]);
  expect(ask('/* first */ EXPLAIN QUERY PLAN SELECT * FROM task').length).toBeGreaterThan(0);
  expect(ask("SELECT count(*) FROM text_search WHERE text_search MATCH '\"hello\"'")[0][0]).toBeGreaterThan(0n);
});

test('columns have one name each', () => {
  const { columns } = prepareUserQuery(reader.database, 'SELECT 1 AS a, 2 AS a, item_id, 3 AS A FROM task');
  expect(columns).toEqual([{ name: 'a', type: null }, { name: 'a_2', type: null }, { name: 'item_id', type: 'INTEGER' }, { name: 'A_3', type: null }]);
});

describe('what is no question is refused and changes nothing', () => {
  const other = join(tmpdir(), `legion-prof-other-${process.pid}.db`);
  test.each([
    'DELETE FROM task', 'UPDATE task SET level = 1', 'DROP TABLE task', 'CREATE TABLE x (y)', 'CREATE TEMP TABLE x (y)', 'CREATE TEMP VIEW v AS SELECT 1',
    'INSERT INTO alert (rule) VALUES (1) RETURNING alert_id', 'WITH a AS (SELECT 1) INSERT INTO alert (alert_id) SELECT * FROM a', 'REPLACE INTO alert (alert_id) VALUES (1)',
    "INSERT INTO text_search (text_search) VALUES ('rebuild')", `ATTACH '${other}' AS other`, 'DETACH main', `VACUUM INTO '${other}'`, 'VACUUM', 'REINDEX', 'ANALYZE',
    'PRAGMA query_only = 0', 'PRAGMA writable_schema = 1', 'PRAGMA journal_mode = WAL', 'PRAGMA table_info(task)', 'PRAGMA temp_store_directory = \'/\'',
    'BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT a', 'SELECT 1; DELETE FROM task', 'SELECT 1; SELECT 2', ';', '', '-- nothing', 'EXPLAIN', 'SELECT ?', 'SELECT :a',
  ])('%s', (sql) => {
    const before = readFileSync(reader.path);
    expect(mistake(sql)).not.toBe('');
    expect(readFileSync(reader.path).equals(before)).toBe(true);
    expect(() => statSync(other)).toThrow('ENOENT');
  });

  test.each([["SELECT load_extension('x')"], ["SELECT readfile('/etc/hostname')"], ["SELECT writefile('/tmp/x', 'y')"], ["SELECT fts3_tokenizer('simple', x'00')"], ['SELECT zeroblob(2000000000)'], ['SELECT randomblob(2000000000)']])('%s finds no way out', (sql) => {
    mistake(sql);
  });

  test('a file that is no index is refused before', () => {
    writeFileSync(other, 'no database');
    expect(() => openDatabase(other)).toThrow('no index');
  });
});

describe('a mistake is named with its place', () => {
  test.each([
    ['SELECT titel FROM task_view', 'There is no column titel (line 1, column 8). Did you mean title?'],
    ['SELECT *\nFROM tsak', 'There is no table or view tsak (line 2, column 6). Did you mean task, track?'],
    ['SELECT t.durationns FROM task t', '(line 1, column 10). Did you mean duration_ns?'],
    ['SELECT nonsense FROM launch', 'Columns of launch: launch_row, op_id, task_id.'],
    // The third FROM is the wrong one.
    ['SELECT (SELECT 1 FROM task), (SELECT 1 FROM FROM task)', 'at line 1, column 45, near "FROM"'],
    ["SELECT 'near ) FROM' FROM task WHERE )", 'at line 1, column 38, near ")"'],
    ['SELECT a b c FROM task', 'near "c"'],
    ["SELECT 1,\n 'open", 'at line 2, column 2'],
    ['SELECT * FROM task WHERE', 'ends too early (line 1, column 25)'],
    ['SELECT nofun(1)', 'There is no function nofun (line 1, column 8)'],
    ['SELECT op_id FROM task, copy', 'Several tables have a column op_id (line 1, column 8)'],
    ['SELECT max(1, 2, 3) FROM task HAVING', 'ends too early'],
    ["SELECT json('{')", 'malformed JSON'],
    ['SELECT abs(-9223372036854775808)', 'integer overflow'],
    ['SELECT 1; SELECT 2', 'one statement at a time'],
  ])('%s', (sql, said) => {
    expect(mistake(sql)).toContain(said);
  });

  test('long nonsense takes no long time', () => {
    const start = performance.now();
    for (const sql of [`SELECT ${'a FRM '.repeat(20_000)}`, `SELECT ${'('.repeat(50_000)}`, `SELECT ${'x'.repeat(1_000_000)}`, `SELECT ${"'".repeat(99_999)}`]) mistake(sql);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test('words of SQL', () => {
  expect(sqlTokens("a /* b */ 'c''d' \"e f\" [g] -- h\n<= 1.5").map(({ text }) => text)).toEqual(['a', "'c''d'", '"e f"', '[g]', '<', '=', '1', '.', '5']);
  expect(placeOf('ab\ncd', 4)).toBe('line 2, column 2');
  expect(nearNames('copys', ['copy', 'copy_view', 'fill', 'task'])).toEqual(['copy']);
  expect(nearNames('copy', ['fill', 'copy_view', 'Copy'])).toEqual(['Copy', 'copy_view']);
  expect(nearNames('xyz', ['copy', 'fill', 'task'])).toEqual([]);
});
