// Every event that `nvtxw` passes to a backend, through both interfaces, against what the reference shows of the same logs.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { zeroTimes } from '../../electron/compat/nvtxw/nvtxw_export.ts';
import { writeReport } from '../../electron/compat/nvtxw/nvtxw_process.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { SHARED, SHARED_LOGS } from '../cli/run_cli.ts';
import { withIndex } from '../golden/indexed_run.ts';
import { type GoldenSlot, readGolden } from '../golden/model_golden.ts';
import { logsIn } from '../golden/model_run.ts';
import { buildBackends, canRun, readRecording } from './backends.ts';
import { differences, goldenEvents, recordedEvents, type MetaSlot } from './golden_events.ts';

const GOLDEN = join(SHARED, 'golden');
const SMALL_BYTES = 130_000;
const names = !existsSync(GOLDEN) ? [] : readdirSync(GOLDEN)
  .filter((name) => ['slots.json.gz', 'metas.json.gz'].every((file) => existsSync(join(GOLDEN, name, file))) && existsSync(join(SHARED_LOGS, name)));

test.skipIf(canRun && names.length > 0)('recorded answers and a C compiler are at hand', ({ skip }) => skip('no ../shared beside the checkout, or no compiler'));

describe.runIf(canRun && names.length > 0)('events against the reference', () => {
  const backends = canRun ? buildBackends(['v1', 'v2']) : undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'legion-prof-nvtxw-'));
  afterAll(() => {
    backends?.[Symbol.dispose]();
    rmSync(scratch, { recursive: true, force: true });
  });

  // The newer interface has its turn where it costs little.
  const isSmall = (name: string): boolean => statSync(join(GOLDEN, name, 'slots.json.gz')).size < SMALL_BYTES;
  test.each(names.flatMap((name) => [{ name, backend: 'v1' as const }, ...(isSmall(name) ? [{ name, backend: 'v2' as const }] : [])]))('$name through $backend', { timeout: 60_000 }, ({ name, backend }) => withIndex(logsIn(join(SHARED_LOGS, name)), async (reader) => {
    const record = join(scratch, `${name}.${backend}.jsonl`);
    // The process that writes takes it over.
    process.env['NVTXW_RECORD'] = record;
    const choice = { session: join(scratch, `${name}.${backend}`), merge: undefined, nodes: undefined, hasOrigins: true, cutNs: 0 };
    const written = await writeReport({ index: reader.path, library: backends!.path(backend), choice }, new AbortController().signal, () => {});
    const recording = readRecording(record);
    expect({ events: written.events, interface: written.interface, violations: recording.violations }).toEqual({ events: recording.events.length, interface: backend === 'v1' ? 1 : 2, violations: [] });
    const slots = readGolden<{ entries: GoldenSlot[] }>(join(GOLDEN, name), 'slots.json.gz')!.entries;
    const metas = readGolden<{ entries: MetaSlot[] }>(join(GOLDEN, name), 'metas.json.gz')!.entries;
    const different = differences(recordedEvents(recording, zeroTimes(reader), isNewer(reader)), goldenEvents(slots, metas));
    expect(different.slice(0, 10)).toEqual([]);
    expect(recording.events.length).toBe(slots.reduce((sum, { rows }) => sum + rows.reduce((own, row) => own + row.length, 0), 0));
  }));
});

/** Whether the log is of version 1010 or later. */
function isNewer(reader: IndexReader): boolean {
  return (reader.run().info.logVersions.at(-1) ?? 0) >= 1010;
}
