// What commands write never costs what they read, wherever it is told to go.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BIN, OWN_LOGS, makeScratch, run } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: join(scratch.path, 'cache'), XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const folder = join(scratch.path, 'logs');
const log = join(folder, 'prof_0.gz');
mkdirSync(folder);
copyFileSync(join(OWN_LOGS, 'lg-tiny-hello', 'prof_0.gz'), log);
const bytes = readFileSync(log);
const link = join(scratch.path, 'link.gz');
symlinkSync(log, link);
const notes = join(scratch.path, 'notes.txt');
writeFileSync(notes, 'mine');

describe('an output that is an input', () => {
  it.each([
    ['trace', [log, '-o', log, '-f']],
    ['trace of its folder', [folder, '-o', log, '-f'], 'trace'],
    ['trace by a link', [link, '-o', log, '-f'], 'trace'],
    ['index', [log, '-o', log, '-f']],
    ['duckdb', [log, '--tables', 'ours', '-o', log, '-f']],
    ['query', [log, 'SELECT 1', '--parquet', log, '-f']],
    ['compare', [folder, folder, '--html', log, '-f']],
    ['regress', [folder, '--', folder, '--json', log]],
  ] as const)('is refused: %s', async (name, args, command: string = name) => {
    const { code, stderr } = await run([command, ...args], env);
    expect(code).toBe(1);
    expect(stderr).toContain('is one of the files that are read');
    expect(readFileSync(log).equals(bytes)).toBe(true);
  });

  it('nor is a folder, a link or somebody\'s file replaced', async () => {
    expect(await run(['trace', log, '-o', folder, '-f'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('is a folder') });
    expect(await run(['trace', log, '-o', link, '-f'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('is no plain file') });
    expect(await run(['regress', folder, '--', folder, '--json', notes], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('exists already') });
    expect(readFileSync(notes, 'utf8')).toBe('mine');
  });
});

it('regress replaces its own document', async () => {
  const document = join(scratch.path, 'change.json');
  for (let i = 0; i < 2; i++) await run(['regress', folder, '--', folder, '--json', document], env);
  expect(JSON.parse(readFileSync(document, 'utf8'))).toMatchObject({ schema: 'compare/1' });
});

it('an index is copied to where -o says', async () => {
  const [first, second] = [join(scratch.path, 'a.lprof'), join(scratch.path, 'b.lprof')];
  expect(await run(['index', log, '-o', first], env)).toMatchObject({ code: 0, stdout: `${first}\n` });
  expect(await run(['index', first, '-o', second], env)).toMatchObject({ code: 0, stdout: `${second}\n` });
  expect(readFileSync(second).equals(readFileSync(first))).toBe(true);
});

it('works without a cache that can be written', async () => {
  const { code, stdout, stderr } = await run(['query', log, 'SELECT count(*) FROM task', '--csv', '--cache', join(notes, 'cache')], env);
  expect(code).toBe(0);
  // Said once, and nothing else with it.
  expect(stderr).toMatch(/^legion_prof: Index not saved: [^\n]*\n$/);
  expect(stdout).toBe('count(*)\n2\n');
});

it.skipIf(!readdirSync('/dev').includes('full'))('says that the disk is full', () => {
  const { status, stderr } = spawnSync('sh', ['-c', '"$1" "$2" dump "$3" > /dev/full', 'sh', process.execPath, BIN, log], { env: { ...process.env, ...env }, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^legion_prof: the output cannot be written: [^\n]*\n$/);
});
