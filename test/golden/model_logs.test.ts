// Facts of the bundled logs that do not need the reference's answers: what a user sees first, in numbers.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildRun, logsIn, segmentsOf, treeRows } from './model_run.ts';

const logs = join(import.meta.dirname, '../logs');
const run = (name: string) => buildRun(logsIn(join(logs, name)));

describe('bundled logs', () => {
  test('lg-small-cgsolver-2n: tree, levels, clocks', async () => {
    const built = await run('lg-small-cgsolver-2n');
    const rows = treeRows(built);
    expect(rows.filter(({ levels }) => levels !== undefined).map(({ path }) => path.split(' / ').slice(-1)[0])).toEqual([
      'c1', 'c2', 'u0', 'i3', 's0', 'n0s0-n0s0', 'n0s0-n1s0', 'n1s0-n0s0', 'f n0s0', 'c1', 'c2', 'u0', 's0', 'n0s0-n1s0', 'n1s0-n0s0', 'n1s0-n1s0', 'f n1s0',
    ]);
    expect(rows.filter(({ path }) => path.startsWith('all / ')).map(({ path }) => path.slice(6))).toEqual(['cpu', 'utility', 'io', 'system', 'chan']);
    expect(built.model.stopNs).toBe(1_607_086_629);
    expect(built.model.alerts.map(({ rule, count }) => [rule, count])).toEqual([['clock-skew', 193], ['long-latency', 189]]);
    expect(built.model.alerts[0].message).toContain('Node 1 is 64.127 us behind node 0');
    expect(built.model.alerts[1].message).toContain('189 of 676 messages (27.96 %, longest 115.927 ms)');
  });

  test('lg-small-cgsolver-2n: items by name on both nodes', async () => {
    const built = await run('lg-small-cgsolver-2n');
    const named = (slug: string, title: RegExp): number => {
      const track = built.model.tracks.find((one) => one.slug === slug);
      return new Set(track === undefined ? [] : segmentsOf(built, track).filter((segment) => title.test(segment.title)).map(({ item }) => item)).size;
    };
    expect([named('n0/cpu/c1', /^future_divide /), named('n1/cpu/c1', /^future_divide /)]).toEqual([52, 52]);
  });

  test('lg-small-churn-2n: instances, peak, copies under both nodes', async () => {
    const { model, items } = await run('lg-small-churn-2n');
    const memory = model.tracks.find(({ slug }) => slug === 'n0/system/s0');
    expect(memory?.itemCount).toBe(80);
    expect(Math.max(...memory?.memorySteps?.bytes ?? []) / 2 ** 20).toBeCloseTo(11.444, 3);
    const channels = model.tracks.filter(({ name }) => name === 'n1s1-n0s1');
    expect(channels.map(({ slug, itemCount, mirrorOf }) => [slug, itemCount, mirrorOf])).toEqual([['n0/chan/n1s1-n0s1', 80, undefined], ['n1/chan/n1s1-n0s1', 80, channels[0].id]]);
    expect(items.get(channels[0].id)?.count).toBe(80);
    expect(model.counts.copy).toBe(80);
  });

  test('lg-missing-4n: the nodes given, and a sentence about the other', async () => {
    const { model } = await run('lg-missing-4n');
    expect(model.groups.filter(({ kind, node }) => kind === undefined && node !== null).map(({ name }) => name)).toEqual(['n0', 'n1', 'n3']);
    expect(model.alerts.find(({ rule }) => rule === 'rank-missing')?.message).toBe('Node 2 is missing: 3 of 4 logs given. Its tracks, and paths through it, are not shown.');
    expect(model.alerts.find(({ rule }) => rule === 'clock-skew')?.count).toBe(3519);
  });

  test('lg-killed-footprint: calls and instances whose other half was lost', async () => {
    const { model } = await run('lg-killed-footprint');
    expect(model.alerts.map(({ rule, count }) => [rule, count])).toEqual([['file-cut', 1], ['dangling-reference', 33], ['instance-without-timeline', 62]]);
    expect(model.counts).toMatchObject({ task: 2355, meta_task: 5949, copy: 8855, deppart: 673, instance: 0 });
  });

  test('lg-tiny-raw-dim2: a slow build', async () => {
    const { model } = await run('lg-tiny-raw-dim2');
    expect(model.alerts.map(({ message }) => message)).toEqual(['This profile was generated with Debug Mode. Extreme performance degradation may occur.']);
    expect([model.machine.maxDim, model.machine.flags]).toEqual([2, ['debug', 'safe_mapper', 'safe_runtime']]);
  });

  test('lg-killed-default: nothing at all is a model too', async () => {
    const { model } = await run('lg-killed-default');
    expect([model.tracks, model.groups, model.roots, model.stopNs]).toEqual([[], [], [], 0]);
  });
});
