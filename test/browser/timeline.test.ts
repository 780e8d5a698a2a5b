// What hands do on the timeline and what is then drawn, against a made-up run served by the real protocol.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { mixLinear, rgb } from '../../renderer/base/color_math.ts';
import { STATE_ALPHA, THEMES } from '../../renderer/base/theme.ts';
import { colorSlot } from '../../electron/protocol/colors.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import type { Hooks } from './harness/hooks.ts';
import { startFakeEngine, type FakeEngine } from './fake_engine.ts';
import { makeFakeRun } from './fake_run.ts';
import { pageFolder } from './page_folder.ts';

const TRACK = 'n0/gpu-dev/g0';

interface Frame {
  readonly quads: number;
  readonly hasMissing: boolean;
  readonly hasStale: boolean;
}

const frameOf = async (hooks: Hooks): Promise<Frame> => (await hooks.state())['frame'] as Frame;
const pixels = (page: Page, slug: string, level: number, part = 0.5): Promise<number[][]> =>
  page.evaluate(([name, at, share]) => (Reflect.get(window, 'profilerTest') as { pixels(...args: unknown[]): number[][] }).pixels(name, at, share), [slug, level, part] as const);
const widthOf = (hooks: Hooks): Promise<number> => hooks.view().then(({ startNs, stopNs }) => stopNs - startNs);

/** The track area on the page. */
async function areaOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.getByTestId('timeline').boundingBox();
  if (!box) throw new Error('no timeline');
  return { ...box, y: box.y + 24 };
}

function expectColor(pixel: readonly number[], color: number): void {
  const wanted = [color >> 16, (color >> 8) & 255, color & 255];
  pixel.forEach((channel, i) => expect(Math.abs(channel - wanted[i]), `${pixel.join()} is not ${wanted.join()}`).toBeLessThanOrEqual(1));
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** All rows open, nothing selected, a part of the run in view. */
async function show({ page, hooks }: OpenedPage, view: { startNs: number; stopNs: number }): Promise<void> {
  await page.mouse.move(0, 0);
  for (const id of ['select.clear', 'track.closeAll', 'track.openAll']) await hooks.run(id);
  await hooks.run('timeline.setView', view);
  await hooks.idle();
}

describe('timeline', () => {
  let engine: FakeEngine;
  let opened: OpenedPage;
  beforeAll(async () => {
    engine = await startFakeEngine(makeFakeRun(), pageFolder());
    opened = await openPage(browser, engine.url);
    await opened.hooks.idle();
  });
  afterAll(async () => {
    await opened?.close();
    await engine?.close();
  });

  test('drag pans both ways with the pointer, keys pan and zoom, pans in a row undo as one', async () => {
    const { page, hooks } = opened;
    await show(opened, { startNs: 5e8, stopNs: 6e8 });
    const area = await areaOf(page);
    await page.mouse.move(area.x + 600, area.y + 300);
    await page.mouse.down();
    await page.mouse.move(area.x + 500, area.y + 260, { steps: 5 });
    await page.mouse.up();
    await hooks.idle();
    const dragged = await hooks.view();
    expect((dragged.startNs - 5e8) / (1e8 / area.width)).toBeCloseTo(100, 0);
    expect((await hooks.state())['scrollTop']).toBe(40);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await hooks.idle();
    expect((await hooks.view()).startNs - dragged.startNs).toBeCloseTo(0.06e8, -1);
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    expect(await hooks.view()).toEqual({ startNs: 5e8, stopNs: 6e8 });
    await page.mouse.move(0, 0);
    await page.keyboard.press('Control+=');
    await hooks.idle();
    expect(await widthOf(hooks)).toBeCloseTo(5e7, 0);
    await page.keyboard.press('Control+0');
    await hooks.idle();
    expect(await hooks.view()).toEqual({ startNs: 0, stopNs: 1.608e9 });
    await page.keyboard.down('w');
    await page.waitForTimeout(400);
    await page.keyboard.up('w');
    await hooks.idle();
    expect(await widthOf(hooks)).toBeLessThan(1.2e9);
  });

  test('wheel scrolls rows, Shift+wheel pans, Alt+drag zooms, Shift+drag and the ruler select a range', async () => {
    const { page, hooks } = opened;
    await show(opened, { startNs: 5e8, stopNs: 6e8 });
    const area = await areaOf(page);
    await page.mouse.move(area.x + 400, area.y + 200);
    await page.mouse.wheel(0, 120);
    await hooks.idle();
    expect((await hooks.state())['scrollTop']).toBe(120);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Shift');
    await hooks.idle();
    expect((await hooks.view()).startNs).toBeCloseTo(5.1e8, -2);
    await page.keyboard.down('Alt');
    await page.mouse.move(area.x + 100, area.y + 200);
    await page.mouse.down();
    await page.mouse.move(area.x + 100 + area.width / 4, area.y + 210, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await hooks.idle();
    expect((await widthOf(hooks)) / 1e8).toBeCloseTo(0.25, 3);
    const { startNs } = await hooks.view();
    await page.mouse.move(area.x + 100, area.y - 12);
    await page.mouse.down();
    await page.mouse.move(area.x + 300, area.y - 12, { steps: 3 });
    await page.mouse.up();
    const range = (await hooks.state())['range'] as { startNs: number; stopNs: number };
    expect((range.startNs - startNs) / 0.25e8).toBeCloseTo(100 / area.width, 2);
    expect((range.stopNs - range.startNs) / 0.25e8).toBeCloseTo(200 / area.width, 2);
  });

  test('a click selects what is under it, Escape clears; hover says what it is', async () => {
    const { page, hooks } = opened;
    await show(opened, { startNs: 6e8, stopNs: 6.04e8 });
    const item = await hooks.itemAt(TRACK, 6.03e8);
    if (!item || item.x === null || item.y === null) throw new Error('no item in view');
    await page.mouse.move(item.x, item.y);
    await page.getByRole('tooltip').filter({ hasText: item.title }).waitFor();
    expect(await hooks.hitTest(item.x, item.y)).toEqual(item);
    await page.mouse.click(item.x, item.y);
    await hooks.idle();
    expect((await hooks.state())['selection']).toEqual({ type: 'item', itemId: item.itemId, title: item.title, hasDetails: true });
    await page.keyboard.press('Escape');
    expect((await hooks.state())['selection']).toBeNull();
  });

  test('the view, open rows and the selection come back after a reload', async () => {
    const { page, hooks } = opened;
    await show(opened, { startNs: 6e8, stopNs: 6.04e8 });
    await hooks.run('select.item', { track: TRACK, ordinal: 1500 });
    await hooks.idle();
    await page.waitForFunction(() => location.hash.includes('sel='));
    const before = [await hooks.view(), (await hooks.state())['selection'], (await hooks.tracks()).length];
    await page.reload();
    await hooks.idle();
    expect([await hooks.view(), (await hooks.state())['selection'], (await hooks.tracks()).length]).toEqual(before);
  });

  test('while tiles are on their way coarser ones are drawn; what never came is marked as unknown', async () => {
    engine.delayMs = 1500;
    const { page, hooks, close } = await openPage(browser, engine.url);
    try {
      await page.waitForFunction(() => (Reflect.get(window, 'profilerTest') as { state(): { frame: Frame } }).state().frame.hasMissing);
      const [, row] = await hooks.tracks();
      const dark = (await page.evaluate((slug) => (Reflect.get(window, 'profilerTest') as { pixels(...args: unknown[]): number[][] }).pixels(slug, 0), row.id)).filter(([red]) => red > 235 && red < 255);
      expect(dark.length, 'checkerboard').toBeGreaterThan(200);
      engine.delayMs = 0;
      await hooks.idle();
      await hooks.run('track.openAll');
      await hooks.idle();
      expect(await frameOf(hooks)).toMatchObject({ hasMissing: false, hasStale: false });
      engine.delayMs = 400;
      for (const factor of [0.5, 0.25, 0.1]) {
        await hooks.run('timeline.setView', { startNs: 6e8, stopNs: 6e8 + 1.6e9 * factor });
        await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
        expect(await frameOf(hooks)).toMatchObject({ hasMissing: false });
      }
    } finally {
      engine.delayMs = 0;
    }
    await hooks.idle();
    expect(await frameOf(hooks)).toMatchObject({ hasMissing: false, hasStale: false });
    await close();
  });

  test('the page finds the engine again, and a lost GPU context draws the same again', async () => {
    const { page, hooks, close } = await openPage(browser, engine.url, { expectedErrors: [/WebSocket/] });
    await hooks.idle();
    await hooks.run('track.openAll');
    await hooks.idle();
    engine.dropSockets();
    await page.waitForFunction(() => (Reflect.get(window, 'profilerTest') as { state(): { connection: string } }).state().connection === 'lost');
    await hooks.run('timeline.setView', { startNs: 6e8, stopNs: 6.2e8 });
    await hooks.idle();
    expect(await hooks.state()).toMatchObject({ connection: 'open', frame: { hasMissing: false, hasStale: false } });
    const before = await pixels(page, TRACK, 0);
    expect(new Set(before.map(String)).size).toBeGreaterThan(4);
    await page.evaluate(async () => {
      const canvas = document.querySelector('[data-testid=timeline] canvas') as HTMLCanvasElement;
      const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      const lost = new Promise((resolve) => { canvas.addEventListener('webglcontextlost', resolve, { once: true }); });
      const restored = new Promise((resolve) => { canvas.addEventListener('webglcontextrestored', resolve, { once: true }); });
      extension?.loseContext();
      await lost;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      extension?.restoreContext();
      await restored;
    });
    await hooks.idle();
    expect(await pixels(page, TRACK, 0)).toEqual(before);
    await close();
  });
});

describe('states', () => {
  const NAME = 4;
  const color = (theme: 'light' | 'dark'): number => THEMES[theme].items[colorSlot('daxpy')];
  let engine: FakeEngine;
  let opened: OpenedPage;
  beforeAll(async () => {
    const segments = ([0, 2, 1, 0] as const).map((state, i) => ({ start: 1000 + i * 1000, stop: 2000 + i * 1000, level: 0, state, ordinal: 0, name: NAME }));
    engine = await startFakeEngine(makeFakeRun({ durationNs: 10_000, itemsPerTrack: 10, nodes: 1, segments }), pageFolder());
    opened = await openPage(browser, engine.url);
    await opened.hooks.idle();
  });
  afterAll(async () => {
    await opened?.close();
    await engine?.close();
  });

  test.each(['light', 'dark'] as const)('running, waiting and ready are mixed in linear light, the rail is full colour (%s)', async (theme) => {
    const { page, hooks } = opened;
    await hooks.run('app.toggleTheme', theme);
    await show(opened, { startNs: 0, stopNs: 10_000 });
    const fills = await pixels(page, TRACK, 0, 0.15);
    const rail = await pixels(page, TRACK, 0, 0.95);
    const at = (ns: number): number => Math.floor((ns / 10_000) * fills.length);
    ([0, 2, 1, 0] as const).forEach((state, i) => {
      expectColor(fills[at(1900 + i * 1000)], mixLinear(color(theme), THEMES[theme].colors.bgTrack, STATE_ALPHA[state]));
      expectColor(rail[at(1900 + i * 1000)], color(theme));
    });
    // No gap between parts of one item: the rail is one line.
    for (let x = at(1050); x < at(4950); x++) expectColor(rail[x], color(theme));
  });

  test('with patterns on, ready is hatched and waiting is hollow', async () => {
    const { page, hooks } = opened;
    await hooks.run('app.toggleTheme', 'light');
    await hooks.run('timeline.setStateCue', 'on');
    await show(opened, { startNs: 0, stopNs: 10_000 });
    const line = await pixels(page, TRACK, 0, 0.5);
    const at = (ns: number): number => Math.floor((ns / 10_000) * line.length);
    const full = String([color('light') >> 16, (color('light') >> 8) & 255, color('light') & 255]);
    const share = (fromNs: number, toNs: number): number => {
      const part = line.slice(at(fromNs), at(toNs)).map(String);
      return part.filter((pixel) => pixel === full).length / part.length;
    };
    expect(share(3100, 3900)).toBeCloseTo(1 / 3, 1);
    expect(share(2100, 2900)).toBeLessThan(0.25);
    await hooks.run('timeline.setStateCue', 'auto');
  });

  test('a search fades what does not match to a quarter', async () => {
    const { page, hooks } = opened;
    await hooks.run('app.toggleTheme', 'light');
    await show(opened, { startNs: 0, stopNs: 10_000 });
    await hooks.run('find.start', 'scheduler');
    await hooks.idle();
    const line = await pixels(page, TRACK, 0, 0.3);
    expectColor(line[Math.floor(line.length * 0.15)], mixLinear(color('light'), rgb(255, 255, 255), 0.25));
    await hooks.run('find.clear');
    await hooks.idle();
    const cleared = await pixels(page, TRACK, 0, 0.3);
    expectColor(cleared[Math.floor(cleared.length * 0.15)], color('light'));
  });

  test.each([1.25, 1.5, 2])('edges stand on device px at a ratio of %d', async (scale) => {
    const { page, hooks, close } = await openPage(browser, engine.url, { scale });
    await hooks.idle();
    await hooks.run('track.openAll');
    await hooks.run('timeline.setView', { startNs: 0, stopNs: 10_000 });
    await hooks.idle();
    const line = await pixels(page, TRACK, 0, 0.3);
    const css = (await areaOf(page)).width;
    expect(line.length).toBe(Math.round(css * scale));
    const first = line.findIndex(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255);
    // A grid line may stand before the item; the item's own edge is where its colour begins.
    const edge = line.findIndex((pixel) => String(pixel) === String([color('light') >> 16, (color('light') >> 8) & 255, color('light') & 255]));
    expect(first).toBeLessThanOrEqual(edge);
    expect(Math.abs(edge - line.length / 10)).toBeLessThanOrEqual(1);
    await close();
  });
});
