// Edges at a quarter of a ns per px at the end of an hour-long run, read back from the drawn pixels.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from './harness/browser.ts';
import { pageFolder } from './page_folder.ts';
import { startFakeEngine, type FakeEngine } from './fake_engine.ts';
import { makeFakeRun } from './fake_run.ts';

const HOUR_NS = 3600e9;
/** Starts and stops near the end, in ns from the hour: odd numbers on purpose. */
const SPANS = [[-953, -941], [-907, -701], [-613, -612], [-547, -400], [-333, -331], [-201, -13]] as const;

/** Runs of equal colour along a line of canvas pixels of level `level` of the first track, as [first px, last px + 1, colour]. */
async function readLine(page: Page, level: number): Promise<[number, number, string][]> {
  return page.evaluate((at) => {
    const hooks = Reflect.get(window, 'profilerTest') as { pixels(slug: string, level: number): number[][] };
    const line = hooks.pixels('n0/gpu-dev/g0', at);
    const runs: [number, number, string][] = [];
    line.forEach((pixel, x) => {
      const color = pixel.join(',');
      const last = runs.at(-1);
      if (last && last[2] === color) last[1] = x + 1;
      else runs.push([x, x + 1, color]);
    });
    return runs;
  }, level);
}

describe('exact times', () => {
  let browser: Browser;
  let engine: FakeEngine;
  beforeAll(async () => {
    const segments = SPANS.map(([from, to], ordinal) => ({ start: HOUR_NS + from, stop: HOUR_NS + to, level: 0, state: 0 as const, ordinal, name: ordinal % 3 }));
    engine = await startFakeEngine(makeFakeRun({ durationNs: HOUR_NS, itemsPerTrack: 10, nodes: 1, segments }), pageFolder());
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await engine?.close();
  });

  test.each([0.25, 0.5, 1, 3])('edges lie within a px at %s ns per px', async (nsPerPx) => {
    const { page, hooks, close } = await openPage(browser, engine.url);
    await hooks.idle();
    await hooks.run('track.openAll');
    const width = await page.evaluate(() => (document.querySelector('[data-testid=timeline] canvas') as HTMLCanvasElement).width);
    for (const stopNs of [HOUR_NS - 690, HOUR_NS - 190, HOUR_NS]) {
      await hooks.run('timeline.setView', { startNs: stopNs - width * nsPerPx, stopNs });
      await hooks.idle();
      const view = await hooks.view();
      const runs = await readLine(page, 0);
      const background = '255,255,255';
      for (const [from, to] of SPANS) {
        const left = (HOUR_NS + from - view.startNs) / nsPerPx;
        const right = (HOUR_NS + to - view.startNs) / nsPerPx;
        if (right < 4 || left > width - 4) continue;
        const inside = right - left < 3 ? Math.round(left) : Math.floor((Math.max(left, 0) + Math.min(right, width)) / 2);
        const found = runs.find(([x0, x1, color]) => x0 <= inside && inside < x1 && color !== background);
        expect(found, `item at ${from}`).toBeDefined();
        if (!found) continue;
        if (left > 1) expect(Math.abs(found[0] - left)).toBeLessThanOrEqual(1);
        // One px at the right is the gap to the next item.
        if (right < width - 1) expect(Math.abs(found[1] - right)).toBeLessThanOrEqual(right - left >= 4 ? 1.5 : 2);
      }
    }
    await close();
  });
});
