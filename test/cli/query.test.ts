// `query` as a user runs it: forms of output, ends by time, signal and a reader that goes away.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN_LOGS, makeScratch, run, start } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const logs = join(OWN_LOGS, 'lg-tiny-hello');
const index = join(scratch.path, 'run.lprof');
const ENDLESS = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT';

beforeAll(async () => {
  expect((await run(['index', logs, '-o', index], env)).code).toBe(0);
});

/** As the log's README counts them. */
function recordsOf(kind: string): number {
  return Number(new RegExp(`\\b${kind}:? (\\d+)`).exec(readFileSync(join(logs, 'README.md'), 'utf8'))?.[1]);
}

describe('answers', () => {
  it('the same over logs and over an index', async () => {
    const sql = 'SELECT count(*) AS calls FROM mapper_call';
    const fromLogs = await run(['query', logs, '--csv', sql], env);
    expect(fromLogs).toEqual({ code: 0, stdout: `calls\n${recordsOf('MapperCallInfo')}\n`, stderr: '' });
    expect(await run(['query', index, '--csv', sql], env)).toEqual(fromLogs);
    expect(await run(['query', logs, '--no-cache', '--csv', sql], env)).toEqual(fromLogs);
  });

  it('as a table and as JSON', async () => {
    const sql = "SELECT kind_name AS sort, count(*) AS n FROM processor WHERE kind_name = 'Utility' GROUP BY 1";
    const { stdout } = await run(['query', index, sql], env);
    expect(stdout).toMatch(/^sort {5}n\n-{7} {2}-\nUtility {2}\d\n$/);
    const json = JSON.parse((await run(['query', index, '--json', sql], env)).stdout) as { schema: string; rows: unknown[] };
    expect(json).toEqual({ schema: 'query/1', columns: ['sort', 'n'], rows: [{ sort: 'Utility', n: Number(/(\d)\n$/.exec(stdout)?.[1]) }] });
  });
});

describe('refusals', () => {
  it.each([['DELETE FROM task'], ["ATTACH '/tmp/x' AS x"], ['PRAGMA query_only = 0'], ['SELECT 1; SELECT 2'], ['SELECT titel FROM task_view']])('%s is wrong usage and changes nothing', async (sql) => {
    const hash = (): string => createHash('sha256').update(readFileSync(index)).digest('hex');
    const before = hash();
    const { code, stdout, stderr } = await run(['query', index, sql], env);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^legion_prof: [^\n]+[.?]\n$/);
    expect(hash()).toBe(before);
  });

  it.each([[[index]], [[index, '--timeout', '-1', 'SELECT 1']], [[index, '--json', '--csv', 'SELECT 1']], [[]]])('%s is wrong usage', async (args) => {
    expect((await run(['query', ...args], env)).code).toBe(2);
  });
});

describe.skipIf(process.platform !== 'linux')('ends', () => {
  it('after its time, in the middle of SQLite\'s work', async () => {
    const before = performance.now();
    const { code, stdout, stderr } = await run(['query', index, '--timeout', '0.5', `${ENDLESS} count(*) FROM c`], env);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe('legion_prof: The query took longer than 0.5 s and was ended. Ask for less, or give it more time with --timeout.\n');
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('after its time, with rows that never end', async () => {
    const { code, stdout, stderr } = await run(['query', index, '--timeout', '1', '--csv', `${ENDLESS} x FROM c`], env);
    expect(code).toBe(1);
    expect(stdout.startsWith('x\n1\n2\n')).toBe(true);
    expect(stderr).toContain('longer than 1 s');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('on %s, and its process with it', async (signal) => {
    const child = start(['query', index, `${ENDLESS} count(*) FROM c`], env);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const worker = await waitForWorker(child.pid ?? 0);
    child.kill(signal);
    expect(await ended).toBe(1);
    await waitUntilGone(worker);
  });

  it('when it is killed, its process too', async () => {
    const child = start(['query', index, `${ENDLESS} count(*) FROM c`], env);
    const worker = await waitForWorker(child.pid ?? 0);
    child.kill('SIGKILL');
    await waitUntilGone(worker);
  });

  it('well when its reader has had enough', async () => {
    const child = start(['query', index, '--csv', `${ENDLESS} x FROM c`], env);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toBe(0);
    expect(stderr).toBe('');
  });
});

/** Process ids of everything that a process started, and of what that started (Linux). */
function descendants(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => parentOf(name) === pid).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/\)\s+\S\s+(\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

async function waitForWorker(pid: number): Promise<number> {
  for (;;) {
    const worker = descendants(pid).find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('query_worker'));
    if (worker !== undefined) return worker;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  for (let i = 0; i < 250; i++) {
    // A process that nobody waits for stays as a zombie where the first process is none that does.
    if (parentOf(String(pid)) === undefined || /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`process ${pid} is still there`);
}
