import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeLog } from '../../../electron/decode/decode_log.ts';
import type { DecodedLog } from '../../../electron/decode/decoded_log.ts';
import { writeLogs, type LogShape, type WriteLogsOptions, type WrittenLogs } from '../../../scripts/make_log/write_logs.mjs';
import { rowOf } from './read_log.ts';

const folder = mkdtempSync(join(tmpdir(), 'legion-prof-generated-'));
afterAll(() => rmSync(folder, { recursive: true }));
let number = 0;

async function made(options: Omit<WriteLogsOptions, 'out'>): Promise<{ written: WrittenLogs; logs: DecodedLog[] }> {
  const written = await writeLogs({ out: join(folder, String(number++)), items: 3000, ...options });
  return { written, logs: await Promise.all(written.paths.map((path) => decodeLog(path))) };
}

function expectWhole({ written, logs }: { written: WrittenLogs; logs: DecodedLog[] }): void {
  const counts: Record<string, number> = {};
  for (const log of logs) {
    expect(log).toMatchObject({ status: 'whole', alerts: [], duplicates: 0 });
    for (const [name, count] of log.recordCounts) counts[name] = (counts[name] ?? 0) + count;
  }
  expect(counts).toEqual(written.counts);
  expect(logs.reduce((sum, log) => sum + log.rawBytes, 0)).toBe(written.rawBytes);
}

describe('every version decodes to its last byte', () => {
  test.each([1006, 1007, 1008, 1009, 1010, 1011, 1012])('%d', async (version) => {
    const run = await made({ version, ranks: 2, shape: 'gpu', gzip: version % 2 === 0 });
    expectWhole(run);
    expect(run.logs[1].header).toMatchObject({ version, isPrealm: false });
    expect(run.logs[1].header?.runtime === undefined).toBe(version < 1009);
    expect(rowOf(run.logs[1], 'MachineDesc', 0)).toMatchObject({ node_id: 1, num_nodes: 2 });
  });

  test.each([1008, 1011])('PRealm of %d', async (version) => {
    const run = await made({ version, isPrealm: true, shape: 'gpu' });
    expectWhole(run);
    expect(run.logs[0].header).toMatchObject({ version, isPrealm: true });
    expect(run.logs[0].tables.get('SpawnInfo')?.columns.has('create')).toBe(false);
  });

  test('1012 has the two records that 1011 lacks', async () => {
    const { logs } = await made({ version: 1012 });
    for (const name of ['MakeValidInfo', 'FetchMetadataInfo', 'ExternalEventInfo', 'PartitionInstInfo']) expect(logs[0].recordCounts.get(name)).toBeGreaterThan(0);
  });
});

describe('every shape', () => {
  test.each<LogShape>(['balanced', 'skewed', 'nested', 'wide', 'gpu', 'waits', 'siblings'])('%s is written whole', async (shape) => {
    expectWhole(await made({ shape, ranks: 2 }));
  });

  test('in as many coordinates as asked for', async () => {
    const { logs } = await made({ maxDim: 6 });
    expect(logs[0].tables.get('IndexSpaceRectDesc')?.columns.get('rem')).toMatchObject({ width: 24 });
  });

  test('skewed: rank 0 has about two thirds', async () => {
    const { logs } = await made({ shape: 'skewed', ranks: 4, items: 40_000 });
    const share = logs[0].records / logs.reduce((sum, log) => sum + log.records, 0);
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.72);
  });

  test('items are met to about one step, and a seed is a run', async () => {
    const a = await made({ items: 20_000, seed: 7, gzip: false });
    const b = await made({ items: 20_000, seed: 7, gzip: false });
    const c = await made({ items: 20_000, seed: 8, gzip: false });
    expect(Math.abs(a.written.items - 20_000)).toBeLessThan(300);
    const starts = (run: typeof a) => [...(run.logs[0].tables.get('TaskInfo')!.columns.get('start')!.values as Float64Array)];
    expect(starts(a)).toEqual(starts(b));
    expect(starts(a)).not.toEqual(starts(c));
  });
});
