// The logs that the bench reads: named folders, or the large ones that lie beside the checkout and one that is generated once.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { root } from '../lib/run_tool.mjs';
import { writeLogs } from '../make_log/write_logs.mjs';

/** What the bench made once and keeps. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'legion-prof-bench');

/** The program's own indexes of them. */
export const INDEXES = join(CACHE, 'indexes');

/** Each with its name, files in rank order, uncompressed bytes and records. */
export async function benchLogs(folders, items) {
  if (folders.length > 0) return Promise.all(folders.map((folder) => describe(resolve(folder))));
  const large = join(root, '..', 'shared', 'traces', 'lg-large-mix-4n');
  return [...(existsSync(large) ? [await describe(large)] : []), await generatedLog(items)];
}

/** A 4-rank log of so many items, written once. */
export async function generatedLog(items) {
  const folder = join(CACHE, `generated-4n-${items}`);
  if (!existsSync(folder)) {
    console.log(`Writing a log of ${items} items to ${folder} (once) …`);
    const partial = `${folder}.partial`;
    mkdirSync(partial, { recursive: true });
    await writeLogs({ out: partial, ranks: 4, items, version: 1008, shape: 'balanced', seed: 1, gzip: true });
    renameSync(partial, folder);
  }
  return describe(folder);
}

/** Sizes by our own decoder; kept beside generated logs, for they never change. */
async function describe(folder) {
  const files = readdirSync(folder).filter((name) => /\.(prof|gz|log)$/.test(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(folder, name));
  const kept = folder.startsWith(CACHE) ? join(folder, 'facts.json') : undefined;
  if (kept !== undefined && existsSync(kept)) return { name: basename(folder), files, ...JSON.parse(readFileSync(kept, 'utf8')) };
  const { decodeLog } = await import('../../electron/decode/decode_log.ts');
  let [rawBytes, records] = [0, 0];
  for (const file of files) {
    const log = await decodeLog(file);
    rawBytes += log.rawBytes;
    records += log.records;
  }
  if (kept !== undefined) writeFileSync(kept, JSON.stringify({ rawBytes, records }));
  return { name: basename(folder), files, rawBytes, records };
}
