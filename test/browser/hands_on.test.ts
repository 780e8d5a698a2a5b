// What one does with the items under the pointer, on one page of a real run: menu, cards, points of a launch.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
let served: Served;
let opened: OpenedPage;
beforeAll(async () => {
  browser = await launchBrowser();
  served = await serve([join(import.meta.dirname, '../logs/lg-small-mix')]);
  opened = await openPage(browser, served.url);
  await opened.hooks.idle({ jobs: true });
});
afterAll(async () => {
  await opened?.close();
  await served?.stop();
  await browser?.close();
});

/** Selects a task of a launch of eight, and goes there. */
async function goToInit(): Promise<void> {
  const { hooks } = opened;
  await hooks.run('select.item', { track: 'n0/cpu/c3', ordinal: 6, zoom: true });
  await hooks.run('panel.showDetails');
  await hooks.idle();
}

async function pointOfInit(): Promise<{ x: number; y: number }> {
  const item = await opened.hooks.itemAt('n0/cpu/c3', 398_450_000, 2);
  expect(item?.title).toBe('init <16>');
  return { x: item!.x!, y: item!.y! };
}

it('the other button opens a menu of what can be done with the item, and each entry does it', async () => {
  const { page, hooks } = opened;
  await goToInit();
  const { x, y } = await pointOfInit();
  await hooks.run('select.clear');
  await page.mouse.click(x, y, { button: 'right' });
  const menu = page.getByRole('menu', { name: 'init <16>' });
  await menu.getByRole('menuitem', { name: 'Filter to init' }).waitFor();
  // It is selected, and no tooltip lies under the menu.
  expect(await page.getByTestId('status').innerText()).toContain('init <16>');
  expect(await page.getByTestId('tooltip').count()).toBe(0);
  await menu.getByRole('menuitem', { name: 'Filter to init' }).click();
  await page.getByTestId('filterbar').getByText('name:=init').waitFor();
  await expect.poll(() => page.getByTestId('filter-counts').innerText()).toMatch(/· 8 of /);
  await page.keyboard.press('\\');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('name:=init');
  await hooks.run('filter.clear');
  await hooks.idle();
  // By key the same, beside the selected item; Esc gives the focus back.
  await page.locator('[aria-roledescription="timeline"]').focus();
  await page.keyboard.press('Shift+F10');
  await menu.getByRole('menuitem', { name: 'Select its range' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-roledescription'))).toBe('timeline');
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('status').getByText('range 78.669 us').waitFor();
  await hooks.run('select.clear');
  await hooks.run('select.clear');

  // On an idle place it explains; dragging with the other button pans and opens nothing.
  const before = await hooks.view();
  await page.mouse.move(x, y);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(x - 120, y, { steps: 4 });
  await page.mouse.up({ button: 'right' });
  expect(await page.getByRole('menu').count()).toBe(0);
  expect((await hooks.view()).startNs).toBeGreaterThan(before.startNs);
  await hooks.run('timeline.undoView');
  const row = page.locator('[data-testid=tree-row][data-slug="n0/cpu/c3"]');
  await row.click({ button: 'right', position: { x: 60, y: 8 } });
  await page.getByRole('menu', { name: /CPU 3/ }).getByRole('menuitem', { name: 'Pin to the top' }).waitFor();
  await page.keyboard.press('Escape');
  await hooks.idle();
});

it('searches the whole run, the view, a range or the open tracks, says so, and keeps it in the address', async () => {
  const { page, hooks } = opened;
  await goToInit();
  await hooks.run('timeline.setView', { startNs: 398_410_000, stopNs: 398_480_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('name:=init');
  const results = page.getByTestId('search-results');
  await results.getByText(/^8 items, 3 tracks · total/).waitFor();
  const scope = results.getByRole('group', { name: 'Search in' });
  expect(await scope.getByRole('button', { name: 'Range' }).isDisabled()).toBe(true);
  await scope.getByRole('button', { name: 'View' }).click();
  await results.getByText(/^2 items, 2 tracks in the view/).waitFor();
  await expect.poll(() => page.url()).toContain('in=view');
  // It follows the view.
  await hooks.run('timeline.setView', { startNs: 100_000, stopNs: 200_000 });
  await results.getByText('No match for name:=init in the view.').waitFor();
  await results.getByRole('button', { name: 'Search the whole run' }).click();
  await results.getByText(/^8 items, 3 tracks · total/).waitFor();
  await hooks.run('track.closeAll');
  await hooks.run('find.cycleScope', 'tracks');
  await results.getByText('No match for name:=init in open tracks.').waitFor();
  await hooks.run('track.openKind');
  await hooks.run('find.cycleScope', 'run');
  await hooks.run('find.clear');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await hooks.run('track.openAll');
});

it('a group of tiny items names those with the most time in its tooltip, as its details do', async () => {
  const { page, hooks } = opened;
  await hooks.run('select.clear');
  await hooks.run('timeline.zoomToFit');
  await page.evaluate(() => (Reflect.get(window, 'profilerTest') as { reveal(slug: string): void }).reveal('n0/utility/u0'));
  await hooks.idle();
  const row = (await hooks.tracks()).find(({ id }) => id === 'n0/utility/u0')!;
  const box = (await page.getByTestId('timeline').boundingBox())!;
  let place: { x: number; y: number } | undefined;
  for (let x = box.x + 20; x < box.x + box.width - 20 && !place; x += 7) {
    const y = row.y! + row.height - 10;
    if ((await hooks.hitTest(x, y))?.count !== undefined) place = { x, y };
  }
  await page.mouse.move(place!.x, place!.y);
  const tip = page.getByTestId('tooltip');
  await expect.poll(() => tip.locator('dd').nth(2).innerText()).toMatch(/ · .* · /);
  const first = (await tip.locator('dd').nth(2).innerText()).split(' · ');
  expect(first).toHaveLength(4);
  await page.mouse.click(place!.x, place!.y);
  const names = page.getByTestId('details').locator('table.names tbody tr').first();
  await names.waitFor();
  expect(await names.locator('td').nth(0).innerText()).toBe(first[0]);
  expect(await names.locator('td').nth(2).innerText()).toBe(first[2]);
  expect(await names.locator('td').nth(3).innerText()).toBe(first[3]);
  await page.mouse.move(0, 0);
});

it('points of the same launch stand as bars, by start, and are walked', async () => {
  const { page, hooks } = opened;
  await goToInit();
  const launch = page.getByTestId('launch');
  await launch.getByText('point 7 by start').waitFor();
  expect(await launch.locator('.launch-number').allInnerTexts()).toEqual(['10', '11', '12', '13', '14', '15', '16', '17']);
  await launch.getByRole('button', { name: /^init <12>/ }).click();
  await page.getByTestId('details').getByRole('heading', { name: 'init <12>' }).waitFor();
  await launch.getByText('point 3 by start').waitFor();
  // A double click on its tab gives the panel all the room, and another one takes it back.
  const height = async () => (await page.getByTestId('dock').boundingBox())!.height;
  const before = await height();
  await page.getByRole('tab', { name: 'Details' }).dblclick();
  await expect.poll(height).toBeGreaterThan(before + 100);
  await page.getByRole('tab', { name: 'Details' }).dblclick();
  await expect.poll(height).toBe(before);
  await hooks.run('select.nextPoint');
  await page.getByTestId('details').getByRole('heading', { name: 'init <13>' }).waitFor();
});

it('a full stop without steps before it leads to what waited longest, whose details lead back', async () => {
  const { page, hooks } = opened;
  await hooks.run('select.item', { track: 'n0/cpu/c4', ordinal: 1 });
  await hooks.idle();
  expect(await page.getByTestId('status').innerText()).toContain('init <10>');
  await page.keyboard.press('.');
  await page.getByText('This waited 5.276 ms for it.').waitFor();
  await hooks.idle();
  expect(await page.getByTestId('status').innerText()).toContain('Deferred Completion');
  await page.getByTestId('details').locator('[data-name="Critical Path"]').getByText(/^Completion of init <10>/).waitFor();
  await page.keyboard.press(',');
  await hooks.idle();
  expect(await page.getByTestId('status').innerText()).toContain('init <10>');
  // Now there is a step to go back on.
  await page.keyboard.press('.');
  await hooks.idle();
  expect(await page.getByTestId('status').innerText()).toContain('Deferred Completion');
});

it('details stay as cards beside the selection, come back with the address, and are undone', async () => {
  const { page, hooks } = opened;
  await goToInit();
  const cards = page.getByTestId('detail-card');
  await page.keyboard.press('k');
  await cards.getByRole('heading', { name: 'init <16>' }).waitFor();
  const operation = page.locator('.detail-card.is-selected [data-name="Operation"] .link-chip');
  await operation.click({ modifiers: ['Control'] });
  await cards.getByRole('heading', { name: /main task \[top_level\]/ }).waitFor();
  // What is selected did not change, and the card is filled.
  expect(await page.getByTestId('status').innerText()).toContain('init <16>');
  expect(await cards.nth(1).getByTestId('field').count()).toBeGreaterThan(4);
  await expect.poll(() => page.url()).toMatch(/cards=n0\/cpu\/c3@\d+\/6,/);
  await page.reload();
  await hooks.idle({ jobs: true });
  await cards.nth(1).getByRole('heading', { name: /main task \[top_level\]/ }).waitFor();
  await page.getByRole('button', { name: 'Close the card of init <16>' }).click();
  await expect.poll(() => cards.count()).toBe(1);
  await hooks.run('timeline.undoView');
  await expect.poll(() => cards.count()).toBe(2);
  await hooks.run('details.closeCards');
  await expect.poll(() => cards.count()).toBe(0);
});

it('a drag pans, zooms or selects a range as the settings say, and a click stays a click', async () => {
  const { page, hooks } = opened;
  await hooks.run('select.clear');
  await goToInit();
  const { x, y } = await pointOfInit();
  const drag = async (): Promise<void> => {
    await page.mouse.move(x - 100, y);
    await page.mouse.down();
    await page.mouse.move(x + 100, y, { steps: 4 });
    await page.mouse.up();
    await hooks.idle();
  };
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('radio', { name: /^zooms, as in Legion Prof/ }).check();
  await settings.getByRole('radio', { name: 'zooms', exact: true }).check();
  await page.keyboard.press('Escape');
  const before = await hooks.view();
  await drag();
  const zoomed = await hooks.view();
  const width = (await page.getByTestId('timeline').boundingBox())!.width;
  expect((zoomed.stopNs - zoomed.startNs) / (before.stopNs - before.startNs)).toBeCloseTo(200 / width, 1);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, 120);
  await hooks.idle();
  expect((await hooks.view()).stopNs - (await hooks.view()).startNs).toBeGreaterThan(zoomed.stopNs - zoomed.startNs);
  await hooks.run('timeline.setView', before);
  await hooks.run('select.clear');
  await page.mouse.click(x, y);
  await page.getByTestId('status').getByText('init <16>').waitFor();
  await hooks.run('timeline.setPointer', 'perfetto');
  await drag();
  expect(await page.getByTestId('status').innerText()).toMatch(/range [\d.]+ us/);
  expect(await hooks.view()).toEqual(before);
  await page.reload();
  await hooks.idle({ jobs: true });
  await page.keyboard.press('?');
  // Help says what is chosen.
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect.poll(() => help.locator('dl.keys').first().innerText()).toMatch(/Drag\s+drag on the ruler\s+Select a range/);
  expect(await help.locator('dl.keys').first().innerText()).not.toContain('Scroll the rows');
  await page.keyboard.press('Escape');
  await hooks.run('timeline.setPointer', 'default');
  await hooks.run('timeline.toggleWheelZoom');
  await hooks.run('select.clear');
  await hooks.run('select.clear');
});

it('pinned tracks stay on top while the others scroll, never fill more than a third, and come back with the address', async () => {
  const { page, hooks } = opened;
  await goToInit();
  await hooks.run('track.openAll');
  const pinned = page.getByTestId('pinned-row');
  const names = () => pinned.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['slug']));
  for (const slug of ['n0/cpu/c3', 'n0/utility/u0', 'n0/utility/u1', 'n0/cpu/c4', 'n0/cpu/c5']) await hooks.run('track.pin', slug);
  await hooks.idle();
  const area = await page.getByRole('treegrid', { name: 'Pinned tracks' }).boundingBox();
  const timeline = await page.getByTestId('timeline').boundingBox();
  expect(area!.height).toBeLessThanOrEqual(timeline!.height / 3);
  expect(await page.getByTestId('pinned-pager').innerText()).toMatch(/^\d–5\/5$/);
  await page.mouse.move(area!.x + 40, area!.y + 10);
  for (let i = 0; i < 5; i++) await page.mouse.wheel(0, -120);
  await expect.poll(names).toEqual(expect.arrayContaining(['n0/cpu/c3']) as string[]);
  await hooks.idle();

  // The rows scroll under them: the item is drawn, named by the pointer and selected where it is pinned.
  for (let i = 0; i < 10; i++) await hooks.run('timeline.scrollDown');
  await hooks.idle();
  expect((await hooks.state())['scrollTop']).toBeGreaterThan(100);
  await hooks.run('select.clear');
  const { x, y } = await pointOfInit();
  expect(y).toBeLessThan(area!.y + area!.height);
  await page.mouse.move(x, y);
  await page.getByTestId('tooltip').getByText('init <16>').waitFor();
  await page.mouse.click(x, y);
  await page.getByTestId('details').getByRole('heading', { name: 'init <16>' }).waitFor();
  // Rows of the tree go on below it.
  const below = (await hooks.tracks()).filter((row) => row.y !== null && row.y >= area!.y + area!.height - 1);
  expect(below.length).toBeGreaterThan(0);
  await page.mouse.move(0, 0);

  await expect.poll(() => page.url()).toContain('pin=n0/cpu/c3');
  await page.reload();
  await hooks.idle({ jobs: true });
  expect((await names())[0]).toBe('n0/cpu/c3');
  await hooks.run('track.unpinAll');
  expect(await pinned.count()).toBe(0);
  await hooks.run('timeline.undoView');
  await expect.poll(() => pinned.count()).toBeGreaterThan(0);
  await hooks.run('track.unpinAll');
});

it('a row is as high as its edge is dragged, with Alt all of its kind, by keys too; labels are dragged to another place; both come back and are undone', async () => {
  const { page, hooks } = opened;
  await goToInit();
  const rowAt = (slug: string) => page.locator(`.tree-content [data-slug="${slug}"]`);
  const heightOf = async (slug: string): Promise<number> => (await rowAt(slug).boundingBox())!.height;
  const usual = await heightOf('n0/cpu/c3');
  const others = await heightOf('n0/cpu/c4');
  const dragEdge = async (slug: string, by: number): Promise<void> => {
    const box = (await rowAt(slug).boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + box.height - 1);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + box.height - 1 + by, { steps: 3 });
    await page.mouse.up();
  };
  await dragEdge('n0/cpu/c3', 30);
  await expect.poll(() => heightOf('n0/cpu/c3')).toBeCloseTo(usual + 30, -1);
  expect(await heightOf('n0/cpu/c4')).toBe(others);
  await expect.poll(() => page.url()).toContain('height=n0/cpu/c3:');
  // What is drawn there is as high: the pointer finds the item in its new place.
  const { x, y } = await pointOfInit();
  await page.mouse.move(x, y);
  await page.getByTestId('tooltip').getByText('init <16>').waitFor();
  await page.reload();
  await hooks.idle({ jobs: true });
  expect(await heightOf('n0/cpu/c3')).toBeCloseTo(usual + 30, -1);
  await page.keyboard.down('Alt');
  await dragEdge('n0/cpu/c3', -20);
  await page.keyboard.up('Alt');
  await expect.poll(() => heightOf('n0/cpu/c4')).not.toBe(others);
  await page.getByRole('treegrid', { name: 'Tracks' }).focus();
  await rowAt('n0/cpu/c3').dblclick({ position: { x: 60, y: await heightOf('n0/cpu/c3') - 1 }, modifiers: ['Alt'] });
  await expect.poll(() => heightOf('n0/cpu/c4')).toBe(others);
  await hooks.run('track.grow', 'n0/cpu/c3');
  expect(await heightOf('n0/cpu/c3')).toBeGreaterThan(usual);
  await hooks.run('track.shrink', 'n0/cpu/c3');
  expect(await heightOf('n0/cpu/c3')).toBe(usual);

  const order = () => page.locator('.tree-content [data-slug^="n0/cpu/"]').evaluateAll((rows) => rows.sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y).map((row) => (row as HTMLElement).dataset['slug']));
  const first = await order();
  const [from, to] = [(await rowAt(first[0]!).boundingBox())!, (await rowAt(first[1]!).boundingBox())!];
  await page.mouse.move(from.x + 50, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 50, to.y + to.height - 4, { steps: 4 });
  await page.getByTestId('tree-drop').waitFor();
  await page.mouse.up();
  await expect.poll(order).toEqual([first[1], first[0], ...first.slice(2)]);
  expect(await page.getByTestId('tree-drop').count()).toBe(0);
  // The click at its end opened and closed nothing.
  expect(await rowAt(first[0]!).getAttribute('aria-expanded')).toBe('true');
  await expect.poll(() => page.url()).toContain('order=n0/cpu:');
  await hooks.run('timeline.undoView');
  await expect.poll(order).toEqual(first);
});

it('levels grow down and names count from 0 where the settings say so; the name of the log stays in reach', async () => {
  const { page, hooks } = opened;
  await goToInit();
  const item = () => hooks.itemAt('n0/cpu/c3', 398_450_000, 2);
  const row = async () => (await hooks.tracks()).find(({ id }) => id === 'n0/cpu/c3')!;
  const up = (await item())!;
  const fromBottom = (await row()).y! + (await row()).height - up.y!;
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('radio', { name: 'grow down' }).check();
  await settings.getByRole('radio', { name: 'from 0 in each kind' }).check();
  await page.keyboard.press('Escape');
  await hooks.idle();
  const down = (await item())!;
  expect(down.y! - (await row()).y!).toBeCloseTo(fromBottom, -1);
  await page.mouse.move(down.x!, down.y!);
  await page.getByTestId('tooltip').getByText('init <16>').waitFor();
  const label = page.locator('.tree-content [data-slug="n0/cpu/c3"]');
  expect(await label.locator('.tree-label').innerText()).toBe('c0');
  expect(await label.textContent()).toContain('c3 in the log');
  for (const name of ['c0', 'c3']) {
    await page.keyboard.press('Control+P');
    await page.keyboard.type(name);
    await page.getByRole('option', { name: /n0\/cpu\/c3/ }).waitFor();
    await page.keyboard.press('Escape');
  }
  await hooks.run('track.setNumbering');
  await hooks.run('track.setDirection');
  expect(await label.locator('.tree-label').innerText()).toBe('c3');
  await hooks.idle();
  expect((await item())!.y).toBeCloseTo(up.y!, 0);
});
