/** `view`: the desktop window where there can be one, else the browser, saying why. */
import { spawn } from 'node:child_process';
import { windowCommand, type WindowCommand } from '../../app/find_electron.ts';
import { isWholeRun } from '../../model/run_view.ts';
import { expandPaths } from '../../engine/expand_paths.ts';
import { APP_ROOT } from '../../engine/version.ts';
import { sayFailures } from '../chosen_part.ts';
import { EXIT_FAILED, EXIT_OK, warn } from '../context.ts';
import { serve, type ServeChoice } from './serve.ts';

export interface ViewChoice extends ServeChoice {
  readonly browser: boolean;
}

/** @throws ProfileError */
export async function view(paths: readonly string[], choice: ViewChoice): Promise<number> {
  const { files, failures } = await expandPaths(paths);
  if (paths.length > 0 && files.length === 0 && failures.every(({ kind }) => kind === 'not-found')) {
    // Mistyped: there is nothing that a window could show or say more of.
    sayFailures(failures, false);
    return EXIT_FAILED;
  }
  if (choice.browser) return serve(paths, choice);
  const root = APP_ROOT.replace(/[\\/]$/, '');
  const window = windowCommand([...paths, ...choice.vs ?? []], { testHooks: choice.testHooks, vs: choice.vs?.length, view: choice.view === undefined || isWholeRun(choice.view) ? undefined : JSON.stringify(choice.view) }, { root, env: process.env, platform: process.platform, uid: process.getuid?.() });
  if (window.ok) return runWindow(window);
  const hasScreen = process.platform === 'darwin' || process.platform === 'win32' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  warn(`No desktop window: ${window.reason}. ${window.remedy} The browser way instead:`);
  // Without a screen a system's opener might start a browser for text in this very terminal.
  return serve(paths, { ...choice, open: choice.open && hasScreen });
}

/** Waits until the window is closed. */
function runWindow({ command, args, env }: Extract<WindowCommand, { ok: true }>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: env as NodeJS.ProcessEnv });
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
    child.once('error', (error) => {
      warn(`legion_prof: the window could not be started: ${error.message}. Use \`legion_prof view --browser\`.`);
      resolve(EXIT_FAILED);
    });
    child.once('exit', (code, killedBy) => resolve(killedBy === null ? (code === 0 ? EXIT_OK : EXIT_FAILED) : EXIT_OK));
  });
}
