// The page on the real engine with the sample run: what is seen, hovered, clicked and found agrees with the logs.
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
let served: Served;
beforeAll(async () => {
  served = await serve([join(import.meta.dirname, '../../sample')]);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

async function openSample(): Promise<OpenedPage> {
  const opened = await openPage(browser, served.url, { isPainted: false });
  await opened.hooks.idle({ jobs: true });
  await opened.hooks.run('track.openAll');
  await opened.hooks.idle();
  return opened;
}

it('says what the run is', async () => {
  const { page, close } = await openSample();
  await expect(page.getByTestId('status').innerText()).resolves.toContain('view from 0.000 to 2.917 s (duration: 2.917 s)');
  await expect(page.getByTestId('machine').innerText()).resolves.toMatch(/1 node.*2\.903 s/s);
  await page.getByTestId('machine').click();
  await page.getByText('1 of 1 (rank 0)').waitFor();
  await close();
});

it('labels stand beside the rows that the canvas draws', async () => {
  const { page, hooks, close } = await openSample();
  for (const { id, y, height } of await hooks.tracks()) {
    const row = page.locator(`[data-testid=tree-row][data-slug="${id}"]`);
    if (y === null || await row.count() === 0) continue;
    const box = await row.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
    expect([Math.abs(box.y - y) < 1, Math.abs(box.height - height) < 1], id).toEqual([true, true]);
  }
  await close();
});

it('hover tells, a click shows the details even from another panel', async () => {
  const { page, hooks, close } = await openSample();
  await hooks.run('panel.showQuality');
  const item = await hooks.itemAt('n0/external/e0', 200_000_000, 1);
  if (item?.x == null || item.y === null) throw new Error('no item in view on the main Python thread');
  await page.mouse.move(item.x, item.y);
  const tip = page.getByRole('tooltip');
  await tip.getByText(item.title).waitFor();
  await tip.getByText('Lifetime').waitFor();
  // It never covers the line it speaks of.
  expect((await tip.boundingBox())!.y > item.y || (await tip.boundingBox())!.y + (await tip.boundingBox())!.height < item.y).toBe(true);
  await page.mouse.click(item.x, item.y);
  await hooks.idle();
  const details = page.getByTestId('details');
  await details.getByRole('heading', { name: item.title }).waitFor();
  await expect(details.locator('[data-name=Lifetime]').innerText()).resolves.toContain('duration: ');
  expect((await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.mouse.move(0, 0);
  await page.keyboard.press('Escape');
  await page.getByTestId('details-empty').waitFor();
  await close();
});

it('search counts, and Enter goes to the first hit', async () => {
  const { page, hooks, close } = await openSample();
  await page.keyboard.press('/');
  await page.keyboard.type('MatVecMul');
  await page.getByTestId('search-count').getByText(/[1-9]/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('search-count').getByText(/^1 \//).waitFor();
  await hooks.idle();
  await page.getByTestId('details').getByRole('heading', { name: /MatVecMul/ }).waitFor();
  await close();
});

it('reads well at 200 %', async () => {
  const { page, hooks, close } = await openPage(browser, served.url, { isPainted: false, width: 640, height: 400, scale: 2 });
  await hooks.idle({ jobs: true });
  const isCut = await page.getByTestId('topbar').evaluate((bar) => bar.scrollWidth > bar.clientWidth);
  expect(isCut).toBe(false);
  await close();
});
