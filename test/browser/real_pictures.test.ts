// Reference pictures of the sample run and of a run of two nodes. Recorded by `npm run test:browser -- --record real_pictures`; look at each before committing it.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, type OpenedPage, type PageOptions } from './harness/browser.ts';
import { expectPicture } from './harness/picture.ts';
import { serve, type Served } from './harness/serve.ts';

const root = join(import.meta.dirname, '../..');

interface Subject {
  readonly name: string;
  readonly folder: string;
  readonly kind: string;
  /** A track and a stretch of it where single tasks show their states. */
  readonly track: string;
  readonly span: { readonly startNs: number; readonly stopNs: number };
}

const SUBJECTS: readonly Subject[] = [
  { name: 'sample', folder: join(root, 'sample'), kind: 'n0/cpu', track: 'n0/cpu/c0', span: { startNs: 2_000_000_000, stopNs: 2_010_000_000 } },
  { name: 'circuit', folder: join(root, 'test/logs/lg-medium-circuit-2n'), kind: 'n0/cpu', track: 'n0/cpu/c3', span: { startNs: 3_400_000_000, stopNs: 3_800_000_000 } },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Folders differ from machine to machine: only the files' names stay. */
async function hideFolder(page: Page, folder: string): Promise<void> {
  await page.evaluate((prefix) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeValue?.includes(prefix)) node.nodeValue = node.nodeValue.replaceAll(prefix, '');
    }
  }, `${folder}/`);
}

async function openAt(served: Served, options: PageOptions = {}): Promise<OpenedPage> {
  const opened = await openPage(browser, served.url, { ...options, isPainted: false });
  await opened.hooks.idle({ jobs: true });
  // What an earlier page left on screen is remembered.
  await opened.hooks.run('select.clear');
  await opened.hooks.run('timeline.zoomToFit');
  await opened.hooks.run('track.closeAll');
  await opened.hooks.run('panel.showDetails');
  await opened.page.mouse.move(0, 0);
  await opened.hooks.idle();
  return opened;
}

/** Painted for the picture alone. */
async function expectPainted({ page, hooks, setPainted }: OpenedPage, name: string): Promise<void> {
  await setPainted(true);
  await hooks.idle();
  await expectPicture(page, name);
  await setPainted(false);
}

describe.each(SUBJECTS)('pictures of $name', ({ name, folder, kind, track, span }) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([folder]);
  });
  afterAll(() => served?.stop());

  it.each(['light', 'dark'] as const)('whole run, one kind, single tasks, details, quality; %s', async (colorScheme) => {
    const opened = await openAt(served, { colorScheme });
    const { page, hooks, close } = opened;
    await page.evaluate(() => document.fonts.ready);
    await expectPainted(opened, `${name}-whole-${colorScheme}`);

    await hooks.run('track.toggleOpen', kind);
    await hooks.run('track.toggleOpen', track);
    await hooks.idle();
    await expectPainted(opened, `${name}-kind-${colorScheme}`);

    await hooks.run('track.openAll');
    await hooks.run('timeline.setView', span);
    await hooks.idle();
    await expectPainted(opened, `${name}-tasks-${colorScheme}`);

    const item = await hooks.itemAt(track, (span.startNs + span.stopNs) / 2) ?? await hooks.itemAt(track, span.startNs);
    expect(item?.x, 'an item in the middle of the picture').toEqual(expect.any(Number));
    await page.mouse.click(item!.x!, item!.y!);
    await page.mouse.move(0, 0);
    await page.getByTestId('details').waitFor();
    await hooks.idle();
    // The pointer's line in the ruler rests for a while after the pointer has gone.
    await page.waitForFunction(() => !document.querySelector('[data-testid=status]')?.textContent?.includes('t='));
    await hooks.idle();
    await expectPainted(opened, `${name}-details-${colorScheme}`);

    await hooks.run('select.clear');
    await hooks.run('timeline.zoomToFit');
    await hooks.run('track.closeAll');
    await hooks.run('data.showQuality');
    await page.getByTestId('quality').waitFor();
    await hooks.idle();
    await hideFolder(page, folder);
    await expectPainted(opened, `${name}-quality-${colorScheme}`);
    await close();
  });

  it('fits into the smallest window', async () => {
    const opened = await openAt(served, { width: 1024, height: 640 });
    const { page, hooks, close } = opened;
    await hooks.run('track.openAll');
    await hooks.idle();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight)).toBe(true);
    await expectPainted(opened, `${name}-1024x640`);
    await close();
  });
});

describe('pictures without a run', () => {
  it.each(['light', 'dark'] as const)('home and a log that cannot be read; %s', async (colorScheme) => {
    const served = await serve([], { command: ['view', '--browser', '--no-open'] });
    const home = await openPage(browser, served.url, { colorScheme });
    await home.hooks.idle({ jobs: true });
    await home.page.evaluate(() => document.fonts.ready);
    await expectPicture(home.page, `home-${colorScheme}`);
    await home.close();
    await served.stop();

    const folder = join(root, 'test/logs/lg-killed-default');
    const failing = await serve([folder]);
    const failed = await openPage(browser, failing.url, { colorScheme });
    await failed.hooks.idle({ jobs: true });
    await failed.page.evaluate(() => document.fonts.ready);
    await hideFolder(failed.page, folder);
    await expectPicture(failed.page, `failing-${colorScheme}`);
    await failed.close();
    await failing.stop();
  });
});
