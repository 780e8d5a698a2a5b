// Exports of Nsight Systems as users join them: with logs, as a report by way of nsys, alone; what is kept, and what is said where it fails.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IndexReader } from '../../electron/index/index_reader.ts';
import { writeLogs } from '../../scripts/make_log/write_logs.mjs';
import { writeExport, type MadeExport } from '../unit/nsight/export_of_run.ts';
import { makeScratch, run } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const cache = join(scratch.path, 'cache');
let log: string;
let sqlite: string;
let truth: MadeExport;

beforeAll(async () => {
  [log] = (await writeLogs({ out: join(scratch.path, 'run'), shape: 'gpu', items: 2000, version: 1010, name: 'legate_%' })).paths;
  const { stdout } = await run(['index', log, '--cache', cache]);
  const reader = IndexReader.open(stdout.trim());
  sqlite = join(scratch.path, 'run', 'legate_0.sqlite');
  truth = writeExport(sqlite, reader, { version: '3.13.1', node: 0, shiftNs: 987_654_321, clockErrorNs: 2_000_000, hasCalls: true });
  reader.close();
});

const ties = 'SELECT count(*) AS kernels, count(task_item_id) AS tied FROM cuda_kernel';
/** `kernels,tied` of an answer. */
const answer = (stdout: string): string => stdout.trim().split(/\r?\n/)[1];

test('logs and export together are one run, kept under an identity of its own; the run without stays', async () => {
  const before = readdirSync(cache);
  const { code, stdout, stderr } = await run(['index', log, sqlite, '--cache', cache]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(cache).filter((name) => !before.includes(name))).toEqual([stdout.trim().slice(cache.length + 1)]);
  const asked = await run(['query', stdout.trim(), ties, '--csv', '--cache', cache]);
  expect(answer(asked.stdout)).toBe(`${truth.kernels},${truth.kernels - 1}`);
  // Asked again it is found and not made.
  expect((await run(['index', log, sqlite, '--cache', cache])).stdout).toBe(stdout);
  const info = JSON.parse((await run(['info', log, sqlite, '--json', '--cache', cache])).stdout) as { runs: { alerts: { rule: string }[]; tracks: { kind: string }[] }[] };
  expect(info.runs).toHaveLength(1);
  expect(info.runs[0].tracks.map(({ kind }) => kind)).toContain('cuda-stream');
});

test('a report is exported by the nsys that is on PATH; without one the sentence says what to do', async () => {
  const report = join(scratch.path, 'run', 'legate_0.nsys-rep');
  writeFileSync(report, 'a report, whose format is not ours to read');
  const tools = join(scratch.path, 'tools');
  mkdirSync(tools);
  // Does what nsys does with these arguments: writes the export where --output says.
  writeFileSync(join(tools, 'nsys'), `#!/bin/sh\n[ "$1 $2 $3" = "export --type sqlite" ] || exit 3\nwhile [ "$1" != "--output" ]; do shift; done\ncp "${sqlite}" "$2"\n`);
  chmodSync(join(tools, 'nsys'), 0o755);
  const with_ = await run(['index', log, report, '--cache', join(scratch.path, 'cache2')], { PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}` });
  expect(with_).toMatchObject({ code: 0, stderr: '' });
  expect(answer((await run(['query', with_.stdout.trim(), ties, '--csv'])).stdout)).toBe(`${truth.kernels},${truth.kernels - 1}`);
  const without = await run(['index', report, '--cache', join(scratch.path, 'cache3')], { PATH: '/nowhere' });
  expect(without.code).toBe(1);
  expect(without.stderr).toMatch(/legate_0\.nsys-rep is a report of Nsight Systems, and its nsys, which can read it, is not on PATH.*nsys export --type sqlite/);
});

test('an export opens alone; a file that only looks like one does not, and leaves the run as it is', async () => {
  const alone = await run(['index', sqlite, '-o', join(scratch.path, 'alone.lprof')]);
  expect(alone).toMatchObject({ code: 0, stderr: '' });
  expect(answer((await run(['query', alone.stdout.trim(), ties, '--csv'])).stdout)).toBe(`${truth.kernels},0`);
  const other = join(scratch.path, 'other.sqlite');
  copyFileSync(sqlite, other);
  writeFileSync(other, Buffer.alloc(100_000, 7), { flag: 'r+' });
  writeFileSync(other, 'SQLite format 3\0', { flag: 'r+' });
  const bad = await run(['info', log, other, '--json', '--cache', cache]);
  const { runs } = JSON.parse(bad.stdout) as { runs: { tracks: { kind: string }[] }[] };
  expect(runs[0].tracks.some(({ kind }) => kind === 'gpu-dev')).toBe(true);
  expect(bad.stdout).toContain('other.sqlite cannot be read as an export of Nsight Systems');
});
