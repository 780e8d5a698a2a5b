// The engine on real logs: the same answers while reading and from the index, curves that agree at every resolution, exact queries.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../electron/protocol/run_api.ts';
import { decodeItemTile, decodeUtilTile } from '../../../electron/protocol/tile_codec.ts';
import { TILE_BUCKETS } from '../../../electron/protocol/time.ts';
import { LOGS, TestEngine } from './open_engine.ts';

const MIX = join(LOGS, 'lg-small-mix');
const CIRCUIT = join(LOGS, 'lg-small-churn-2n');

/** The exponent at which one tile holds the whole run. */
function wholeExp({ extent }: RunSummary): number {
  return Math.ceil(Math.log2(extent.stopNs / TILE_BUCKETS));
}

describe('engine', () => {
  it('answers alike from memory and from the index', async () => {
    for (const folder of [MIX, CIRCUIT]) {
      await using memory = new TestEngine({ index: 'read', threads: 1 });
      await using index = new TestEngine({ threads: 1 });
      const [run] = (await memory.open([folder])).runs;
      expect((await index.open([folder])).runs).toEqual([run]);
      const ours = await memory.summary(run);
      const theirs = await index.summary(run);
      expect(theirs.phase).toBe('ready');
  const plain = ({ tracks, groups, roots, info, alerts, files, extent, nameCount }: RunSummary) => ({ tracks, groups, roots, info, alerts, files, extent, nameCount });
      expect(plain(theirs)).toEqual(plain(ours));
      expect(await index.call('names.get', { run, from: 0, to: 10_000 })).toEqual(await memory.call('names.get', { run, from: 0, to: 10_000 }));
      const top = wholeExp(ours);
      for (const { id } of ours.tracks) {
        for (const exp of [top, top - 3, top - 7]) {
          const key = { track: id, exp, index: Math.floor(0.4 * 2 ** (top - exp)) };
          expect(await index.tile('tile.items', run, key)).toEqual(await memory.tile('tile.items', run, key));
          expect(await index.tile('tile.util', run, key)).toEqual(await memory.tile('tile.util', run, key));
        }
      }
      for (const { id } of ours.groups) {
        const key = { track: id, exp: top, index: 0 };
        expect(await index.tile('tile.util', run, key)).toEqual(await memory.tile('tile.util', run, key));
      }
    }
  }, 120_000);

  it('tiles of one resolution hold every segment once: the counts of their boxes add up', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([MIX])).runs;
    const summary = await engine.summary(run);
    const track = summary.tracks.reduce((best, one) => (one.segments > best.segments ? one : best));
    for (const exp of [wholeExp(summary), wholeExp(summary) - 2, wholeExp(summary) - 4]) {
      const boxes = new Map<string, { count: number; stop: number }>();
      for (let index = 0; index * TILE_BUCKETS * 2 ** exp < summary.extent.stopNs; index++) {
        const tile = decodeItemTile(await engine.tile('tile.items', run, { track: track.id, exp, index }));
        for (let i = 0; i < tile.count; i++) {
          const start = tile.startsHi[i] * 2 ** 32 + tile.startsLo[i];
          const stop = tile.stopsHi[i] * 2 ** 32 + tile.stopsLo[i];
          // An empty segment may stand at the start of another one of its item.
          const key = `${tile.levels[i]} ${start} ${tile.ordinals[i]} ${tile.states[i]}`;
          const box = { count: tile.counts[i], stop };
          // A box that reaches into two tiles is the same in both.
          expect(boxes.get(key) ?? box).toEqual(box);
          boxes.set(key, box);
          expect(stop >= index * TILE_BUCKETS * 2 ** exp && start < (index + 1) * TILE_BUCKETS * 2 ** exp).toBe(true);
        }
      }
      const total = [...boxes.values()].reduce((sum, { count }) => sum + count, 0);
      // Items, not segments: an item that waits is in several boxes.
      expect(total).toBeGreaterThanOrEqual(track.items);
      expect(total).toBeLessThanOrEqual(track.segments + track.items);
    }
  }, 60_000);

  it('curves agree between the stored resolutions and the exact ones below', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([MIX])).runs;
    const summary = await engine.summary(run);
    const top = wholeExp(summary);
    const rows = [...summary.tracks.filter(({ hasUtil }) => hasUtil), ...summary.groups.filter(({ hasUtil }) => hasUtil)];
    expect(rows.length).toBeGreaterThan(5);
    for (const { id, slug } of rows) {
      const coarse = decodeUtilTile(await engine.tile('tile.util', run, { track: id, exp: top, index: 0 }));
      const fine = decodeUtilTile(await engine.tile('tile.util', run, { track: id, exp: top - 10, index: 700 }));
      if (fine.count < TILE_BUCKETS) continue;
      const mean = fine.means.reduce((sum, value) => sum + value, 0) / fine.count;
      const scale = Math.max(1, Math.abs(mean));
      expect(Math.abs(mean - coarse.means[700]) / scale, slug).toBeLessThan(1e-3);
      // Rows of nodes are means of means: they have no extremes of their own.
      if (/^(all|n\d+)$/.test(slug) || slug.startsWith('all/')) continue;
      expect(Math.max(...fine.maxs)).toBeLessThanOrEqual(coarse.maxs[700] * (1 + 1e-6) + 1e-6);
      expect(Math.min(...fine.mins)).toBeGreaterThanOrEqual(coarse.mins[700] - 1e-6 * scale);
      const [exact] = await engine.call('util.mean', { run, tracks: [id], startNs: 700 * 2 ** top, stopNs: 701 * 2 ** top });
      expect(Math.abs((exact ?? Number.NaN) - coarse.means[700]) / scale, slug).toBeLessThan(1e-3);
    }
  }, 60_000);

  it('finds items at times, by number and by their neighbours', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([MIX])).runs;
    const { tracks } = await engine.summary(run);
    const track = tracks.reduce((best, one) => (one.segments > best.segments ? one : best)).id;
    const here = await engine.call('item.locate', { run, track, ordinal: 500 });
    expect(here.ordinal).toBe(500);
    const at = await engine.call('item.at', { run, track, ns: here.startNs, level: here.level });
    expect(at).toEqual(here);
    const topmost = await engine.call('item.at', { run, track, ns: here.startNs });
    expect(topmost?.level).toBeGreaterThanOrEqual(here.level);
    for (const same of ['level', 'name'] as const) {
      const next = await engine.call('item.neighbour', { run, track, ordinal: 500, step: 1, same });
      expect(next).not.toBeNull();
      if (next === null) continue;
      expect(next.life.startNs).toBeGreaterThanOrEqual(here.life.startNs);
      const back = await engine.call('item.neighbour', { run, track: next.track, ordinal: next.ordinal, step: -1, same });
      expect(back).toMatchObject({ track, ordinal: 500 });
    }
    expect(await engine.call('item.at', { run, track, ns: 0 })).toBeNull();
    await expect(engine.call('item.locate', { run, track, ordinal: 10_000_000 })).rejects.toMatchObject({ kind: 'bad-request' });
    await expect(engine.call('item.locate', { run, track: 0xffffffff, ordinal: 0 })).rejects.toMatchObject({ kind: 'bad-request' });
    await expect(engine.call('run.summary', { run: 'nonsense' })).rejects.toMatchObject({ kind: 'not-loaded' });
  }, 60_000);

  it('gives details and search hits, also before there is an index', async () => {
    await using memory = new TestEngine({ index: 'read' });
    await using index = new TestEngine();
    const [run] = (await memory.open([MIX])).runs;
    await index.open([MIX]);
    const { tracks } = await index.summary(run);
    const track = tracks.reduce((best, one) => (one.segments > best.segments ? one : best)).id;
    const full = await index.call('item.details', { run, track, ordinal: 3 });
    const early = await memory.call('item.details', { run, track, ordinal: 3 });
    expect(early).toMatchObject({ title: full.title, startNs: full.startNs, stopNs: full.stopNs, level: full.level, runningNs: full.runningNs });
    expect(full.fields.map(({ name }) => name)).toContain('Lifetime');
    const found = await index.call('search.start', { run, text: 'Mapping' });
    const foundEarly = await memory.call('search.start', { run, text: 'Mapping' });
    expect(found.isExact).toBe(true);
    expect(foundEarly.isExact).toBe(false);
    expect(foundEarly.total).toBeGreaterThan(0);
    expect(found.total).toBeGreaterThanOrEqual(foundEarly.total);
    const first = await index.call('search.step', { run, search: found.search, from: null, step: 1 });
    expect(first?.index).toBe(0);
    expect((await index.call('search.ticks', { run, search: found.search, buckets: 50 })).reduce((sum, count) => sum + count, 0)).toBe(found.total);
    const last = await index.call('search.step', { run, search: found.search, from: null, step: -1 });
    expect(last?.index).toBe(found.total - 1);
    const wrapped = await index.call('search.step', { run, search: found.search, from: { ns: last?.hit.life.startNs ?? 0, track: last?.hit.track ?? 0, ordinal: last?.hit.ordinal ?? 0 }, step: 1 });
    expect(wrapped).toMatchObject({ index: 0, wrapped: true });
    await expect(index.call('search.rest', { run, search: found.search })).rejects.toThrow('Of this search everything was answered.');
  }, 60_000);

  it('answers many requests for one tile out of its memory of them', async () => {
    await using engine = new TestEngine();
    const [run] = (await engine.open([MIX])).runs;
    const key = { track: 0, exp: 20, index: 0 };
    const first = await engine.tile('tile.items', run, key);
    const same = await Promise.all(Array.from({ length: 1000 }, () => engine.tile('tile.items', run, key)));
    for (const tile of same) expect(tile).toEqual(first);
  }, 60_000);
});
