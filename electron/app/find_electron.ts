// Where the desktop window's binary is, whether a window can be shown at all, and how to start it. Used by `view`, which
// runs in plain Node: this file must not import electron (its package tries to download the binary when imported).
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Surroundings {
  /** The checkout, or resources/app of an installation. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** User id, undefined on Windows. */
  readonly uid: number | undefined;
}

export type WindowCommand =
  | { readonly ok: true; readonly command: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string | undefined>> }
  /** Why there is no window, and what would give one: two sentences for people. */
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const EXECUTABLE: Readonly<Record<string, string>> = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** Name of the packaged application's own executable, as electron-builder.config.mjs sets it. */
const PACKAGED: Readonly<Record<string, string>> = { darwin: '../../MacOS/Legion Prof', win32: '../../Legion Prof.exe', linux: '../../legion-prof' };

/** The binary, and whether it is the packaged application (which knows its own folder). */
export function findElectron({ root, env, platform }: Surroundings): { readonly binary: string; readonly isPackaged: boolean } | undefined {
  const name = EXECUTABLE[platform] ?? 'electron';
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const places = [
    ...(override === undefined ? [] : [{ binary: join(override, name), isPackaged: false }]),
    { binary: join(root, 'node_modules', 'electron', 'dist', name), isPackaged: false },
    { binary: join(root, PACKAGED[platform] ?? '../../legion-prof'), isPackaged: true },
  ];
  return places.find(({ binary }) => existsSync(binary));
}

/** A sentence that says why no window can be shown here, or undefined when one can. */
export function displayProblem({ env, platform }: Surroundings): string | undefined {
  if (platform === 'darwin' || platform === 'win32') return undefined;
  if (env['WAYLAND_DISPLAY']) return undefined;
  const display = env['DISPLAY'];
  if (!display) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  // `ssh -X` sets DISPLAY to host:10 or so. Drawing through it is slower than reading with a browser on the near side.
  if (env['SSH_CONNECTION'] && !display.startsWith(':') && !display.startsWith('unix:')) return `the display ${display} is that of an ssh -X connection`;
  const number = /^(?:unix)?:(\d+)/.exec(display)?.[1];
  if (platform === 'linux' && number !== undefined && !hasX11Socket(number)) return `no X server answers at the display ${display}`;
  return undefined;
}

/** Electron crashes with a core dump when its X server is gone, so look first. A server may have only the abstract socket. */
function hasX11Socket(display: string): boolean {
  if (existsSync(`/tmp/.X11-unix/X${display}`)) return true;
  try {
    return readFileSync('/proc/net/unix', 'utf8').includes(`@/tmp/.X11-unix/X${display}\n`);
  } catch {
    // Without /proc we cannot know: let Electron try.
    return true;
  }
}

/** Why Chromium's sandbox would refuse to start for this user, or undefined. We never switch it off for an ordinary user. */
export function sandboxProblem(binary: string, { platform, uid }: Surroundings): { reason: string; remedy: string } | undefined {
  if (platform !== 'linux' || uid === 0) return undefined;
  const helper = join(binary, '..', 'chrome-sandbox');
  if (isSetuidRoot(helper)) return undefined;
  const restricted =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0';
  if (!restricted) return undefined;
  return {
    reason: 'this system forbids user namespaces, which the window needs for its sandbox',
    remedy: `Run \`sudo chown root:root ${helper} && sudo chmod 4755 ${helper}\` once, or install the deb or rpm package.`,
  };
}

function isSetuidRoot(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}

function readSetting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // The kernel has no such switch.
    return undefined;
  }
}

/**
 * How to start the window on some paths (absolute ones; the window's process has another working folder), or why not. `vs`: so many of
 * the last paths are of the run to compare with.
 */
export function windowCommand(paths: readonly string[], options: { testHooks?: boolean; view?: string | undefined; vs?: number | undefined } = {}, around: Surroundings): WindowCommand {
  const found = findElectron(around);
  if (found === undefined) {
    return { ok: false, reason: 'the desktop window is not installed', remedy: 'Run `npm run electron:install` once to fetch it.' };
  }
  const display = displayProblem(around);
  if (display !== undefined) return { ok: false, reason: display, remedy: 'Log in on a desktop, or use a browser over an SSH tunnel.' };
  const sandbox = sandboxProblem(found.binary, around);
  if (sandbox !== undefined) return { ok: false, ...sandbox };

  // Chromium writes its inner troubles (no session bus, no GPU) to the terminal that our one-sentence errors are read in.
  const flags: string[] = ['--log-level=3'];
  // Chromium refuses to run its sandbox as root; a window for root is for containers and tests.
  if (around.platform === 'linux' && around.uid === 0) flags.push('--no-sandbox');
  if (options.testHooks) flags.push('--test-hooks');
  if (options.vs !== undefined && options.vs > 0) flags.push(`--vs-count=${options.vs}`);
  if (options.view !== undefined) flags.push(`--engine-view=${options.view}`);
  const env: Record<string, string | undefined> = { ...around.env };
  // Set by tools that use Electron as a plain Node (editors' terminals): it would run our main file without a window.
  delete env['ELECTRON_RUN_AS_NODE'];
  // Without a session bus Chromium waits for one at every start and end, half a minute in all.
  if (around.platform === 'linux' && !env['DBUS_SESSION_BUS_ADDRESS'] && !existsSync(join(env['XDG_RUNTIME_DIR'] || '/nonexistent', 'bus'))) {
    env['DBUS_SESSION_BUS_ADDRESS'] = 'disabled:';
  }
  return { ok: true, command: found.binary, args: [...flags, ...(found.isPackaged ? [] : [around.root]), '--', ...paths], env };
}
