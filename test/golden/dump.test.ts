// Differential: `dump` of real logs, byte for byte what the reference printed; and that it needs no memory for the whole log.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dumpLines } from '../../electron/compat/dump.ts';
import { decodeBytes, decodeLog } from '../../electron/decode/decode_log.ts';
import type { RecordBatch } from '../../electron/decode/decoded_log.ts';
import { readStoredLog } from '../../electron/index/stored_log.ts';
import { buildIndex } from '../unit/index/built_index.ts';
import { runsWith } from './golden_runs.ts';
import { compared } from './ledger.ts';
import { logsIn } from './model_run.ts';
import { golden, isShared } from './shared_folders.ts';

test.skipIf(isShared)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

describe.runIf(isShared)('against the reference', () => {
  test.each(runsWith('dump.txt.gz'))('$answers', { timeout: 60_000 }, async ({ answers, logs }) => {
    const theirs = gunzipSync(readFileSync(join(golden, answers, 'dump.txt.gz'))).toString('utf8').trimEnd().split('\n').filter((line) => !line.startsWith('Reading log file'));
    const ours: string[] = [];
    for (const path of logs) {
      await decodeLog(path, { onBatch: async (batch) => void ours.push(...dumpLines(batch)) });
    }
    expect(ours.length).toBe(theirs.length);
    expect(ours.find((line, i) => line !== theirs[i])).toBeUndefined();
    compared(answers, 'dump.txt.gz', { records: theirs.length });
  });
});

const own = join(import.meta.dirname, '../logs/lgt-hello');

test('records handed out in batches are those of the whole log, repeats too', async () => {
  const [path] = logsIn(own);
  const bytes = readFileSync(path);
  const batches: number[] = [];
  const taken: string[] = [];
  const onBatch = async (batch: RecordBatch): Promise<void> => {
    batches.push([...batch.tables.values()].reduce((sum, { count }) => sum + count, 0));
    taken.push(...dumpLines(batch));
  };
  const log = await decodeLog(path, { onBatch });
  const held = await decodeBytes([bytes]);
  expect(batches.reduce((sum, count) => sum + count, 0)).toBe(held.records);
  expect(log).toMatchObject({ records: held.records, duplicates: 0, status: held.status, header: held.header, recordCounts: held.recordCounts });
  expect(taken).toEqual([...dumpLines(held)]);
});

test('an index dumps what its logs do', async () => {
  const logs = await Promise.all(logsIn(own).map((path) => decodeLog(path)));
  const { reader } = buildIndex(logs);
  expect([...dumpLines(readStoredLog(reader, 0))]).toEqual([...dumpLines(logs[0])]);
});
