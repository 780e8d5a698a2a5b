// Counts the places where a rule or a type was silenced. The counts in scripts/ratchet.json may only go down:
// `--lower` writes a smaller one; a larger one needs a hand and a reviewer.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './lib/list_files.mjs';
import { root } from './lib/run_tool.mjs';

const PATTERNS = {
  'lint suppressions': /(?:oxlint|eslint)-disable/g,
  'type suppressions': /@ts-(?:ignore|expect-error|nocheck)/g,
  'casts to any': /\bas any\b/g,
  'casts through unknown': /\bas unknown as\b/g,
};
const file = join(root, 'scripts', 'ratchet.json');

const counts = Object.fromEntries(Object.keys(PATTERNS).map((name) => [name, 0]));
const places = Object.fromEntries(Object.keys(PATTERNS).map((name) => [name, []]));
for (const name of listFiles(root, ['electron', 'renderer', 'test', 'bin', 'scripts'], ['.ts', '.cts', '.tsx', '.mjs'])) {
  if (name.endsWith('check_ratchet.mjs')) continue;
  const text = readFileSync(join(root, name), 'utf8');
  for (const [what, pattern] of Object.entries(PATTERNS)) {
    const hits = text.match(pattern)?.length ?? 0;
    counts[what] += hits;
    if (hits > 0) places[what].push(`${name} (${hits})`);
  }
}

const allowed = JSON.parse(readFileSync(file, 'utf8'));
const grown = Object.keys(counts).filter((what) => counts[what] > (allowed[what] ?? 0));
const shrunk = Object.keys(counts).filter((what) => counts[what] < (allowed[what] ?? 0));
for (const what of grown) console.log(`${what}: ${counts[what]}, allowed ${allowed[what] ?? 0}: ${places[what].join(', ')}`);
if (grown.length > 0) process.exit(1);
if (process.argv.includes('--lower')) writeFileSync(file, `${JSON.stringify(counts, null, 2)}\n`);
else if (shrunk.length > 0) {
  for (const what of shrunk) console.log(`${what}: ${counts[what]}, but ${allowed[what]} are still allowed; lower the record`);
  process.exit(1);
}
