// The timeline without the graphics card: the same pixels from a plain canvas, and the way there when a context is lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { launchBrowser, openPage, type OpenedPage, type PageOptions } from './harness/browser.ts';
import { comparePictures } from './harness/picture.ts';
import { startFakeEngine, type FakeEngine } from './fake_engine.ts';
import { makeFakeRun } from './fake_run.ts';
import { pageFolder } from './page_folder.ts';

const NOTICE = /drawn without the graphics card/;

/** A browser as it is on a machine whose driver is refused. */
function refuseWebGl(): void {
  const usual = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) => unknown;
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : usual.call(this, kind, ...rest);
    },
  });
}

/** Loses the context and, if `comesBack`, restores it as a driver that has started again. */
function loseContext(page: Page, comesBack: boolean): Promise<void> {
  return page.evaluate(async (restores) => {
    const canvas = document.querySelector('[data-testid=timeline] canvas') as HTMLCanvasElement;
    const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    if (!extension) throw new Error('this canvas has no WebGL');
    const happens = (event: string) => new Promise((resolve) => { canvas.addEventListener(event, resolve, { once: true }); });
    const lost = happens('webglcontextlost');
    extension.loseContext();
    await lost;
    if (!restores) return;
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    const restored = happens('webglcontextrestored');
    extension.restoreContext();
    await restored;
  }, comesBack);
}

describe('drawing', () => {
  let browser: Browser;
  let engine: FakeEngine;
  beforeAll(async () => {
    engine = await startFakeEngine(makeFakeRun({ nodes: 1, itemsPerTrack: 800 }), pageFolder());
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await engine?.close();
  });

  const picture = async ({ page, hooks }: OpenedPage): Promise<PNG> => {
    await hooks.idle();
    return PNG.sync.read(await page.getByTestId('timeline').screenshot({ animations: 'disabled' }));
  };
  /** Both ways side by side; the page for each is left open until the callback is done. */
  async function both(options: PageOptions, use: (card: OpenedPage, plain: OpenedPage) => Promise<void>): Promise<void> {
    const card = await openPage(browser, engine.url, options);
    const plain = await openPage(browser, engine.url, { ...options, before: refuseWebGl });
    await use(card, plain);
    await card.close();
    await plain.close();
  }
  const expectSame = async (card: OpenedPage, plain: OpenedPage): Promise<void> => {
    const [expected, actual] = [await picture(card), await picture(plain)];
    const { different, pixels } = comparePictures(actual, expected);
    expect(different / pixels).toBeLessThan(0.0005);
    // Both could be empty.
    expect(new Set(Array.from({ length: 4000 }, (_, i) => expected.data.readUInt32LE(((i * 7919) % pixels) * 4))).size).toBeGreaterThan(12);
  };

  test.each([['light', 1], ['contrast', 1.5]] as const)('a browser without WebGL draws the same picture in %s at ratio %d, and says why', async (theme, scale) => {
    await both({ width: 900, height: 640, scale }, async (card, plain) => {
      for (const { hooks } of [card, plain]) {
        await hooks.idle();
        await hooks.run('app.toggleTheme', theme);
      }
      await expectSame(card, plain);
      for (const { hooks } of [card, plain]) await hooks.run('track.openAll');
      await expectSame(card, plain);
      for (const { hooks } of [card, plain]) await hooks.run('timeline.setView', theme === 'light' ? { startNs: 1.2e9, stopNs: 1.8e9 } : { startNs: 6e8, stopNs: 6.12e8 });
      await expectSame(card, plain);
      for (const { hooks } of [card, plain]) await hooks.run('find.start', 'daxpy');
      await expectSame(card, plain);
      const status = plain.page.getByTestId('status');
      expect(await status.getByText(NOTICE).textContent()).toContain('This browser offers no WebGL 2. The timeline is drawn without it, a little slower; everything else works.');
      expect(await card.page.getByTestId('status').getByText(NOTICE).count()).toBe(0);
    });
  });

  test('a context lost twice in a minute, or not given back, is given up and the picture stays', async () => {
    for (const comesBack of [[true, true], [false]]) {
      const opened = await openPage(browser, engine.url, { width: 1100, height: 700 });
      const { page, hooks, close } = opened;
      await hooks.idle();
      await hooks.run('timeline.setView', { startNs: 6e8, stopNs: 6.2e8 });
      const before = await picture(opened);
      await loseContext(page, comesBack[0]);
      if (comesBack.length === 2) {
        await hooks.idle();
        expect(await page.getByTestId('status').getByText(NOTICE).count()).toBe(0);
        await loseContext(page, false);
      }
      await page.getByTestId('status').getByText(NOTICE).waitFor();
      expect(comparePictures(await picture(opened), before).different).toBeLessThan(400);
      await page.getByRole('status').getByText(/The graphics card stopped drawing/).waitFor();
      await close();
    }
  });
});
