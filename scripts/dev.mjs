// `npm run dev [-- LOGS…]`: rebuilds on every change and serves the sample run (or LOGS); reload the page to see a change,
// restart for one in the engine.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root, runTool, toolPath } from './lib/run_tool.mjs';

const children = [];
function start(script, args) {
  const child = spawn(pinnedNode(), [script, ...args], { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => {
    for (const other of children) other.kill();
    process.exit(code ?? 1);
  });
  children.push(child);
}

if (!existsSync(join(root, 'dist', 'electron', 'cli', 'main.js'))) runTool('typescript', 'tsc', ['-p', 'electron', '--noCheck']);
start(toolPath('typescript', 'tsc'), ['-p', 'electron', '--noCheck', '--watch', '--preserveWatchOutput']);
start(toolPath('vite', 'vite'), ['build', '--watch', '--logLevel', 'warn']);
const args = process.argv.slice(2);
start('bin/legion_prof.mjs', args.length > 0 ? ['serve', ...args] : ['view', '--sample', '--browser', '--no-open']);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => child.kill(signal)));
