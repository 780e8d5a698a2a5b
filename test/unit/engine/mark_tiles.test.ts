// Marks of tiles on real logs: hits in every box are those that a list of all hits has there, and colours follow the items' own facts.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ItemAt } from '../../../electron/protocol/item_api.ts';
import type { RunSummary } from '../../../electron/protocol/run_api.ts';
import { decodeItemTile, decodeMarkTile } from '../../../electron/protocol/tile_codec.ts';
import { NO_COLOR, RAMP_STEPS, type ItemTile, type MarkAsk, type TileKey } from '../../../electron/protocol/tiles.ts';
import { TILE_BUCKETS } from '../../../electron/protocol/time.ts';
import { LOGS, TestEngine } from './open_engine.ts';

const PLAIN: MarkAsk = { found: null, kept: null, color: 'task', rules: [] };

async function hitsOf(engine: TestEngine, run: string, text: string): Promise<{ search: number; hits: ItemAt[] }> {
  const { search, total } = await engine.call('search.start', { run, text });
  const hits: ItemAt[] = [];
  while (hits.length < total) hits.push(...(await engine.call('search.list', { run, search, tracks: null, sorting: 'track', from: hits.length, count: 500 })).hits);
  return { search, hits };
}

async function tileOf(engine: TestEngine, run: string, key: TileKey, ask: MarkAsk) {
  const items: ItemTile = decodeItemTile(await engine.tile('tile.items', run, key));
  const marks = decodeMarkTile(new Uint8Array((await engine.host.call('tile.marks', { run, key, ask })) as Uint8Array));
  expect(marks.count).toBe(items.count);
  return { items, marks };
}

const times = ({ startsHi, startsLo, stopsHi, stopsLo }: ItemTile, box: number) => [startsHi[box] * 2 ** 32 + startsLo[box], stopsHi[box] * 2 ** 32 + stopsLo[box]] as const;
const wholeExp = ({ extent }: RunSummary): number => Math.ceil(Math.log2(extent.stopNs / TILE_BUCKETS));

test('every box says how many hits it holds, at any resolution', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-churn-2n')])).runs;
  const summary = await engine.summary(run);
  const { search, hits } = await hitsOf(engine, run, 'dur>200ms or type:copy dur<1ms or name:~Mapping');
  const { search: kept } = await hitsOf(engine, run, 'node:0');
  expect(hits.length).toBeGreaterThan(100);
  const byTrack = Map.groupBy(hits, ({ track }) => track);
  let groups = 0;
  for (const { id, kind, node, mirrorOf } of summary.tracks) {
    const own = byTrack.get(mirrorOf ?? id) ?? [];
    const ordinals = new Set(own.map(({ ordinal }) => ordinal));
    for (const exp of [wholeExp(summary), wholeExp(summary) - 3]) {
      const { items, marks } = await tileOf(engine, run, { track: id, exp, index: 0 }, { ...PLAIN, found: search, kept });
      for (let box = 0; box < items.count; box++) {
        expect(marks.kept[box] > 0).toBe(node === 0 || (mirrorOf !== null && summary.tracks.find((track) => track.id === mirrorOf)?.node === 0));
        if (items.counts[box] === 1) {
          expect(marks.found[box]).toBe(ordinals.has(items.ordinals[box]) ? 1 : 0);
          continue;
        }
        // Items of memories and channels are drawn in one piece: what lies inside the box on its level is in it.
        if (kind !== 'system' && kind !== 'chan') continue;
        const [startNs, stopNs] = times(items, box);
        const inside = own.filter((hit) => hit.level === items.levels[box] && hit.life.startNs >= startNs && hit.life.stopNs <= stopNs && hit.life.startNs < Math.max(stopNs, startNs + 1));
        expect(marks.found[box]).toBe(inside.length);
        groups++;
      }
    }
  }
  expect(groups).toBeGreaterThan(20);
}, 120_000);

test('colours follow length, state, node and the first rule that is met', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-cgsolver-2n')])).runs;
  const summary = await engine.summary(run);
  const track = summary.tracks.find(({ slug }) => slug === 'n1/cpu/c1')!;
  const exp = wholeExp(summary) - 8;
  const long = await hitsOf(engine, run, 'dur>1ms');
  const all = await hitsOf(engine, run, 'track:n1/cpu/c1');
  const life = new Map(all.hits.map(({ ordinal, life: { startNs, stopNs } }) => [ordinal, stopNs - startNs]));
  const rules = { long: new Set(long.hits.filter((hit) => hit.track === track.id).map(({ ordinal }) => ordinal)) };
  let seen = 0;
  for (let index = 100; index < 110; index++) {
    const key = { track: track.id, exp, index };
    const color = async (ask: Partial<MarkAsk>) => (await tileOf(engine, run, key, { ...PLAIN, ...ask })).marks.colors;
    const { items } = await tileOf(engine, run, key, PLAIN);
    const [byState, byNode, byLength, byRule, bySize] = [await color({ color: 'state' }), await color({ color: 'node' }), await color({ color: 'duration' }), await color({ color: 'rules', rules: [long.search, all.search] }), await color({ color: 'size' })];
    for (let box = 0; box < items.count; box++) {
      if (items.counts[box] !== 1) continue;
      seen++;
      expect(byState[box]).toBe(items.states[box]);
      expect(byNode[box]).toBe(7);
      const decades = Math.log10(Math.max(1, life.get(items.ordinals[box])!) / 1e3);
      expect(byLength[box]).toBe(Math.round(Math.min(1, Math.max(0, decades / 7)) * (RAMP_STEPS - 1)));
      expect(byRule[box]).toBe(rules.long.has(items.ordinals[box]) ? 0 : 1);
      expect(bySize[box]).toBe(NO_COLOR);
    }
  }
  expect(seen).toBeGreaterThan(50);
}, 60_000);

test('a list of hits by length is the longest first, and what lies beside the view adds up', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-cgsolver-2n')])).runs;
  const { search, total, totalNs } = await engine.call('search.start', { run, text: 'name:~_field_task' });
  expect([total, totalNs]).toEqual([1280, 7_298_926]);
  const byLength = (await engine.call('search.list', { run, search, tracks: null, sorting: 'duration', from: 0, count: 500 })).hits.map(({ life }) => life.stopNs - life.startNs);
  expect(byLength).toEqual([...byLength].sort((a, b) => b - a));
  const byTime = (await engine.call('search.list', { run, search, tracks: null, sorting: 'time', from: 600, count: 100 })).hits.map(({ life }) => life.startNs);
  expect(byTime).toEqual([...byTime].sort((a, b) => a - b));
  const { before, after } = await engine.call('search.around', { run, search, startNs: byTime[0], stopNs: byTime[99] + 1 });
  const all = (await hitsOf(engine, run, 'name:~_field_task')).hits;
  expect(before).toBe(all.filter(({ life }) => life.startNs < byTime[0]).length);
  expect(after).toBe(all.filter(({ life }) => life.startNs > byTime[99]).length);
  await expect(engine.call('search.start', { run, text: 'nmae:x' })).rejects.toThrow('There is no field "nmae". Did you mean "name"?');
  expect((await engine.call('search.start', { run, text: 'future_divied' })).close).toEqual({ text: 'future_divide', count: 104 });
  expect(await engine.call('search.values', { run, field: 'name', text: 'future_d' })).toEqual([{ value: 'future_divide', count: 104 }]);
}, 60_000);
