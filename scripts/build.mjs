// Builds dist/: the engine and the shell with tsc, one output file per source, the page with vite, and the native part where it can be.
// Types are not checked here (`npm run check` does): `npm ci` runs this, and a build should be quick and say only what stops it.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildNative } from './build_native.mjs';
import { listFiles } from './lib/list_files.mjs';
import { root, runTool } from './lib/run_tool.mjs';

/** Outputs of sources that are gone. Pruned after the build, not before: somebody may be running what is there. */
function pruneOutputs() {
  for (const output of listFiles(root, ['dist/electron'], ['.js', '.cjs'])) {
    const source = output.replace(/^dist\//, '').replace(/js$/, 'ts');
    if (!existsSync(join(root, source))) rmSync(join(root, output));
  }
}

/** Gives the exit code. */
export function build() {
  if (!existsSync(join(root, 'node_modules', 'typescript'))) {
    // `npm ci --omit=dev` runs this too.
    console.log('Not built: the development packages are not installed.');
    return 0;
  }
  const engine = runTool('typescript', 'tsc', ['-p', 'electron', '--noCheck']);
  if (engine !== 0) return engine;
  pruneOutputs();
  // Optional: it has said what is missing.
  buildNative();
  return buildPage();
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
