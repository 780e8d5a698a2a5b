// Backends that refuse, crash, lie or lack something: each ends in a plain sentence, exit code 1 and no file, or in less but whole.
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScratch, OWN_LOGS, type Result, run } from '../cli/run_cli.ts';
import { type BackendName, buildBackends, canRun, readRecording, type Recording } from './backends.ts';

test.skipIf(canRun)('a C compiler is at hand', ({ skip }) => skip('no C compiler'));

describe.runIf(canRun)('nvtxw and its backend', () => {
  const backends = canRun ? buildBackends(['v1', 'v2', 'both', 'none']) : undefined;
  const scratch = makeScratch();
  const index = join(scratch.path, 'run.lprof');
  let runs = 0;
  /** What a backend that supports everything gets. */
  let whole: Awaited<ReturnType<typeof write>> | undefined;
  beforeAll(async () => {
    expect((await run(['index', join(OWN_LOGS, 'lg-tiny-hello'), '-o', index])).code).toBe(0);
  });
  afterAll(() => {
    backends?.[Symbol.dispose]();
    scratch[Symbol.dispose]();
  });

  /** A folder of its own, so that what a run leaves can be seen. */
  async function write(backend: BackendName, { fail, args = [], env = {} }: { fail?: string; args?: readonly string[]; env?: Record<string, string | undefined> } = {}): Promise<Result & { files: readonly string[]; recording: Recording }> {
    const folder = join(scratch.path, `run${runs++}`);
    mkdirSync(folder);
    const record = join(scratch.path, `record${runs}.jsonl`);
    const result = await run(['nvtxw', index, '-o', join(folder, 'out'), '--backend', backends!.path(backend), ...args], { NVTXW_RECORD: record, NVTXW_FAIL: fail, ...env });
    return { ...result, files: readdirSync(folder), recording: readRecording(record) };
  }

  /** Every call that we make: its own refusal, and success without the result that it should give. */
  const REFUSALS: Readonly<Record<'v1' | 'v2', readonly (readonly [fail: string, sentence: RegExp])[]>> = {
    v1: [
      ['nvtxwLoadImplementation:1:7', /nvtxwLoadImplementation: the loader failed \(result 7\)/],
      ['nvtxwLoadImplementation:1:null', /nvtxwLoadImplementation: success, but nothing was loaded/],
      ['getInterface:1:8', /getInterface: this interface is not supported \(result 8\)/],
      ['getInterface:1:null', /the interface is not whole/],
      ['SessionBegin:1:1', /SessionBegin: failed \(result 1\)/],
      ['SessionBegin:1:null', /SessionBegin: success, but there is no session/],
      ['StreamOpen:2:2', /StreamOpen: invalid argument \(result 2\)/],
      ['StreamOpen:2:null', /StreamOpen: success, but there is no stream/],
      ['SchemaRegister:3:1', /SchemaRegister: failed/],
      ['EnumRegister:1:99', /EnumRegister: unknown result \(result 99\)/],
      ['EventWrite:40:1', /EventWrite: failed/],
      ['StreamClose:1:1', /StreamClose: failed/],
      ['SessionEnd:1:1', /SessionEnd: failed/],
    ],
    v2: [
      ['nvtxwGetInterface:1:6', /nvtxwGetInterface: this version is not supported \(result 6\)/],
      ['nvtxwGetInterface:1:null', /the interface is not whole/],
      ['SessionBegin:1:1', /SessionBegin: failed \(result 1\)/],
      ['SessionBegin:1:null', /SessionBegin: success, but there is no session/],
      ['DomainRegister:1:1', /DomainRegister: failed/],
      ['DomainRegister:1:null', /DomainRegister: success, but there is no domain/],
      ['CategoryRegister:2:1', /CategoryRegister: failed/],
      ['EnumRegister:1:2', /EnumRegister: invalid argument \(result 2\)/],
      ['SchemaRegister:2:1', /SchemaRegister: failed/],
      ['ScopeRegister:2:1', /ScopeRegister: failed/],
      ['ScopeRegister:2:null', /ScopeRegister: success, but there is no scope/],
      ['StreamOpen:3:1', /StreamOpen: failed/],
      ['StreamOpen:3:null', /StreamOpen: success, but there is no stream/],
      ['StringRegister:9:7', /StringRegister: not supported \(result 7\)/],
      ['StringRegister:9:null', /StringRegister: success, but there is no string/],
      ['EventBatchWrite:3:1', /EventBatchWrite: failed/],
      ['EventBatchWrite:0:7,EventWrite:40:1', /EventWrite: failed/],
      ['StreamClose:1:1', /StreamClose: failed/],
      ['CounterRegister:1:1', /CounterRegister: failed/],
      ['CounterRegister:1:null', /CounterRegister: success, but there is no counter/],
      ['CounterBatchWrite:1:1', /CounterBatchWrite: failed/],
      ['SessionEnd:1:1', /SessionEnd: failed/],
    ],
  };

  test.each(['v1', 'v2'] as const)('%s: there is a refusal below for each call that the backend takes', (backend) => {
    const source = readFileSync(join(import.meta.dirname, 'backends', `${backend}_backend.c`), 'utf8');
    const taken = new Set([...source.matchAll(/injected\("(\w+)"\)/g)].map(([, call]) => call));
    // Scopes of the older interface are given with the stream.
    taken.delete('EventScopeRegister');
    expect(new Set(REFUSALS[backend].flatMap(([fail]) => fail.split(',').map((one) => one.split(':')[0])))).toEqual(taken);
  });

  test.each([...REFUSALS.v1.map((row) => ['v1', ...row] as const), ...REFUSALS.v2.map((row) => ['v2', ...row] as const)])('%s, %s', async (backend, fail, sentence) => {
    const { code, stdout, stderr, files } = await write(backend, { fail });
    expect({ code, stdout, files }).toEqual({ code: 1, stdout: '', files: [] });
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each<[BackendName, string]>([['v1', 'EventWrite:40:crash'], ['v2', 'SessionEnd:1:crash']])('%s crashes: %s', async (backend, fail) => {
    const { code, stderr, files } = await write(backend, { fail });
    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(stderr).toMatch(/crashed \(signal SIGABRT\).*the backend says something before it crashes/);
  });

  // Neither of the first four changes what the others do.
  test.each(['CategoryRegister:0:7,EnumRegister:0:7,ScopeRegister:0:7,EventBatchWrite:0:7', 'CounterRegister:0:7', 'CounterBatchWrite:0:7'])('%s: not supported', async (calls) => {
    const { code, files, recording } = await write('v2', { fail: calls });
    expect({ code, files, violations: recording.violations }).toEqual({ code: 0, files: ['out.nsys-rep'], violations: [] });
    whole ??= await write('v2');
    expect(recording.events.map(({ fields }) => fields['name'])).toEqual(whole.recording.events.map(({ fields }) => fields['name']));
    expect(whole.recording.counters.length).toBeGreaterThan(0);
    expect(recording.counters.length).toBe(calls.startsWith('Counter') ? 0 : whole.recording.counters.length);
  });

  test('of both interfaces the newer one is taken', async () => {
    const { code, recording } = await write('both');
    expect({ code, violations: recording.violations }).toEqual({ code: 0, violations: [] });
    expect(recording.calls.some(({ call }) => call === 'CounterRegister')).toBe(true);
  });

  test('a library that is no backend, and none at all', async () => {
    expect((await write('none')).stderr).toMatch(/is no backend of Nsight Systems: it exports neither/);
    const missing = await run(['nvtxw', index, '-o', join(scratch.path, 'x'), '--backend', join(scratch.path, 'nowhere.so')]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/there is no such file/) });
  });

  test('names: numbered where taken, replaced when told to', async () => {
    const out = join(scratch.path, 'named.v2');
    const args = ['nvtxw', index, '-o', `${out}.nsys-rep`, '--backend', backends!.path('v1')];
    const env = { NVTXW_RECORD: join(scratch.path, 'named.jsonl') };
    expect((await run(args, env)).stdout).toBe(`${out}.nsys-rep\n`);
    expect((await run(args, env)).stdout).toBe(`${out}.1.nsys-rep\n`);
    const forced = await run([...args, '--force'], env);
    expect(forced.stdout).toBe(`${out}.nsys-rep\n`);
    expect(forced.stderr).toMatch(/exists and is replaced/);
  });

  test('merging: the report is named to the backend and stays as it is', async () => {
    const report = join(scratch.path, 'legate_0.nsys-rep');
    writeFileSync(report, 'a report');
    const { code, recording, files } = await write('v1', { args: ['--merge', report] });
    expect({ code, files, violations: recording.violations }).toEqual({ code: 0, files: ['out.nsys-rep'], violations: [] });
    expect(recording.calls.find(({ call }) => call === 'SessionBegin')?.config).toBe(`ReportMerge=${report}`);
    const onto = await run(['nvtxw', index, '-f', '-o', report, '--merge', report, '--backend', backends!.path('v1')]);
    expect(onto).toMatchObject({ code: 2, stderr: expect.stringMatching(/would replace the report/) });
    utimesSync(report, new Date(0), new Date(0));
    const old = await write('v1', { args: ['--merge', report] });
    expect(old).toMatchObject({ code: 2, files: [] });
    expect(old.stderr).toMatch(/older than the run of the logs/);
    expect(existsSync(report)).toBe(true);
  });

  test('one report a rank, merged by name, with the clock of its rank', async () => {
    const folder = join(scratch.path, 'reports');
    mkdirSync(folder);
    writeFileSync(join(folder, 'legate_0.nsys-rep'), 'rank 0');
    const record = join(scratch.path, 'ranks.jsonl');
    const { code, stdout, stderr } = await run(['nvtxw', join(OWN_LOGS, 'lgt-2rank-cg'), '--no-cache', '-o', join(folder, 'merged'), '--nsys-dir', folder, '--backend', backends!.path('v1')], { NVTXW_RECORD: record });
    expect({ code, stdout }).toEqual({ code: 0, stdout: [0, 1].map((rank) => `${join(folder, `merged_${rank}.nsys-rep`)}\n`).join('') });
    expect(stderr).toMatch(/no report in .* for rank 1; written without merging/);
    const { calls, events, violations } = readRecording(record);
    expect(violations).toEqual([]);
    expect(calls.filter(({ call }) => call === 'SessionBegin').map(({ config }) => config)).toEqual([`ReportMerge=${join(folder, 'legate_0.nsys-rep')}`, null]);
    const second = calls.findLastIndex(({ call }) => call === 'SessionBegin');
    const domains = calls.map(({ domain }, i) => [i > second, domain?.split('/')[1]] as const).filter(([, node]) => node !== undefined);
    expect(domains.every(([isSecond, node]) => node === (isSecond ? 'n1' : 'n0'))).toBe(true);
    expect(events.length).toBeGreaterThan(1000);
  });
});
