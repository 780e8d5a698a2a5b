// What is on screen, as a link, as a file and after a restart: the real engine, read from the screen of another page.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const log = join(import.meta.dirname, '../logs/lg-tiny-provenance');
const VIEW = { startNs: 239_000_000, stopNs: 240_000_000 };

let browser: Browser;
let served: Served;
let home: string;
const env = (): Record<string, string> => Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((name) => [`XDG_${name}_HOME`, join(home, name)]));
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'legion-prof-view-'));
  browser = await launchBrowser();
  served = await serve([log], { env: env() });
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** What a person sees of the state: rows, status, the item that is told about, the search. */
async function seen({ page, hooks }: OpenedPage) {
  await hooks.idle({ jobs: true });
  return {
    rows: (await hooks.tracks()).map(({ id, expanded }) => `${id} ${String(expanded)}`),
    status: (await page.getByTestId('status').innerText()).replace(/\s+/g, ' ').replace(/t=\S+ \S+ /, ''),
    heading: await page.getByTestId('details').getByRole('heading').first().innerText(),
    search: await page.getByTestId('omnibox').getByRole('combobox').inputValue(),
  };
}

/** What stands around the view: pinned rows, chips of the filter, bookmarks, the panel in front and the height of the dock. */
async function furniture({ page }: OpenedPage) {
  return {
    pinned: await page.getByTestId('pinned-row').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['slug'])),
    filters: (await page.getByTestId('filterbar').innerText()).replace(/\s+/g, ' '),
    notes: await page.getByTestId('notes').getAttribute('aria-label'),
    panel: await page.getByTestId('dock').locator('[role=tab][aria-selected=true]').innerText(),
    dockHeight: Math.round((await page.getByTestId('dock').boundingBox())?.height ?? 0),
  };
}

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

describe('a view', () => {
  let link = '';
  let before: Awaited<ReturnType<typeof seen>>;

  it('is copied as a link that shows the same in another page', async () => {
    const first = await openPage(browser, served.url, { isPainted: false, context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    const { page, hooks } = first;
    await hooks.idle({ jobs: true });
    await hooks.run('track.openAll');
    await hooks.run('track.toggleOpen', 'n0/system');
    await hooks.run('timeline.setView', VIEW);
    await hooks.run('find.start', 'daxpy');
    await hooks.idle();
    const item = await hooks.itemAt('n0/cpu/c2', 239_700_000, 0);
    await page.mouse.click(item!.x!, item!.y!);
    await hooks.idle();
    await page.keyboard.press('r');
    await page.mouse.move(2, 2);
    before = await seen(first);
    expect(before.heading).toBe('daxpy <34>');
    expect(before.status).toContain('range 67.611 ms');
    await page.keyboard.press('y');
    await page.getByText('Copied a link to this view').waitFor();
    link = await clipboard(page);
    await first.close();

    const second = await openPage(browser, link, { isPainted: false });
    await second.page.mouse.move(2, 2);
    expect(await seen(second)).toEqual(before);
    // Nothing of it is a step back: it is where this page begins.
    await second.page.keyboard.press('Control+ArrowLeft');
    expect(await seen(second)).toEqual(before);
    await second.close();
  });

  it('of a link with parts that mean nothing shows the rest, and names them once', async () => {
    const broken = link.replace(/open=[^&]*/, 'open=%E0%A4%A').replace(/sel=[^&]*/, 'sel=n0/cpu/c9@5/7');
    const opened = await openPage(browser, broken, { isPainted: false });
    await opened.hooks.idle({ jobs: true });
    expect(await opened.page.getByText("The link's parts open, sel could not be used").count()).toBe(1);
    expect(await opened.hooks.view()).toEqual(VIEW);
    await opened.close();
  });

  it('is saved as a file that opens again', async () => {
    const opened = await openPage(browser, link, { isPainted: false });
    const { page, hooks } = opened;
    await hooks.idle({ jobs: true });
    const download = page.waitForEvent('download');
    await hooks.run('run.saveView');
    const file = await (await download).path();
    expect((await download).suggestedFilename()).toBe('lg-tiny-provenance.view');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ legionProfView: 1, title: 'lg-tiny-provenance' });
    await hooks.run('timeline.zoomToFit');
    await hooks.run('select.clear');
    await hooks.idle();
    const chooser = page.waitForEvent('filechooser');
    const reading = hooks.run('run.openView');
    await (await chooser).setFiles(file);
    await reading;
    await page.mouse.move(2, 2);
    expect(await seen(opened)).toEqual(before);
    await opened.close();
  });

  it('comes back after a reload and after a restart of the program', async () => {
    const opened = await openPage(browser, link, { isPainted: false });
    await opened.hooks.idle({ jobs: true });
    await opened.hooks.run('timeline.growRows');
    // Each is read from the screen: a pinned track, a filter, a bookmark, and how high the dock is.
    await opened.hooks.run('track.pin', 'n0/cpu/c2');
    await opened.hooks.run('filter.add', 'kind:cpu');
    await opened.hooks.run('mark.add');
    await opened.hooks.run('panel.maximize');
    await opened.hooks.idle();
    const grown = { ...await seen(opened), ...await furniture(opened) };
    expect(grown).toMatchObject({ pinned: ['n0/cpu/c2'], filters: expect.stringContaining('kind:cpu') as string, notes: 'Notes: 1', panel: 'Details' });
    await opened.page.reload();
    expect({ ...await seen(opened), ...await furniture(opened) }).toEqual(grown);
    const heights = (await opened.hooks.tracks()).map(({ height }) => height);
    await new Promise((resolve) => { setTimeout(resolve, 1600); });
    await opened.close();
    await served.stop();
    served = await serve([log], { env: env() });
    const after = await openPage(browser, served.url, { isPainted: false });
    await after.page.mouse.move(2, 2);
    expect({ ...await seen(after), ...await furniture(after) }).toEqual(grown);
    expect((await after.hooks.tracks()).map(({ height }) => height)).toEqual(heights);
    await after.hooks.run('panel.showTasks');
    await expect.poll(() => after.page.url()).toContain('panel=tasks');
    await after.page.reload();
    await after.hooks.idle({ jobs: true });
    expect(await furniture(after)).toMatchObject({ panel: 'Tasks', dockHeight: grown.dockHeight });
    await after.close();
  });

  it('goes back in rows, height and range too', async () => {
    const opened = await openPage(browser, served.url, { isPainted: false });
    const { page, hooks } = opened;
    await hooks.idle({ jobs: true });
    const rows = async () => (await hooks.tracks()).map(({ id, height }) => `${id} ${height}`);
    const start = await rows();
    await hooks.run('track.closeAll');
    await hooks.idle();
    const closed = await rows();
    expect(closed).not.toEqual(start);
    await hooks.run('timeline.zoomToFit');
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    expect(await rows()).toEqual(closed);
    expect(await hooks.view()).toEqual(VIEW);
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    expect(await rows()).toEqual(start);
    await page.keyboard.press('Control+ArrowRight');
    await hooks.idle();
    expect(await rows()).toEqual(closed);
    await opened.close();
  });
});
