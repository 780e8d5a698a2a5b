// `npm run dev [-- LOGS…]`: rebuilds on every change and serves the sample run (or LOGS); reload the page to see a change,
// restart for one in the engine.
import { spawn } from 'node:child_process';
import { BUNDLE_ENGINE, buildEngine } from './build.mjs';
import { pinnedNode, root, toolPath } from './lib/run_tool.mjs';

const children = [];
function start(script, args) {
  const child = spawn(pinnedNode(), [script, ...args], { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => {
    for (const other of children) other.kill();
    process.exit(code ?? 1);
  });
  children.push(child);
}

if (buildEngine() !== 0) process.exit(1);
start(BUNDLE_ENGINE, ['--watch']);
start(toolPath('vite', 'vite'), ['build', '--watch', '--logLevel', 'warn']);
const args = process.argv.slice(2);
start('bin/legion_prof.mjs', args.length > 0 ? ['serve', ...args] : ['view', '--sample', '--browser', '--no-open']);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => child.kill(signal)));
