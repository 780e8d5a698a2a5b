/** The cache of indexes, the user's store, and the identity of runs. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IndexCache } from '../../../electron/index/cache.ts';
import { changedFiles, contentIdOf, fullHash, identify, staleAlert, staleness } from '../../../electron/index/content_id.ts';
import type { IndexedFile } from '../../../electron/index/read_run.ts';
import { userFolders } from '../../../electron/index/user_folders.ts';
import { UserStore, type StoredRun } from '../../../electron/index/user_store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'user-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('folders', () => {
  test('by platform and XDG', () => {
    expect(userFolders({}, 'linux', '/home/u')).toEqual({ cache: '/home/u/.cache/legion-prof', config: '/home/u/.config/legion-prof', data: '/home/u/.local/share/legion-prof' });
    expect(userFolders({ XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/u')).toMatchObject({ cache: '/c/legion-prof', config: '/home/u/.config/legion-prof' });
    expect(userFolders({}, 'darwin', '/Users/u').cache).toBe('/Users/u/Library/Caches/legion-prof');
    expect(userFolders({ LOCALAPPDATA: 'C:\\L', APPDATA: 'C:\\R' }, 'win32', 'C:\\U')).toEqual({ cache: 'C:\\L\\legion-prof\\Cache', config: 'C:\\R\\legion-prof', data: 'C:\\R\\legion-prof' });
  });
});

describe('cache', () => {
  function fill(cache: IndexCache, id: string, bytes: number, ageS: number): void {
    const path = cache.pathFor(id);
    writeFileSync(path, Buffer.alloc(bytes));
    const then = new Date(Date.now() - ageS * 1000);
    utimesSync(path, then, then);
  }

  test('is for this user only, finds what is there, and lists what was used last first', () => {
    const cache = new IndexCache(join(folder, 'deep', 'cache'));
    expect(cache.list()).toEqual([]);
    expect(cache.find('aa')).toBeUndefined();
    fill(cache, 'aa', 10, 100);
    fill(cache, 'bb', 10, 50);
    if (process.platform !== 'win32') expect(statSync(cache.folder).mode & 0o777).toBe(0o700);
    expect(cache.list().map(({ contentId }) => contentId)).toEqual(['bb', 'aa']);
    expect(cache.find('aa')).toBe(join(cache.folder, 'aa.lprof'));
    expect(cache.list().map(({ contentId }) => contentId)).toEqual(['aa', 'bb']);
    expect(() => cache.pathFor('../x')).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  });

  test('lets the least recently used go, open runs never', () => {
    const cache = new IndexCache(folder, 250);
    fill(cache, 'aa', 100, 400);
    fill(cache, 'bb', 100, 300);
    fill(cache, 'cc', 100, 200);
    fill(cache, 'dd', 100, 100);
    expect(cache.evict(['aa']).map(({ contentId }) => contentId)).toEqual(['bb', 'cc']);
    expect(cache.evict(['aa'])).toEqual([]);
    writeFileSync(join(folder, 'ee.lprof.partial-1'), '');
    const old = new Date(Date.now() - 3600_000);
    utimesSync(join(folder, 'ee.lprof.partial-1'), old, old);
    expect(cache.clear(['dd']).map(({ contentId }) => contentId)).toEqual(['aa']);
    expect(readdirSync(folder)).toEqual(['dd.lprof']);
  });

  test('takes no more than a tenth of the disk', () => {
    const limit = new IndexCache(folder).limitBytes();
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(20e9);
  });
});

describe('identity', () => {
  test('is of content, not of names; any change at the ends or of the length shows', async () => {
    const [a, b] = ['a', 'b'].map((name) => join(folder, name));
    const bytes = Buffer.alloc(200_000, 1);
    writeFileSync(a, bytes);
    writeFileSync(b, bytes);
    const id = await contentIdOf(await identify([a]));
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await contentIdOf(await identify([b]))).toBe(id);
    expect(await contentIdOf(await identify([a, b]))).not.toBe(id);
    bytes[199_999] = 2;
    writeFileSync(b, bytes);
    expect(await contentIdOf(await identify([b]))).not.toBe(id);
    writeFileSync(b, Buffer.alloc(200_001, 1));
    expect(await contentIdOf(await identify([b]))).not.toBe(id);
  });

  test('tells files that are the same, touched, changed or gone', async () => {
    const path = join(folder, 'log');
    writeFileSync(path, 'abc');
    const hash = await fullHash(path);
    expect(hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const file: IndexedFile = { path, rank: 0, container: 'raw', bytes: 3, rawBytes: 3, records: 0, duplicates: 0, status: 'whole', mtimeMs: statSync(path).mtimeMs, fullHash: hash };
    const state = async (): Promise<string> => (await staleness([file]))[0].state;
    expect(await state()).toBe('same');
    utimesSync(path, new Date(0), new Date(0));
    expect(await state()).toBe('touched');
    expect(await changedFiles([file])).toEqual([]);
    expect(staleAlert([], true)).toBeUndefined();
    expect(await changedFiles([{ ...file, fullHash: null }])).toHaveLength(1);
    writeFileSync(path, 'abd');
    expect(await changedFiles([file])).toEqual([file]);
    expect(staleAlert([file], true)).toMatchObject({ rule: 'index-stale', file: path });
    writeFileSync(path, 'abcd');
    expect(await state()).toBe('changed');
    rmSync(path);
    expect(await state()).toBe('missing');
    await expect(fullHash(path)).rejects.toThrow();
    writeFileSync(path, 'abc');
    await expect(fullHash(path, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('store', () => {
  const run = (contentId: string, openedAt: string): StoredRun => ({ contentId, title: `run ${contentId}`, paths: ['/logs/a'], nodes: 1, durationNs: 5, openedAt, strip: [0, 255] });
  const open = (): UserStore => new UserStore({ config: join(folder, 'config'), data: join(folder, 'data') });

  test('keeps settings, recent runs, titles and notes', () => {
    const store = open();
    expect(store.settings()).toEqual({});
    store.setSetting('theme', 'dark');
    store.setSetting('layout.v1', { a: [1, null] });
    store.setSetting('theme', undefined);
    expect(open().settings()).toEqual({ 'layout.v1': { a: [1, null] } });
    store.addRecent(run('aa', '2026-01-01'));
    store.addRecent(run('bb', '2026-01-02'));
    store.setTitle('aa', 'mine');
    expect(open().recent().map(({ contentId, title }) => [contentId, title])).toEqual([['bb', 'run bb'], ['aa', 'mine']]);
    store.setNote('aa', 'n1', { text: 'look' });
    store.forget('aa');
    expect(store.recent().map(({ contentId }) => contentId)).toEqual(['bb']);
    expect(open().notes('aa')).toEqual([{ id: 'n1', value: { text: 'look' } }]);
    expect(store.title('aa')).toBe('mine');
    store.setTitle('aa', '');
    expect(store.title('aa')).toBeUndefined();
    expect(store.takeNotices()).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'config', 'settings')).mode & 0o077).toBe(0);
  });

  test('remembers the last fifty runs', () => {
    const store = open();
    for (let i = 0; i < 53; i++) store.addRecent(run(i.toString(16), `2026-01-01T00:00:${String(i).padStart(2, '0')}`));
    expect(store.recent()).toHaveLength(50);
    expect(store.recent()[0].contentId).toBe((52).toString(16));
  });

  test('moves what is damaged aside and says so', () => {
    const store = open();
    store.setSetting('theme', 'dark');
    store.addRecent(run('aa', '2026-01-01'));
    writeFileSync(join(folder, 'config/settings/theme.json'), '{"half');
    writeFileSync(join(folder, 'data/runs/aa/recent.json'), '{"contentId": 5}');
    expect(store.settings()).toEqual({});
    expect(store.recent()).toEqual([]);
    expect(store.takeNotices()).toHaveLength(2);
    expect(store.takeNotices()).toEqual([]);
    expect(readdirSync(join(folder, 'config/settings'))).toEqual([expect.stringMatching(/^theme\.json\.damaged-/)]);
    expect(store.settings()).toEqual({});
    expect(store.takeNotices()).toEqual([]);
  });

  test('refuses keys that would leave the folder', () => {
    const store = open();
    for (const key of ['../x', '', '.hidden', 'a/b']) expect(() => store.setSetting(key, 1)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
    expect(() => store.setTitle('../../x', 'y')).toThrow(expect.objectContaining({ kind: 'bad-request' }));
    expect(() => store.setNote('aa', '../n', 1)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
    expect(existsSync(join(folder, 'x.json'))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('says that a folder may not be written', () => {
    mkdirSync(join(folder, 'config'), { mode: 0o500 });
    expect(() => open().setSetting('theme', 1)).toThrow(expect.objectContaining({ kind: 'no-permission' }));
    chmodSync(join(folder, 'config'), 0o700);
  });

  test('several processes at once lose nothing', async () => {
    const script = `
      const { UserStore } = await import(${JSON.stringify(join(import.meta.dirname, '../../../electron/index/user_store.ts'))});
      const store = new UserStore({ config: ${JSON.stringify(join(folder, 'config'))}, data: ${JSON.stringify(join(folder, 'data'))} });
      for (let i = 0; i < 25; i++) {
        store.setSetting('own-' + process.argv[1] + '-' + i, i);
        store.setSetting('shared', { by: process.argv[1], pad: 'x'.repeat(5000) });
        if (store.settings().shared.pad.length !== 5000) process.exit(3);
      }
      if (store.takeNotices().length > 0) process.exit(4);`;
    await Promise.all(['1', '2', '3'].map((name) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, name])));
    const settings = open().settings();
    expect(Object.keys(settings)).toHaveLength(3 * 25 + 1);
    expect(readdirSync(join(folder, 'config/settings')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
