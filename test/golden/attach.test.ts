// Archives read into an index: ours and the reference's hold what the logs hold, over disk and HTTP; what is damaged ends in a sentence.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { writeArchive } from '../../electron/compat/archive/archive_writer.ts';
import { attachIndex } from '../../electron/compat/archive/attach_index.ts';
import { TileSource } from '../../electron/compat/tiles/tile_source.ts';
import { IndexReader } from '../../electron/index/index_reader.ts';
import { Details } from '../../electron/index/details.ts';
import { ItemFieldReader } from '../../electron/index/item_fields.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';
import { withIndex } from './indexed_run.ts';
import { logsIn } from './model_run.ts';
import { readTar } from './tar.ts';

const root = join(import.meta.dirname, '../..');
const golden = join(root, '../shared/golden/lg-tiny-hello/archive-raw.tar.gz');
const folder = mkdtempSync(join(tmpdir(), 'golden-attach-'));
const signal = new AbortController().signal;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** Index of an archive or server. */
async function attached<T>(locator: string, use: (reader: IndexReader) => T): Promise<T> {
  const path = await attachIndex(await TileSource.open(locator, signal), {
    path: join(folder, `${count++}.lprof`), contentId: 'c0ffee', title: 'run', program: '0', signal, onProgress: () => {},
  });
  const reader = IndexReader.open(path);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

/** All that an archive can tell of a run: tracks, and items with segments, titles and fields. */
function contents(reader: IndexReader): string[] {
  const fields = new ItemFieldReader(reader);
  const tracks = new Map(reader.tracks().map((track) => [track.id, track]));
  return [...tracks.values()].filter(({ mirrorOf }) => mirrorOf === null).flatMap(({ id, slug, longName, levels, items }) => [
    `${slug} ${longName} ${levels} ${items}`,
    ...Array.from({ length: reader.database.get<{ items: number }>('SELECT items FROM track WHERE track_id = ?', id)?.items ?? 0 }, (_, ordinal) => {
      const item = fields.of(id, ordinal);
      // Nothing is drawn of an item without length and waits, so no archive has it.
      if (item.startNs === item.stopNs && item.segments.length === 1) return '';
      return JSON.stringify([slug, item.title, item.level, item.startNs, item.stopNs, item.segments.map(({ state, startNs, stopNs, fields: own }) => [state, startNs, stopNs, own.map(plain)])]);
    }),
  ]).filter((text) => text !== '').sort();

  function plain({ name, value, tone }: { name: string; value: unknown; tone: string }): unknown {
    return [name, tone, JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'item' && typeof inner === 'number' ? targetOf(inner) : inner)))];
  }

  function targetOf(item: number): string {
    const facts = reader.items.facts(item);
    return `${tracks.get(facts?.track ?? -1)?.slug} ${facts?.title} ${facts?.startNs}`;
  }
}

describe('an archive of ours holds the run', () => {
  test.each(['lg-tiny-hello', 'lg-small-omp', 'lgt-hello', 'lg-small-churn-2n'])('%s', { timeout: 180_000 }, (name) => withIndex(logsIn(join(root, 'test/logs', name)), async (reader) => {
    const path = await writeArchive(reader, { path: join(folder, name), force: false, levels: 3, branchFactor: 3, minTileSize: 20, zstdLevel: 1, onProgress: () => {} }, signal);
    await attached(path, (again) => {
      expect(contents(again)).toEqual(contents(reader));
      const { info } = again.run();
      expect({ stop: info.interval.stopNs, roots: again.groups().map(({ slug }) => slug).sort() }).toEqual({ stop: reader.run().info.interval.stopNs, roots: reader.groups().map(({ slug }) => slug).sort() });
      // Those that a processor ran; the operations behind them are not in archives.
      const { meta_task: metaTasks, message } = info.counts;
      expect({ metaTasks, message }).toEqual({ metaTasks: reader.run().info.counts.meta_task, message: reader.run().info.counts.message });
      const [{ id }] = again.tracks();
      expect(new Details(again, 'run').of(id, 0).fields[0].name).toBe('Lifetime');
      expect(again.database.get('SELECT count(*) AS n FROM task')).toEqual(reader.database.get('SELECT count(*) AS n FROM task'));
    });
  }));
});

describe.runIf(existsSync(golden))('an archive of the reference', () => {
  const theirs = join(folder, 'theirs');
  const unpackInto = (target: string): void => {
    for (const [name, bytes] of readTar(golden)) {
      const path = join(target, name.replace(/^archive\//, ''));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
  };

  test('of 25.06 holds the run, from disk and from a web server', { timeout: 120_000 }, () => withIndex(logsIn(join(root, 'test/logs/lg-tiny-hello')), async (reader) => {
    unpackInto(theirs);
    const expected = contents(reader);
    const withoutZero = (text: string): string => text.replaceAll(/(Mapper Call \w+) for 0"/g, '$1"');
    expect((await attached(theirs, contents)).map(withoutZero).sort()).toEqual(expected);
    const server = createServer((request, response) => {
      const path = join(theirs, decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname).replace('/sub/', '/'));
      if (existsSync(path)) response.end(readFileSync(path));
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sub`;
      expect((await attached(url, contents)).map(withoutZero).sort()).toEqual(expected);
    } finally {
      server.close();
    }
  }));

  test('damaged, each in its own way, ends in a sentence and leaves no index', { timeout: 120_000 }, async () => {
    const before = readdirSync(folder).filter((name) => name.includes('lprof'));
    const spoil = async (name: string, change: (path: string) => void, file = 'slot_meta_tile/0_1_0/0_78544699'): Promise<string> => {
      const target = join(folder, name);
      cpSync(theirs, target, { recursive: true });
      change(join(target, file));
      try {
        await attached(target, () => undefined);
      } catch (error) {
        expect(error).toBeInstanceOf(ProfileError);
        return (error as Error).message;
      } finally {
        rmSync(target, { recursive: true, force: true });
      }
      return 'nothing';
    };
    expect(await spoil('cut', (path) => writeFileSync(path, readFileSync(path).subarray(0, -9)))).toMatch(/0_78544699 cannot be unpacked/);
    expect(await spoil('long', (path) => writeFileSync(path, zstdCompressSync(Buffer.from('9bffffffffffffffff', 'hex'))))).toMatch(/at byte 0 of what it unpacks to, it should have a map there/);
    expect(await spoil('lies', (path) => writeFileSync(path, zstdCompressSync(Buffer.from('a1646461746 1a1656974656d739bfffffffffffffff0'.replace(' ', ''), 'hex'))))).toMatch(/announces \d+ elements/);
    expect(await spoil('no info', (path) => rmSync(path), 'info')).toMatch(/is no archive: it has no file "info"/);
    expect(await spoil('bad info', (path) => writeFileSync(path, 'hello'), 'info')).toMatch(/info cannot be unpacked/);
    expect(await spoil('gone', (path) => rmSync(path))).toBe('nothing');
    await expect(TileSource.open('http://127.0.0.1:1/', signal)).rejects.toThrow(ProfileError);
    expect(readdirSync(folder).filter((name) => name.includes('lprof')).length).toBe(before.length + 1);
  });
});
