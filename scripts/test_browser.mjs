// `npm run test:browser [-- --record] [FILTER…]`: the browser tests; `--record` writes their reference pictures anew.
import { runTool } from './lib/run_tool.mjs';

const args = process.argv.slice(2);
const env = { ...process.env, ...(args.includes('--record') ? { RECORD_PICTURES: '1' } : {}) };
process.exit(runTool('vitest', 'vitest', ['run', '--project', 'browser', ...args.filter((arg) => arg !== '--record')], { env }));
