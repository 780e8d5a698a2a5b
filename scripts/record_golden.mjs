// `npm run golden:record [FILTER…]`: writes the expected texts of the golden tests anew. Read the diff before you commit it.
import { runTool } from './lib/run_tool.mjs';

process.exit(runTool('vitest', 'vitest', ['run', '--project', 'unit', ...(process.argv.length > 2 ? process.argv.slice(2) : ['test/golden']), '--update'], { env: { ...process.env, RECORD_GOLDEN: '1' } }));
