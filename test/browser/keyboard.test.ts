// A journey without a pointer (ui.md §15, 14) on a run with odd names, and the look around the sample run; axe at each stop in all themes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const NAME = 'ns::Foo<int, std::vector<double>>::operator()(int const&) [variant "x" <i>🔥</i>] <74>';
const pictures = process.env['LOOK_AT'];

let browser: Browser;
let served: Served;
let opened: OpenedPage;
beforeAll(async () => {
  browser = await launchBrowser();
  served = await serve([join(import.meta.dirname, '../logs/lg-small-mix')]);
  opened = await openPage(browser, served.url, { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  await opened.hooks.idle({ jobs: true });
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

async function expectClean({ page, hooks }: OpenedPage, stop: string): Promise<void> {
  for (const theme of ['light', 'dark', 'contrast']) {
    await hooks.run('app.toggleTheme', theme);
    await hooks.idle();
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${stop}-${theme}.png`) });
    }
    // Colours are what differs between themes.
    const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
    const { violations } = await (theme === 'light' ? builder : builder.withRules(['color-contrast'])).analyze();
    expect(violations.map(({ id, nodes }) => `${stop}, ${theme}: ${id} at ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }
  await hooks.run('app.toggleTheme', 'light');
}

/** What has the focus, by its region. */
const region = ({ page }: OpenedPage): Promise<string | null> => page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null);

async function cycleTo(target: string): Promise<void> {
  for (let i = 0; i < 10; i++) {
    if (await region(opened) === target) return;
    await opened.page.keyboard.press('F6');
  }
  throw new Error(`F6 does not lead to ${target}.`);
}

describe('by keys alone', () => {
  it('rows are opened by the palette, a track is reached and its items walked', async () => {
    const { page, hooks } = opened;
    await page.keyboard.press('Control+K');
    await page.keyboard.type('Open all rows');
    await page.keyboard.press('Enter');
    await hooks.idle();
    await cycleTo('tree');
    await page.keyboard.press('Home');
    for (let i = 0; i < 40 && await page.locator('.tree-row.focused').getAttribute('data-slug') !== 'n0/cpu/c3'; i++) await page.keyboard.press('ArrowDown');
    expect(await page.locator('.tree-row.focused').getAttribute('data-slug')).toBe('n0/cpu/c3');
    await page.keyboard.press('Enter');
    expect(await region(opened)).toBe('timeline');
    await page.keyboard.press('Enter');
    await hooks.idle();
    const said = page.getByTestId('timeline').getByRole('status');
    expect(await said.innerText()).toMatch(/CPU.*item \d+ of \d+, level \d/i);
    const before = await said.innerText();
    await page.keyboard.press('ArrowRight');
    await hooks.idle();
    expect(await said.innerText()).not.toBe(before);
    await page.keyboard.press('Escape');
  });

  it('a name of signs and pictures is found 12 times and shown as it is', async () => {
    const { page, hooks } = opened;
    await page.keyboard.press('/');
    await page.keyboard.type('🔥');
    await hooks.idle();
    expect((await page.getByTestId('search-count').innerText()).replace(/\s/g, '')).toMatch(/12$/);
    const heading = page.getByTestId('details').getByRole('heading').first();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Enter');
      await hooks.idle();
      if (await heading.innerText() === NAME) break;
    }
    expect(await heading.innerText()).toBe(NAME);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await cycleTo('timeline');
    expect(await page.getByTestId('timeline').getByRole('status').innerText()).toContain(NAME);
    await page.keyboard.press('Control+C');
    await page.getByText('Copied the details as text').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(NAME);
    await expectClean(opened, 'item');
  });

  it('the view is a table by T, which has the item, and T leads back', async () => {
    const { page, hooks } = opened;
    await page.keyboard.press('f');
    await page.keyboard.press('f');
    await hooks.idle();
    await cycleTo('timeline');
    await page.keyboard.press('t');
    const table = page.getByTestId('view-table');
    await table.getByRole('grid').waitFor();
    await hooks.idle();
    expect(await region(opened)).toBe('table');
    await table.getByText(NAME).first().waitFor();
    await expectClean(opened, 'table');
    await page.keyboard.press('t');
    await table.waitFor({ state: 'detached' });
    // The timeline can have the focus from the next picture on.
    await expect.poll(() => region(opened)).toBe('timeline');
  });
});

describe('the look around the sample run', () => {
  it('has six steps that show what they say, and does not come again', async () => {
    const { page, hooks } = opened;
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Sample run' }).click();
    const tour = page.getByTestId('tour');
    await tour.getByText('1 of 6').waitFor();
    await hooks.idle({ jobs: true });
    await expectClean(opened, 'tour');
    const titles: string[] = [];
    for (let step = 1; step <= 6; step++) {
      titles.push(await tour.getByRole('heading').innerText());
      await hooks.idle();
      if (step === 3) expect(await page.getByTestId('details').getByRole('heading').first().innerText()).not.toBe('');
      if (step === 5) expect(await page.getByTestId('status').innerText()).toContain('range');
      await tour.getByRole('button', { name: step === 6 ? 'Done' : 'Next' }).click();
    }
    expect(new Set(titles).size).toBe(6);
    await tour.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Sample run' }).click();
    await page.getByTestId('timeline').waitFor();
    await hooks.idle();
    expect(await tour.count()).toBe(0);
  });

  it('and the help say what fields and kinds mean', async () => {
    const { page } = opened;
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help' });
    await help.getByText('Fields of items').waitFor();
    await help.getByText('What determined when it could begin').waitFor();
    await expectClean(opened, 'help');
    await page.keyboard.press('Escape');
    await opened.close();
  });
});
