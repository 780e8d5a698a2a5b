// What was asked for and is not there, and which part of a run an output is of, is said; an output's folder is made where it is missing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_LOGS, makeScratch, run, start } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: join(scratch.path, 'cache'), XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const hello = join(OWN_LOGS, 'lg-tiny-hello');
const solver = join(OWN_LOGS, 'lg-small-cgsolver-2n');
const nosuch = join(scratch.path, 'nosuch.prof');

describe('--nodes', () => {
  it.each(['statistics', 'dump', 'archive'])('%s of a node that the run has not is a sentence', async (command) => {
    const output = ['statistics', 'dump'].includes(command) ? [] : ['-o', join(scratch.path, `none.${command}`)];
    const { code, stderr } = await run([command, hello, '--nodes', '7', ...output], env);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'legion_prof: Node 7 is not in this run, which has node 0 only.\n' });
    if (output.length > 0) expect(existsSync(output[1])).toBe(false);
  });

  it('beside one that it has is told, as is the part that is shown', async () => {
    const { code, stdout, stderr } = await run(['statistics', solver, '--nodes', '1,7-8', '--start-trim', '1000', '--call-threshold', '5'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('Invocations: ');
    const lines = stderr.split('\n');
    expect(lines).toContain('legion_prof: Nodes 7, 8 are not in this run, which has nodes 0 to 1.');
    expect(lines).toContain('legion_prof: A part of the run was asked for: nodes 1, 7, 8, from 1000 us, calls of 5 us and more.');
    expect((await run(['statistics', hello], env)).stderr).toBe('');
  });
});

describe('a mistyped file', () => {
  const words = `legion_prof: ${nosuch} does not exist. Check the path and the file name.\n`;
  const rest = 'legion_prof: The rest was read; what comes is without this.\n';

  it.each(['statistics', 'dump', 'info', 'index'])('among good ones: %s goes on with these and says so', async (command) => {
    const { code, stdout, stderr } = await run([command, join(hello, 'prof_0.gz'), nosuch], env);
    expect(code).toBe(0);
    expect(stderr).toBe(words + rest);
    expect(stdout).not.toBe('');
    expect(stdout).not.toContain('does not exist');
  });

  it('alone: view opens nothing and ends', async () => {
    for (const args of [[nosuch], [nosuch, '--browser', '--no-open']]) expect(await run(['view', ...args], env)).toEqual({ code: 1, stdout: '', stderr: words });
  });

  it('that cannot be read is told once by info', async () => {
    const { code, stdout, stderr } = await run(['info', join(OWN_LOGS, 'lg-trunc-preamble')], env);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`.split('ends inside its header').length).toBe(2);
    expect(stderr).toContain('ends inside its header');
  });
});

it('what is only odd is said with --verbose', async () => {
  const odd = join(OWN_LOGS, 'lg-small-ghost-thresholds');
  expect((await run(['statistics', odd], env)).stderr).toBe('');
  expect((await run(['statistics', odd, '-v'], env)).stderr).toMatch(/^legion_prof: [^\n]+\n$/);
});

it('what another command opens is told with that command', async () => {
  const archive = join(scratch.path, 'tiles');
  for (const folder of [archive, join(archive, 'slot_tile')]) mkdirSync(folder);
  writeFileSync(join(archive, 'info'), '');
  expect((await run(['statistics', archive], env)).stderr).toContain(`Open it with: legion_prof attach ${archive}\n`);
  expect((await run(['attach', hello], env)).stderr).toContain('opened by legion_prof view');
});

describe('outputs', () => {
  it.each([
    ['trace', (path: string) => ['trace', hello, '-o', path]],
    ['legacy', (path: string) => ['legacy', hello, '-o', path]],
    ['index', (path: string) => ['index', hello, '-o', path]],
    ['duckdb --parquet', (path: string) => ['duckdb', hello, '--tables', 'ours', '--parquet', path]],
    ['compare --html', (path: string) => ['compare', hello, hello, '--html', path]],
  ])('%s makes the folder that is missing', async (name, args) => {
    const path = join(scratch.path, name, 'a', 'b');
    expect(await run(args(path), env)).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path)).toBe(true);
  });

  it('one sentence where a file is in the way', async () => {
    writeFileSync(join(scratch.path, 'file'), 'mine');
    const { code, stderr } = await run(['trace', hello, '-o', join(scratch.path, 'file', 'x', 'trace.json')], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^legion_prof: [^\n]*file[^\n]*\n$/);
    expect(readFileSync(join(scratch.path, 'file'), 'utf8')).toBe('mine');
  });

  it('duckdb --json names what it wrote', async () => {
    const path = join(scratch.path, 'run.duckdb');
    const { code, stdout } = await run(['duckdb', hello, '-o', path, '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ schema: 'duckdb/1', path, tables: ['data_source', 'entries', 'items'] });
  });

  it('a table cuts long texts, also on a pipe; CSV has all of them', async () => {
    const sql = `SELECT '${'x'.repeat(100)}' AS long`;
    expect((await run(['query', hello, sql], env)).stdout.split('\n')[2]).toBe(`${'x'.repeat(59)}…`);
    expect((await run(['query', hello, sql, '--csv'], env)).stdout).toContain('x'.repeat(100));
  });
});

it('help of dump lists no option that changes nothing, and takes them', async () => {
  const { stdout } = await run(['dump', '--help'], env);
  expect(stdout).toContain('--nodes');
  expect(stdout).not.toMatch(/--(start-trim|stop-trim|call-threshold|message-)/);
  expect((await run(['dump', hello, '--start-trim', '5'], env)).code).toBe(0);
});

it('legacy ends on a signal with the words of all commands', async () => {
  const child = start(['legacy', join(OWN_LOGS, 'lg-medium-circuit-2n'), '-o', join(scratch.path, 'ended')], env);
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
  await once(child.stdout!, 'data');
  child.kill('SIGINT');
  const [code] = await once(child, 'close') as [number];
  expect(code).toBe(1);
  // Behind what is said of the run.
  expect(words).toMatch(/^(?:legion_prof: .* messages .*\n){2}legion_prof: Ended by a signal\.\n$/);
  expect(existsSync(join(scratch.path, 'ended'))).toBe(false);
}, 20_000);
