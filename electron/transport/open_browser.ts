/**
 * Shows an address in the user's browser without telling it to everybody: what a process is started with can be read by all users of a
 * machine, so the browser gets a file that only its owner can read and that sends it on. The file goes away again.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser that has not read the file by then never will. */
const KEPT_MS = 60_000;

/** Removes the file. */
export interface RedirectFile extends Disposable {
  readonly path: string;
}

/** A file of mode 0600 in a new folder of mode 0700 that sends a browser to `url`. */
export function writeRedirect(url: string): RedirectFile {
  const folder = mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'legion-prof-'));
  const path = join(folder, 'open.html');
  writeFileSync(path, `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${url}"><title>Legion Prof</title><a href="${url}">Legion Prof</a>\n`, { mode: 0o600 });
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** False if the system has no way to open it: tell the user to. */
export async function openInBrowser(url: string): Promise<boolean> {
  const file = writeRedirect(url);
  process.once('exit', () => file[Symbol.dispose]());
  const [command, ...args] = opener(file.path);
  const isStarted = await new Promise<boolean>((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // Some openers stay for as long as their browser does.
    setTimeout(() => resolve(true), 1500).unref();
    child.unref();
  });
  if (isStarted) setTimeout(() => file[Symbol.dispose](), KEPT_MS).unref();
  else file[Symbol.dispose]();
  return isStarted;
}

function opener(path: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', path];
  // `start` is a word of the command interpreter; its first quoted word is a title.
  if (process.platform === 'win32') return ['cmd.exe', '/c', 'start', '""', path];
  return ['xdg-open', path];
}
