#!/usr/bin/env node
// Damages small logs in every way we could think of and opens them: `npm run fuzz [-- --cases N --seed S]`.
// Each case must end with a log or a ProfileError kind, within 2 s and 384 MiB for the whole process (see fuzz/cases.mjs).
// A failing case is repeated alone with `npm run fuzz -- --seed S --only NUMBER`.
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CASE_MS, runCases, seedLogs, WORKER_MIB } from './fuzz/cases.mjs';
import { pinnedNode } from './lib/run_tool.mjs';

const WORKERS = 2;
/** Cases that a worker gets at a time; a fresh one takes over after a crash or a hang. */
const BATCH = 2_500;
/** Without a word from a worker for this long its case hangs: 50 cases and then some. */
const SILENCE_MS = 60_000;

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } } });
const seed = Number(values.seed);
const total = Number(values.cases);

if (values.only !== undefined) {
  const number = Number(values.only);
  const result = await runCases(await seedLogs(), seed, number, number + 1, (_, what) => console.log(what));
  console.log(result);
  process.exit(result.failures.length === 0 ? 0 : 1);
}

const began = performance.now();
const outcomes = {};
const failures = [];
let next = 0;
let slowest = { ms: 0, number: 0, what: '' };
let peakMib = 0;
let ran = 0;
await Promise.all(Array.from({ length: WORKERS }, () => runWorker()));
const failed = new Set(failures.map((failure) => failure.number)).size;
for (const { number, what, message } of failures.slice(0, 20)) console.log(`case ${number} (${what}): ${message}`);
console.log(`${total} cases, seed ${seed}, ${((performance.now() - began) / 1000).toFixed(0)} s; slowest ${slowest.ms.toFixed(0)} ms (case ${slowest.number}, ${slowest.what}; bound ${CASE_MS}), peak ${peakMib.toFixed(0)} MiB a process (bound ${WORKER_MIB})`);
console.log(`ends: ${Object.entries(outcomes).sort().map(([end, count]) => `${end} ${count}`).join(', ')}`);
const isTooBig = peakMib > WORKER_MIB;
if (isTooBig) console.log('more memory than the bound');
// Cases that a dead process left undone count as failed: nobody knows how they end.
const bad = total - ran + failed + (isTooBig ? 1 : 0);
console.log(`${ran - failed} passed, ${bad} failed`);
process.exit(bad === 0 ? 0 : 1);

/** Runs batches until there are none; starts a new process where one dies. */
async function runWorker() {
  while (next < total) {
    const child = fork(new URL('./fuzz/fuzz_worker.mjs', import.meta.url), { execPath: pinnedNode(), execArgv: ['--max-old-space-size=256'] });
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    let isAlive = (await messageOf(child, ended)) !== undefined;
    while (isAlive && next < total) {
      const from = next;
      next = Math.min(total, from + BATCH);
      isAlive = await runBatch(child, ended, from, next);
    }
    child.kill();
    await ended;
  }
}

async function runBatch(child, ended, from, to) {
  child.send({ seed, from, to });
  let last = from;
  let what = '';
  for (;;) {
    const message = await messageOf(child, ended);
    if (message === undefined) {
      failures.push({ number: last, what, message: `the process ended or hung at this case or one of the next 50 (${await Promise.race([ended, 'no word'])})` });
      child.kill('SIGKILL');
      return false;
    }
    if (message.done === undefined) [last, what] = [message.at, message.what];
    else {
      for (const [end, count] of Object.entries(message.done.outcomes)) outcomes[end] = (outcomes[end] ?? 0) + count;
      ran += to - from;
      failures.push(...message.done.failures);
      if (message.done.slowest.ms > slowest.ms) slowest = message.done.slowest;
      peakMib = Math.max(peakMib, message.peakMib);
      return true;
    }
  }
}

/** The child's next message; undefined if it ends or is silent for too long. */
async function messageOf(child, ended) {
  let timer;
  const silence = new Promise((resolve) => { timer = setTimeout(() => resolve(undefined), SILENCE_MS); });
  const message = new Promise((resolve) => child.once('message', resolve));
  const first = await Promise.race([message, ended.then(() => undefined), silence]);
  clearTimeout(timer);
  return first;
}
