/** What is on disk when things go wrong: nothing that looks like a whole index. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, sqlError } from '../../../electron/index/database.ts';
import { IndexReader } from '../../../electron/index/index_reader.ts';
import { searchIndex } from './search_index.ts';
import { IndexWriter } from '../../../electron/index/index_writer.ts';
import { runToEnd } from '../../../electron/index/slices.ts';
import { madeUpLog, modelTrack, NOTHING, published, runOf, shardOf, trackItems } from './made_up_run.ts';

const FACTS = { contentId: 'c0ffee', title: 'run', program: '0.0.0', files: [] };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-files-'));
  path = join(folder, 'run.lprof');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function writeIndex(): void {
  const items = trackItems([{ type: 'task', name: 0, num: 1n, start: 0, stop: 10, table: 'TaskInfo', row: 0 }]);
  const track = modelTrack(0, 'n0/cpu/c0', 'cpu', items);
  const names = [{ type: 'task', text: 'foo', form: 1 }] as const;
  const writer = IndexWriter.create(path, FACTS);
  runToEnd(writer.writeShard(shardOf(madeUpLog({ TaskInfo: { op_id: [1n] } })), published([track], [items], names)));
  runToEnd(writer.finish(runOf([track], names), NOTHING));
}

const kind = (name: string): unknown => expect.objectContaining({ kind: name });

test('a writer that is killed leaves no file with the final name, and what it leaves is removed later', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'writer_process.ts'), path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the writer ended with ${code}`)));
  });
  child.removeAllListeners('exit');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  const left = readdirSync(folder);
  expect(left.filter((name) => name.endsWith('.lprof'))).toEqual([]);
  expect(left.some((name) => name.startsWith('run.lprof.partial-'))).toBe(true);
  const old = new Date(Date.now() - 3 * 24 * 3600 * 1000);
  for (const name of left) utimesSync(join(folder, name), old, old);
  writeIndex();
  expect(readdirSync(folder)).toEqual(['run.lprof']);
});

test('a finished index is read-only and has its marks', () => {
  writeIndex();
  expect(statSync(path).mode & 0o222).toBe(0);
  expect(readFileSync(path).subarray(68, 72).toString()).toBe('lprf');
  const readers = [IndexReader.open(path), IndexReader.open(path)];
  for (const reader of readers) expect(reader.run().info.title).toBe('run');
  for (const reader of readers) reader.close();
});

test('an index is replaced only if that is wanted', () => {
  writeIndex();
  expect(() => IndexWriter.create(path, FACTS, { overwrite: false })).toThrow(kind('index-exists'));
  writeIndex();
  expect(readdirSync(folder)).toEqual(['run.lprof']);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written is said to be that', () => {
  chmodSync(folder, 0o500);
  expect(() => IndexWriter.create(path, FACTS)).toThrow(kind('no-permission'));
});

test('a folder that is a file', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => IndexWriter.create(join(folder, 'file', 'run.lprof'), FACTS)).toThrow(expect.objectContaining({ name: 'ProfileError' }));
});

test('a full disk is told as such, with figures', () => {
  writeIndex();
  const error = sqlError(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }), path);
  expect(error).toMatchObject({ kind: 'disk-full' });
  expect(String(error)).toMatch(/could not be written beyond \d+\.\d MB \(\d+\.\d MB free\)/);
});

test.each([
  { version: 99, wanted: 'index-newer', said: /later version of this program \(index version 99; this one reads \d+\)/ },
  { version: 1, wanted: 'index-older', said: /earlier version of this program \(index version 1; this one reads \d+\)/ },
])('an index of version $version is refused with a sentence', ({ version, wanted, said }) => {
  writeIndex();
  chmodSync(path, 0o600);
  const database = openDatabase(path, { create: true });
  database.pragma(`user_version = ${version}`);
  database.close();
  expect(() => IndexReader.open(path)).toThrow(kind(wanted));
  expect(() => IndexReader.open(path)).toThrow(said);
});

test('files that are no index', () => {
  expect(() => IndexReader.open(path)).toThrow(kind('not-found'));
  writeFileSync(path, 'FileType: BinaryLegionProf v: 1.0\n'.repeat(100));
  expect(() => IndexReader.open(path)).toThrow(kind('index-damaged'));
  writeFileSync(path, '');
  expect(() => IndexReader.open(path)).toThrow(kind('unknown-format'));
  mkdirSync(join(folder, 'dir'));
  expect(() => IndexReader.open(join(folder, 'dir'))).toThrow(expect.objectContaining({ name: 'ProfileError' }));
  const other = openDatabase(join(folder, 'other'), { create: true });
  other.exec('CREATE TABLE x (y)');
  other.close();
  expect(() => IndexReader.open(join(folder, 'other'))).toThrow(kind('unknown-format'));
});

test('a cut index is damaged, wherever it was cut', () => {
  writeIndex();
  chmodSync(path, 0o600);
  const size = statSync(path).size;
  for (const share of [0.9, 0.5, 0.1]) {
    truncateSync(path, Math.floor(size * share));
    expect(() => {
      const reader = IndexReader.open(path);
      try {
        reader.run();
        reader.tracks();
        reader.blocks(0, 0, 0, 100);
        reader.recordTable(0, 'TaskInfo');
        searchIndex(reader, 'foo').first(10);
        reader.database.all('SELECT * FROM task_view');
        reader.alerts();
      } finally {
        reader.close();
      }
    }).toThrow(expect.objectContaining({ name: 'ProfileError' }));
  }
});
