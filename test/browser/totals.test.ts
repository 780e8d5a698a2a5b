// Totals of a range and of the run: a real log read from the screen, and the table's own ways on a made-up engine.
import { readFileSync } from 'node:fs';
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

const cells = (page: Page, name: string): Promise<Record<string, string>> => page.getByTestId('totals').locator(`[data-name="${name}"] [data-field]`)
  .evaluateAll((found) => Object.fromEntries(found.map((cell) => [(cell as HTMLElement).dataset['field'], cell.textContent])));

describe('totals of a real log', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([join(import.meta.dirname, '../logs/lg-tiny-provenance')]);
  });
  afterAll(() => served?.stop());

  it('R on an item measures its range: who was busy in it, and what ran; of the run as the reference counts', async () => {
    const { page, hooks, close } = await openPage(browser, served.url, { isPainted: false });
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
    await expect(selection.locator('.totals-head').innerText()).resolves.toMatch(/^Range from .* ms \(duration: 67\.611 ms\)$/);
    await selection.getByTestId('totals').waitFor();
    await selection.getByRole('button', { name: 'Processors' }).click();
    await selection.getByTestId('busy').waitFor();
    const busy = (slug: string): Promise<string> => selection.locator(`[data-slug="${slug}"] [data-field=busy]`).innerText();
    // ui.md J8.
    expect([await busy('n0/cpu/c2'), await busy('n0/cpu/c1'), await busy('n0/utility/u0')]).toEqual(['100.0 %', '0.0 %', '0.069 %']);
    expect(await page.getByTestId('status').innerText()).toContain('range 67.611 ms');

    await page.keyboard.press('Shift+Digit3');
    const tasks = page.getByTestId('tasks');
    await tasks.getByTestId('totals').waitFor();
    await hooks.idle();
    const name = (await tasks.locator('[data-name^="daxpy"]').getAttribute('data-name'))!;
    expect(await cells(page, name)).toMatchObject({ type: 'Task', count: '4', total_ns: '67.665 ms', max_ns: '67.611 ms' });
    // Its items one by one, the longest first, and how long they are.
    await tasks.locator(`[data-name="${name}"] [data-field=total_ns]`).click();
    const items = tasks.getByTestId('items');
    await items.getByRole('button', { name: 'daxpy <34>' }).waitFor();
    expect(await items.locator('[role=gridcell][data-field=item] button').allInnerTexts()).toEqual(['daxpy <34>', 'daxpy <31>', 'daxpy <32>', 'daxpy <33>']);
    await expect(tasks.getByTestId('histogram').getByRole('img').getAttribute('aria-label')).resolves.toMatch(/^Lengths of 4 daxpy.*: from 11\.097 us to 67\.611 ms, half no longer than 12\.299 us/);
    await tasks.getByTestId('histogram').getByText('Show as table').press('Enter');
    const lengths = tasks.getByRole('table', { name: /^Lengths of daxpy/ });
    // It is made when it is opened.
    await lengths.waitFor();
    const counts = await lengths.locator('tbody td:last-child').allInnerTexts();
    expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(4);
    await tasks.getByTestId('histogram').getByText('Show as table').press('Enter');
    // Grouped, with the same sums.
    await tasks.getByRole('combobox', { name: 'Group' }).selectOption('by node');
    expect(await tasks.getByTestId('groups').locator('[data-name=n0] [data-field=count]').innerText()).toMatch(/^\d+$/);
    await tasks.getByRole('combobox', { name: 'Group' }).selectOption('by name');
    // The name leads to its longest item: the one whose range this was.
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('status').innerText()).not.toContain('daxpy');
    await tasks.getByTestId('totals').locator(`[data-name="${name}"]`).getByRole('button').click();
    await page.getByTestId('status').getByText('daxpy <34>').waitFor();
    await close();
  });

  it('follows a range that is dragged out on the ruler, and the view when there is none', async () => {
    const { page, hooks, close } = await openPage(browser, served.url, { isPainted: false });
    await hooks.idle({ jobs: true });
    // The range that an earlier page selected is remembered, and so is its view.
    await hooks.run('select.clear');
    await hooks.run('select.clear');
    await hooks.run('timeline.zoomToFit');
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

  it('is sorted by any column, filtered by name and kind, holds only rows in view, and is copied and saved with raw numbers', async () => {
    const { page, close } = await openFake(browser, site, 'light', { context: { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true } });
    await openRun(page);
    await page.keyboard.press('Shift+Digit2');
    const table = page.getByTestId('totals');
    await table.waitFor();
    const names = () => table.locator('[data-name]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['name']));
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    expect((await names()).slice(0, 3)).toEqual(['daxpy', 'task_1', 'task_2']);
    expect(await table.getAttribute('aria-rowcount')).toBe('241');
    expect((await names()).length).toBeLessThan(40);
    await table.getByRole('button', { name: 'Max' }).click();
    await expect(table.getByRole('columnheader', { name: /^Max/ }).getAttribute('aria-sort')).resolves.toBe('descending');
    expect((await names())[0]).toBe('task_239');
    await table.getByRole('button', { name: 'Max' }).click();
    expect((await names())[0]).toBe('daxpy');

    // By keys alone: the last row is brought into view, rows are chosen and copied, the head sorts.
    await table.focus();
    await page.keyboard.press('Control+End');
    await table.locator('[data-name=task_239]').waitFor();
    expect(await table.locator('[data-name=task_239]').getAttribute('aria-rowindex')).toBe('241');
    expect((await names()).length).toBeLessThan(40);
    const active = async () => page.locator(`[id="${await table.getAttribute('aria-activedescendant')}"]`);
    expect(await (await active()).innerText()).toBe('task_239');
    await page.keyboard.press('Control+c');
    await expect.poll(clipboard).toBe('task_239');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Control+c');
    await expect.poll(async () => (await clipboard()).split('\n').map((line) => line.split('\t')[0])).toEqual(['name', 'task_238', 'task_239', '']);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(table.getByRole('columnheader', { name: /^Count/ }).getAttribute('aria-sort')).resolves.toBe('descending');
    const width = async () => (await table.getByRole('columnheader', { name: /^Count/ }).boundingBox())!.width;
    const before = await width();
    await page.keyboard.press('Alt+ArrowRight');
    expect(await width()).toBe(before + 16);

    await page.getByRole('textbox', { name: 'Filter names' }).fill('TASK_2');
    await page.getByRole('combobox', { name: 'What to list' }).selectOption('Meta tasks');
    // 2, 20, 23, 26, 29, 200, 203 …
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe(String(1 + [2, 20, 23, 26, 29, ...Array.from({ length: 14 }, (_, i) => 200 + 3 * i).filter((i) => i < 240)].length));
    await table.getByRole('button', { name: 'Total' }).click();
    await page.getByRole('button', { name: 'Copy or save: totals' }).click();
    await page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
    const csv = await clipboard();
    const [head, first] = csv.split('\n');
    expect(head).toBe('name,type,count,total_ns,share,running_ns,waiting_ns,ready_ns,mean_ns,min_ns,p50_ns,p95_ns,max_ns,p99_ns,sd_ns');
    expect(first).toMatch(/^task_2,meta_task,75,333333333\.\d+,/);
    await page.getByRole('button', { name: 'Copy or save: totals' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as CSV' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('CG, 4 GPUs totals.csv');
    expect(readFileSync(await saved.path(), 'utf8')).toBe(csv);
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
