// The recording backends (test/native/backends), compiled once for a test file, and what they recorded. Test helper.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(import.meta.dirname, 'backends');
const FLAGS = ['-std=gnu11', '-O1', '-fPIC', '-shared', '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror', '-I', join(ROOT, 'native')];
const RECORDING = ['record.c', 'schema.c'];

const LIBRARIES = {
  v1: [...RECORDING, 'v1_backend.c'],
  v2: [...RECORDING, 'v2_backend.c'],
  both: [...RECORDING, 'v1_backend.c', 'v2_backend.c'],
  brief: ['-DBRIEF=1', ...RECORDING, 'v1_backend.c'],
  drops: ['-DDROPS=1', ...RECORDING, 'v1_backend.c'],
  none: ['no_backend.c'],
} as const;
export type BackendName = keyof typeof LIBRARIES;

const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
/** The addon is built where there is a compiler; without one these tests cannot run. */
export const canRun = process.platform !== 'win32' && compiler !== undefined;
export const ADDON = join(ROOT, 'dist', 'native', 'nvtxw.node');

/** Compiles backends into a folder that goes with the test. */
export function buildBackends(names: readonly BackendName[]): { readonly folder: string; readonly path: (name: BackendName) => string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'legion-prof-backends-'));
  const path = (name: BackendName): string => join(folder, `${name}.so`);
  for (const name of names) {
    const sources = LIBRARIES[name].map((source) => (source.startsWith('-') ? source : join(SOURCES, source)));
    const { status, stderr } = spawnSync(compiler!, [...FLAGS, ...sources, '-o', path(name)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${compiler} failed: ${stderr}`);
  }
  return { folder, path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Fields = Readonly<Record<string, string | number | null>>;

export interface RecordedEvent {
  readonly stream: string;
  readonly schema: string;
  readonly fields: Fields;
}

export interface Recording {
  readonly violations: readonly string[];
  /** Of calls other than events and counters. */
  readonly calls: readonly { readonly call: string; readonly name?: string; readonly domain?: string; readonly scope?: string | null; readonly config?: string | null }[];
  readonly events: readonly RecordedEvent[];
  readonly counters: readonly { readonly name: string; readonly scope: string; readonly samples: readonly (readonly [time: string, value: number])[] }[];
}

export function readRecording(path: string): Recording {
  const violations: string[] = [];
  const calls: Recording['calls'][number][] = [];
  const events: RecordedEvent[] = [];
  const counters: Recording['counters'][number][] = [];
  for (const text of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    if (text === '') continue;
    const line = JSON.parse(text);
    if (line.violation !== undefined) violations.push(line.violation);
    else if (line.call === 'event') events.push(line);
    else if (line.call === 'counter') counters.push(line);
    else calls.push(line);
  }
  return { violations, calls, events, counters };
}
