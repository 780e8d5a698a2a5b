// `npm run bench`: how long logs take from start to picture, to a complete index and to open again, and how much memory, beside the
// reference in the same run where LEGION_PROF_REFERENCE names one. Appends to test/bench/results.jsonl and prints a table.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchLogs, generatedLog } from './bench/logs.mjs';
import { measureEngine } from './bench/engine.mjs';
import { measureExports, printExports } from './bench/exports.mjs';
import { measureNvtxw, printNvtxw } from './bench/nvtxw.mjs';
import { measurePage, printPage } from './bench/page.mjs';
import { measureReference } from './bench/reference.mjs';
import { appendResults, appendRows, printTable } from './bench/results.mjs';
import { measureStages } from './bench/stages.mjs';
import { pinnedNode, root } from './lib/run_tool.mjs';

const USAGE = `usage: npm run bench -- [--only STAGES] [--runs N] [--ours-only] [--reference-only] [--exports COMMANDS] [--items N] [LOGS…]

  LOGS       folders of logs; default: lg-large-mix-4n of ../shared/traces, and a generated 4-rank log
  --runs     repetitions, alternating with the reference; the median counts (default 3)
  --items    size of the generated log (default 10000000)
  --only      only these stages, joined by commas: engine (start to picture, index, reopen), page (frames at five zooms, hover, click, search and memory,
              with 1, 4 and 10 million items), nvtxw (written for Nsight Systems, into a backend that drops it), compare (with itself renumbered)
  --exports     only these commands, joined by commas: statistics,trace,archive,nvtxw
  LEGION_PROF_REFERENCE   the reference's binary (cargo install legion_prof --version 0.2506.0)`;

const STAGES = ['engine', 'page', 'nvtxw', 'compare'];
const PAGE_ITEMS = [1_000_000, 4_000_000, 10_000_000];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' }, items: { type: 'string', default: '10000000' }, help: { type: 'boolean' },
    'ours-only': { type: 'boolean' }, 'reference-only': { type: 'boolean' }, only: { type: 'string', default: STAGES.join(',') }, exports: { type: 'string' },
  },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}
const stages = values['reference-only'] === true ? ['engine'] : values.only.split(',');
const unknown = stages.filter((stage) => !STAGES.includes(stage));
if (unknown.length > 0) throw new Error(`--only knows ${STAGES.join(', ')}, not ${unknown.join(', ')}.`);
const reference = process.env.LEGION_PROF_REFERENCE;
const withReference = values['ours-only'] !== true && reference !== undefined && existsSync(reference);
if (!withReference && values['ours-only'] !== true) console.log('No reference: set LEGION_PROF_REFERENCE to its binary to compare with it.');
if (!existsSync(join(root, 'dist', 'electron', 'main.js'))) throw new Error('Build first: npm run build');

if (values.exports !== undefined) {
  const names = values.exports.split(',');
  for (const log of await benchLogs(positionals, Number(values.items))) {
    const rows = await measureExports(log, withReference ? reference : undefined, names.filter((name) => name !== 'nvtxw'));
    printExports(rows);
    appendRows('exports', rows);
    if (names.includes('nvtxw')) writeForNsight(log);
  }
  process.exit(0);
}

function writeForNsight(log) {
  const rows = measureNvtxw(log);
  printNvtxw(rows);
  appendRows('nvtxw', rows);
}

/** The middle one of each number of several measurements. */
function medians(runs) {
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
  return Object.fromEntries(Object.keys(runs[0] ?? {}).map((name) => [name, median(runs.map((run) => run[name]))]));
}

if (stages.includes('engine')) {
  const results = [];
  for (const log of await benchLogs(positionals, Number(values.items))) {
    console.log(`\n${log.name}: ${(log.rawBytes / 1e6).toFixed(0)} MB uncompressed, ${log.records} records, ${log.files.length} files`);
    const ours = [];
    const theirs = [];
    for (let run = 0; run < Number(values.runs); run++) {
      if (values['reference-only'] !== true) ours.push(await measureEngine(log));
      if (withReference) theirs.push(await measureReference(reference, log));
      console.log(`  run ${run + 1}: ${JSON.stringify({ ...ours.at(-1), reference: theirs.at(-1) })}`);
    }
    const parts = values['reference-only'] === true ? {} : await measureStages(log);
    results.push({ log, stages: parts, ours: medians(ours), reference: medians(theirs), runs: Number(values.runs) });
  }
  printTable(results);
  appendResults(results);
}
if (stages.includes('nvtxw')) writeForNsight((await benchLogs(positionals, Number(values.items)))[0]);
if (stages.includes('page')) {
  const logs = positionals.length > 0 ? await benchLogs(positionals, 0) : [];
  if (logs.length === 0) for (const items of PAGE_ITEMS) logs.push(await generatedLog(items));
  for (const log of logs) {
    const measured = measurePage(log);
    console.log(`\npage, ${log.name}`);
    printPage(measured);
    appendRows('page', [{ log: log.name, ...measured }]);
  }
}
if (stages.includes('compare')) spawnSync(pinnedNode(), [join(root, 'scripts', 'bench_compare.mjs'), ...positionals.slice(0, 1)], { stdio: 'inherit' });
