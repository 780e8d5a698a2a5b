// The reference's DuckDB tables against its own answers: every box, title and field of the recorded meta tiles is a row with these values.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { DuckDBValue } from '@duckdb/node-api';
import { DuckdbFile } from '../../electron/compat/duckdb/duckdb_file.ts';
import { referenceRun, writeReferenceTables } from '../../electron/compat/duckdb/duckdb_reference.ts';
import { askDuckdb } from '../cli/read_duckdb.ts';
import { withIndex } from './indexed_run.ts';
import { readGolden } from './model_golden.ts';
import { logsIn } from './model_run.ts';

const ROOT = join(import.meta.dirname, '../..');
const GOLDEN = join(ROOT, '..', 'shared', 'golden');
const LOGS = join(ROOT, 'test', 'logs');
const folder = mkdtempSync(join(tmpdir(), 'duckdb-reference-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Small runs with recorded meta tiles, of both dialects; one of them of two nodes. */
const RUNS = ['lg-tiny-hello', 'lg-tiny-provenance', 'lg-tiny-predication', 'lg-small-mix', 'lg-small-churn-2n', 'lg-small-omp', 'lgt-hello'].filter((name) => existsSync(join(GOLDEN, name, 'metas.json.gz')));

type Value = { readonly [kind: string]: unknown } | 'Empty';
type Field = readonly [name: string, value: Value, color?: string];
interface GoldenEntry {
  readonly Panel?: { readonly short_name: string; readonly long_name: string; readonly slots: readonly GoldenEntry[] };
  readonly Slot?: { readonly short_name: string; readonly long_name: string };
}
interface Info { readonly entry_info: GoldenEntry; readonly interval: { readonly start: number; readonly stop: number }; readonly warning_message: string | null }
interface Metas { readonly entries: readonly { readonly entry: readonly number[]; readonly rows: readonly (readonly (readonly [uid: number, start: number, stop: number, title: string, fields: readonly Field[]])[])[] }[] }

async function tablesOf(name: string): Promise<string> {
  const path = join(folder, `${name}.duckdb`);
  await withIndex(logsIn(join(LOGS, name)), async (reader) => {
    await DuckdbFile.write(path, new AbortController().signal, async (file) => void await writeReferenceTables(file, referenceRun(reader, ['a.prof', 'b.prof'])));
  });
  return path;
}

/** Slug of each entry by its place in the tree. */
function slugsOf({ entry_info: root }: Info): Map<string, { slug: string; short: string; long: string; parent: string | null; type: string }> {
  const slugs = new Map<string, { slug: string; short: string; long: string; parent: string | null; type: string }>();
  const visit = (entry: GoldenEntry, id: readonly number[], parent: string | null): void => {
    const row = entry.Panel ?? entry.Slot;
    if (row === undefined) return;
    const own = row.short_name.replaceAll(' ', '').toLowerCase().split(/[^a-z0-9]+/).filter((part) => part !== '').join('_');
    const slug = parent === null ? own : `${parent}_${own}`;
    slugs.set(id.join('_'), { slug, short: row.short_name, long: row.long_name, parent, type: entry.Panel ? 'panel' : 'slot' });
    entry.Panel?.slots.forEach((slot, i) => visit(slot, [...id, i], slug));
  };
  root.Panel?.slots.forEach((slot, i) => visit(slot, [i], null));
  return slugs;
}

interface Link { readonly item_uid: number; readonly title: string; readonly interval: { readonly start: number; readonly stop: number }; readonly entry_id: readonly number[] }

/** What stands in a column for a value, without the target's number. `kinds`: what occurs in the column, lists opened. */
function expected(value: Value, kinds: ReadonlySet<string>, isList: boolean, slugs: ReturnType<typeof slugsOf>): unknown {
  if (value === 'Empty') return true;
  const [[kind, inner]] = Object.entries(value);
  if (kind === 'Vec') return (inner as Value[]).map((one) => expected(one, kinds, false, slugs));
  if (isList) return [expected(value, kinds, false, slugs)];
  if (kind === 'Interval') {
    const { start, stop } = inner as { start: number; stop: number };
    return { start, stop, duration: stop - start };
  }
  if (kind === 'ItemLink') {
    const { title, interval: { start, stop }, entry_id: entry } = inner as Link;
    return { title, interval: { start, stop, duration: stop - start }, entry_slug: slugs.get(entry.join('_'))?.slug ?? null };
  }
  if (kinds.has('ItemLink')) return { title: String(inner), interval: null, entry_slug: null };
  return kinds.has('String') ? String(inner) : inner;
}

function kindsIn(value: Value): string[] {
  if (value === 'Empty') return ['Empty'];
  const [[kind, inner]] = Object.entries(value);
  return kind === 'Vec' ? ['Vec', ...(inner as Value[]).flatMap(kindsIn)] : [kind];
}

/** A value of DuckDB as plain JSON, without the numbers of items. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if ('items' in value) return (value.items as DuckDBValue[]).map(plain);
  if ('entries' in value) return Object.fromEntries(Object.entries(value.entries as Record<string, DuckDBValue>).filter(([name]) => name !== 'item_uid').map(([name, one]) => [name, plain(one)]));
  throw new Error(`unknown value ${String(value)}`);
}

/** Named in docs/differences.md: a mapper call for no operation says nothing of one; index spaces of 1011 have their bounds. */
function ourTitles(row: string): string {
  return row.replace(/"(Mapper Call [^"]*) for 0"/g, '"$1"');
}

function theirSpaces(row: string, name: string): string {
  return name.startsWith('lgt-') ? row.replace(/"(ispace:\d+)\[[^"]*"/g, '"$1"') : row;
}

/** Some of the texts that the first list has more often than the second: all of both would be no help. */
function onlyIn(first: readonly string[], second: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of second) left.set(text, (left.get(text) ?? 0) + 1);
  return first.filter((text) => {
    left.set(text, (left.get(text) ?? 0) - 1);
    return left.get(text)! < 0;
  }).sort().slice(0, 5);
}

describe.each(RUNS)('%s', (name) => {
  test('has the rows that its recorded tiles say', async () => {
    const info = readGolden<Info>(join(GOLDEN, name), 'info.json.gz')!;
    const metas = readGolden<Metas>(join(GOLDEN, name), 'metas.json.gz')!;
    const slugs = slugsOf(info);
    const path = await tablesOf(name);

    const source = await askDuckdb(path, 'SELECT * FROM data_source');
    expect(source.rows.map((row) => row.map(plain))).toEqual([[['a.prof', 'b.prof'], { ...info.interval, duration: info.interval.stop - info.interval.start }, info.warning_message]]);
    expect(source.types).toEqual(['VARCHAR[]', 'STRUCT("start" BIGINT, "stop" BIGINT, "duration" BIGINT)', 'VARCHAR']);
    const entries = await askDuckdb(path, 'SELECT entry_slug, short_name, long_name, parent_slug, type FROM entries');
    expect(entries.rows).toEqual([...slugs.values()].map(({ slug, short, long, parent, type }) => [slug, short, long, parent, type]));

    const kinds = new Map<string, Set<string>>();
    for (const [,,,, fields] of metas.entries.flatMap(({ rows }) => rows.flat())) {
      for (const [field, value] of fields) kinds.set(field, new Set([...kinds.get(field) ?? [], ...kindsIn(value)]));
    }
    const wanted: string[] = [];
    const uids = new Map<string, Set<number>>();
    for (const { entry, rows } of metas.entries) {
      const slug = slugs.get(entry.join('_'))!.slug;
      for (const [uid, , , title, fields] of rows.flat()) {
        const values = new Map<string, unknown>();
        for (const [field, value] of fields) {
          const column = field.toLowerCase().split(/[^a-z0-9]+/).filter((part) => part !== '').join('_');
          if (!values.has(column)) values.set(column, expected(value, kinds.get(field)!, kinds.get(field)!.has('Vec'), slugs));
        }
        wanted.push(ourTitles(JSON.stringify([slug, title, Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)))])));
        uids.set(slug, (uids.get(slug) ?? new Set()).add(uid));
      }
    }

    const items = await askDuckdb(path, 'SELECT * FROM items');
    expect(items.names.slice(0, 3)).toEqual(['entry_slug', 'item_uid', 'title']);
    const found = items.rows.map((row) => theirSpaces(JSON.stringify([row[0], row[2],
      Object.fromEntries(items.names.map((column, i) => [column, plain(row[i])] as const).slice(3).filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1)))]), name));
    expect(found.length).toBe(wanted.length);
    expect(onlyIn(found, wanted)).toEqual(onlyIn(wanted, found));
    expect(items.names.length).toBe(3 + kinds.size);
    const own = new Map<string, Set<unknown>>();
    for (const [slug, uid] of items.rows) own.set(String(slug), (own.get(String(slug)) ?? new Set()).add(uid));
    expect([...own].map(([slug, of]) => [slug, of.size]).sort()).toEqual([...uids].map(([slug, of]) => [slug, of.size]).sort());
    console.log(`${name}: ${found.length} rows, ${kinds.size} fields equal`);
  });
});

test.skipIf(RUNS.length > 0)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));
