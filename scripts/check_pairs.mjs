// `node scripts/check_pairs.mjs [FOLDER]`: compares every two runs of a folder of runs (shared traces), either way round and each with
// itself, and checks that every ledger adds up to the change of the wall time to the ns. Too much for CI, where test/unit/compare/real_runs.test.ts
// takes each run once; for whoever changes how ledgers are made. Runs that hold nothing are told.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './lib/run_tool.mjs';

const { compareRuns, runOfFolder } = await import('../test/unit/compare/compared.ts');
const folder = resolve(process.argv[2] ?? join(root, '..', 'shared', 'traces'));
const hasLogs = (name) => existsSync(join(folder, name)) && readdirSync(join(folder, name)).some((file) => /\.(gz|prof|log)$/.test(file));

const runs = [];
for (const name of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).filter(hasLogs)) {
  try {
    runs.push({ name, data: await runOfFolder(join(folder, name)) });
  } catch (error) {
    console.log(`${name} cannot be read: ${error.message}`);
  }
}
console.log(`${runs.length} runs: ${runs.map(({ name }) => name).join(', ')}`);

const verdicts = new Map();
const wrong = [];
let pairs = 0;
let lines = 0;
for (const a of runs) {
  for (const b of runs) {
    const { difference, verdict, a: sideA, b: sideB } = compareRuns(a.data, b.data);
    const change = b.data.identity.wallNs - a.data.identity.wallNs;
    const sums = [sideA, sideB].map(({ runs: [{ ledger }] }) => [...ledger.entries.values()].reduce((sum, { exposedNs }) => sum + exposedNs, 0));
    const isExact = difference.lines.reduce((sum, { deltaNs }) => sum + deltaNs, 0) === change && sums[0] === a.data.identity.wallNs && sums[1] === b.data.identity.wallNs
      && difference.lines.every(({ why, deltaNs }) => why.countNs + why.durationNs + why.overlapNs === deltaNs);
    const isSame = a !== b || (difference.lines.length === 0 && verdict.verdict === 'neutral');
    if (!isExact || !isSame) wrong.push(`${a.name} and ${b.name}`);
    pairs++;
    lines += difference.lines.length;
    verdicts.set(verdict.verdict, (verdicts.get(verdict.verdict) ?? 0) + 1);
  }
}
console.log(`${pairs} ordered pairs with ${lines} lines in all: ${wrong.length === 0 ? 'each adds up to the ns' : `these do not add up: ${wrong.join('; ')}`}`);
console.log([...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', '));
process.exitCode = wrong.length === 0 ? 0 : 1;
