// Usage errors, help, old forms and clean ends of the real program.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_LOGS, firstLine, makeScratch, run, start } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const log = join(OWN_LOGS, 'lg-tiny-hello');

describe('usage', () => {
  it('without a command prints the usage and exits with 2', async () => {
    const { code, stdout, stderr } = await run([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: legion_prof');
  });

  it('help teaches with examples and exits with 0', async () => {
    for (const args of [['--help'], ['help'], ['view', '--help'], ['serve', '--help'], ['index', '--help'], ['info', '--help'], ['help', 'serve']]) {
      const { code, stdout, stderr } = await run(args);
      expect(code).toBe(0);
      expect(stdout).toContain('Examples:');
      expect(stderr).toBe('');
    }
  });

  it('prints its version', async () => {
    const { code, stdout } = await run(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^legion_prof \d+\.\d+\.\d+\n$/);
  });

  it.each([['nonsense'], ['info'], ['serve'], ['info', '--no-such-option', 'x'], ['serve', 'x', '--port', 'abc'], ['serve', 'x', '--port', '70000'], ['index'], ['cache', 'nonsense'], ['help', 'nonsense']])('%s %s is wrong usage', async (...args) => {
    const { code, stdout, stderr } = await run(args.filter((word) => word !== undefined));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--help');
  });

  it('names the new form for flags of old manuals', async () => {
    const { code, stderr } = await run(['--view', 'prof_0.gz']);
    expect(code).toBe(2);
    expect(stderr).toContain('legion_prof view prof_0.gz');
    expect((await run(['--archive', 'prof_0.gz'])).code).toBe(2);
    expect((await run(['legate_0.prof', 'legate_1.prof'])).stderr).toContain('legion_prof view legate_0.prof legate_1.prof');
  });

  it('a missing file is one sentence and exit code 1, with --verbose a stack', async () => {
    const { code, stdout, stderr } = await run(['info', '/no/such/file.prof'], env);
    expect(code).toBe(1);
    expect(stdout).not.toBe('');
    expect(stderr).toMatch(/^legion_prof: \/no\/such\/file\.prof does not exist\..*\n$/);
    expect((await run(['serve', '/no/such/file.prof', '--port', '0'], env)).code).toBe(1);
  });

  it('a relative path starts where npm was called, in `npm start` of this package only', async () => {
    const pkg = join(OWN_LOGS, '..', '..', 'package.json');
    const inside = await run(['info', '--json', 'lg-tiny-hello'], { ...env, npm_lifecycle_event: 'start', INIT_CWD: OWN_LOGS, npm_package_json: pkg });
    expect(inside.code).toBe(0);
    const other = await run(['info', '--json', 'lg-tiny-hello'], { ...env, npm_lifecycle_event: 'start', INIT_CWD: OWN_LOGS, npm_package_json: '/other/package.json' });
    expect(other.code).toBe(1);
  });

  it('expands a pattern that no shell has expanded', async () => {
    const { code, stdout } = await run(['info', '--json', join(log, 'prof_*.gz')], env);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { files: unknown[] }).files).toHaveLength(1);
  });
});

describe('serve', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends cleanly on %s', async (signal) => {
    const child = start(['serve', log, '--port', '0'], env);
    const [, url] = await firstLine(child, /^Serving on (http:\/\/127\.0\.0\.1:\d+\/t\/[\w-]{22,}\/)\n/);
    const response = await fetch(`${url}info`);
    expect(response.status).toBe(200);
    const ended = new Promise((resolve) => child.on('close', (code, by) => resolve(code ?? by)));
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  it('prints the tunnel command on a remote machine', async () => {
    const child = start(['serve', log, '--port', '0'], { ...env, SSH_CONNECTION: '10.0.0.1 5000 10.0.0.2 22' });
    const [, port] = await firstLine(child, /ssh -L (\d+):127\.0\.0\.1:\1 \S+@10\.0\.0\.2\n/);
    expect(Number(port)).toBeGreaterThan(0);
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
  });

  it('refuses a port that is taken when it was asked for, else takes the next', async () => {
    const child = start(['serve', log, '--port', '0'], env);
    const [, port] = await firstLine(child, /127\.0\.0\.1:(\d+)/);
    const second = await run(['serve', log, '--port', port], env);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`Port ${port}`);
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
  });

  it('ends by itself after the idle timeout', async () => {
    const { code } = await run(['serve', log, '--port', '0', '--idle-timeout', '0.02'], env);
    expect(code).toBe(0);
  }, 20_000);

  it.skipIf(!existsSync('/proc/self/cmdline'))('keeps its token out of every command line and environment, its browser\'s too', async () => {
    // Stands for the system's opener: notes what it was given and stays for a while.
    const bin = join(scratch.path, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > ${scratch.path}/opened\nstat -c '%a' "$1" "$(dirname "$1")" > ${scratch.path}/modes\ncat "$1" > ${scratch.path}/page\nsleep 1\n`, { mode: 0o755 });
    const child = start(['view', log, '--browser'], { ...env, DISPLAY: ':99', PATH: `${bin}:${process.env['PATH']}` });
    const [, token] = await firstLine(child, /\/t\/([\w-]+)\//);
    const seen: string[] = [];
    for (let round = 0; round < 8; round++) {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        for (const file of ['cmdline', 'environ']) {
          try {
            if (readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(token)) seen.push(`${pid}/${file}`);
          } catch {
            // Ended meanwhile, or not ours to read.
            continue;
          }
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(seen).toEqual([]);
    const opened = readFileSync(join(scratch.path, 'opened'), 'utf8');
    expect(opened).not.toContain(token);
    expect(readFileSync(join(scratch.path, 'page'), 'utf8')).toContain(token);
    expect(readFileSync(join(scratch.path, 'modes'), 'utf8').trim().split('\n')).toEqual(['600', '700']);
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
    expect(existsSync(opened)).toBe(false);
  });

  it('without a token warns and shows a page that changes nothing', async () => {
    const child = start(['serve', log, '--port', '0', '--no-token'], env);
    let warnings = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (warnings += text));
    const [, url] = await firstLine(child, /^Serving on (http:\/\/127\.0\.0\.1:\d+\/)\n/);
    const socket = new WebSocket(`${url.replace('http', 'ws')}ws`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    const ask = (id: number, method: string, params: unknown) => new Promise<Record<string, never>>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data)) as Record<string, never> & { id?: number };
        if (message.id === id) resolve(message);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
    expect((await ask(1, 'session.state', {})) as unknown).toMatchObject({ result: { isReadOnly: true } });
    expect((await ask(2, 'settings.set', { key: 'x', value: 1 })) as unknown).toMatchObject({ error: { kind: 'read-only' } });
    expect((await ask(3, 'host.open', { paths: ['/etc/passwd'], until: 'known' })) as unknown).toMatchObject({ error: { kind: 'bad-request' } });
    socket.close();
    expect(warnings).toContain('Warning');
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
  });
});

describe('view', () => {
  it('says why there is no window and how to get one, and serves', async () => {
    const child = start(['view', log, '--no-open'], env);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    const [, url] = await firstLine(child, /Serving on (\S+)\n/);
    expect(words).toMatch(/^No desktop window: .+\. .+ The browser way instead:\n/);
    expect((await fetch(url)).status).toBe(200);
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
  });

  it('keeps its page for logs that cannot be read, and says why', async () => {
    const child = start(['view', join(OWN_LOGS, 'lg-trunc-preamble'), '--browser', '--no-open'], env);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    const [, url] = await firstLine(child, /Serving on (\S+)\n/);
    const info = (await (await fetch(`${url}info`, { headers: { Accept: 'application/json' } })).json()) as { runs: unknown[] };
    expect(info.runs).toEqual([]);
    const deadline = Date.now() + 10_000;
    while (!words.includes('\n') && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill();
    await new Promise((resolve) => child.on('close', resolve));
    expect(words).toContain('ends inside its header');
  });
});

describe('index and cache', () => {
  it('writes an index where asked, refuses to replace it without -f, and opens it without the logs', async () => {
    const file = join(scratch.path, 'run.lprof');
    const written = await run(['index', log, '-o', file], env);
    expect(written).toMatchObject({ code: 0, stdout: `${file}\n`, stderr: '' });
    const again = await run(['index', log, '-o', file], env);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('-f');
    expect((await run(['index', log, '-o', file, '-f'], env)).code).toBe(0);
    const plain = (text: string): unknown => ({ ...(JSON.parse(text) as Record<string, unknown>) });
    const fromIndex = await run(['info', '--json', file], env);
    const fromLogs = await run(['info', '--json', '--no-cache', log], env);
    expect(plain(fromIndex.stdout)).toEqual(plain(fromLogs.stdout));
  });

  it('keeps indexes in the cache, lists and clears them', async () => {
    const cache = join(scratch.path, 'own');
    const { stdout } = await run(['index', log, '--cache', cache], env);
    expect(stdout.trim()).toMatch(/own\/[0-9a-f]{32}\.lprof$/);
    const listed = JSON.parse((await run(['cache', 'list', '--json', '--cache', cache], env)).stdout) as { indexes: { title: string }[] };
    expect(listed.indexes.map(({ title }) => title)).toEqual(['lg-tiny-hello']);
    expect((await run(['cache', 'list', '--cache', cache], env)).stdout).toContain('lg-tiny-hello');
    expect((await run(['cache', 'clear', '--cache', cache], env)).code).toBe(0);
    expect((JSON.parse((await run(['cache', 'list', '--json', '--cache', cache], env)).stdout) as { indexes: unknown[] }).indexes).toEqual([]);
  });

  it('an index of nothing is exit code 1 and leaves no file', async () => {
    const file = join(scratch.path, 'nothing.lprof');
    const { code, stderr } = await run(['index', join(OWN_LOGS, 'lg-trunc-preamble'), '-o', file], env);
    expect(code).toBe(1);
    expect(stderr).toContain('ends inside its header');
    expect(readdirSync(scratch.path).filter((name) => name.startsWith('nothing'))).toEqual([]);
  });

  it('one file holds one run', async () => {
    const { code, stderr } = await run(['index', log, join(OWN_LOGS, 'lg-small-omp'), '-o', join(scratch.path, 'two.lprof')], env);
    expect(code).toBe(2);
    expect(stderr).toContain('2 runs');
  });
});
