// Builds dist/: the engine and the shell (bundle_engine.mjs), the page (vite.config.ts), and the native part where it can be.
// Types are not checked here (`npm run check` does): `npm ci` runs this, and a build should be quick and say only what stops it.
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildNative } from './build_native.mjs';
import { pinnedNode, root, runTool } from './lib/run_tool.mjs';

export const BUNDLE_ENGINE = join('scripts', 'bundle_engine.mjs');

/** Gives the exit code. */
export function build() {
  if (!existsSync(join(root, 'node_modules', 'rolldown'))) {
    // `npm ci --omit=dev` runs this too.
    console.log('Not built: the development packages are not installed.');
    return 0;
  }
  const engine = buildEngine();
  if (engine !== 0) return engine;
  // Optional: it has said what is missing.
  buildNative();
  return buildPage();
}

/** Takes a fraction of a second. */
export function buildEngine() {
  return spawnSync(pinnedNode(), [join(root, BUNDLE_ENGINE)], { stdio: 'inherit' }).status ?? 1;
}

/** Beside its place first, then swapped in: a server that runs meanwhile never finds half a page. */
function buildPage() {
  const place = join(root, 'dist', 'renderer');
  const fresh = join(root, 'dist', `renderer-new-${process.pid}`);
  const old = join(root, 'dist', `renderer-old-${process.pid}`);
  try {
    const code = runTool('vite', 'vite', ['build', '--logLevel', 'warn', '--outDir', fresh, '--emptyOutDir']);
    if (code !== 0) return code;
    if (existsSync(place)) renameSync(place, old);
    renameSync(fresh, place);
    return 0;
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exit(build());
