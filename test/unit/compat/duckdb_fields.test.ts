// Columns whose values are of several kinds: whichever comes first, the table ends the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { afterAll, describe, expect, test } from 'vitest';
import { columnName, tableEntries } from '../../../electron/compat/duckdb/duckdb_entries.ts';
import { fits, typeOfValue, widen } from '../../../electron/compat/duckdb/duckdb_fields.ts';
import { DuckdbFile } from '../../../electron/compat/duckdb/duckdb_file.ts';
import { writeReferenceTables } from '../../../electron/compat/duckdb/duckdb_reference.ts';
import type { TreeRows } from '../../../electron/compat/duckdb/duckdb_entries.ts';
import type { Entry } from '../../../electron/compat/tiles/legion_types.ts';
import type { FieldValue, ItemFields } from '../../../electron/protocol/fields.ts';
import { STATE_NONE } from '../../../electron/protocol/items.ts';
import { askDuckdb } from '../../cli/read_duckdb.ts';

const folder = mkdtempSync(join(tmpdir(), 'duckdb-fields-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count: FieldValue = { kind: 'count', count: 7 };
const text: FieldValue = { kind: 'text', text: "it's" };
const link: FieldValue = { kind: 'link', item: 5, title: 'to', startNs: 1, stopNs: 3 };
const list = (...values: FieldValue[]): FieldValue => ({ kind: 'list', values });

function treeOf(slots: readonly Entry[]): TreeRows {
  const root = { type: 'panel', shortName: 'root', longName: 'root', summary: undefined, slots } as const;
  const track = { id: 0, mirrorOf: null };
  return { root, slots: new Map([['0', { entry: [0], track }]]), entryOf: () => [0] };
}

const slot = (shortName: string): Entry => ({ type: 'slot', shortName, longName: shortName.toUpperCase(), maxRows: 1 });

let files = 0;

/** The column `a_field` of a table of items that have these values, one each, and the column's type. */
async function columnOf(values: readonly (FieldValue | undefined)[]): Promise<{ type: string; values: string[] }> {
  const path = join(folder, `${files++}.duckdb`);
  const items = values.map((value, i): ItemFields => ({
    item: i, title: `item ${i}`, level: 0, startNs: 0, stopNs: 1,
    segments: [{ state: STATE_NONE, startNs: 0, stopNs: 1, fields: [{ name: 'Lifetime', value: { kind: 'interval', startNs: 0, stopNs: i }, tone: 'plain' }, ...(value === undefined ? [] : [{ name: '(A Field)', value, tone: 'plain' as const }])] }],
  }));
  await DuckdbFile.write(path, new AbortController().signal, async (file) => void await writeReferenceTables(file, { locator: [], stopNs: 1, warning: undefined, tree: treeOf([slot('s')]), items: () => items }));
  const { rows, types } = await askDuckdb(path, 'SELECT a_field FROM items ORDER BY item_uid');
  return { type: types[0], values: rows.map(([value]) => String(value as DuckDBValue)) };
}

const LINK = 'STRUCT("item_uid" UBIGINT, "title" VARCHAR, "interval" STRUCT("start" BIGINT, "stop" BIGINT, "duration" BIGINT), "entry_slug" VARCHAR)';
const titled = (title: string): string => `{'item_uid': NULL, 'title': '${title}', 'interval': NULL, 'entry_slug': NULL}`;
const linked = "{'item_uid': 5, 'title': 'to', 'interval': {'start': 1, 'stop': 3, 'duration': 2}, 'entry_slug': 's'}";

function* orders<T>(values: readonly T[]): Generator<T[]> {
  if (values.length === 0) yield [];
  for (const [i, value] of values.entries()) for (const rest of orders(values.toSpliced(i, 1))) yield [value, ...rest];
}

describe('values of several kinds in one column', () => {
  test.each([
    { name: 'number', of: [[count, '7'], [undefined, 'null']], type: 'UBIGINT' },
    { name: 'number and text', of: [[count, '7'], [text, "it's"]], type: 'VARCHAR' },
    { name: 'number, text and link', of: [[count, titled('7')], [text, titled("it''s")], [link, linked]], type: LINK },
    { name: 'lists of nothing', of: [[list(), '[]'], [undefined, 'null']], type: 'VARCHAR[]' },
    { name: 'lists of nothing, texts and links', of: [[list(), '[]'], [list(text), `[${titled("it''s")}]`], [list(link, count), `[${linked}, ${titled('7')}]`]], type: `${LINK}[]` },
    { name: 'one text and lists', of: [[text, "['it''s']"], [list(text, text), "['it''s', 'it''s']"], [list(), '[]']], type: 'VARCHAR[]' },
  ] as const)('$name, in any order', async ({ of, type }) => {
    for (const order of orders<readonly [FieldValue | undefined, string]>(of)) {
      const column = await columnOf(order.map(([value]) => value));
      expect(column.type).toBe(type);
      expect(column.values).toEqual(order.map(([, shown]) => shown));
    }
  });

  test('what no column holds is an error of ours', () => {
    expect(() => widen({ kind: 'interval' }, { kind: 'text' })).toThrow('interval');
  });

  test('what fits needs no change, and the other way round', () => {
    const values = [count, text, link, list(), list(count), list(text, link), list(list(text)), { kind: 'empty' } as const, { kind: 'interval', startNs: 0, stopNs: 1 } as const];
    for (const a of values) for (const b of values) {
      try {
        const type = typeOfValue(a);
        const both = widen(type, typeOfValue(b));
        expect(fits(b, type)).toBe(JSON.stringify(both) === JSON.stringify(type));
        expect(fits(a, both) && fits(b, both)).toBe(true);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('no column')) expect(fits(b, typeOfValue(a))).toBe(false);
        else throw error;
      }
    }
  });
});

test('a field that is there twice keeps its first value', async () => {
  const path = join(folder, 'twice.duckdb');
  const field = (value: FieldValue) => ({ name: 'Critical Path', value, tone: 'plain' as const });
  const item: ItemFields = { item: 3, title: 't', level: 0, startNs: 0, stopNs: 1, segments: [{ state: STATE_NONE, startNs: 0, stopNs: 1, fields: [field(text), field({ kind: 'text', text: 'second' })] }] };
  await DuckdbFile.write(path, new AbortController().signal, async (file) => {
    expect([...await writeReferenceTables(file, { locator: ['a'], stopNs: 9, warning: 'slow', tree: treeOf([slot('s')]), items: () => [item] })]).toEqual([['Critical Path', 1]]);
  });
  expect((await askDuckdb(path, 'SELECT critical_path FROM items')).rows).toEqual([["it's"]]);
});

test('names of columns and of entries', () => {
  expect(['Number of Items', '(Expanded for Visibility)', 'Lifetime'].map(columnName)).toEqual(['number_of_items', 'expanded_for_visibility', 'lifetime']);
  const node: Entry = { type: 'panel', shortName: 'n0', longName: 'Node 0', summary: undefined, slots: [slot('f n0s0'), slot('fn0s0'), slot('n0s0-n1s0')] };
  expect(tableEntries(treeOf([node])).map(({ slug, parent }) => [slug, parent])).toEqual([['n0', null], ['n0_fn0s0', 'n0'], ['n0_fn0s0_2', 'n0'], ['n0_n0s0_n1s0', 'n0']]);
});

test('a signal ends the writing', async () => {
  const controller = new AbortController();
  const path = join(folder, 'ended.duckdb');
  function* items(): Generator<ItemFields> {
    for (let i = 0; ; i++) {
      if (i === 100_000) controller.abort(new Error('ended'));
      yield { item: i, title: 't', level: 0, startNs: 0, stopNs: 1, segments: [{ state: STATE_NONE, startNs: 0, stopNs: 1, fields: [{ name: 'Size', value: text, tone: 'plain' }] }] };
    }
  }
  await expect(DuckdbFile.write(path, controller.signal, async (file) => void await writeReferenceTables(file, { locator: [], stopNs: 1, warning: undefined, tree: treeOf([slot('s')]), items }))).rejects.toThrow('ended');
});
