// Every event that `nvtxw` passes to a backend, through both interfaces, against what the reference shows of the same logs.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IndexReader } from '../../electron/index/index_reader.ts';
import { makeScratch, run, SHARED, SHARED_LOGS } from '../cli/run_cli.ts';
import { type GoldenSlot, readGolden } from '../golden/model_golden.ts';
import { buildBackends, canRun, readRecording } from './backends.ts';
import { differences, goldenEvents, recordedEvents, type MetaSlot } from './golden_events.ts';

const GOLDEN = join(SHARED, 'golden');
const SMALL_BYTES = 130_000;
const names = !existsSync(GOLDEN) ? [] : readdirSync(GOLDEN)
  .filter((name) => ['slots.json.gz', 'metas.json.gz'].every((file) => existsSync(join(GOLDEN, name, file))) && existsSync(join(SHARED_LOGS, name)));

test.skipIf(canRun && names.length > 0)('recorded answers and a C compiler are at hand', ({ skip }) => skip('no ../shared beside the checkout, or no compiler'));

describe.runIf(canRun && names.length > 0)('events against the reference', () => {
  const backends = canRun ? buildBackends(['v1', 'v2']) : undefined;
  const scratch = makeScratch();
  afterAll(() => {
    backends?.[Symbol.dispose]();
    scratch[Symbol.dispose]();
  });
  const indexOf = (name: string): string => join(scratch.path, `${name}.lprof`);

  beforeAll(async () => {
    // One at a time: each uses all cores.
    for (const name of names) expect((await run(['index', join(SHARED_LOGS, name), '-o', indexOf(name)])).code).toBe(0);
  }, 120_000);

  // The newer interface has its turn where it costs little.
  const isSmall = (name: string): boolean => statSync(join(GOLDEN, name, 'slots.json.gz')).size < SMALL_BYTES;
  test.each(names.flatMap((name) => [{ name, backend: 'v1' as const }, ...(isSmall(name) ? [{ name, backend: 'v2' as const }] : [])]))('$name through $backend', { timeout: 60_000 }, async ({ name, backend }) => {
    const record = join(scratch.path, `${name}.${backend}.jsonl`);
    const output = join(scratch.path, `${name}.${backend}`);
    const { code, stdout, stderr } = await run(['nvtxw', indexOf(name), '-o', output, '--backend', backends!.path(backend), ...(backend === 'v2' ? ['--json'] : [])], { NVTXW_RECORD: record });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const recording = readRecording(record);
    const path = `${output}.nsys-rep`;
    if (backend === 'v1') expect(stdout).toBe(`${path}\n`);
    else expect(JSON.parse(stdout)).toMatchObject({ schema: 'nvtxw/1', reports: [{ path, merge: null, ranges: recording.events.length }] });
    expect(recording.violations).toEqual([]);
    const slots = readGolden<{ entries: GoldenSlot[] }>(join(GOLDEN, name), 'slots.json.gz')!.entries;
    const metas = readGolden<{ entries: MetaSlot[] }>(join(GOLDEN, name), 'metas.json.gz')!.entries;
    const different = differences(recordedEvents(recording, ...factsOf(indexOf(name))), goldenEvents(slots, metas));
    expect(different.slice(0, 10)).toEqual([]);
    expect(recording.events.length).toBe(slots.reduce((sum, { rows }) => sum + rows.reduce((own, row) => own + row.length, 0), 0));
  });
});

/** Times at profile zero by node, and whether the log is of version 1010 or later. */
function factsOf(index: string): [zeros: ReadonlyMap<number, bigint>, isNewer: boolean] {
  const reader = IndexReader.open(index);
  try {
    const zeros = reader.database.all<{ node: number; zero: string }>('SELECT node, zero_time_ns AS zero FROM node');
    return [new Map(zeros.map(({ node, zero }) => [node, BigInt(zero)])), (reader.run().info.logVersions.at(-1) ?? 0) >= 1010];
  } finally {
    reader.close();
  }
}
