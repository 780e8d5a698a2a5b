// Where the backend is looked for, how outputs are named, and which report belongs to which rank. Only folders and files, no library.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BackendPlaces, findBackend, searchedPlaces } from '../../../electron/compat/nvtxw/nvtxw_backend.ts';
import { checkMerge, chooseOutput, writeAside } from '../../../electron/compat/nvtxw/nvtxw_output.ts';
import { reportSpan } from '../../../electron/compat/nvtxw/nvtxw_report_span.ts';
import { checkSameRun, reportsByRank } from '../../../electron/compat/nvtxw/nvtxw_reports.ts';
import { ExportFile } from '../nsight/export_file.ts';

const FILE = 'libNvtxwBackend.so';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'legion-prof-places-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function put(...parts: readonly string[]): string {
  const path = join(folder, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
}

describe('the backend', () => {
  const places = (env: BackendPlaces['env'] = {}): BackendPlaces => ({ env, installations: [join(folder, 'opt'), join(folder, 'cuda')], platform: 'linux' });

  test('is what is given, or that file in the folder given', () => {
    const path = put('given', FILE);
    expect(findBackend(path, places())).toBe(path);
    expect(findBackend(dirname(path), places())).toBe(path);
    expect(() => findBackend(join(folder, 'nowhere'), places())).toThrow(/there is no such file/);
    expect(() => findBackend(folder, places())).toThrow(/there is no backend in this folder/);
  });

  test('is what variables name, in their order', () => {
    const [first, second] = [put('a', FILE), put('b', FILE)];
    expect(findBackend(undefined, places({ NVTXW_BACKEND: second, NSYS_WRITER_BACKEND: dirname(first) }))).toBe(first);
    expect(findBackend(undefined, places({ NVTXW3_LIBRARY: 'libother.so' }))).toBe('libother.so');
    expect(() => findBackend(undefined, places({ NVTXW_BACKEND: 'lib/x.so' }))).toThrow(/relative path/);
    expect(() => findBackend(undefined, places({ NVTXW_BACKEND: join(folder, 'x.so') }))).toThrow(/NVTXW_BACKEND names .* no such file/);
  });

  test('lies beside the nsys on PATH, through links', () => {
    const backend = put('nsight', 'host-linux-x64', FILE);
    const nsys = put('nsight', 'target-linux-x64', 'nsys');
    chmodSync(nsys, 0o755);
    mkdirSync(join(folder, 'bin'));
    symlinkSync(nsys, join(folder, 'bin', 'nsys'));
    put('opt', '2025.1.1', 'host-linux-x64', FILE);
    expect(findBackend(undefined, places({ PATH: `relative:${join(folder, 'bin')}` }))).toBe(backend);
  });

  test('is the newest one installed, else left to the loader', () => {
    expect(findBackend(undefined, places())).toBe(FILE);
    put('opt', '2024.9.1', 'host-linux-x64', FILE);
    const newest = put('opt', '2024.10.1', 'host-linux-x64', FILE);
    put('opt', '2025.1.1', 'target-linux-x64', FILE);
    put('cuda', 'nsight-systems-2026.1.1', 'host-linux-x64', FILE);
    expect(findBackend(undefined, places())).toBe(newest);
  });
});

describe('the output', () => {
  test('gets its extension once, and a number where the name is taken', () => {
    const base = join(folder, 'run.v2');
    expect(chooseOutput(`${base}.nsys-rep`, false)).toBe(`${base}.nsys-rep`);
    writeFileSync(`${base}.nsys-rep`, '');
    expect(chooseOutput(base, false)).toBe(`${base}.1.nsys-rep`);
    expect(chooseOutput(base, true)).toBe(`${base}.nsys-rep`);
    for (let i = 1; i <= 100; i++) writeFileSync(`${base}.${i}.nsys-rep`, '');
    expect(() => chooseOutput(base, false)).toThrow(/exists already/);
    expect(() => chooseOutput(`${folder}/.nsys-rep`, false)).toThrow(/file name/);
  });

  test('is not the report that it is merged with, by whatever path', () => {
    const report = put('a.nsys-rep');
    symlinkSync(folder, `${folder}-link`);
    try {
      expect(() => checkMerge(report, join(`${folder}-link`, 'a.nsys-rep'))).toThrow(/would replace the report/);
      expect(() => checkMerge(join(folder, 'b|c'), report)).toThrow(/does not exist/);
      expect(() => checkMerge(put('b|c'), report)).toThrow(/must not hold/);
      checkMerge(report, join(folder, 'b.nsys-rep'));
    } finally {
      rmSync(`${folder}-link`);
    }
  });

  test('is there whole or not at all', async () => {
    const output = join(folder, 'run.nsys-rep');
    await expect(writeAside(output, async (session) => {
      writeFileSync(`${session}.nsys-rep`, 'half');
      throw new Error('stopped');
    })).rejects.toThrow('stopped');
    await expect(writeAside(output, async () => 1)).rejects.toThrow(/wrote no file/);
    expect(readdirSync(folder)).toEqual([]);
    expect(await writeAside(output, async (session) => {
      expect(existsSync(output)).toBe(false);
      writeFileSync(`${session}.nsys-rep`, 'whole');
      return 7;
    })).toBe(7);
    expect(readdirSync(folder)).toEqual(['run.nsys-rep']);
    expect(readFileSync(output, 'utf8')).toBe('whole');
  });
});

describe('reports', () => {
  test('are of the rank that their name ends with; Legate\'s own name first', () => {
    for (const name of ['legate_0.nsys-rep', 'other_0.nsys-rep', 'mine-1.nsys-rep', 'legate_10.nsys-rep', 'legate_7.sqlite']) put(name);
    expect([...reportsByRank(folder, [0, 1, 2])]).toEqual([[0, join(folder, 'legate_0.nsys-rep')], [1, join(folder, 'mine-1.nsys-rep')]]);
    put('their_1.nsys-rep');
    expect(() => reportsByRank(folder, [1])).toThrow(/Several reports/);
    expect(() => reportsByRank(join(folder, 'none'), [1])).toThrow(/cannot be read/);
  });

  test('older than the run are of another one', () => {
    const report = put('legate_0.nsys-rep');
    utimesSync(report, new Date(2_000_000), new Date(2_000_000));
    checkSameRun(report, 1_999_000_000_000n, 5, undefined);
    expect(() => checkSameRun(report, 2_001_000_000_000n, 5, undefined)).toThrow(/older than the run/);
    expect(() => checkSameRun(report, 0n, 5, undefined)).toThrow(/does not say when/);
  });

  test('whose events overlap the run are of it, to the ns; others are refused, whatever their file\'s time', async () => {
    const report = put('legate_0.nsys-rep');
    const zero = 1_700_000_000_000_000_000n;
    const file = new ExportFile(join(folder, 'legate_0.sqlite'), '3.13.1');
    file.insert('TARGET_INFO_SESSION_START_TIME', { utcEpochNs: zero - 1000n });
    file.insert('NVTX_EVENTS', { start: 100, end: 400, eventType: 59, text: 'before' });
    file.insert('NVTX_EVENTS', { start: 500, end: 1001, eventType: 59, text: 'into the run by 1 ns' });
    file.close();
    const span = await reportSpan(report, new AbortController().signal);
    expect(span).toEqual({ startNs: zero - 900n, stopNs: zero + 1n });
    checkSameRun(report, zero, 50, span);
    expect(() => checkSameRun(report, zero + 1n, 50, span)).toThrow(/is of another run: it was recorded from 2023-11-14T22:13:19\.\d+Z to/);
    expect(() => checkSameRun(report, zero - 1000n, 100, span)).toThrow(/is of another run/);
    // One that lies beside it from an earlier time is of an earlier report.
    utimesSync(join(folder, 'legate_0.sqlite'), new Date(1000), new Date(1000));
    vi.stubEnv('PATH', '/nowhere');
    expect(await reportSpan(report, new AbortController().signal)).toBeUndefined();
  });
});

test('the places that are looked in, in their order, with what the variables hold', () => {
  expect(searchedPlaces({ env: { NVTXW_BACKEND: '/opt/own' }, installations: ['/opt/nvidia/nsight-systems'], platform: 'linux' })).toEqual([
    'NSYS_WRITER_BACKEND (not set)', 'NVTXW_BACKEND (/opt/own)', 'NVTXW3_LIBRARY (not set)', 'the folders of the nsys on PATH', '/opt/nvidia/nsight-systems', "the system's loader",
  ]);
});
