// Every screen that real_pictures.test.ts does not show, in both themes beside its recorded picture; and at the sizes people have nothing is cut or covered.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { layoutFaults } from './harness/layout_faults.ts';
import { expectPicture } from './harness/picture.ts';
import { serve, type Served } from './harness/serve.ts';

const root = join(import.meta.dirname, '../..');
/** The smallest window, a large one, and one of 1920 × 1080 at a size of 200 %. */
const SIZES = [[1024, 640], [1920, 1080], [960, 540]] as const;
/** Nearly all of these is text, which other browsers than the one that recorded them set a little differently. */
const TOLERANCE = 0.01;
const AS_SEEN = { width: 1280, height: 800 };

interface Screen {
  readonly name: string;
  /** Brings it up. */
  readonly show: (opened: OpenedPage) => Promise<unknown>;
  /** What is pictured and looked through: the page itself, or what floats over it. */
  readonly part: string;
  readonly hide?: (opened: OpenedPage) => Promise<unknown>;
  /** It names folders, which differ from machine to machine. */
  readonly hasNoPicture?: boolean;
}

const panel = (name: string, ready: string, more?: (opened: OpenedPage) => Promise<unknown>): Screen => ({
  name, part: '[data-testid=dock]', show: async (opened) => {
    await opened.hooks.run(`panel.show${name[0]!.toUpperCase()}${name.slice(1)}`);
    await opened.page.locator(ready).filter({ visible: true }).first().waitFor();
    await more?.(opened);
  },
});
const floating = (name: string, command: string, part: string): Screen => ({
  name, part, show: ({ hooks, page }) => hooks.run(command).then(() => page.locator(part).waitFor()), hide: async ({ page }) => {
    await page.keyboard.press('Escape');
    await page.locator(part).waitFor({ state: 'detached' });
  },
});

const SCREENS: readonly Screen[] = [
  panel('selection', '[data-testid=totals]'),
  panel('tasks', '[data-testid=totals] [role=gridcell]'),
  panel('lines', '.cm-line, .panel-state'),
  panel('memory', '[data-testid=instances]'),
  panel('channels', '[data-testid=copies]'),
  panel('sql', '.cm-line', async ({ page }) => {
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByTestId('sql-result').waitFor();
  }),
  {
    name: 'filter', part: 'body', show: async ({ hooks }) => {
      await hooks.run('filter.add', 'kind:cpu');
      await hooks.run('filter.add', 'dur>10us');
    }, hide: ({ hooks }) => hooks.run('filter.clear'),
  },
  {
    name: 'search', part: '[data-testid=search-results]', show: async ({ page }) => {
      await page.keyboard.press('/');
      await page.keyboard.type('task');
      await page.getByRole('listbox', { name: 'Hits' }).getByRole('option').first().waitFor();
    }, hide: async ({ page, hooks }) => {
      await page.keyboard.press('Escape');
      await hooks.run('find.clear');
    },
  },
  floating('help', 'app.showHelp', 'dialog.help'),
  floating('settings', 'app.openSettings', 'dialog.settings'),
  floating('palette', 'app.openPalette', 'dialog.palette'),
  { ...floating('export', 'run.exportArchive', 'dialog.export'), hasNoPicture: true },
];

let browser: Browser;
let served: Served;
beforeAll(async () => {
  browser = await launchBrowser();
  served = await serve([join(root, 'sample')]);
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

async function still(page: Page, opened: OpenedPage): Promise<void> {
  await page.mouse.move(0, 0);
  await opened.hooks.idle();
}

describe.each(['light', 'dark'] as const)('screens, %s', (colorScheme) => {
  it('look as they did, and at all sizes nothing is cut or covered', async () => {
    const opened = await openPage(browser, served.url, { ...AS_SEEN, colorScheme, isPainted: false });
    const { page, hooks } = opened;
    await hooks.idle({ jobs: true });
    for (const id of ['select.clear', 'timeline.zoomToFit', 'track.closeAll']) await hooks.run(id);
    await page.evaluate(() => document.fonts.ready);
    const faults: string[] = [];
    for (const { name, show, part, hide, hasNoPicture } of SCREENS) {
      await show(opened);
      // The others float over the timeline, or lie below it.
      if (part === 'body') await opened.setPainted(true);
      await still(page, opened);
      if (hasNoPicture !== true) await expectPicture(part === 'body' ? page : page.locator(part), `screen-${name}-${colorScheme}`, { mask: [page.getByTestId('sql-time')], tolerance: TOLERANCE });
      await opened.setPainted(false);
      // Where things are does not hang on the theme.
      if (colorScheme === 'light') {
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await still(page, opened);
          faults.push(...(await layoutFaults(page, part)).map((fault) => `${name} at ${width} × ${height}: ${fault}`));
        }
        await page.setViewportSize(AS_SEEN);
      }
      await hide?.(opened);
    }
    expect(faults).toEqual([]);
    await opened.close();
  });
});
