// `node scripts/bench_compare.mjs [LOGS]`: how long two runs take to be compared from their indexes. The second run is the first one with
// other ids and its records in another order, so that no line may differ. Appends to test/bench/results.jsonl. CPU time is told as
// well: on a machine that does other work too, wall time says little.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { appendRows } from './bench/results.mjs';
import { pinnedNode, root } from './lib/run_tool.mjs';
import { random } from './make_log/random.mjs';

const RUNS = 3;
const folder = resolve(process.argv[2] ?? join(root, '..', 'shared', 'traces', 'lg-large-mix-4n'));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'legion-prof-bench');

/** The same run renumbered, made once, by what the tests rewrite logs with. */
async function renumbered() {
  const copy = join(cache, `${basename(folder)}-renumbered`);
  if (existsSync(copy)) return copy;
  const { readRawLogs } = await import('../test/unit/compare/raw_log.ts');
  const { renumber } = await import('../test/unit/compare/perturb.ts');
  const logs = readRawLogs(folder);
  const dice = random(7);
  mkdirSync(copy, { recursive: true });
  logs.forEach((log, rank) => writeFileSync(join(copy, `prof_${rank}.log`), renumber(log, logs.length, dice.next)));
  return copy;
}

function indexOf(logs) {
  const file = join(cache, `${basename(logs)}.lprof`);
  execFileSync(pinnedNode(), [join(root, 'bin', 'legion_prof.mjs'), 'index', logs, '-f', '-o', file], { stdio: 'ignore' });
  return file;
}

const { IndexReader } = await import('../electron/index/index_reader.ts');
const { runToEnd } = await import('../electron/index/slices.ts');
const { readRunData } = await import('../electron/compare/read_run_data.ts');
const { compareSides } = await import('../electron/compare/compare_sides.ts');

const paths = [indexOf(folder), indexOf(await renumbered())];
const times = [];
for (let run = 0; run < RUNS; run++) {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  const readers = paths.map((path) => IndexReader.open(path));
  const [a, b] = readers.map((reader, i) => runToEnd(readRunData(reader, paths[i])));
  const readMs = performance.now() - began;
  const { difference, verdict } = runToEnd(compareSides([a], [b], { metric: 'wall', threshold: 0.05, confidence: 0.95, noise: undefined, scaling: false }));
  const ms = performance.now() - began;
  const cpu = process.cpuUsage(cpuBegan);
  const cpuMs = (cpu.user + cpu.system) / 1000;
  for (const reader of readers) reader.close();
  console.log(`run ${run + 1}: ${(ms / 1000).toFixed(2)} s (reading ${(readMs / 1000).toFixed(2)} s), ${(cpuMs / 1000).toFixed(2)} s of CPU; ${a.intervals.count} and ${b.intervals.count} intervals, ${difference.lines.length} lines differ, ${verdict.verdict}`);
  times.push({ ms: Math.round(ms), cpuMs: Math.round(cpuMs), readMs: Math.round(readMs), lines: difference.lines.length, intervals: a.intervals.count + b.intervals.count });
}
const [, middle] = times.toSorted((x, y) => x.ms - y.ms);
appendRows('compare', [{ log: basename(folder), runs: RUNS, ...middle }]);
