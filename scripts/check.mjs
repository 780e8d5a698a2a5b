// Everything that can be known without running the program: types, lint, layers, dead code, suppressions, notices.
// A failing step prints the command that mends it or shows it again. `--only NAME` runs one step.
import { pathToFileURL } from 'node:url';
import { execFile } from 'node:child_process';
import { pinnedNode, root, toolPath } from './lib/run_tool.mjs';

const tsc = (project) => [toolPath('typescript', 'tsc'), '-p', project, '--noEmit', '--pretty', 'false'];
const repeat = (name) => `npm run check -- --only ${name}`;

/** Each step: its name, the script and arguments for Node, and what to run when it fails. */
const steps = [
  { name: 'types:protocol', run: () => tsc('electron/protocol'), mend: repeat('types:protocol') },
  { name: 'types:electron', run: () => tsc('electron'), mend: repeat('types:electron') },
  { name: 'types:renderer', run: () => tsc('renderer'), mend: repeat('types:renderer') },
  { name: 'types:test', run: () => tsc('test'), mend: repeat('types:test') },
  { name: 'types:config', run: () => tsc('.'), mend: repeat('types:config') },
  { name: 'lint', run: () => [toolPath('oxlint', 'oxlint'), '--deny-warnings'], mend: 'npx oxlint --fix   (the rest by hand)' },
  { name: 'layers', run: () => ['scripts/check_layers.mjs'], mend: 'node scripts/check_layers.mjs --explain' },
  { name: 'ratchet', run: () => ['scripts/check_ratchet.mjs'], mend: 'node scripts/check_ratchet.mjs --lower   (when a count went down; what was added has to go, or be argued for in scripts/ratchet.json)' },
  { name: 'dead code', run: () => [toolPath('knip', 'knip'), '--no-progress', '--no-config-hints'], mend: 'npx knip   (then delete what it names)' },
  { name: 'notices', run: () => ['scripts/make_notices.mjs', '--check'], mend: 'npm run notices' },
];

/** How many steps run at the same time: each keeps about one core busy. */
const TOGETHER = 2;

/** Runs the steps; resolves with how many passed and failed. */
export async function runChecks(only) {
  const chosen = steps.filter((step) => only === undefined || step.name === only);
  if (chosen.length === 0) throw new Error(`no step is called "${only}"; there are: ${steps.map((step) => step.name).join(', ')}`);
  const waiting = [...chosen];
  let failed = 0;
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) if (!(await runStep(step))) failed++;
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  return { passed: chosen.length - failed, failed };
}

/** Runs one step and prints how it went; whether it passed. */
function runStep({ name, run, mend }) {
  return new Promise((resolve) => {
    execFile(pinnedNode(), run(), { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // Not started at all, or ended by a signal: nobody else says so.
      const why = error !== null && typeof error.code !== 'number' ? `${error.message}\n` : '';
      console.log(error === null ? `ok    ${name}` : `FAIL  ${name}\n${`${stdout}${stderr}${why}`.trimEnd().replace(/^/gm, '      ')}\n      mend with: ${mend}`);
      resolve(error === null);
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--only');
  const { failed } = await runChecks(at > 0 ? process.argv[at + 1] : undefined);
  process.exit(failed === 0 ? 0 : 1);
}
