// Finds a browser for the tests: Chrome or Chromium of the system, else the one inside the npm package @sparticuz/chromium.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export interface FoundChromium {
  readonly executablePath: string;
  /** Added to the environment of the browser. */
  readonly env: Readonly<Record<string, string>>;
  /** For messages: where it came from. */
  readonly origin: string;
  /** The pinned one of node_modules, which reference pictures are recorded with. */
  readonly isPinned: boolean;
}

/**
 * Software drawing that is the same on every machine; the sandbox needs rights that a container or root has not.
 * The package's own list is not used: it switches web security off and puts everything into one process.
 */
export const LAUNCH_ARGS: readonly string[] = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--hide-scrollbars',
];

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
};

/** Not `os.userInfo`, which throws for a user that the system has no name for, as in containers. */
const USER = process.getuid?.() ?? 0;

let found: FoundChromium | undefined;

/** The browser; throws with a sentence where there is none. `LEGION_PROF_CHROMIUM` names another, or `bundled` for the package's. */
export function findChromium(): FoundChromium {
  const wanted = process.env['LEGION_PROF_CHROMIUM'] ?? (process.env['RECORD_PICTURES'] === '1' ? 'bundled' : undefined);
  found ??= wanted === 'bundled' ? bundled() : wanted ? { executablePath: wanted, env: {}, origin: 'LEGION_PROF_CHROMIUM', isPinned: false } : (ofSystem() ?? bundled());
  return found;
}

function ofSystem(): FoundChromium | undefined {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const executablePath of [...(PLACES[process.platform] ?? []), ...inPath]) {
    if (!existsSync(executablePath)) continue;
    // Some distributions put a script there that only says what to install. Windows' Chrome has no --version.
    if (process.platform === 'win32') return { executablePath, env: {}, origin: executablePath, isPinned: false };
    const { status, stdout } = spawnSync(executablePath, ['--version'], { encoding: 'utf8', timeout: 20_000 });
    if (status === 0 && /chrom/i.test(stdout)) return { executablePath, env: {}, origin: stdout.trim(), isPinned: false };
  }
  return undefined;
}

function bundled(): FoundChromium {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('No Chrome or Chromium was found; install one, or name it in LEGION_PROF_CHROMIUM.');
  const folder = unpacked();
  const executablePath = join(folder, 'chromium');
  const env: Record<string, string> = { FONTCONFIG_PATH: join(folder, 'fontconfig'), FONTCONFIG_FILE: join(folder, 'fontconfig', 'fonts.conf') };
  if (lacksLibraries(executablePath, {})) {
    const libraries = join(folder, 'al2023', 'lib');
    env['LD_LIBRARY_PATH'] = [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
    const missing = lacksLibraries(executablePath, env);
    if (missing) throw new Error(`The Chromium of @sparticuz/chromium lacks system libraries: ${missing}`);
  }
  return { executablePath, env, origin: '@sparticuz/chromium', isPinned: true };
}

/** The folder it is unpacked in, made on the first call: named by user and version, complete or not there. */
function unpacked(): string {
  const resolved = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(resolved), '..', 'package.json'), 'utf8')) as { version: string };
  const cache = writableCache();
  const final = join(cache, `chromium-${version}`);
  if (existsSync(join(final, 'chromium'))) return final;
  const work = mkdtempSync(join(cache, 'unpack-'));
  try {
    const done = spawnSync(process.execPath, [join(import.meta.dirname, 'unpack_chromium.mjs'), work, final], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`@sparticuz/chromium could not be unpacked into ${work}: ${done.stderr}`);
    try {
      renameSync(work, final);
    } catch (error) {
      // Another test run was quicker; its folder is as good as ours.
      if (!existsSync(join(final, 'chromium'))) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return final;
}

function writableCache(): string {
  for (const base of [process.env['XDG_CACHE_HOME'], join(homedir(), '.cache'), tmpdir()]) {
    if (!base) continue;
    const folder = join(base, `legion-prof-tests-${USER}`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(mkdtempSync(join(folder, 'probe-')), { recursive: true });
      // In a shared temporary folder somebody else may have made it, and we run what lies in it.
      if (statSync(folder).uid === USER) return folder;
    } catch {
      // Not ours to write, as for a user without a home: the next one.
    }
  }
  throw new Error('There is no folder to unpack Chromium into: neither the cache nor the temporary folder can be written.');
}

/** Names of shared libraries that the loader cannot find; empty when it finds all. */
function lacksLibraries(executable: string, env: Readonly<Record<string, string>>): string {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8', env: { ...process.env, ...env } });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name).join(', ');
}
