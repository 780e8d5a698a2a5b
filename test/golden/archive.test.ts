// Archives of ours: the structural rules with a second decoder, nothing lost or twice in them, and the bytes that the reference wrote.
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { planArchive } from '../../electron/compat/archive/archive_plan.ts';
import { type ArchiveOptions, writeArchive } from '../../electron/compat/archive/archive_writer.ts';
import { CborReader } from '../../electron/compat/tiles/cbor_reader.ts';
import { readSlotMetaTile, readSlotTile, readSummaryTile } from '../../electron/compat/tiles/legion_decode.ts';
import { encodeSlotMetaTile, encodeSlotTile, encodeSummaryTile } from '../../electron/compat/tiles/legion_encode.ts';
import { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import type { Field, Int } from '../../electron/compat/tiles/legion_types.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';
import { checkArchive, fieldOf, listOf, readCbor, spanOf } from './archive_rules.ts';
import { withIndex } from './indexed_run.ts';
import { compared } from './ledger.ts';
import { logsIn } from './model_run.ts';
import { readTar } from './tar.ts';

const root = join(import.meta.dirname, '../..');
const ownLogs = join(root, 'test/logs');
const golden = join(root, '../shared/golden');
const folder = mkdtempSync(join(tmpdir(), 'golden-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function archive(reader: IndexReader, path: string, more: Partial<ArchiveOptions> = {}, signal = new AbortController().signal): Promise<string> {
  return writeArchive(reader, { path: join(folder, path), force: false, levels: 4, branchFactor: 4, minTileSize: 1000, zstdLevel: 1, onProgress: () => {}, ...more }, signal);
}

describe('structure', () => {
  test.each(['lg-tiny-hello', 'lg-small-mix', 'lgt-hello', 'lgt-2rank-cg'])('%s', { timeout: 180_000 }, (name) => withIndex(logsIn(join(ownLogs, name)), async (reader) => {
    const path = await archive(reader, name, name === 'lg-tiny-hello' ? { minTileSize: 0, branchFactor: 3 } : {});
    const { files, items, points } = checkArchive(path);
    expect(files).toBeGreaterThan(0);
    compareWithWhole(reader, path);
    console.log(`${name}: ${files} files, ${items} boxes with their facts, ${points} samples by the rules of §8 and §9`);
  }));
});

/** The finest tiles of each slot hold every box of the run, cut at their edges, and no other. */
function compareWithWhole(reader: IndexReader, path: string): void {
  const source = new LegionSource(reader);
  const finest = listOf(listOf(fieldOf(fieldOf(readCbor(join(path, 'info')), 'tile_set'), 'tiles')).at(-1) ?? []).map(spanOf);
  for (const [slug, { entry }] of source.tree.slots) {
    const sums = new Map<string, number>();
    for (const tile of finest) {
      const file = join(path, 'slot_tile', slug, tile.join('_'));
      if (!existsSync(file)) continue;
      listOf(fieldOf(fieldOf(readCbor(file), 'data'), 'items')).forEach((row, r) => {
        for (const item of listOf(row)) {
          const [start, stop] = spanOf(fieldOf(item, 'interval'));
          const key = `${r} ${String(fieldOf(item, 'item_uid'))} ${listOf(fieldOf(item, 'color')).join()}`;
          sums.set(key, (sums.get(key) ?? 0) + Number(stop - start));
        }
      });
    }
    source.slotTile(entry, source.span, true)?.rows.forEach((row, r) => {
      for (const { uid, interval, color } of row) {
        const key = `${r} ${uid} ${color.join()}`;
        sums.set(key, (sums.get(key) ?? 0) - Number(interval.stop) + Number(interval.start));
      }
    });
    expect([...sums].filter(([, rest]) => rest !== 0)).toEqual([]);
  }
}

describe('folder', () => {
  test('names, replacing, refusing and cancelling', { timeout: 120_000 }, () => withIndex(logsIn(join(ownLogs, 'lg-tiny-hello')), async (reader) => {
    expect(await archive(reader, 'twice')).toBe(join(folder, 'twice'));
    expect(await archive(reader, 'twice')).toBe(join(folder, 'twice.1'));
    writeFileSync(join(folder, 'twice/stale'), '');
    expect(await archive(reader, 'twice', { force: true })).toBe(join(folder, 'twice'));
    expect(existsSync(join(folder, 'twice/stale'))).toBe(false);
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/thesis.tex'), 'years of work');
    await expect(archive(reader, 'mine', { force: true })).rejects.toThrow(ProfileError);
    expect(readFileSync(join(folder, 'mine/thesis.tex'), 'utf8')).toBe('years of work');
    const controller = new AbortController();
    const cancelled = archive(reader, 'cancelled', { onProgress: () => controller.abort(new ProfileError('cancelled', 'Cancelled.')) }, controller.signal);
    await expect(cancelled).rejects.toThrow('Cancelled.');
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled') || name.includes('partial'))).toEqual([]);
  }));
});

test('tiles are cut while they hold too much, and never below 1 ns', async () => {
  const plan = await planArchive({ start: 0, stop: 10 }, { levels: 20, branchFactor: 4, minTileSize: 0 }, async (tiles) => tiles.map(({ start }) => (start < 5 ? 7 : 0)));
  expect(plan.levels.at(-1)?.map(({ start, stop }) => `${start}-${stop}`).join(' ')).toBe('0-1 1-2 2-3 3-4 4-5 5-7 7-10');
  expect(plan.tiles.filter(({ isFull }) => isFull).length).toBe(plan.levels.at(-1)?.length);
  await expect(planArchive({ start: 0, stop: 2 ** 50 }, { levels: 60, branchFactor: 1000, minTileSize: 0 }, async (tiles) => tiles.map(() => 1))).rejects.toThrow(/more than 100000 tiles/);
});

describe.runIf(existsSync(golden))('bytes of the reference', () => {
  const files = existsSync(golden) ? readTar(join(golden, 'lg-tiny-hello/archive-raw.tar.gz')) : new Map<string, Buffer>();

  test('its tiles come back byte by byte from what we read of them', () => {
    let count = 0;
    for (const [path, packed] of files) {
      const bytes = zstdDecompressSync(packed);
      const reader = new CborReader(bytes);
      const again = path.includes('/summary_tile/') ? encodeSummaryTile(readSummaryTile(reader))
        : path.includes('/slot_tile/') ? encodeSlotTile(readSlotTile(reader))
        : path.includes('/slot_meta_tile/') ? encodeSlotMetaTile(readSlotMetaTile(reader)) : undefined;
      if (again === undefined) continue;
      expect(Buffer.concat([...again]).equals(bytes), path).toBe(true);
      count++;
    }
    compared('lg-tiny-hello', 'archive-raw.tar.gz', { tiles: count });
  });

  test('ours of the same log have the same bytes but for the numbers of items', { timeout: 120_000 }, () => withIndex(logsIn(join(ownLogs, 'lg-tiny-hello')), async (reader) => {
    const path = await archive(reader, 'bytes', { levels: 2, minTileSize: 0 });
    for (const [name, packed] of files) {
      const [, kind, slug, tile] = name.split('/');
      if (tile === undefined) continue;
      const own = join(path, kind, slug, tile);
      const theirs = zstdDecompressSync(packed);
      if (kind === 'summary_tile') expect(zstdDecompressSync(readFileSync(own)).equals(theirs), name).toBe(true);
      // Empty tiles are left out since 26.03.
      else if (existsSync(own)) expect(withoutUids(kind, readFileSync(own)), name).toEqual(withoutUids(kind, packed));
      else if (kind === 'slot_tile') expect(readSlotTile(new CborReader(theirs)).rows.every((row) => row.length === 0), name).toBe(true);
    }
  }));
});

/** Bytes of a tile in which items are numbered in the order in which they are named; titles of calls for no operation as the reference has them. */
function withoutUids(kind: string, packed: Uint8Array): string {
  const numbers = new Map<string, number>();
  const rename = (uid: Int): number => {
    if (!numbers.has(String(uid))) numbers.set(String(uid), numbers.size);
    return numbers.get(String(uid)) ?? 0;
  };
  const title = (text: string): string => text.replace(/^(Mapper Call (?:(?! for \d).)+)$/, '$1 for 0');
  const reader = new CborReader(zstdDecompressSync(packed));
  if (kind === 'slot_tile') {
    const { entry, tile, rows } = readSlotTile(reader);
    return Buffer.concat([...encodeSlotTile({ entry, tile, rows: rows.map((row) => [...row].map((item) => ({ ...item, uid: rename(item.uid) }))) })]).toString('hex');
  }
  const { entry, tile, rows } = readSlotMetaTile(reader);
  const valueOf = (value: Field): Field => {
    if (value.type === 'Vec') return { type: 'Vec', value: value.value.map(valueOf) };
    return value.type === 'ItemLink' ? { type: 'ItemLink', value: { ...value.value, uid: rename(value.value.uid), title: title(value.value.title) } } : value;
  };
  const renamed = rows.map((row) => [...row].map((meta) => ({
    ...meta, uid: rename(meta.uid), title: title(meta.title), fields: meta.fields.map((field) => ({ ...field, value: valueOf(field.value) })),
  })));
  return Buffer.concat([...encodeSlotMetaTile({ entry, tile, rows: renamed })]).toString('hex');
}
