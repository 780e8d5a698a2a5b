// Pictures out of a real run, decoded by others than who made them: sizes, colours and places against what the engine says of the items; and
// the same view as a table.
import { mkdirSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { PNG } from 'pngjs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const log = join(import.meta.dirname, '../logs/lg-tiny-provenance');
const pictures = process.env['LOOK_AT'];
const VIEW = { startNs: 239_300_000, stopNs: 239_800_000 };

let browser: Browser;
let served: Served;
let opened: OpenedPage;
beforeAll(async () => {
  browser = await launchBrowser();
  served = await serve([log]);
  opened = await openPage(browser, served.url);
  await opened.hooks.idle({ jobs: true });
  await opened.hooks.run('track.openAll');
  await opened.hooks.run('timeline.setView', VIEW);
  await opened.hooks.idle();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

async function save({ page, hooks }: OpenedPage, choice: Record<string, unknown>, name: string): Promise<{ path: string; name: string }> {
  const download = page.waitForEvent('download');
  await hooks.run('timeline.exportImage', choice);
  const file = await download;
  const path = await file.path();
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    await copyFile(path, join(pictures, name));
  }
  return { path, name: file.suggestedFilename() };
}

const look = async ({ page }: OpenedPage, name: string): Promise<void> => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, name) });
};

/** Where the tracks begin in a picture, and px a ns. */
async function plotOf(width: number): Promise<{ left: number; top: number; pxPerNs: number }> {
  const { startNs, stopNs } = await opened.hooks.view();
  return { left: 180, top: 76, pxPerNs: (width - 180 - 12) / (stopNs - startNs) };
}

const trackTop = async (slug: string): Promise<{ y: number; height: number }> => {
  const rows = await opened.hooks.tracks();
  const first = rows[0]!;
  const row = rows.find(({ id }) => id === slug)!;
  return { y: row.y! - first.y!, height: row.height };
};

const axe = async ({ page }: OpenedPage): Promise<string[]> => (await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);

describe('a picture', () => {
  it.each([1, 2, 3])('as PNG at %i× has the items where the engine says they are, in their colours', async (scale) => {
    const { path, name } = await save(opened, { format: 'png', scale }, `view-${scale}x.png`);
    expect(name).toBe('lg-tiny-provenance.png');
    const png = PNG.sync.read(await readFile(path));
    const { left, top, pxPerNs } = await plotOf(png.width / scale);
    const at = (x: number, y: number): string => [...png.data.subarray(4 * (Math.round(y * scale) * png.width + Math.round(x * scale)), 4 * (Math.round(y * scale) * png.width + Math.round(x * scale)) + 3)].map((value) => value.toString(16).padStart(2, '0')).join('');
    const row = await trackTop('n0/cpu/c2');
    const item = (await opened.hooks.itemAt('n0/cpu/c2', 239_700_000, 0))!;
    const start = left + (item.startNs - VIEW.startNs) * pxPerNs;
    const y = top + row.y + row.height - 7;
    // ui.md §14: daxpy is 056180 on light; before it the processor is idle.
    expect(at(start + 140, y)).toBe('056180');
    expect(at(start + 2, y)).toBe('056180');
    expect(at(start - 3, y)).toBe('ffffff');
    expect(at(4, 4)).toBe('ffffff');
  });

  it('as SVG has shapes, texts and a scale that agree with the engine', async () => {
    const { path } = await save(opened, { format: 'svg' }, 'view.svg');
    const text = await readFile(path, 'utf8');
    const found = await opened.page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      const numbers = (element: Element, ...names: string[]): number[] => names.map((name) => Number(element.getAttribute(name)));
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? '', width: Number(parsed.documentElement.getAttribute('width')),
        tracks: parsed.querySelector('#tracks')?.getAttribute('transform') ?? '',
        rects: [...parsed.querySelectorAll('#tracks rect')].map((rect) => [rect.getAttribute('fill'), ...numbers(rect, 'x', 'y', 'width', 'height')] as (string | number)[]),
        texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent), sizes: [...parsed.querySelectorAll('text')].map((one) => Number(one.getAttribute('font-size'))),
      };
    }, text);
    expect(found.error).toBe('');
    expect(found.tracks).toBe('translate(180 76)');
    const { pxPerNs } = await plotOf(found.width);
    const row = await trackTop('n0/cpu/c2');
    const item = (await opened.hooks.itemAt('n0/cpu/c2', 239_700_000, 0))!;
    const x = (item.startNs - VIEW.startNs) * pxPerNs;
    const own = found.rects.filter(([fill, left, y]) => fill === '#056180' && Math.abs(Number(left) - x) <= 1 && Number(y) > row.y && Number(y) < row.y + row.height);
    expect(own.length).toBeGreaterThan(0);
    for (const text of ['lg-tiny-provenance', 'n0', 'c2', 'u0', 'running', 'waiting', 'daxpy <34>', '50.000 us']) expect(found.texts).toContain(text);
    expect(found.texts.some((one) => one?.includes('from 239.300 to 239.800 ms'))).toBe(true);
    // 8 pt.
    expect(Math.min(...found.sizes)).toBeGreaterThanOrEqual(10.6);
  });

  it('of too many shapes has a bitmap for its tracks, and says so', async () => {
    const { path } = await save(opened, { format: 'svg', maxShapes: 50 }, 'bitmap.svg');
    const text = await readFile(path, 'utf8');
    const image = /<image [^>]*href="data:image\/png;base64,([^"]+)"/.exec(text)?.[1];
    const png = PNG.sync.read(Buffer.from(image!, 'base64'));
    expect(png.width).toBe(2 * (Number(/width="(\d+)"/.exec(text)?.[1]) - 192));
    expect(text).toContain('The tracks are a bitmap');
    expect(text).toContain('>daxpy &lt;34&gt;</text>');
  });

  it('of the range leaves the view as it was; the dialog shows what it will be', async () => {
    const { page, hooks } = opened;
    await hooks.run('timeline.setView', VIEW);
    const item = await hooks.itemAt('n0/cpu/c2', 239_700_000, 0);
    await page.mouse.click(item!.x!, item!.y!);
    await hooks.idle();
    await page.keyboard.press('r');
    const { path } = await save(opened, { format: 'svg', part: 'range' }, 'range.svg');
    expect(await readFile(path, 'utf8')).toContain(`<desc>${item!.lifeNs.join(' to ')} ns.`);
    expect(await hooks.view()).toEqual(VIEW);
    await page.keyboard.press('Control+Shift+S');
    await page.getByAltText('What the picture will show').waitFor();
    await hooks.idle();
    expect(await page.getByAltText('What the picture will show').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(800);
    await look(opened, 'picture-dialog.png');
    expect(await axe(opened)).toEqual([]);
    await page.keyboard.press('Escape');
    await hooks.run('select.clear');
    await hooks.run('select.clear');
  });
});

describe('the view as a table', () => {
  it('has the items that are drawn, sorts them, and Enter selects one', async () => {
    const { page, hooks } = opened;
    await hooks.run('timeline.setView', VIEW);
    await page.keyboard.press('t');
    const table = page.getByTestId('view-table');
    await table.getByRole('grid').waitFor();
    await hooks.idle();
    await table.getByText(/items? of 10 tracks in view, from 239\.300 to 239\.800 ms/).waitFor();
    await table.getByRole('columnheader', { name: /Duration/ }).click();
    await table.getByText('daxpy <34>').waitFor();
    const rows = await table.getByRole('row').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent)));
    const daxpy = rows.find((cells) => cells[1] === 'daxpy <34>');
    expect(daxpy?.slice(0, 4)).toEqual(['n0/cpu/c2', 'daxpy <34>', '239.604 ms', '67.611 ms']);
    expect(daxpy?.at(-1)).toBe('');
    await look(opened, 'table-light.png');
    expect(await axe(opened)).toEqual([]);
    await table.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await hooks.idle();
    const second = await page.getByTestId('details').getByRole('heading').first().innerText();
    expect(second).toBe((await table.getByRole('row').nth(2).getByRole('gridcell').nth(1).innerText()));
    await page.keyboard.press('t');
    await table.waitFor({ state: 'detached' });
    await hooks.run('select.clear');
  });

  it.each(['dark', 'contrast'])('is readable, %s', async (theme) => {
    const { page, hooks } = opened;
    await hooks.run('app.toggleTheme', theme);
    await page.keyboard.press('t');
    await page.getByTestId('view-table').getByRole('grid').waitFor();
    await hooks.idle();
    await look(opened, `table-${theme}.png`);
    expect(await axe(opened)).toEqual([]);
    await page.keyboard.press('t');
  });
});
