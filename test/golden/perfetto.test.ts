// `trace --format perfetto` of real logs, taken apart by an independent decoder: against what the reference recorded, and against itself.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeScratch, OWN_LOGS, run, SHARED, SHARED_LOGS } from '../cli/run_cli.ts';
import { type GoldenMetaSlot, readGolden } from './model_golden.ts';
import { decodeTrace, type Slice, slicesOf, type Trace } from './perfetto_decode.ts';

const scratch = makeScratch();
afterAll(() => scratch[Symbol.dispose]());

async function traceOf(folder: string, args: readonly string[] = []): Promise<Trace> {
  const output = join(scratch.path, 'trace');
  const { code, stderr } = await run(['trace', folder, '--no-cache', '--format', 'perfetto', '-f', '-o', output, ...args]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return decodeTrace(readFileSync(output));
}

/** `n0 / cpu / c1` of a row. */
function pathOf({ tracks }: Trace, row: bigint): string {
  const track = tracks.get(tracks.get(row)!.parent!)!;
  const kind = tracks.get(track.parent!)!;
  return [tracks.get(kind.parent!)!.name.replace('Node ', 'n'), kind.name, track.name].join(' / ');
}

const isItem = ({ event }: Slice): boolean => event.category !== 'wait';

describe.each(['lg-small-mix', 'lgt-2rank-cg'])('trace of %s', (name) => {
  test('slices of a row nest or are disjoint, arrows join two events, counters are steps', { timeout: 60_000 }, async () => {
    const trace = await traceOf(join(OWN_LOGS, name));
    const slices = slicesOf(trace);
    // Items never overlap on their row; waits lie inside one item, one after the other.
    expect(slices.filter(isItem).every(({ depth }) => depth === 0)).toBe(true);
    expect(slices.filter((slice) => !isItem(slice)).every(({ depth }) => depth === 1)).toBe(true);
    for (const { track, type } of trace.events) expect(trace.tracks.get(track)?.isCounter).toBe(type === 4);
    const from = new Map(trace.events.flatMap(({ from: flows, ns }) => flows.map((flow) => [flow, ns] as const)));
    const to = trace.events.flatMap(({ to: flows }) => flows);
    expect(new Set(to).size).toBe(to.length);
    expect(to.filter((flow) => !from.has(flow))).toEqual([]);
    expect([from.size > 100, from.size]).toEqual([true, to.length]);
    const last = new Map<bigint, number>();
    for (const { track, ns, type, value } of trace.events) {
      if (type !== 4) continue;
      expect(ns).toBeGreaterThanOrEqual(last.get(track) ?? 0);
      expect(value).toBeGreaterThanOrEqual(0);
      last.set(track, ns);
    }
    expect(last.size).toBeGreaterThan(3);
  });
});

test('without critical paths there are no arrows, of one node only its tracks', { timeout: 60_000 }, async () => {
  const trace = await traceOf(join(OWN_LOGS, 'lgt-2rank-cg'), ['--no-critical-paths', '--nodes', '1']);
  expect(trace.events.some(({ from, to }) => from.length + to.length > 0)).toBe(false);
  expect(trace.events.some(({ annotations }) => annotations.has('critical_path'))).toBe(false);
  expect([...trace.tracks.values()].filter(({ parent }) => parent === undefined).map(({ name }) => name)).toEqual(['Node 1']);
});

const recorded = ['lg-small-mix', 'lg-small-churn-2n', 'lgt-hello'].filter((name) => existsSync(join(SHARED, 'golden', name, 'metas.json.gz')));

test.skipIf(recorded.length > 0)('recorded answers are at hand', ({ skip }) => skip('no ../shared beside the checkout'));

test.each(recorded)('items of %s are those of the reference', { timeout: 60_000 }, async (name) => {
  const trace = await traceOf(join(SHARED_LOGS, name));
  const ours = slicesOf(trace).filter(isItem).map(({ track, startNs, stopNs, event }) => `${pathOf(trace, track)}: ${startNs}-${stopNs} ${event.annotations.get('title')}`);
  const { entries } = readGolden<{ entries: GoldenMetaSlot[] }>(join(SHARED, 'golden', name), 'metas.json.gz')!;
  const theirs = new Map<string, string>();
  for (const slot of entries) {
    // A channel between two nodes stands under both there, here under the first.
    for (const row of slot.rows) for (const [uid, start, stop, title] of row) if (!theirs.has(`${uid}`)) theirs.set(`${uid}`, `${slot.name}: ${start}-${stop} ${title.replace(/^(Mapper Call .*) for 0$/, '$1')}`);
  }
  expect(ours.toSorted()).toEqual([...theirs.values()].toSorted());
});
