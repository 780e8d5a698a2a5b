#!/usr/bin/env node
// The program's door: `legion_prof` and `legate_prof`. Runs on any Node from 20 on and loads nothing native before it
// knows that its Node is new enough: the database's binary crashes on older ones without a word.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MINIMUM = 24;
/** How often we look whether npm is still there, ms. */
const LOOK_MS = 500;
const RESTARTED = 'LEGION_PROF_RESTARTED';
const self = fileURLToPath(import.meta.url);
const root = join(dirname(self), '..');
const args = process.argv.slice(2);

/** The Node we brought along: of the checkout, of an installation beside us, or of the packaged application. */
function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = [
    join(root, 'node_modules', 'node', 'bin', name),
    // As a dependency of another package our own dependencies lie beside us.
    join(root, '..', 'node', 'bin', name),
    // resources/app/bin -> resources/node
    join(root, '..', 'node', name),
  ];
  return places.find((place) => existsSync(place));
}

/** Runs this file again under another Node; signals go down, the exit code comes back. */
async function restart(node) {
  // Set up at once for what the program would start itself once more for (electron/cli/restart.ts): one process less.
  const { engineEnvironment, engineFlags } = await import(built('engine_process_settings.js'));
  // The fourth channel carries nothing: its end tells the child that we are gone, even when we were killed.
  const child = spawn(node, [...engineFlags(), self, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...engineEnvironment(process.env), [RESTARTED]: '1' } });
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both of us; the child must not get it twice, for twice means "at once".
      if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
    });
  }
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // Die of the same signal, so that a shell sees what happened.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function fail(sentence) {
  process.stderr.write(`legion_prof: ${sentence}\n`);
  process.exit(1);
}

/** Address of a file of the program's command line, which must have been built. */
function built(name) {
  const path = join(root, 'dist', 'electron', name);
  if (!existsSync(path)) fail(`it has not been built yet (${path} is missing); run \`npm ci\` in ${root}, or \`npm run build\` there.`);
  return pathToFileURL(path).href;
}

async function run() {
  const main = built('main.js');
  if (process.env[RESTARTED] !== undefined && process.channel) {
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }
  delete process.env[RESTARTED];
  const program = await import(main);
  process.exitCode = await program.main(args);
}

/**
 * npm starts us through a shell, and a signal for npm may end both without reaching us: who was started by `npm start`, `npm run serve`
 * or npx ends when they go. Anybody else's parent may go (`nohup`, a closed terminal's shell) without a meaning for us.
 */
function endWithNpm() {
  const script = process.env.npm_lifecycle_event;
  const isOurs = ['start', 'serve'].includes(script) && process.env.npm_package_json === join(root, 'package.json');
  if (!isOurs && script !== 'npx') return;
  const parent = process.ppid;
  const { name, parent: npm } = lookAt(parent);
  // Where the shell has made way for us, our parent is npm itself.
  const isShell = /^(ba|da|z|k|a)?sh$|^busybox$/.test(name);
  setInterval(() => {
    if (process.ppid !== parent || (isShell && lookAt(parent).parent !== npm)) process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}

/** Name and parent of another process, where the system tells (Linux). */
function lookAt(pid) {
  try {
    // The name, in brackets, may hold anything.
    const [, name = '', rest = ''] = /\((.*)\)(.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: rest.trim().split(' ')[1] };
  } catch {
    return { name: '', parent: undefined };
  }
}

// Whoever was restarted has a channel to its parent instead.
if (process.env[RESTARTED] === undefined) endWithNpm();
if (Number(process.versions.node.split('.')[0]) >= MINIMUM) {
  await run();
} else {
  const node = process.env[RESTARTED] === undefined ? findNode() : undefined;
  if (node === undefined) fail(`it needs Node ${MINIMUM} or newer and this is ${process.version}; run \`npm ci\` in ${root}, which brings one.`);
  await restart(node);
}
