// statistics, trace and dump as a user runs them: streams, exit codes, names of outputs, pipes, signals, and views of logs and of indexes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BIN, OWN_LOGS, firstLine, makeScratch, run, start } from './run_cli.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());
const env = { XDG_CACHE_HOME: scratch.path, XDG_CONFIG_HOME: scratch.path, XDG_DATA_HOME: scratch.path };
const hello = join(OWN_LOGS, 'lg-tiny-hello', 'prof_0.gz');
const twoNodes = join(OWN_LOGS, 'lg-small-cgsolver-2n');
const scratchFile = (name: string): string => join(scratch.path, name);

interface Statistics {
  readonly schema: string;
  readonly groups: readonly { readonly kind: string; readonly name: string; readonly count: number; readonly totalNs: number; readonly runningNs: number }[];
}

describe('statistics', () => {
  it('text on stdout, what is doubtful on stderr', async () => {
    const { code, stdout, stderr } = await run(['statistics', hello], env);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([`Reading log file "${hello}"...`, 'Matched 797 objects', 'Sorting time ranges', 'Calculating critical paths']);
    expect(stdout).toContain('\n      Task hello_world Variant hello_world\n          Invocations: 1\n');
    expect(stderr).not.toContain('    at ');
  });

  it('--json is one document with whole ns', async () => {
    const { code, stdout } = await run(['statistics', hello, '--json'], env);
    expect(code).toBe(0);
    const { schema, groups } = JSON.parse(stdout) as Statistics;
    expect(schema).toBe('statistics/1');
    expect(groups.find(({ name }) => name === 'Task hello_world Variant hello_world')).toMatchObject({ kind: 'task', count: 1, totalNs: 77_991_067, runningNs: 77_991_067 });
    expect(groups.every(({ totalNs, runningNs }) => Number.isInteger(totalNs) && runningNs <= totalNs)).toBe(true);
  });

  it('a view of an index is the view of its logs, and the cache keeps whole runs only', async () => {
    const index = (await run(['index', twoNodes], env)).stdout.trim();
    const options = ['--nodes', '1', '--start-trim', '300000', '--stop-trim', '900000', '--call-threshold', '5'];
    const cached = readdirSync(join(scratch.path, 'legion-prof')).sort();
    expect(cached).toContain(basename(index));
    const [ofLogs, ofIndex, whole] = await Promise.all([[twoNodes, ...options], [index, ...options], [index]].map((words) => run(['statistics', ...words, '--json'], env)));
    expect(ofLogs.code).toBe(0);
    expect(ofIndex.stdout).toBe(ofLogs.stdout);
    expect((JSON.parse(ofLogs.stdout) as Statistics).groups.length).toBeGreaterThan(10);
    expect(ofLogs.stdout).not.toBe(whole.stdout);
    const sql = 'SELECT track_id, item_id, start_ns, running_ns FROM task ORDER BY 1, 2';
    const rows = await Promise.all([twoNodes, index].map((path) => run(['query', path, sql, '--csv', ...options], env)));
    expect(rows[0].stdout.split('\n').length).toBeGreaterThan(5);
    expect(rows[1].stdout).toBe(rows[0].stdout);
    expect(readdirSync(join(scratch.path, 'legion-prof')).sort()).toEqual(cached);
  });

  it('--nodes speaks as the reference does', async () => {
    const { stdout } = await run(['statistics', twoNodes, '--nodes', '0'], env);
    expect(stdout).toContain('\nFiltering profiles to nodes: [NodeID(0)]\n');
    expect(stdout).toContain('Warning: This run involved 2 nodes, but only 1 log files were used.');
  });

  it.each([['--nodes', 'x'], ['--nodes', '3-1'], ['--nodes', ''], ['--start-trim', '-1'], ['--stop-trim', '1.5'], ['--message-percentage', '100'], ['--message-threshold', 'x']])('%s %s is wrong usage', async (option, value) => {
    const { code, stdout, stderr } = await run(['statistics', hello, `${option}=${value}`], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(option);
  });

  it('an empty span is wrong usage', async () => {
    const { code, stderr } = await run(['statistics', hello, '--start-trim', '5', '--stop-trim', '4'], env);
    expect(code).toBe(2);
    expect(stderr).toBe('legion_prof: Nothing lies between --start-trim 5 and --stop-trim 4: give the earlier time first.\n');
  });

  it('files that are not there are sentences and exit code 1', async () => {
    const { code, stdout, stderr } = await run(['statistics', '/no/such.prof'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('/no/such.prof does not exist');
    expect(stderr).not.toContain('    at ');
  });
});

describe('serve', () => {
  it('shows the nodes that were asked for and says so, and on the terminal which are not there and which file is cut', async () => {
    const cut = scratchFile('cut_0.gz');
    const whole = readFileSync(join(twoNodes, 'prof_0.gz'));
    writeFileSync(cut, whole.subarray(0, whole.length >> 1));
    const child = start(['serve', join(twoNodes, 'prof_1.gz'), cut, '--nodes', '1,7', '--port', '0'], env);
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words += text));
    try {
      const [, url] = await firstLine(child, /Serving on (\S+)/);
      interface Info {
        readonly tracks: readonly { readonly node: number }[];
        readonly alerts: readonly { readonly rule: string; readonly message: string }[];
      }
      let info: Info = { tracks: [], alerts: [] };
      for (let tries = 0; tries < 100 && info.tracks.length === 0; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        info = await (await fetch(`${url}info`, { headers: { accept: 'application/json' } })).json() as Info;
      }
      expect(new Set(info.tracks.map(({ node }) => node))).toEqual(new Set([1]));
      expect(info.alerts.find(({ rule }) => rule === 'partial-view')?.message).toBe('A part of the run is shown: nodes 1, 7.');
      await expect.poll(() => words.split('\n').length, { timeout: 15_000 }).toBeGreaterThan(2);
      expect(words).toContain('legion_prof: Node 7 is not in this run, which has nodes 0 to 1.\n');
      expect(words).toMatch(/legion_prof: cut_0\.gz ends in the middle of /);
      expect(words.trimEnd().split('\n')).toHaveLength(2);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });
});

describe('trace', () => {
  it('writes the file, keeps one that exists, replaces it with -f', async () => {
    const out = scratchFile('trace.json');
    const first = await run(['trace', hello, '-o', out], env);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`Generating trace file "${out}"`);
    const events = JSON.parse(readFileSync(out, 'utf8')) as { ph: string }[];
    expect(events.length).toBe(99);
    expect(events.every(({ ph }) => ph === 'X')).toBe(true);
    writeFileSync(out, 'mine');
    const second = await run(['trace', hello, '-o', out], env);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('exists already');
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await run(['trace', hello, '-o', out, '-f', '--json'], env)).stdout).toContain('"schema": "trace/1"');
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(events);
  });

  it('is called legion_prof where nothing is said', async () => {
    const folder = scratchFile('here');
    mkdirSync(folder);
    cpSync(hello, join(folder, 'prof_0.gz'));
    const child = spawn(process.execPath, [BIN, 'trace', 'prof_0.gz'], { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(text).toContain('Reading log file "prof_0.gz"...');
    expect(readdirSync(folder).sort()).toEqual(['legion_prof', 'prof_0.gz']);
  });
});

describe('legacy', () => {
  it('writes a folder, takes the next name where it is there, replaces it with -f, and nothing that is somebody else\'s', async () => {
    const out = scratchFile('tables');
    const first = await run(['legacy', hello, '-o', out], env);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`Generating interactive visualization files in directory "${out}"`);
    expect(readdirSync(out).sort()).toEqual(['index.html', 'json', 'legion_prof_ops.tsv', 'legion_prof_processor.tsv', 'tsv']);
    expect((await run(['legacy', hello, '-o', out, '--json'], env)).stdout).toContain(`"path": "${out}.1"`);
    expect((await run(['legacy', hello, '-o', out, '-f'], env)).code).toBe(0);
    const foreign = scratchFile('mine');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.txt'), 'years');
    const refused = await run(['legacy', hello, '-o', foreign, '-f'], env);
    expect(refused.code).toBe(1);
    expect(readFileSync(join(foreign, 'thesis.txt'), 'utf8')).toBe('years');
    expect(readdirSync(scratch.path).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('dump', () => {
  it('a line for each record, or one document', async () => {
    const { code, stdout } = await run(['dump', hello], env);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBe(798);
    expect(lines[1]).toMatch(/^\{"MachineDesc":\{"node_id":0,/);
    expect(Object.keys(JSON.parse((await run(['dump', hello, '--json'], env)).stdout) as object)).toEqual(['schema', 'records']);
  });

  it('what is whole of a cut log is dumped, and the cut is said', async () => {
    const { code, stdout, stderr } = await run(['dump', join(OWN_LOGS, 'lg-trunc-record')], env);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(100);
    expect(stderr).toContain('prof_0');
  });

  it('nothing readable is exit code 1', async () => {
    expect((await run(['dump', join(OWN_LOGS, 'lg-trunc-preamble')], env)).code).toBe(1);
  });

  it('a reader that stops is no error', async () => {
    const child = spawn('/bin/sh', ['-c', `"${process.execPath}" "${BIN}" dump "${join(OWN_LOGS, 'lg-medium-circuit-2n')}" | head -2; echo "$?"`], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [text, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
    child.stderr.setEncoding('utf8').on('data', (more: string) => (errors += more));
    await once(child, 'close');
    expect(text.trimEnd().split('\n').length).toBe(3);
    expect(errors).toBe('');
  });

  it('a signal ends it at once and cleanly', async () => {
    const child = start(['dump', join(OWN_LOGS, 'lg-medium-circuit-2n')], env);
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (more: string) => (errors += more));
    // Not read on: the program waits for us.
    await once(child.stdout ?? child, 'readable');
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(errors).not.toContain('    at ');
  });
});
