// Starts a development tool of node_modules under the Node that the project pins, whatever Node runs this script.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The pinned Node, or the running one where its package is not installed (then it has to be new enough by itself). */
export function pinnedNode() {
  const binary = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(binary) ? binary : process.execPath;
}

/** The JavaScript file behind a package's command. */
export function toolPath(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Runs a tool in the root folder with our terminal; gives its exit code (128 + n after a signal). */
export function runTool(packageName, command, args, options = {}) {
  const done = spawnSync(pinnedNode(), [toolPath(packageName, command), ...args], { cwd: root, stdio: 'inherit', ...options });
  if (done.error) throw done.error;
  return done.status ?? 1;
}
