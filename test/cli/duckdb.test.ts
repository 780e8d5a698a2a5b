// `duckdb` and `query --parquet`: files that DuckDB itself reads back, against the rows of the index.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/index/database.ts';
import { ROW_TABLES } from '../../electron/index/schema.ts';
import type { TableDef } from '../../electron/index/schema_types.ts';
import { askDuckdb, type DuckdbRows } from './read_duckdb.ts';
import { OWN_LOGS, ROOT, makeScratch, run, runProgram } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const logs = join(OWN_LOGS, 'lg-small-mix');
const index = join(scratch.path, 'run.lprof');

beforeAll(async () => {
  expect((await run(['index', logs, '-o', index], env)).code).toBe(0);
});

function rowsOfIndex(sql: string): DuckDBValue[][] {
  const database = openDatabase(index);
  try {
    return database.query<DuckDBValue[]>(sql, { wide: true, raw: true }).all();
  } finally {
    database.close();
  }
}

/** Ids by which logs tell things apart have their top bit set. */
const WIDE = ['fevent', 'creator', 'critical', 'inst_uid', 'mem_id', 'proc_id', 'event'];

function compareTable(table: TableDef, { names, types, rows }: DuckdbRows): number {
  expect(names).toEqual(table.columns.map(({ name }) => name));
  const wanted = rowsOfIndex(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM "${table.name}"`);
  const unsigned = types.map((type) => type === 'UBIGINT');
  for (const [i, name] of names.entries()) if (WIDE.includes(name)) expect(types[i], name).toBe('UBIGINT');
  expect(rows).toEqual(wanted.map((row) => row.map((value, j) => (unsigned[j] && typeof value === 'bigint' ? BigInt.asUintN(64, value) : value))));
  return rows.length;
}

describe('our tables', () => {
  it('in a database: every row and value of the index', async () => {
    const output = join(scratch.path, 'ours.duckdb');
    expect(await run(['duckdb', index, '-o', output, '--tables', 'ours'], env)).toEqual({ code: 0, stdout: '', stderr: '' });
    let rows = 0;
    for (const table of ROW_TABLES) rows += compareTable(table, await askDuckdb(output, `SELECT * FROM "${table.name}"`));
    expect(rows).toBeGreaterThan(5000);
    // The log's own number of records, and an id with its top bit.
    const records = Number(/TaskInfo: (\d+)/.exec(readFileSync(join(logs, 'README.md'), 'utf8'))?.[1]);
    const { rows: [[tasks, largest]] } = await askDuckdb(output, 'SELECT count(*), max(fevent) FROM task WHERE is_implicit = 0');
    expect(Number(tasks)).toBe(records);
    expect(largest).toBeGreaterThan(1n << 63n);
    expect(readdirSync(scratch.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('in a folder of Parquet files', async () => {
    const folder = join(scratch.path, 'tables');
    mkdirSync(folder);
    writeFileSync(join(folder, 'of-somebody-else.txt'), 'stays');
    expect((await run(['duckdb', index, '--parquet', folder, '--tables', 'ours'], env)).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([...ROW_TABLES.map(({ name }) => `${name}.parquet`), 'of-somebody-else.txt'].sort());
    for (const table of ROW_TABLES) compareTable(table, await askDuckdb(undefined, `SELECT * FROM '${join(folder, `${table.name}.parquet`)}'`));
    expect((await run(['duckdb', index, '--parquet', folder, '--tables', 'ours'], env)).stderr).toMatch(/exists already\. Give another name, or -f to replace it\.\n$/);
    expect((await run(['duckdb', index, '--parquet', folder, '--tables', 'ours', '-f'], env)).code).toBe(0);
    expect(readdirSync(folder).length).toBe(ROW_TABLES.length + 1);
  });
});

describe("the reference's tables", () => {
  const readme = readFileSync(join(logs, 'README.md'), 'utf8');
  const records = (...kinds: readonly string[]): bigint => BigInt(kinds.reduce((sum, kind) => sum + Number(new RegExp(`\\b${kind}: (\\d+)`).exec(readme)?.[1] ?? 0), 0));
  const output = join(scratch.path, 'reference.duckdb');

  it('in a database, from logs', async () => {
    const { code, stdout } = await run(['duckdb', logs, '-o', output], env);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect((await askDuckdb(output, "SELECT name FROM (SHOW TABLES) ORDER BY name")).rows).toEqual([['data_source'], ['entries'], ['items']]);
    const locator = (await askDuckdb(output, 'SELECT unnest(source_locator) FROM data_source')).rows.flat();
    expect(locator).toEqual(readdirSync(logs).filter((name) => name.endsWith('.gz')).map((name) => join(logs, name)));
    const { rows: [[onChannels, onTasks, onOperations]] } = await askDuckdb(output, `SELECT count(DISTINCT item_uid) FILTER (entry_slug LIKE 'n0_chan_%'),
      count(DISTINCT item_uid) FILTER (title SIMILAR TO '(step|init|fib|imbalanced|main task).*<[0-9]+>'), count(operation.title) FROM items`);
    expect(onChannels).toBe(records('CopyInfo', 'FillInfo'));
    expect(onTasks).toBeGreaterThan(100n);
    expect(onOperations).toBeGreaterThan(1000n);
    // A link leads to a row that is there.
    const { rows: [[lost, links]] } = await askDuckdb(output, `SELECT count(*) FILTER (b.item_uid IS NULL), count(*)
      FROM items a LEFT JOIN (SELECT DISTINCT entry_slug, item_uid FROM items) b ON a.creator.item_uid = b.item_uid AND a.creator.entry_slug = b.entry_slug WHERE a.creator.item_uid IS NOT NULL`);
    expect(lost).toBe(0n);
    expect(links).toBeGreaterThan(1000n);
  });

  it('as Parquet files with the same rows', async () => {
    const place = join(scratch.path, 'reference');
    expect((await run(['duckdb', index, '--parquet', place], env)).code).toBe(0);
    expect(readdirSync(place).sort()).toEqual(['data_source.parquet', 'entries.parquet', 'items.parquet']);
    for (const table of ['entries', 'items']) {
      const inFile = await askDuckdb(undefined, `SELECT * FROM '${join(place, `${table}.parquet`)}'`);
      const inDatabase = await askDuckdb(output, `SELECT * FROM ${table}`);
      expect(inFile.names).toEqual(inDatabase.names);
      expect(inFile.types).toEqual(inDatabase.types);
      expect(inFile.rows.map(String)).toEqual(inDatabase.rows.map(String));
    }
  });
});

describe('files that are there', () => {
  it('stay without -f, and are replaced with it', async () => {
    const output = join(scratch.path, 'there');
    writeFileSync(output, 'old');
    for (const args of [['duckdb', index, '-o', output], ['query', index, '--parquet', output, 'SELECT 1']]) {
      const { code, stderr } = await run(args, env);
      expect(code).toBe(1);
      expect(stderr).toBe(`legion_prof: ${output} exists already. Give another name, or -f to replace it.\n`);
      expect(readFileSync(output, 'utf8')).toBe('old');
    }
    expect((await run(['duckdb', index, '-o', output, '--tables', 'ours', '-f'], env)).code).toBe(0);
    expect((await askDuckdb(output, 'SELECT count(*) FROM run')).rows).toEqual([[1n]]);
  });
});

describe('query --parquet', () => {
  async function parquetOf(sql: string): Promise<DuckdbRows> {
    const output = join(scratch.path, 'rows.parquet');
    const { code, stderr } = await run(['query', index, '-f', '--parquet', output, sql], env);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return askDuckdb(undefined, `SELECT * FROM '${output}'`);
  }

  it('has the rows of the query, in their order', async () => {
    const sql = 'SELECT item_id, title, fevent, duration_ns, duration_ns / 1000.0 AS us, file FROM task_view ORDER BY duration_ns DESC, item_id';
    const { names, types, rows } = await parquetOf(sql);
    expect(names).toEqual(['item_id', 'title', 'fevent', 'duration_ns', 'us', 'file']);
    expect(types).toEqual(['BIGINT', 'VARCHAR', 'VARCHAR', 'BIGINT', 'DOUBLE', 'VARCHAR']);
    expect(rows).toEqual(rowsOfIndex(sql));
    expect(rows.length).toBeGreaterThan(500);
  });

  it('widens a column where later values need it', async () => {
    const sql = `WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000)
      SELECT x, CASE WHEN x > 9000 THEN x + 0.5 WHEN x > 1 THEN x END AS r, CASE WHEN x = 10000 THEN 'end' WHEN x % 2 THEN x END AS t, NULL AS n, -9223372036854775808 AS least FROM c`;
    const { types, rows } = await parquetOf(sql);
    expect(types).toEqual(['BIGINT', 'DOUBLE', 'VARCHAR', 'BIGINT', 'BIGINT']);
    expect(rows.length).toBe(10_000);
    expect(rows.slice(0, 2)).toEqual([[1n, null, '1', null, -9223372036854775808n], [2n, 2, null, null, -9223372036854775808n]]);
    expect(rows.at(-1)).toEqual([10_000n, 10_000.5, 'end', null, -9223372036854775808n]);
  });

  it('of no rows has the columns', async () => {
    const { names, types, rows } = await parquetOf('SELECT text, line FROM provenance WHERE 0');
    expect([names, types, rows]).toEqual([['text', 'line'], ['VARCHAR', 'BIGINT'], []]);
  });

  it('leaves nothing behind when its time is up', async () => {
    const output = join(scratch.path, 'never.parquet');
    const { code, stderr } = await run(['query', index, '--timeout', '1', '--parquet', output, 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('longer than 1 s');
    expect(readdirSync(scratch.path).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});

it('without the package only what needs it says so', async () => {
  const root = join(scratch.path, 'installed');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const name of ['bin', 'package.json', 'dist/electron']) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) if (name !== '@duckdb' && !name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  const bin = join(root, 'bin', 'legion_prof.mjs');
  expect(await runProgram(bin, ['query', index, '--csv', 'SELECT 1 AS one'], env)).toEqual({ code: 0, stdout: 'one\n1\n', stderr: '' });
  const { code, stderr } = await runProgram(bin, ['duckdb', index, '-o', join(root, 'x.duckdb')], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^legion_prof: DuckDB files and Parquet need the package @duckdb\/node-api[^\n]+\n$/);
  expect(existsSync(join(root, 'x.duckdb'))).toBe(false);
});
