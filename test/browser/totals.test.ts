// Totals of a range and of the run: a real log read from the screen, and the table's own ways on a made-up engine.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFake, openRun, startFakeSite, type FakeSite } from './fake_app/start.ts';
import { launchBrowser, openPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const cells = (page: Page, name: string): Promise<Record<string, string>> => page.getByTestId('totals').locator(`tr[data-name="${name}"] td[data-field]`)
  .evaluateAll((found) => Object.fromEntries(found.map((cell) => [(cell as HTMLElement).dataset['field'], cell.textContent])));

describe('totals of a real log', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([join(import.meta.dirname, '../logs/lg-tiny-provenance')]);
  });
  afterAll(() => served?.stop());

  it('R on an item measures its range: who was busy in it, and what ran; of the run as the reference counts', async () => {
    const { page, hooks, close } = await openPage(browser, served.url);
    await hooks.idle({ jobs: true });
    await hooks.run('find.start', '<34>');
    await hooks.idle();
    await page.keyboard.press('n');
    await page.getByTestId('details').getByRole('heading', { name: 'daxpy <34>' }).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('Shift+Digit2');
    const selection = page.getByTestId('selection');
    await selection.getByText('Range').waitFor();
    await hooks.idle();
    await expect(selection.locator('.totals-head').innerText()).resolves.toMatch(/^Range from .* ms \(duration: 67\.611 ms\) · \d+ items · running /);
    const busy = (slug: string): Promise<string> => selection.locator(`[data-slug="${slug}"] .number`).innerText();
    // ui.md J8.
    expect([await busy('n0/cpu/c2'), await busy('n0/cpu/c1'), await busy('n0/utility/u0')]).toEqual(['100.0 %', '0.0 %', '0.069 %']);
    expect(await page.getByTestId('status').innerText()).toContain('range 67.611 ms');

    await page.keyboard.press('Shift+Digit3');
    const tasks = page.getByTestId('tasks');
    await tasks.getByTestId('totals').waitFor();
    await hooks.idle();
    const name = (await tasks.locator('tr[data-name^="daxpy"]').getAttribute('data-name'))!;
    expect(await cells(page, name)).toMatchObject({ count: '4', totalNs: '67.665 ms', maxNs: '67.611 ms' });
    // The name leads to its longest item: the one whose range this was.
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('status').innerText()).not.toContain('daxpy');
    await tasks.locator(`tr[data-name="${name}"]`).getByRole('button').click();
    await page.getByTestId('status').getByText('daxpy <34>').waitFor();
    await close();
  });

  it('follows a range that is dragged out on the ruler, and the view when there is none', async () => {
    const { page, hooks, close } = await openPage(browser, served.url);
    await hooks.idle({ jobs: true });
    await page.keyboard.press('Shift+Digit2');
    const head = page.getByTestId('selection').locator('.totals-head');
    await expect.poll(() => head.innerText()).toMatch(/^View from 0\.000/);
    const area = (await page.getByTestId('timeline').boundingBox())!;
    await page.mouse.move(area.x + 200, area.y + 10);
    await page.mouse.down();
    await page.mouse.move(area.x + 500, area.y + 10, { steps: 4 });
    await page.mouse.up();
    await hooks.idle();
    const range = (await hooks.state())['range'] as { startNs: number; stopNs: number };
    const shown = await page.getByTestId('status').locator('[data-name=range]').innerText();
    await expect.poll(() => head.innerText()).toContain(`(duration: ${shown.replace('range ', '')})`);
    expect(range.stopNs).toBeGreaterThan(range.startNs);
    await close();
  });
});

describe('the table', () => {
  let site: FakeSite;
  beforeAll(async () => {
    site = await startFakeSite();
  });
  afterAll(() => site?.stop());

  it('is sorted by any column, filtered by name and kind, shows what is left on demand, and is copied with raw numbers', async () => {
    const { page, close } = await openFake(browser, site, 'light', { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    await openRun(page);
    await page.keyboard.press('Shift+Digit2');
    const table = page.getByTestId('totals');
    await table.waitFor();
    const names = () => table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['name']));
    expect((await names()).slice(0, 3)).toEqual(['daxpy', 'task_1', 'task_2']);
    expect(await names()).toHaveLength(200);
    await page.getByRole('button', { name: 'Show all 240 names' }).click();
    expect(await names()).toHaveLength(240);
    await table.getByRole('button', { name: 'Max' }).click();
    await expect(table.getByRole('columnheader', { name: /^Max/ }).getAttribute('aria-sort')).resolves.toBe('descending');
    expect((await names())[0]).toBe('task_239');
    await table.getByRole('button', { name: 'Max' }).click();
    expect((await names())[0]).toBe('daxpy');
    await page.getByRole('textbox', { name: 'Filter names' }).fill('TASK_2');
    await page.getByRole('combobox', { name: 'What to list' }).selectOption('Meta tasks');
    // 2, 20, 23, 26, 29, 200, 203 …
    expect(await names()).toEqual([2, 20, 23, 26, 29, ...Array.from({ length: 14 }, (_, i) => 200 + 3 * i).filter((i) => i < 240)].map((i) => `task_${i}`));
    await page.getByRole('button', { name: 'Copy the table' }).click();
    await page.getByRole('menuitem', { name: 'As CSV' }).click();
    const [head, first] = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    expect(head).toBe('name,type,count,total_ns,running_ns,waiting_ns,ready_ns,mean_ns,min_ns,p50_ns,p95_ns,max_ns');
    expect(first).toMatch(/^task_2,meta_task,75,333333333\.\d+,/);
    await close();
  });

  it('asks for nothing while it is not seen', async () => {
    const { page, close } = await openFake(browser, site);
    await openRun(page);
    const asked = () => page.evaluate(() => window.fakePage.client.calls.filter(({ method }) => method === 'range.names').length);
    await page.keyboard.press('Shift+Digit2');
    await expect.poll(asked).toBe(1);
    await page.keyboard.press('Shift+Digit1');
    await page.evaluate(() => window.fakePage.app.commands.run('timeline.setView', { startNs: 0, stopNs: 1e6 }));
    await page.waitForTimeout(400);
    expect(await asked()).toBe(1);
    await page.keyboard.press('Shift+Digit2');
    await expect.poll(asked).toBe(2);
    await close();
  });
});
