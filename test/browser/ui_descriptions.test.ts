// A log without times: the page says so where the timeline would be.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
let served: Served;
beforeAll(async () => {
  served = await serve([join(import.meta.dirname, '../logs/lgt-killed')]);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

it('shows the sentence, the machine and the quality list', async () => {
  const { page, hooks, close } = await openPage(browser, served.url, { isPainted: false });
  await hooks.idle({ jobs: true });
  await expect(page.getByTestId('only-descriptions').innerText()).resolves.toMatch(/no timed record.*prof_footprint 1/s);
  await expect(page.getByTestId('timeline').isVisible()).resolves.toBe(false);
  await expect(page.getByTestId('machine').innerText()).resolves.toMatch(/1 node.*2 CPU/s);
  await page.getByRole('button', { name: 'Show quality' }).click();
  await page.locator('[data-testid=alert][data-rule=no-timed-records]').waitFor();
  await close();
});
