// Runs damaged logs one after the other and says what became of each. Used by the seeded test and by the worker processes.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../lib/run_tool.mjs';
import { VERSIONS } from '../make_log/formats.mjs';
import { writeLogs } from '../make_log/write_logs.mjs';
import { mutatedLog } from './mutate.mjs';
import { openMutatedLog } from './open_mutated_log.mjs';

/** Bounds of one case of at most 100 kB before damage. A case over them fails; one that hangs is ended by the parent. */
export const CASE_MS = 2_000;
export const WORKER_MIB = 384;

/** Real ones among the logs to damage. */
const REAL_LOGS = ['lg-tiny-hello/prof_0.gz', 'lg-tiny-raw-dim2/prof_0.log', 'lgt-hello/legate_0.prof'];

/** Small whole logs to damage: made ones of each version and two of PRealm, about 30 kB each, and three real ones of up to 100 kB. */
export async function seedLogs() {
  const folder = await mkdtemp(join(tmpdir(), 'legion-prof-fuzz-'));
  try {
    const logs = [];
    const kinds = [...VERSIONS.map((version) => ({ version })), { version: 1008, isPrealm: true }, { version: 1011, isPrealm: true }];
    for (const [i, kind] of kinds.entries()) {
      const { paths } = await writeLogs({ out: join(folder, String(i)), items: 1, gzip: false, shape: 'balanced', maxDim: 1 + (i % 3), ...kind });
      logs.push(await readFile(paths[0]));
    }
    for (const name of REAL_LOGS) {
      const bytes = await readFile(join(root, 'test/logs', name));
      logs.push(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    }
    return logs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Runs cases [from, to) of a seed.
 * @param {(number: number, what: string) => void} [onCase] called before each case
 * @returns {Promise<{ outcomes: Record<string, number>, failures: { number: number, what: string, message: string }[], slowest: { ms: number, number: number, what: string } }>}
 */
export async function runCases(logs, seed, from, to, onCase) {
  const outcomes = {};
  const failures = [];
  let slowest = { ms: 0, number: from, what: '' };
  for (let number = from; number < to; number++) {
    const { bytes, what } = mutatedLog(logs, seed, number);
    onCase?.(number, what);
    const began = performance.now();
    try {
      const outcome = await openMutatedLog(bytes);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      failures.push({ number, what, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    const ms = performance.now() - began;
    if (ms > slowest.ms) slowest = { ms, number, what };
    if (ms > CASE_MS) failures.push({ number, what, message: `took ${Math.round(ms)} ms, more than ${CASE_MS}` });
  }
  return { outcomes, failures, slowest };
}
