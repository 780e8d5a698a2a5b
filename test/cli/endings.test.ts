// However the program is told to end, it ends: folders that cannot be made, threads that hang, npm killed over its head.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_LOGS, ROOT, firstLine, makeScratch, run, start } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const log = join(OWN_LOGS, 'lg-tiny-hello');

/** Resolves with whether the server has stopped answering within some seconds. */
async function stops(url: string): Promise<boolean> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const isThere = await fetch(`${url}info`).then(() => true, () => false);
    if (!isThere) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

describe.skipIf(!existsSync('/proc/self/stat'))('a cache folder that cannot be made', () => {
  const nowhere = { ...env, XDG_CACHE_HOME: '/proc/nope' };

  it('index says so and ends', async () => {
    const { code, stdout, stderr } = await run(['index', log], nowhere);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^legion_prof: Index not saved: \/proc\/nope\/legion-prof cannot be made/);
  }, 15_000);

  it('serve goes on without, says so, and ends on a signal', async () => {
    const child = start(['serve', log, '--port', '0'], nowhere);
    const [, url] = await firstLine(child, /^Serving on (\S+)\n/);
    const { alerts } = (await (await fetch(`${url}info`, { headers: { Accept: 'application/json' } })).json()) as { alerts: { rule: string }[] };
    expect(alerts.map(({ rule }) => rule)).toContain('index-not-saved');
    const startMs = Date.now();
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(Date.now() - startMs).toBeLessThan(2500);
  }, 15_000);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it.each(['info', 'index'])('%s of a pipe or a device says so and ends', async (command) => {
    const pipe = join(scratch.path, `${command}.prof`);
    spawnSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/null', '/dev/tty']) {
      const { code, stderr } = await run([command, path], env);
      expect([path, code]).toEqual([path, 1]);
      expect(stderr).toContain(`${path} is a pipe, a device or a socket`);
    }
  }, 15_000);
});

describe('index', () => {
  it('removes what a killed build of the same file has left, and keeps its own from others', async () => {
    const folder = join(scratch.path, 'killed');
    mkdirSync(folder);
    const file = join(folder, 'run.lprof');
    const child = start(['index', join(OWN_LOGS, 'lg-medium-circuit-2n'), '-o', file], env);
    const deadline = Date.now() + 10_000;
    while (readdirSync(folder).length < 2 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    // No chance to clean up, for it and for the child that does the work.
    child.kill('SIGKILL');
    const pids = new Set(readdirSync(folder).map((name) => Number(/-(\d+)-/.exec(name)?.[1])));
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await once(child, 'close');
    expect(readdirSync(folder)).not.toEqual([]);
    expect((await run(['index', log, '-o', file], env)).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['run.lprof']);
  }, 20_000);


  it('ends at once on a signal and leaves no file', async () => {
    const folder = join(scratch.path, 'ended');
    mkdirSync(folder);
    const child = start(['index', join(OWN_LOGS, 'lg-medium-circuit-2n'), '-o', join(folder, 'run.lprof')], env);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    const deadline = Date.now() + 10_000;
    while (readdirSync(folder).length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    const startMs = Date.now();
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(Date.now() - startMs).toBeLessThan(2500);
    expect(words).toBe('legion_prof: Ended by a signal.\n');
    expect(readdirSync(folder)).toEqual([]);
  }, 20_000);
});

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('leaves no server behind when npm is gone by %s', async (signal) => {
    // Stands for npm: a process that starts a shell that starts the script.
    const npm = spawn('sh', ['-c', 'sh -c \'"$0" "$@"; true\' "$0" "$@"; true', process.execPath, join(ROOT, 'scripts', 'start.mjs'), 'serve', log, '--port', '0'], {
      env: { ...process.env, ...env, npm_lifecycle_event: 'start', npm_package_json: join(ROOT, 'package.json'), INIT_CWD: ROOT }, stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, url] = await firstLine(npm, /^Serving on (\S+)\n/);
    expect((await fetch(`${url}info`)).status).toBe(200);
    npm.kill(signal);
    expect(await stops(url)).toBe(true);
  }, 20_000);
});
