// `view A --vs B`: two programs in one window, coupled, let go, swapped, left and linked to. One page; each test leaves it comparing.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compared, expectClean, expectContrast, untilCompared, verdict } from './compared_page.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const logs = join(import.meta.dirname, '../logs');

describe('two programs, from the command line', () => {
  let browser: Browser;
  let served: Served;
  let opened: OpenedPage;
  beforeAll(async () => {
    browser = await launchBrowser();
    served = await serve([], { command: ['view', join(logs, 'lg-small-cgsolver-2n'), '--vs', join(logs, 'lgt-2rank-cg'), '--browser', '--no-open'] });
    opened = await openPage(browser, served.url, { isPainted: false });
    await untilCompared(opened);
  });
  afterAll(async () => {
    await opened?.close();
    await served?.stop();
    await browser?.close();
  });

  it('stand in one window, with their tracks paired and what only one has below; no finding of axe in any panel, light and dark', async () => {
    const { page, hooks } = opened;
    expect(await verdict(page)).toContain('Cannot tell');
    expect(await page.getByTestId('compare-run-a').innerText()).toContain('lg-small-cgsolver-2n');
    expect(await page.getByTestId('compare-run-b').innerText()).toContain('lgt-2rank-cg');
    const rows = await page.getByTestId('lane-row').evaluateAll((all) => all.map((row) => [(row as HTMLElement).dataset['side'], (row as HTMLElement).dataset['slug'], (row as HTMLElement).dataset['paired']].join(' ')));
    // Partner under partner.
    expect(rows.indexOf('B n0/cpu true')).toBe(rows.indexOf('A n0/cpu true') + 1);
    // Only the solver's first node has I/O processors.
    expect(rows.findIndex((row) => row.endsWith('false'))).toBeGreaterThan(rows.findLastIndex((row) => row.endsWith('true')));
    for (const panel of ['TasksDelta', 'Unmatched']) {
      await hooks.run(`panel.show${panel}`);
      await hooks.idle();
      await expectClean(page, panel, '[data-testid=dock]');
    }
    await hooks.run('panel.showLedger');
    await hooks.idle();
    await expectClean(page, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await hooks.idle();
    await expectContrast(page, 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('couple their zoom and cursor, until it is let go; B can be moved by hand', async () => {
    const { page, hooks } = opened;
    await hooks.run('compare.setAlignment', 'start');
    await hooks.run('timeline.setView', { startNs: 100_000_000, stopNs: 300_000_000 });
    await hooks.idle();
    expect((await compared(page)).sides.map(({ view }) => view)).toEqual([{ startNs: 100_000_000, stopNs: 300_000_000 }, { startNs: 100_000_000, stopNs: 300_000_000 }]);
    const lane = (await page.getByTestId('lane-b').boundingBox())!;
    await page.mouse.move(lane.x + lane.width / 2, lane.y + 60);
    await hooks.idle();
    const cursors = (await compared(page)).sides.map(({ cursorNs }) => cursorNs);
    expect(cursors[0]).toBeCloseTo(200_000_000, -5);
    expect(cursors[1]).toBe(cursors[0]);

    // Shift+drag of B's ruler by half the view to the right: B comes 100 ms later.
    await page.keyboard.down('Shift');
    await page.mouse.move(lane.x + lane.width / 4, lane.y + 10);
    await page.mouse.down();
    await page.mouse.move(lane.x + lane.width / 2, lane.y + 10);
    await page.mouse.move(lane.x + (3 * lane.width) / 4, lane.y + 10);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await hooks.idle();
    const moved = (await compared(page)).sides[1].view;
    expect(moved.startNs).toBeCloseTo(0, -6);
    expect(moved.stopNs - moved.startNs).toBeCloseTo(200_000_000, -2);
    const offset = page.getByTestId('offset');
    expect(await offset.inputValue()).toMatch(/^−(99|100)\./);
    await offset.fill('-50 ms');
    await offset.press('Enter');
    await hooks.idle();
    expect((await compared(page)).sides[1].view).toEqual({ startNs: 50_000_000, stopNs: 250_000_000 });

    await page.getByTestId('tree').getByRole('treegrid').focus();
    await page.keyboard.press('l');
    expect((await compared(page)).isLocked).toBe(false);
    await hooks.run('timeline.setView', { startNs: 0, stopNs: 50_000_000 });
    await hooks.idle();
    expect((await compared(page)).sides[1].view).toEqual({ startNs: 50_000_000, stopNs: 250_000_000 });
    await page.keyboard.press('l');
    await hooks.idle();
    expect((await compared(page)).sides[1].view).toEqual({ startNs: -50_000_000, stopNs: 0 });
  });

  it('open and close rows together, swap, and one can be shown alone', async () => {
    const { page, hooks } = opened;
    const isOpen = (side: string, slug: string): Promise<string | null> => page.locator(`[data-testid=lane-row][data-side=${side}][data-slug="${slug}"]`).getAttribute('aria-expanded');
    const before = await isOpen('A', 'n0/cpu');
    await page.locator('[data-testid=lane-row][data-side=A][data-slug="n0/cpu"]').click();
    await hooks.idle();
    expect([await isOpen('A', 'n0/cpu'), await isOpen('B', 'n0/cpu')]).toEqual([before === 'true' ? 'false' : 'true', before === 'true' ? 'false' : 'true']);
    const runs = (await compared(page)).sides.map(({ run }) => run);
    await hooks.run('compare.swap');
    await untilCompared(opened);
    expect((await compared(page)).sides.map(({ run }) => run)).toEqual([runs[1], runs[0]]);
    await hooks.run('compare.close');
    await hooks.idle();
    expect(await compared(page)).toBe(null);
    expect(await page.locator('.run-title h1').innerText()).toBe('lgt-2rank-cg');
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Compare two runs…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
    await untilCompared(opened);
    // The address says which two, and from where to where.
    const pair = (await compared(page)).sides.map(({ run }) => run);
    await hooks.run('timeline.setView', { startNs: 100_000_000, stopNs: 300_000_000 });
    await page.waitForFunction(() => location.hash.includes('t=100000000..300000000'));
    await page.reload();
    await untilCompared(opened);
    expect((await compared(page)).sides.map(({ run }) => run)).toEqual(pair);
    expect((await compared(page)).sides[0].view).toEqual({ startNs: 100_000_000, stopNs: 300_000_000 });
  });
});
