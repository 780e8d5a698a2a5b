/** Rows that go in as pages of the file format are the rows that SQL gives back, for any values and numbers of rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { BATCH_ROWS, BulkWriter } from '../../electron/index/bulk_writer.ts';
import { openDatabase } from '../../electron/index/database.ts';
import { putWords } from '../../electron/index/record_rows.ts';
import { createTableSql, int, type TableDef } from '../../electron/index/schema_types.ts';

const folder = mkdtempSync(join(tmpdir(), 'index-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLES: readonly TableDef[] = [
  { name: 'narrow', about: '', columns: [int('id', '', { key: true }), int('a', '')] },
  { name: 'wide', about: '', columns: [int('id', '', { key: true }), int('a', ''), int('b', ''), int('twice', '', { generated: 'a * 2' })] },
];

const value = fc.oneof(
  fc.constant(null), fc.integer({ min: -3, max: 3 }).map(BigInt), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ...[7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 53, 63].flatMap((bits) => [0n, 1n, -1n].map((near) => fc.constant(BigInt.asIntN(64, 2n ** BigInt(bits) + near)))),
  ...[7, 15, 23, 31, 47].map((bits) => fc.constant(-(2n ** BigInt(bits)))),
);

function put(batch: ReturnType<BulkWriter['batch']>, column: number, row: number, cell: bigint | null): void {
  if (cell === null) batch.numbers[column][row] = Number.NaN;
  else if (cell >= -(2n ** 53n) && cell <= 2n ** 53n) batch.numbers[column][row] = Number(cell);
  else putWords(batch, column, row, Number(BigInt.asIntN(32, cell >> 32n)), Number(BigInt.asUintN(32, cell)));
}

test('any rows', () => {
  let run = 0;
  fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 40 }), value, value), { maxLength: 40 }), { minLength: 1, maxLength: 4 }), (flushes) => {
    const path = join(folder, `rows-${run++}`);
    const database = openDatabase(path, { create: true });
    for (const table of TABLES) database.exec(createTableSql(table));
    const bulk = new BulkWriter(database, `${path}.stage`, TABLES);
    const expected = { narrow: [] as (bigint | null)[][], wide: [] as (bigint | null)[][] };
    let key = 0;
    for (const rows of flushes) {
      for (const [step, a, b] of rows) {
        key += step;
        for (const table of ['narrow', 'wide'] as const) {
          const batch = bulk.batch(table);
          batch.count = 1;
          batch.keys[0] = key;
          put(batch, 0, 0, a);
          if (table === 'wide') put(batch, 1, 0, b);
          bulk.add(table);
          expected[table].push(table === 'wide' ? [BigInt(key), a, b] : [BigInt(key), a]);
        }
      }
      bulk.flush();
    }
    bulk.close();
    expect(database.query('SELECT id, a FROM narrow ORDER BY id', { wide: true, raw: true }).all()).toEqual(expected.narrow);
    expect(database.query('SELECT id, a, b FROM wide ORDER BY id', { wide: true, raw: true }).all()).toEqual(expected.wide);
    expect(database.pragma('integrity_check')).toBe('ok');
    database.close();
    rmSync(path);
  }), { numRuns: 40 });
});

test('many pages in one flush, in the order of their keys', () => {
  const path = join(folder, 'many');
  const database = openDatabase(path, { create: true });
  for (const table of TABLES) database.exec(createTableSql(table));
  const bulk = new BulkWriter(database, `${path}.stage`, TABLES);
  const total = 150_000;
  for (let first = 0; first < total; first += BATCH_ROWS) {
    const batch = bulk.batch('wide');
    batch.count = Math.min(BATCH_ROWS, total - first);
    for (let i = 0; i < batch.count; i++) {
      batch.keys[i] = first + i + 1;
      batch.numbers[0][i] = (first + i) * 1000;
      batch.numbers[1][i] = -(first + i);
    }
    bulk.add('wide');
  }
  bulk.flush();
  expect(database.get('SELECT count(*) AS count, sum(a) AS a, sum(b) AS b, max(twice) AS twice FROM wide')).toEqual({
    count: total, a: 1000 * (total * (total - 1)) / 2, b: -(total * (total - 1)) / 2, twice: 2000 * (total - 1),
  });
  expect(database.get('SELECT b FROM wide WHERE id = 77777')).toEqual({ b: -77_776 });
  expect(database.pragma('integrity_check')).toBe('ok');
  const batch = bulk.batch('wide');
  batch.count = 1;
  batch.keys[0] = 9;
  bulk.add('wide');
  batch.count = 1;
  batch.keys[0] = 8;
  expect(() => bulk.add('wide')).toThrow('in the order of their keys');
  bulk.close();
  database.close();
});
