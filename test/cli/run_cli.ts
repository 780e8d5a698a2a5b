/** Runs the program as a user does: bin/legion_prof.mjs in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineEnvironment } from '../../electron/cli/engine_process_settings.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const BIN = join(ROOT, 'bin', 'legion_prof.mjs');
/** Logs that travel with the sources, and those that lie beside a checkout where we develop. */
export const OWN_LOGS = join(ROOT, 'test', 'logs');
export const SHARED = join(ROOT, '..', 'shared');
export const SHARED_LOGS = join(SHARED, 'traces');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A cache of the test's own, gone with it. */
export function makeScratch(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'legion-prof-cli-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export function start(args: readonly string[], env: Record<string, string | undefined> = {}, bin = BIN): ChildProcess {
  const clean = { ...process.env };
  for (const name of ['npm_lifecycle_event', 'npm_package_json', 'INIT_CWD', 'SSH_CONNECTION', 'DISPLAY', 'WAYLAND_DISPLAY', 'NODE_OPTIONS']) delete clean[name];
  return spawn(process.execPath, [bin, ...args], { env: { ...clean, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** To its end, in a process that has the settings which the program would start itself once more for: a seventh of a short command's time (restarts are tested by `start`). */
export function run(args: readonly string[], env: Record<string, string | undefined> = {}): Promise<Result> {
  return runProgram(BIN, args, env);
}

/** As `run`, of the program at another place. */
export function runProgram(bin: string, args: readonly string[], env: Record<string, string | undefined>): Promise<Result> {
  const child = start(args, { ...engineEnvironment({ NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }), ...env }, bin);
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Resolves with the first line of stdout that matches; rejects when the process ends before. */
export function firstLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const match = pattern.exec(text);
      if (match !== null) resolve(match);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code} before "${pattern}": ${text}`)));
  });
}

/** Folders with a log and a README, by name. */
export function logFolders(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).filter((name) => existsSync(join(root, name, 'README.md')) && readdirSync(join(root, name)).some((file) => /\.(prof|gz|log)$/.test(file)));
}
