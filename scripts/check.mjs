// Everything that can be known without running the program: types, lint, layers, dead code, suppressions, notices.
// A failing step prints the command that mends it or shows it again. `--only NAME` runs one step.
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
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

/** Runs the steps; gives how many passed and failed. */
export function runChecks(only) {
  const chosen = steps.filter((step) => only === undefined || step.name === only);
  if (chosen.length === 0) throw new Error(`no step is called "${only}"; there are: ${steps.map((step) => step.name).join(', ')}`);
  let failed = 0;
  for (const { name, run, mend } of chosen) {
    const done = spawnSync(pinnedNode(), run(), { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (done.status === 0) {
      console.log(`ok    ${name}`);
      continue;
    }
    failed++;
    console.log(`FAIL  ${name}\n${`${done.stdout}${done.stderr}`.trimEnd().replace(/^/gm, '      ')}\n      mend with: ${mend}`);
  }
  return { passed: chosen.length - failed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--only');
  const { failed } = runChecks(at > 0 ? process.argv[at + 1] : undefined);
  process.exit(failed === 0 ? 0 : 1);
}
