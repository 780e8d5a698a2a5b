// Finds an Electron binary and a display for the desktop tests, or says in a sentence why there are none.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { displayProblem, findElectron, type Surroundings } from '../../../electron/app/find_electron.ts';

const root = join(import.meta.dirname, '../../..');

export interface Desktop {
  readonly around: Surroundings;
  /** Ends the display, if it is ours. */
  close(): void;
}

/** What the tests need, or the reason why they are skipped. */
export async function findDesktop(): Promise<Desktop | { readonly reason: string }> {
  const env: Record<string, string | undefined> = { ...process.env };
  env['ELECTRON_OVERRIDE_DIST_PATH'] ??= sharedElectron();
  const around: Surroundings = { root, env, platform: process.platform, uid: process.getuid?.() };
  if (findElectron(around) === undefined) return { reason: 'no Electron binary (npm run electron:install fetches one)' };
  if (displayProblem(around) === undefined) return { around, close: () => {} };
  const display = await startDisplay();
  if (display === undefined) return { reason: 'no display and no Xvfb' };
  return { around: { ...around, env: { ...env, DISPLAY: display.name } }, close: () => display.process.kill() };
}

/** Folder of an Electron that a script beside the checkout provides, where there is such a script. */
function sharedElectron(): string | undefined {
  const script = join(dirname(root), 'shared', 'tools', 'electron-dist');
  if (existsSync(join(root, 'node_modules', 'electron', 'dist')) || !existsSync(script)) return undefined;
  const { status, stdout, stderr } = spawnSync(script, { encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) console.warn(`no shared Electron: ${stderr.trim()}`);
  return status === 0 ? stdout.trim() : undefined;
}

async function startDisplay(): Promise<{ name: string; process: ChildProcess } | undefined> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve) => {
    server.on('error', () => resolve(undefined));
    server.on('exit', () => resolve(undefined));
    // It writes the number of the display that it found free.
    server.stdio[3]?.on('data', (data: Buffer) => resolve({ name: `:${data.toString().trim()}`, process: server }));
  });
}

/** Process ids of the engines that a shell has started. Linux only, from /proc. */
export function enginesOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // The name in parentheses may contain anything; the parent is the second word after it.
        const [state, parentId] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(parentId) === parent && state !== 'Z' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine_main.js');
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number);
}

export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/\) Z /.test(stat);
  } catch {
    return false;
  }
}

/** Milliseconds until none of the processes is left; throws after `limitMs`. */
export async function untilGone(pids: readonly number[], limitMs: number): Promise<number> {
  const start = performance.now();
  while (pids.some(isRunning)) {
    if (performance.now() - start > limitMs) throw new Error(`still running after ${limitMs} ms: ${pids.filter(isRunning).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - start;
}
