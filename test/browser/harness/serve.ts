// Starts the real program as a server for a test, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../../bin/legion_prof.mjs');

export interface Served {
  /** Address of the page, with its token. */
  readonly url: string;
  readonly pid: number;
  /** Its standard error so far. */
  stderr(): string;
  stop(): Promise<void>;
}

/**
 * `legion_prof serve PATHS… --port 0 …`, with cache and settings folders of its own, so that a test neither sees nor
 * leaves anything in the user's. With `command`, that command line instead.
 */
export async function serve(paths: readonly string[], options: { args?: readonly string[]; command?: readonly string[]; env?: Readonly<Record<string, string>> } = {}): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'legion-prof-home-'));
  // How this test run was reached says nothing about the run of the test.
  const { SSH_CONNECTION: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [program, ...(options.command ?? ['serve', ...paths, '--port', '0', ...(options.args ?? [])])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data'), ...options.env },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(kill);
    rmSync(home, { recursive: true, force: true });
  };
  const lines = createInterface(child.stdout);
  const url = await new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      const address = /^Serving on (\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    lines.on('close', () => resolve(undefined));
  });
  if (url === undefined || child.pid === undefined) {
    await stop();
    throw new Error(`the server ended without an address: ${stderr}`);
  }
  return { url, pid: child.pid, stderr: () => stderr, stop };
}
