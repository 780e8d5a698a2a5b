// Notes and arrows on a real run: what is drawn for them, how they are reached by keys, and that notes survive another page and a restart.
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { PNG } from 'pngjs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const log = join(import.meta.dirname, '../logs/lg-tiny-provenance');
const pictures = process.env['LOOK_AT'];

let browser: Browser;
let served: Served;
let home: string;
let opened: OpenedPage;
const env = (): Record<string, string> => Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((name) => [`XDG_${name}_HOME`, join(home, name)]));
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'legion-prof-marks-'));
  browser = await launchBrowser();
  served = await serve([log], { env: env() });
  opened = await openPage(browser, served.url);
  await opened.hooks.idle({ jobs: true });
  await opened.hooks.run('track.openAll');
  await opened.hooks.run('timeline.setView', { startNs: 239_300_000, stopNs: 239_800_000 });
  await opened.hooks.idle();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Pixels of a colour in the timeline. */
async function count({ page }: OpenedPage, rgb: readonly number[]): Promise<number> {
  await page.mouse.move(2, 2);
  const { data } = PNG.sync.read(await page.getByTestId('timeline').screenshot());
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if (rgb.every((value, c) => Math.abs(data[i + c]! - value) <= 2)) found++;
  return found;
}

/** For people who want to see what the tests saw: LOOK_AT=folder. */
async function look({ page }: OpenedPage, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const axe = async ({ page }: OpenedPage): Promise<string[]> => (await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);

const CRITICAL = [0xc2, 0x41, 0x0c];
const RED = [0xb3, 0x26, 0x1e];

describe('arrows of the selection', () => {
  it('are drawn from cause to effect, and each kind can be switched off', async () => {
    const { page, hooks } = opened;
    const before = await count(opened, CRITICAL);
    const item = await hooks.itemAt('n0/cpu/c2', 239_700_000, 0);
    await page.mouse.click(item!.x!, item!.y!);
    await hooks.idle();
    const legend = page.getByTestId('flows');
    expect(await legend.getByRole('button').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/^critical path \d+/)]));
    await look(opened, 'arrows-light');
    expect(await count(opened, CRITICAL)).toBeGreaterThan(before + 150);
    await legend.getByRole('button', { name: /critical path/ }).click();
    await hooks.idle();
    expect(await legend.getByRole('button', { name: /critical path/ }).getAttribute('aria-pressed')).toBe('false');
    // What is left of the colour is the key's own.
    expect(await count(opened, CRITICAL)).toBeLessThan(before + 60);
    await hooks.run('timeline.toggleFlows', 'critical');
    await hooks.idle();
  });

  it('are followed by comma, and full stop leads back', async () => {
    const { page, hooks } = opened;
    const title = page.getByTestId('details').getByRole('heading').first();
    const before = await hooks.view();
    const seen = [await title.innerText()];
    for (const key of [',', ',', '.', '.']) {
      await page.keyboard.press(key);
      await hooks.idle();
      seen.push(await title.innerText());
    }
    expect(seen).toEqual(['daxpy <34>', 'Trigger Task Mapping', 'Scheduler', 'Trigger Task Mapping', 'daxpy <34>']);
    await page.keyboard.press('.');
    // No step led here: it goes to what waited longest for it, and says so.
    // The copy was asked for just before the task of 67.611 ms began, and could go on when that ended.
    await page.getByText('This waited 67.698 ms for it.').waitFor();
    await hooks.idle();
    expect(await title.innerText()).toBe('Copy');
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    expect((await hooks.view()).stopNs - (await hooks.view()).startNs).toBe(before.stopNs - before.startNs);
    await hooks.run('timeline.setView', { startNs: 239_300_000, stopNs: 239_800_000 });
  });

  it('lead to ends that are not in view by chips at the edge', async () => {
    const { page, hooks } = opened;
    await hooks.run('timeline.setView', { startNs: 239_602_500, stopNs: 239_720_000 });
    await hooks.idle();
    const item = await hooks.itemAt('n0/cpu/c2', 239_700_000, 0);
    await page.mouse.click(item!.x!, item!.y!);
    await hooks.idle();
    await look(opened, 'arrow-chips');
    const left = (await page.getByTestId('timeline').boundingBox())!;
    const row = (await hooks.tracks()).find(({ id }) => id === 'n0/utility/u0')!;
    await page.mouse.click(left.x + 30, row.y! + row.height - 10);
    await hooks.idle();
    expect(await page.getByTestId('details').getByRole('heading').first().innerText()).toBe('Trigger Task Mapping');
    await hooks.run('select.clear');
  });
});

describe('notes', () => {
  it('are put at the selected item by M, written, coloured and seen on the ruler', async () => {
    const { page, hooks } = opened;
    await hooks.run('timeline.setView', { startNs: 239_300_000, stopNs: 239_800_000 });
    const before = await count(opened, RED);
    const item = await hooks.itemAt('n0/cpu/c2', 239_700_000, 0);
    await page.mouse.click(item!.x!, item!.y!);
    await hooks.idle();
    await page.keyboard.press('m');
    const note = page.getByTestId('note');
    await note.waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
    expect(await note.getByRole('textbox').inputValue()).toBe('daxpy <34>');
    await page.keyboard.type('why so <b>long</b>?');
    await page.keyboard.press('Tab');
    await note.getByRole('combobox').selectOption('red');
    await look(opened, 'notes-light');
    expect(await axe(opened)).toEqual([]);
    await note.getByRole('textbox').press('Enter');
    await hooks.run('select.clear');
    await hooks.idle();
    expect(await count(opened, RED)).toBeGreaterThan(before + 40);
    expect(await page.getByTestId('notes').getAttribute('aria-label')).toBe('Notes: 1');
  });

  it('of a range by Shift+M; the next one is gone to, and a removed one comes back', async () => {
    const { page, hooks } = opened;
    await page.keyboard.press('Shift+M');
    const notes = page.getByTestId('note');
    await notes.nth(1).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
    await page.keyboard.type('warm-up');
    await page.keyboard.press('Enter');
    await notes.first().waitFor({ state: 'detached' });
    await page.keyboard.press("'");
    await look(opened, 'notes-again');
    await notes.first().waitFor();
    expect(await notes.getByRole('textbox').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).toEqual(['warm-up', 'why so <b>long</b>?']);
    await notes.first().getByRole('button', { name: 'Remove warm-up' }).click();
    await page.getByText('Removed “warm-up”').waitFor();
    expect(await notes.count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await notes.nth(1).waitFor();
    await page.keyboard.press('Escape');
    await hooks.run('timeline.zoomToFit');
    await hooks.run('timeline.setView', { startNs: 100_000_000, stopNs: 100_500_000 });
    await hooks.run('mark.next');
    await hooks.idle();
    const { startNs, stopNs } = await hooks.view();
    expect((startNs + stopNs) / 2).toBeCloseTo(239_550_000, -1);
  });

  it('are there in another page and after a restart', async () => {
    const texts = async (page: OpenedPage): Promise<string[]> => {
      await page.hooks.idle({ jobs: true });
      await page.page.getByTestId('notes').click();
      await page.page.getByTestId('note').first().waitFor();
      return page.page.getByTestId('note').getByRole('textbox').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    };
    await opened.close();
    await served.stop();
    served = await serve([log], { env: env() });
    for (const theme of ['dark', 'contrast']) {
      const again = await openPage(browser, served.url);
      expect(await texts(again)).toEqual(['warm-up', 'why so <b>long</b>?']);
      await again.hooks.run('app.toggleTheme', theme);
      await again.hooks.idle();
      await look(again, `notes-${theme}`);
      expect(await axe(again)).toEqual([]);
      await again.close();
    }
  });
});
