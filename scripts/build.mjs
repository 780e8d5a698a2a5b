// Builds dist/: the engine and the shell with tsc, one output file per source, and the page with vite.
// Types are not checked here (`npm run check` does): `npm ci` runs this, and a build should be quick and say only what stops it.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './lib/run_tool.mjs';

if (!existsSync(join(root, 'node_modules', 'typescript'))) {
  // `npm ci --omit=dev` runs this too.
  console.log('Not built: the development packages are not installed.');
  process.exit(0);
}

rmSync(join(root, 'dist', 'electron'), { recursive: true, force: true });
const engine = runTool('typescript', 'tsc', ['-p', 'electron', '--noCheck']);
if (engine !== 0) process.exit(engine);
process.exit(runTool('vite', 'vite', ['build', '--logLevel', 'warn']));
