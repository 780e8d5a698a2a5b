// Search, filter and colours on a real log and the real engine: numbers of journey 4, and pixels of what is dimmed, hidden and coloured.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
let served: Served;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  served = await serve([join(import.meta.dirname, '../logs/lg-small-cgsolver-2n')]);
  opened = await openPage(browser, served.url);
  await opened.hooks.idle({ jobs: true });
});
afterAll(async () => {
  await opened?.close();
  await browser?.close();
  await served?.stop();
});

const box = (page: Page) => page.getByRole('combobox', { name: /Find items/ });
const head = (page: Page): Promise<string> => page.locator('.results-head > span').innerText().then((text) => text.replaceAll('\u202f', ' '));
const chips = (page: Page): Promise<string[]> => page.getByRole('group', { name: 'Tracks with hits' }).getByRole('button').allInnerTexts().then((texts) => texts.map((text) => text.replaceAll(/\s+/g, ' ')));

async function search(text: string): Promise<void> {
  const { page, hooks } = opened;
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await box(page).fill(text);
  await hooks.idle();
}

/** Drawn colours along a level of a track. */
const pixels = (slug: string, level: number): Promise<number[][]> => opened.page.evaluate(
  ([track, at]) => (Reflect.get(window, 'profilerTest') as { pixels(slug: string, level: number, part: number): number[][] }).pixels(track, at, 0.5),
  [slug, level] as const,
);

/** Colour in the middle of what is on a level at a time. */
async function colorAt(slug: string, ns: number, level: number): Promise<number[]> {
  const { startNs, stopNs } = await opened.hooks.view();
  const line = await pixels(slug, level);
  return line[Math.floor(((ns - startNs) / (stopNs - startNs)) * line.length)] ?? [];
}

describe('searching two ranks of a solver', () => {
  it('finds by name on both nodes, and Enter goes through the hits in time order', async () => {
    const { page, hooks } = opened;
    await search('name:future_divide');
    expect(await head(page)).toMatch(/^104 items, 2 tracks · total /);
    expect(await chips(page)).toEqual(['n0/cpu/c1 52', 'n1/cpu/c1 52']);
    const starts: number[] = [];
    for (let i = 1; i <= 4; i++) {
      await page.keyboard.press('Enter');
      await hooks.idle();
      expect(await page.getByTestId('search-count').innerText()).toBe(`${i} / 104`);
      starts.push(Number((await page.evaluate(() => (Reflect.get(window, 'profilerTest') as { selected(): { startNs: number } }).selected())).startNs));
    }
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    // The row of the hit was closed and is open now.
    const row = (await hooks.tracks()).find(({ id }) => id === 'n0/cpu/c1' || id === 'n1/cpu/c1');
    expect(row?.expanded).toBe(true);
  });

  it('finds by a pattern, and by length and name together', async () => {
    const { page } = opened;
    await search('name:~_field_task');
    expect(await head(page)).toMatch(/^1 280 items, \d+ tracks · total 7\.298 ms$/);
    const perNode = new Map<string, number>();
    for (const chip of await chips(page)) {
      const [track, count] = chip.split(' ') as [string, string];
      perNode.set(track.slice(0, 2), (perNode.get(track.slice(0, 2)) ?? 0) + Number(count));
    }
    expect(Object.fromEntries(perNode)).toEqual({ n0: 640, n1: 640 });
    await search('dur>8ms name:future_divide');
    expect(await head(page)).toMatch(/^2 items, 2 tracks/);
    await page.getByLabel('Sort by').selectOption('duration');
    await expect.poll(() => page.getByRole('listbox', { name: 'Hits' }).getByRole('option').allInnerTexts().then((rows) => rows.map((row) => row.split('\n').map((cell) => cell.trim()).filter(Boolean)).map(([name, , duration, track]) => [name, duration, track])))
      .toEqual([['future_divide <1338>', '8.505 ms', 'n0/cpu/c1'], ['future_divide <1301>', '8.444 ms', 'n1/cpu/c1']]);
    await page.getByLabel('Sort by').selectOption('time');
  });

  it('says where a mistake is and what was meant, and keeps what was found before', async () => {
    const { page, hooks } = opened;
    await search('name:future_divide');
    await box(page).fill('nmae:future_divide');
    await hooks.idle();
    const alert = page.locator('.results-problem');
    expect(await alert.innerText()).toMatch(/There is no field "nmae"\. Did you mean "name"\? \(at character 1\)/);
    expect(await alert.locator('mark').innerText()).toBe('nmae');
    expect(await head(page)).toMatch(/^104 items/);
    await alert.getByRole('button', { name: 'Use “name”' }).click();
    await hooks.idle();
    expect(await box(page).inputValue()).toBe('name:future_divide');
    expect(await alert.count()).toBe(0);
  });

  it('offers fields, then their values with counts, and the name that is most like one that is not there', async () => {
    const { page, hooks } = opened;
    await search('na');
    expect((await page.getByRole('listbox', { name: 'Completions' }).getByRole('option').allInnerTexts())[0]).toMatch(/^name:\s+name of the item/);
    await page.keyboard.press('Tab');
    expect(await box(page).inputValue()).toBe('name:');
    await page.keyboard.type('future_d');
    await page.getByRole('option', { name: /future_divide\s+104 items/ }).waitFor();
    await page.keyboard.press('Tab');
    await hooks.idle();
    expect(await box(page).inputValue()).toBe('name:future_divide');
    await search('future_divied');
    await page.getByText(/^No match for/).waitFor();
    await page.getByRole('button', { name: 'future_divide' }).click();
    await hooks.idle();
    expect(await head(page)).toMatch(/^104 items/);
  });

  it('draws hits at full colour, others at a quarter, and Esc brings all back', async () => {
    const { page, hooks } = opened;
    await search('name:future_divide');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await hooks.idle();
    await page.keyboard.press('Escape');
    await hooks.run('find.clear');
    await hooks.run('timeline.zoomToSelection');
    await hooks.idle();
    await hooks.run('timeline.zoomToSelection');
    await hooks.idle();
    const item = await page.evaluate(() => (Reflect.get(window, 'profilerTest') as { selected(): { slug: string; level: number; startNs: number; stopNs: number } }).selected());
    await hooks.run('select.clear');
    await page.mouse.move(0, 0);
    await hooks.idle();
    const middle = (item.startNs + item.stopNs) / 2;
    const plain = await colorAt(item.slug, middle, item.level);
    await hooks.run('find.start', 'name:=no_such_name or name:~dot');
    await hooks.idle();
    const faded = await colorAt(item.slug, middle, item.level);
    const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const encoded = (value: number) => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
    faded.forEach((channel, i) => expect(Math.abs(channel - encoded(linear(plain[i]!) * 0.25 + 0.75))).toBeLessThan(2));
    await hooks.run('find.start', 'name:future_divide');
    await hooks.idle();
    expect(await colorAt(item.slug, middle, item.level)).toEqual(plain);
    await hooks.run('find.clear');
    await hooks.idle();
    expect(await colorAt(item.slug, middle, item.level)).toEqual(plain);

    // As a filter that hides: nothing is drawn in its place, and nothing is there to point at.
    await hooks.run('filter.add', 'name:~dot');
    await page.getByLabel('Others').selectOption('hide');
    await hooks.idle();
    expect(await colorAt(item.slug, middle, item.level)).toEqual([255, 255, 255]);
    await hooks.run('filter.clear');
    await hooks.idle();
    expect(await colorAt(item.slug, middle, item.level)).toEqual(plain);
  });

  it('a filter hides tracks, counts what is left, rests and goes', async () => {
    const { page, hooks } = opened;
    const ids = async () => (await hooks.tracks()).map(({ id }) => id);
    await hooks.run('track.openAll');
    await search('kind:cpu name:future_divide');
    await page.keyboard.press('Alt+Enter');
    await hooks.idle();
    expect(await box(page).inputValue()).toBe('');
    const bar = page.getByTestId('filterbar');
    expect((await bar.getByTestId('filter-counts').innerText()).replaceAll('\u202f', ' ')).toMatch(/^4 of \d+ tracks · 104 of [\d ]+ items/);
    expect((await ids()).filter((id) => id.split('/').length === 3)).toEqual(['n0/cpu/c1', 'n0/cpu/c2', 'n1/cpu/c1', 'n1/cpu/c2']);
    await bar.getByLabel('only tracks with matches').check();
    await hooks.idle();
    expect((await ids()).filter((id) => id.split('/').length === 3)).toEqual(['n0/cpu/c1', 'n1/cpu/c1']);
    await bar.getByRole('button', { name: 'kind:cpu name:future_divide', exact: true }).click();
    await hooks.idle();
    expect(await ids()).toContain('n0/utility/u0');
    expect(await bar.getByRole('button', { name: 'kind:cpu name:future_divide', exact: true }).getAttribute('aria-pressed')).toBe('false');
    await hooks.run('filter.clear');
    await hooks.run('filter.add', 'kind:gpu');
    await hooks.idle();
    expect(await page.getByText('No track matches').innerText()).toBe('No track matches kind:gpu.');
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await hooks.idle();
    expect(await ids()).toContain('n0/utility/u0');
  });
});

describe('colours and tracks of a real run', () => {
  const hooksRun = (id: string, args?: unknown) => opened.hooks.run(id, args);
  const menu = async (slug: string, action: string) => {
    const row = opened.page.locator(`[data-testid=tree-row][data-slug="${slug}"]`);
    await row.hover();
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await opened.page.getByRole('menuitem', { name: action }).click();
    await opened.hooks.idle();
  };

  it('colours by state, node, duration and own rules, read from the pixels, and the legend finds all items of a value', async () => {
    const { page, hooks } = opened;
    await hooksRun('filter.clear').catch(() => undefined);
    await hooksRun('track.openAll');
    await hooksRun('find.start', 'dur>8ms name:future_divide');
    await hooks.idle();
    await hooksRun('find.next');
    await hooks.idle();
    await hooksRun('find.clear');
    await hooksRun('timeline.zoomToSelection');
    await hooksRun('timeline.zoomToSelection');
    await hooks.idle();
    const item = await page.evaluate(() => (Reflect.get(window, 'profilerTest') as { selected(): { slug: string; level: number; startNs: number; stopNs: number } }).selected());
    await hooksRun('select.clear');
    await page.mouse.move(0, 0);
    const middle = (item.startNs + item.stopNs) / 2;
    const colorBy = async (mode: string) => {
      await hooksRun('timeline.cycleColorBy', mode);
      await hooks.idle();
      return colorAt(item.slug, middle, item.level);
    };
    const seen = new Map<string, string>();
    for (const mode of ['task', 'state', 'node', 'duration', 'operation']) seen.set(mode, String(await colorBy(mode)));
    const css = (name: string) => page.evaluate((token) => {
      const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim().replace('#', '');
      return String([0, 2, 4].map((at) => Number.parseInt(value.slice(at, at + 2), 16)));
    }, name);
    // future_divide, slot 6 of tier 2, has the colour of the specification: 679725.
    expect(seen.get('task')).toBe(String([0x67, 0x97, 0x25]));
    // In its middle it runs.
    expect(seen.get('state')).toBe(await css('--success'));
    expect(new Set(seen.values()).size).toBe(seen.size);
    // A size it has none: grey.
    expect(String(await colorBy('size'))).toBe(await css('--group'));

    await colorBy('rules');
    await page.getByRole('button', { name: 'Colours', exact: true }).click();
    const panel = page.getByRole('dialog', { name: 'Colours' });
    await panel.getByRole('textbox', { name: 'Query of a new rule' }).fill('dur>8ms name:future_divide');
    await panel.getByRole('button', { name: 'Add' }).click();
    await hooks.idle();
    expect(await panel.getByRole('list', { name: 'Rules' }).innerText()).toMatch(/dur>8ms name:future_divide\s+2 items/);
    expect(await colorAt(item.slug, middle, item.level)).toEqual([0x9a, 0x2d, 0x0a]);
    await panel.getByLabel('Colour by').selectOption('task');
    await panel.getByRole('button', { name: /future_divide/ }).click();
    await hooks.idle();
    expect(await page.getByTestId('search-count').innerText()).toBe('104');
    await hooksRun('find.clear');
    await hooks.idle();
  });

  it('pins, hides and moves rows, shows one alone, and says what is hidden', async () => {
    const { page, hooks } = opened;
    const leaves = async () => (await hooks.tracks()).map(({ id }) => id).filter((id) => id.split('/').length === 3);
    const pinned = () => page.getByTestId('pinned-row').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['slug']));
    const all = await leaves();
    expect(all.slice(0, 3)).toEqual(['n0/cpu/c1', 'n0/cpu/c2', 'n0/utility/u0']);
    await menu('n0/cpu/c1', 'Move down');
    expect((await leaves()).slice(0, 2)).toEqual(['n0/cpu/c2', 'n0/cpu/c1']);
    await menu('n0/utility/u0', 'Pin to the top');
    // It stands on top, and where it was too.
    expect(await pinned()).toEqual(['n0/utility/u0']);
    expect((await leaves()).slice(0, 3)).toEqual(['n0/cpu/c2', 'n0/cpu/c1', 'n0/utility/u0']);
    // By keys: the row with the focus.
    await page.getByRole('treegrid', { name: 'Pinned tracks' }).focus();
    await page.keyboard.press('p');
    await hooks.idle();
    expect(await pinned()).toEqual([]);
    await menu('n0/cpu/c2', 'Hide');
    expect(await leaves()).not.toContain('n0/cpu/c2');
    expect(await page.getByTestId('hidden-tracks').innerText()).toBe('1 hidden · show');
    await page.getByTestId('hidden-tracks').click();
    await hooks.idle();
    expect(await leaves()).toContain('n0/cpu/c2');
    await page.locator('[data-testid=tree-row][data-slug="n0/cpu"]').click({ modifiers: ['Control'], position: { x: 40, y: 8 } });
    await hooks.idle();
    expect((await leaves()).sort()).toEqual(['n0/cpu/c1', 'n0/cpu/c2']);
    await hooksRun('track.showHidden');
    await hooks.idle();
    expect([...await leaves()].sort()).toEqual([...all].sort());
    expect(await page.getByTestId('hidden-tracks').count()).toBe(0);
  });

  it('totals of the panels are of what the filter leaves, and say so', async () => {
    const { page, hooks } = opened;
    await hooksRun('filter.add', 'name:future_divide');
    await hooksRun('panel.showTasks');
    await hooks.idle();
    const panel = page.getByTestId('tasks');
    expect(await panel.getByTestId('totals-filter').innerText()).toBe('Filter on: only name:future_divide');
    await expect.poll(() => panel.getByRole('status').first().innerText()).toMatch(/^1 name/);
    await hooksRun('filter.clear');
    await hooks.idle();
  });
});
