// Every event that `nvtxw` passes to a backend, through both interfaces, against what the reference shows of the same logs.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { zeroTimes } from '../../electron/compat/nvtxw/nvtxw_export.ts';
import { writeReport } from '../../electron/compat/nvtxw/nvtxw_process.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { SHARED, SHARED_LOGS } from '../cli/run_cli.ts';
import { withIndex } from '../golden/indexed_run.ts';
import { type GoldenSlot, readDigests, readGolden } from '../golden/model_golden.ts';
import { logsIn } from '../golden/model_run.ts';
import { type BackendName, buildBackends, canRun, readRecording } from './backends.ts';
import { briefTracks, differences, goldenEvents, recordedEvents, type MetaSlot, contradictions } from './golden_events.ts';

const GOLDEN = join(SHARED, 'golden');
const SMALL_BYTES = 130_000;
const names = !existsSync(GOLDEN) ? [] : readdirSync(GOLDEN)
  .filter((name) => ['slots.json.gz', 'metas.json.gz'].every((file) => existsSync(join(GOLDEN, name, file))) && existsSync(join(SHARED_LOGS, name)));

/** The largest takes a minute: it is compared where it is asked for. */
const LARGE = 'lg-large-mix-4n';
const digested = !existsSync(GOLDEN) ? [] : readdirSync(GOLDEN)
  .filter((name) => !names.includes(name) && existsSync(join(GOLDEN, name, 'slots-digest.tsv.gz')) && existsSync(join(SHARED_LOGS, name)) && (name !== LARGE || process.env['LEGION_PROF_LARGE_GOLDENS'] !== undefined))
  .map((name) => ({ name, logs: logsIn(join(SHARED_LOGS, name)) }));
/** The only run with GPUs, rewritten as a version that the reference reads. */
const GPU = join('flexflow-gpu-v1006', 'as-v1008');
if (existsSync(join(GOLDEN, GPU))) digested.push({ name: GPU, logs: [join(GOLDEN, GPU, 'prof_0.v1008.gz')] });

test.skipIf(canRun && names.length > 0)('recorded answers and a C compiler are at hand', ({ skip }) => skip('no ../shared beside the checkout, or no compiler'));

describe.runIf(canRun && names.length > 0)('events against the reference', () => {
  const backends = canRun ? buildBackends(['v1', 'v2', 'brief']) : undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'legion-prof-nvtxw-'));
  afterAll(() => {
    backends?.[Symbol.dispose]();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Through a backend, into a file of what it got. */
  async function write(reader: IndexReader, name: string, backend: BackendName, hasOrigins = true): Promise<{ record: string; written: Awaited<ReturnType<typeof writeReport>> }> {
    const record = join(scratch, `${name}.${backend}.jsonl`);
    // The process that writes takes it over.
    process.env['NVTXW_RECORD'] = record;
    const choice = { session: join(scratch, `${name}.${backend}`), merge: undefined, nodes: undefined, hasOrigins, cutNs: 0 };
    return { record, written: await writeReport({ index: reader.path, library: backends!.path(backend), choice }, new AbortController().signal, () => {}) };
  }

  // Of larger runs the reference's answer is recorded as sums and hashes: of each track the number of its events, their times and titles, and the time by colour.
  test.each(digested)('$name by its digests', { timeout: 60_000 }, ({ name, logs }) => withIndex(logs, async (reader) => {
    const { record, written } = await write(reader, basename(name), 'brief', false);
    const tracks = briefTracks(record, zeroTimes(reader));
    rmSync(record);
    const digests = readDigests(join(GOLDEN, name));
    const theirs = new Map(digests.filter(({ items }) => items > 0).map(({ name: track, items, shaTitles, nsByColor }) => [track, { count: items, titles: shaTitles, nsByColor: Object.fromEntries(nsByColor) }]));
    expect(written.events).toBe(digests.reduce((sum, { items }) => sum + items, 0));
    expect([...tracks.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [track, own] of tracks) {
      const golden = theirs.get(track);
      // Waits that overlap are drawn one after the other (docs/differences.md).
      const isKnown = name === 'lgt-2rank-cg' && /^n[01] \/ external \/ e0$/.test(track);
      expect({ track, ...own }).toEqual({ track, ...golden, ...(isKnown ? { titles: own.titles, nsByColor: own.nsByColor } : {}) });
      if (isKnown) expect(own.titles).not.toBe(golden?.titles);
    }
  }));

  // The newer interface has its turn where it costs little.
  const isSmall = (name: string): boolean => statSync(join(GOLDEN, name, 'slots.json.gz')).size < SMALL_BYTES;
  test.each(names.flatMap((name) => [{ name, backend: 'v1' as const }, ...(isSmall(name) ? [{ name, backend: 'v2' as const }] : [])]))('$name through $backend', { timeout: 60_000 }, ({ name, backend }) => withIndex(logsIn(join(SHARED_LOGS, name)), async (reader) => {
    const { record, written } = await write(reader, name, backend);
    const recording = readRecording(record);
    expect({ events: written.events, interface: written.interface, violations: recording.violations }).toEqual({ events: recording.events.length, interface: backend === 'v1' ? 1 : 2, violations: [] });
    const slots = readGolden<{ entries: GoldenSlot[] }>(join(GOLDEN, name), 'slots.json.gz')!.entries;
    const metas = readGolden<{ entries: MetaSlot[] }>(join(GOLDEN, name), 'metas.json.gz')!.entries;
    const different = differences(recordedEvents(recording, zeroTimes(reader), isNewer(reader)), goldenEvents(slots, metas));
    expect([...different.slice(0, 10), ...contradictions(recording).slice(0, 10)]).toEqual([]);
    expect(recording.events.length).toBe(slots.reduce((sum, { rows }) => sum + rows.reduce((own, row) => own + row.length, 0), 0));
  }));
});

/** Whether the log is of version 1010 or later. */
function isNewer(reader: IndexReader): boolean {
  return (reader.run().info.logVersions.at(-1) ?? 0) >= 1010;
}
