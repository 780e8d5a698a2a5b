// Idle time around a moment: nothing is under way in it, and something is at both of its ends.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LOGS, TestEngine } from './open_engine.ts';

it('a gap ends where items begin and begins where they end', async () => {
  await using engine = new TestEngine();
  const [run] = (await engine.open([join(LOGS, 'lg-small-mix')])).runs;
  const { tracks, extent } = await engine.summary(run);
  const busyAt = (track: number, ns: number) => engine.call('item.at', { run, track, ns });
  let gaps = 0;
  for (const { id: track } of tracks) {
    for (let k = 0; k < 40; k++) {
      const ns = Math.floor(((k + 0.5) / 40) * extent.stopNs);
      const gap = await engine.call('track.gap', { run, track, ns });
      expect(gap === null).toBe((await busyAt(track, ns)) !== null);
      if (gap === null) continue;
      gaps++;
      expect(gap.startNs).toBeLessThanOrEqual(ns);
      expect(gap.stopNs).toBeGreaterThan(ns);
      expect((gap.before === null) === (gap.startNs === 0)).toBe(true);
      if (gap.before !== null && gap.startNs > 0) expect(await busyAt(track, gap.startNs - 1)).not.toBeNull();
      if (gap.after === null) expect(gap.stopNs).toBe(extent.stopNs);
      else expect(await busyAt(track, gap.stopNs)).not.toBeNull();
      for (const share of [0.01, 0.3, 0.7, 0.99]) expect(await busyAt(track, Math.floor(gap.startNs + share * (gap.stopNs - gap.startNs)))).toBeNull();
    }
  }
  expect(gaps).toBeGreaterThan(50);
}, 60_000);
