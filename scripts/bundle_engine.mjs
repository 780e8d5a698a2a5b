// Bundles the engine, the command line and the shell into dist/electron; `--watch` does so again after every change. Every thread and
// process loads one file and what it shares with others, all in one folder, where each finds the others by name (`workerFile`).
// Packages stay in node_modules. To be started on the Node that the project pins.
import { globSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown, watch } from 'rolldown';
import { root } from './lib/run_tool.mjs';

const folder = join(root, 'dist', 'electron');
const PRELOAD = 'preload.cjs';

/** Name as built → source. */
const entries = {
  main: 'electron/cli/main.ts',
  engine_main: 'electron/cli/engine_main.ts',
  // For the program's door, which runs on Nodes that the rest does not.
  engine_process_settings: 'electron/cli/engine_process_settings.ts',
  app: 'electron/app/main.ts',
  ...Object.fromEntries(globSync('electron/**/*_worker.ts', { cwd: root }).map((file) => [basename(file, '.ts'), file])),
};

/** Removes what an earlier build left: after the build, not before, for somebody may be running what is there. */
const pruneOutputs = {
  name: 'prune-outputs',
  writeBundle(_options, bundle) {
    for (const file of readdirSync(folder)) if (!(file in bundle) && file !== PRELOAD) rmSync(join(folder, file), { recursive: true });
  },
};

const common = { cwd: root, platform: 'node', logLevel: 'warn', external: /^[^./]/ };

const bundles = [
  { ...common, input: entries, plugins: [pruneOutputs], output: { dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'shared_[name].js' } },
  // A sandboxed preload can be nothing but one CommonJS file.
  { ...common, input: 'electron/app/preload.cts', output: { file: join(folder, PRELOAD), format: 'cjs' } },
];

if (process.argv.includes('--watch')) {
  watch(bundles).on('event', (event) => {
    if (event.code === 'ERROR') console.error(event.error.message);
  });
} else {
  for (const options of bundles) await (await rolldown(options)).write(options.output);
}
