// Curves of rows over several nodes: at every resolution a number between 0 and 1 wherever the run was recorded.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeUtilTile } from '../../../electron/protocol/tile_codec.ts';
import { TILE_BUCKETS } from '../../../electron/protocol/time.ts';
import { LOGS, TestEngine } from './open_engine.ts';

it('channels of all nodes are busy while any is, zoomed in as zoomed out', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-churn-2n')])).runs;
  const { groups, extent } = await engine.summary(run);
  const all = groups.find(({ slug }) => slug === 'all/chan');
  const nodes = groups.filter(({ slug }) => /^n\d\/chan$/.test(slug));
  if (all === undefined) throw new Error('no all/chan');
  const top = Math.ceil(Math.log2(extent.stopNs / TILE_BUCKETS));
  for (let exp = top; exp >= 0; exp -= 4) {
    const index = Math.floor((0.4 * extent.stopNs) / (TILE_BUCKETS * 2 ** exp));
    const means = async (track: number) => decodeUtilTile(await engine.tile('tile.util', run, { track, exp, index })).means;
    const whole = await means(all.id);
    const parts = await Promise.all(nodes.map(({ id }) => means(id)));
    whole.forEach((mean, i) => {
      expect(mean).toBeGreaterThanOrEqual(Math.max(...parts.map((part) => part[i])) - 1e-6);
      expect(mean).toBeLessThanOrEqual(Math.min(1, parts.reduce((sum, part) => sum + part[i], 0)) + 1e-6);
    });
  }
}, 60_000);

it('dependent partitioning of all nodes has a curve', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-tree-4n')])).runs;
  const { groups } = await engine.summary(run);
  for (const { slug, hasUtil } of groups) expect(hasUtil, slug).toBe(true);
}, 60_000);
