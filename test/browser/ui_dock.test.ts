// Where the panels stand, and what a link shows on the timeline before it is followed.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseHex } from '../../renderer/base/color_math.ts';
import { openFake, openRun, useFakeSite } from './fake_app/start.ts';

const fake = useFakeSite();

const boxOf = async (page: Page, id: string) => (await page.getByTestId(id).boundingBox())!;

describe('the panels', () => {
  it('stand below, beside or over the timeline, where they are put and as large as they are made; the engine keeps it', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { width: 1400, height: 800 });
    await openRun(page);
    await page.evaluate(() => window.fakePage.app.run.value?.select(4, 31, { reveal: true }));
    const below = await boxOf(page, 'timeline');
    await page.getByRole('button', { name: 'Where the panels are' }).click();
    await page.getByRole('menuitemradio', { name: 'At the right' }).click();
    let dock = await boxOf(page, 'dock');
    let timeline = await boxOf(page, 'timeline');
    expect(dock.x).toBeGreaterThanOrEqual(timeline.x + timeline.width);
    expect(timeline.height).toBeGreaterThan(below.height + 150);
    expect([dock.width, dock.x + dock.width]).toEqual([420, 1400]);
    await page.getByRole('separator', { name: 'Width of the panels' }).press('Shift+ArrowLeft');
    await expect.poll(async () => (await boxOf(page, 'dock')).width).toBe(470);
    await page.getByTestId('details').getByRole('heading', { name: 'daxpy <31>' }).waitFor();
    // A narrow window has no room beside the timeline.
    await page.setViewportSize({ width: 1060, height: 800 });
    await expect.poll(async () => (await boxOf(page, 'dock')).width).toBe(1060);
    await page.setViewportSize({ width: 1400, height: 800 });

    await page.keyboard.press('Control+k');
    await page.keyboard.type('panels that float');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await boxOf(page, 'timeline')).width).toBe(below.width);
    dock = await boxOf(page, 'dock');
    timeline = await boxOf(page, 'timeline');
    expect(dock.y + dock.height).toBeLessThan(timeline.y + timeline.height);
    const grip = page.getByRole('button', { name: /^Move the panels/ });
    await grip.press('ArrowRight');
    await grip.press('Shift+ArrowDown');
    const handle = (await grip.boundingBox())!;
    await page.mouse.move(handle.x + 100, handle.y + 5);
    await page.mouse.down();
    await page.mouse.move(handle.x + 70, handle.y + 25, { steps: 3 });
    await page.mouse.up();
    await expect.poll(async () => boxOf(page, 'dock')).toMatchObject({ x: dock.x + 10 - 30, y: dock.y + 50 + 20 });
    const kept = () => page.evaluate(() => window.fakePage.client.calls.findLast(({ method, params }) => method === 'settings.set' && (params as { key: string }).key === 'layout')?.params);
    await expect.poll(kept).toMatchObject({ value: { dockSide: 'float', dockWidth: 470, floatBox: { x: 300, y: 150, width: 560, height: 320 } } });
    await page.getByRole('button', { name: 'Where the panels are' }).click();
    await page.getByRole('menuitem', { name: 'Usual places and sizes' }).click();
    await expect.poll(async () => boxOf(page, 'timeline')).toEqual(below);
    await close();
  });

  it('come up where they were left', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { width: 1400, height: 800 });
    await page.evaluate(() => {
      const { layout } = window.fakePage.app;
      layout.dockSide.value = 'float';
      layout.floatBox.value = { x: 400, y: 90, width: 500, height: 300 };
    });
    await openRun(page);
    await expect.poll(async () => boxOf(page, 'dock')).toMatchObject({ x: 400, width: 500, height: 300 });
    await close();
  });
});

describe('a link', () => {
  /** Px of the timeline's topmost canvas that have the accent's colour. */
  const accented = (page: Page) => page.evaluate((color) => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=timeline] canvas')].at(-1)!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === color >> 16 && data[i + 1] === ((color >> 8) & 255) && data[i + 2] === (color & 255) && data[i + 3] === 255) count++;
    return count;
  }, parseHex('0B5FCC'));

  it('shows its target while the pointer or the focus is on it, in its row or as a chip at the edge', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.evaluate(() => window.fakePage.app.run.value?.select(4, 31, { reveal: true }));
    const link = page.locator('[data-name=Operation] dd').getByRole('button');
    await link.waitFor();
    expect(await accented(page)).toBe(0);
    await link.hover();
    // An outline of 3 px around a box that is 2 px wide at this zoom.
    await expect.poll(() => accented(page)).toBeGreaterThan(30);
    const outline = await accented(page);
    await page.mouse.move(5, 5);
    await expect.poll(() => accented(page)).toBe(0);
    await page.evaluate(() => window.fakePage.app.commands.run('timeline.setView', { startNs: 1e9, stopNs: 1.1e9 }));
    await link.focus();
    await expect.poll(() => accented(page)).toBeGreaterThan(4 * outline);
    await page.keyboard.press('Escape');
    await expect.poll(() => accented(page)).toBe(0);
    await close();
  });
});
