// Results of the bench: a line of JSON per log in test/bench/results.jsonl, a table for people. Other measurements (the page in a browser)
// add their rows by `appendRows`.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../lib/run_tool.mjs';

const FILE = join(root, 'test', 'bench', 'results.jsonl');

/** Appends rows; each gets commit, machine and time. `kind` says what was measured ("engine", "frames"). */
export function appendRows(kind, rows) {
  const git = (...args) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  const common = {
    kind, at: new Date().toISOString(), commit: git('rev-parse', '--short=12', 'HEAD'), isDirty: git('status', '--porcelain', '--untracked-files=no') !== '',
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem(), node: process.version },
  };
  mkdirSync(dirname(FILE), { recursive: true });
  for (const row of rows) appendFileSync(FILE, `${JSON.stringify({ ...common, ...row })}\n`);
}

export function appendResults(results) {
  appendRows('engine', results.map(({ log, stages, ours, reference, runs }) => ({
    log: log.name, rawBytes: log.rawBytes, records: log.records, files: log.files.length, runs, ...rounded(stages), ...rounded(ours),
    reference: Object.keys(reference).length > 0 ? rounded(reference) : undefined,
  })));
}

const rounded = (numbers) => Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.round(value)]));

/** What, ours, the reference's, the ratio and its goal. */
export function printTable(results) {
  const ms = (value) => (value === undefined ? '–' : `${(value / 1000).toFixed(2)} s`);
  const mb = (value) => (value === undefined ? '–' : `${(value / 1e6).toFixed(0)} MB`);
  const ratio = (a, b) => (a === undefined || b === undefined ? '' : (a / b).toFixed(2));
  for (const { log, stages, ours, reference } of results) {
    const rows = [
      ['', 'ours', 'reference', 'ratio', 'goal'],
      ['inflate (one thread)', ms(stages.inflateMs), '', '', ''],
      ['decode with inflate (one thread)', ms(stages.decodeMs), '', '', ''],
      ['build (one thread)', ms(stages.buildMs), '', '', ''],
      ['first tile of the whole run', ms(ours.firstPictureMs), ms(reference.infoMs), ratio(ours.firstPictureMs, reference.infoMs), '0.5'],
      ['index complete (blocks, rows, search)', ms(ours.indexMs), ms(reference.infoMs), ratio(ours.indexMs, reference.infoMs), '1'],
      ['with critical paths', ms(ours.readyMs), ms(reference.infoMs), ratio(ours.readyMs, reference.infoMs), ''],
      ['peak memory', mb(ours.peakBytes), mb(reference.peakBytes), ratio(ours.peakBytes, reference.peakBytes), '0.7'],
      ['reopen to first tile', ms(ours.reopenMs), '', '', '0.5 s'],
      ['index size', mb(ours.indexBytes), mb(log.rawBytes), ratio(ours.indexBytes, log.rawBytes), '1.2 × log'],
    ];
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
    console.log(`\n${log.name} (${mb(log.rawBytes)}, ${log.records} records)`);
    for (const row of rows) console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   ')}`);
  }
}
