// `npm run package [-- electron-builder's options]`: builds and packages; without options a folder for Linux that can be started.
import { build } from './build.mjs';
import { runTool } from './lib/run_tool.mjs';

const args = process.argv.slice(2);
const built = build();
if (built !== 0) process.exit(built);
process.exit(runTool('electron-builder', 'electron-builder', ['--config', 'electron-builder.config.mjs', '--publish', 'never', ...(args.length > 0 ? args : ['--linux', 'dir'])]));
