#!/usr/bin/env node
// Writes valid logs of a made-up run of any size, shape and log version: `npm run make-log -- --out DIR [options]`.
import { parseArgs } from 'node:util';
import { writeLogs } from './make_log/write_logs.mjs';

const USAGE = `usage: make_log --out DIR [--ranks N] [--items N] [--shape NAME] [--version V] [--seed N] [--max-dim N]
                [--raw] [--level 1-9] [--prealm] [--name PATTERN]

  --items    items of all ranks together, about (default 10000); 1e7 works
  --shape    balanced, skewed (rank 0 has two thirds), nested, wide, gpu, waits, siblings; many-siblings, many-waits,
             long-chain, many-phases (200,000 calls or waits in a task, 1,000,000 events, 100,000 phases a step)
  --version  log version 1006 to 1012 (default 1008)
  --name     file name, % is the rank (default prof_%, with .gz or .log)`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' }, ranks: { type: 'string' }, items: { type: 'string' }, shape: { type: 'string' }, version: { type: 'string' },
    seed: { type: 'string' }, level: { type: 'string' }, 'max-dim': { type: 'string' }, name: { type: 'string' },
    raw: { type: 'boolean' }, prealm: { type: 'boolean' }, help: { type: 'boolean' },
  },
});
if (values.help === true || values.out === undefined) {
  console.error(USAGE);
  process.exit(values.help === true ? 0 : 2);
}
const number = (text) => (text === undefined ? undefined : Number(text));
const began = performance.now();
try {
  const written = await writeLogs({
    out: values.out, shape: values.shape, name: values.name, gzip: values.raw !== true, isPrealm: values.prealm,
    ranks: number(values.ranks), items: number(values.items), version: number(values.version), seed: number(values.seed),
    level: number(values.level), maxDim: number(values['max-dim']),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${written.items} items, ${written.records} records in ${written.steps} steps; ${written.rawBytes} bytes, ${written.bytes} on disk; ${seconds} s`);
  for (const path of written.paths) console.log(path);
} catch (error) {
  console.error(`make_log: ${error.message}`);
  process.exit(1);
}
