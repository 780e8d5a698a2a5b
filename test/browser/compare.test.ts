// Two runs on one screen, on the real engine: what the page shows and where it goes, read from the screen.
import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShared, traces } from '../golden/shared_folders.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { expectPicture } from './harness/picture.ts';
import { serve, type Served } from './harness/serve.ts';

const logs = join(import.meta.dirname, '../logs');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

interface Side {
  readonly run: string;
  readonly view: { readonly startNs: number; readonly stopNs: number };
  readonly cursorNs: number | null;
  readonly selected: { readonly title: string; readonly life: { readonly startNs: number; readonly stopNs: number } } | null;
}
interface Compared {
  readonly isLocked: boolean;
  readonly align: string;
  readonly movedNs: number;
  readonly seams: number;
  readonly sides: readonly [Side, Side];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const compared = (page: Page): Promise<Compared> => page.evaluate(() => (Reflect.get(window, 'profilerTest') as { comparing(): unknown }).comparing() as Compared);
const verdict = (page: Page): Promise<string> => page.getByTestId('verdict').locator('.verdict-sentence').innerText();

async function come({ page, hooks }: OpenedPage): Promise<void> {
  await page.getByTestId('verdict').locator('.verdict-word').waitFor();
  await hooks.idle({ jobs: true });
}

async function expectClean(page: Page, stop: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => `${stop}: ${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 4).join(' | ')}`)).toEqual([]);
}

describe('two programs, from the command line', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([], { command: ['view', join(logs, 'lg-small-cgsolver-2n'), '--vs', join(logs, 'lgt-2rank-cg'), '--browser', '--no-open'] });
  });
  afterAll(() => served?.stop());

  it.each(['light', 'dark'] as const)('stand in one window, with their tracks paired and what only one has below; no finding of axe in any panel, %s', async (colorScheme) => {
    const opened = await openPage(browser, served.url, { colorScheme });
    const { page, hooks, close } = opened;
    await come(opened);
    expect(await verdict(page)).toContain('Cannot tell');
    expect(await page.getByTestId('compare-run-a').innerText()).toContain('lg-small-cgsolver-2n');
    expect(await page.getByTestId('compare-run-b').innerText()).toContain('lgt-2rank-cg');
    const rows = await page.getByTestId('lane-row').evaluateAll((all) => all.map((row) => [(row as HTMLElement).dataset['side'], (row as HTMLElement).dataset['slug'], (row as HTMLElement).dataset['paired']].join(' ')));
    // Partner under partner.
    expect(rows.indexOf('B n0/cpu true')).toBe(rows.indexOf('A n0/cpu true') + 1);
    // Only the solver's first node has I/O processors.
    expect(rows.findIndex((row) => row.endsWith('false'))).toBeGreaterThan(rows.findLastIndex((row) => row.endsWith('true')));
    for (const panel of colorScheme === 'dark' ? ['Ledger'] : ['Ledger', 'TasksDelta', 'Unmatched']) {
      await hooks.run(`panel.show${panel}`);
      await hooks.idle();
      await expectClean(page, panel);
    }
    await close();
  });

  it('couple their zoom and cursor, until it is let go; B can be moved by hand', async () => {
    const opened = await openPage(browser, served.url);
    const { page, hooks, close } = opened;
    await come(opened);
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
    await close();
  });

  it('open and close rows together, swap, and one can be shown alone', async () => {
    const opened = await openPage(browser, served.url);
    const { page, hooks, close } = opened;
    await come(opened);
    const isOpen = (side: string, slug: string): Promise<string | null> => page.locator(`[data-testid=lane-row][data-side=${side}][data-slug="${slug}"]`).getAttribute('aria-expanded');
    const before = await isOpen('A', 'n0/cpu');
    await page.locator('[data-testid=lane-row][data-side=A][data-slug="n0/cpu"]').click();
    await hooks.idle();
    expect([await isOpen('A', 'n0/cpu'), await isOpen('B', 'n0/cpu')]).toEqual([before === 'true' ? 'false' : 'true', before === 'true' ? 'false' : 'true']);
    const runs = (await compared(page)).sides.map(({ run }) => run);
    await hooks.run('compare.swap');
    await come(opened);
    expect((await compared(page)).sides.map(({ run }) => run)).toEqual([runs[1], runs[0]]);
    await hooks.run('compare.close');
    await hooks.idle();
    expect(await compared(page)).toBe(null);
    expect(await page.locator('.run-title h1').innerText()).toBe('lgt-2rank-cg');
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Compare two runs…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
    await come(opened);
    // The address says which two, and from where to where.
    const pair = (await compared(page)).sides.map(({ run }) => run);
    await hooks.run('timeline.setView', { startNs: 100_000_000, stopNs: 300_000_000 });
    await page.waitForFunction(() => location.hash.includes('t=100000000..300000000'));
    await page.reload();
    await come(opened);
    expect((await compared(page)).sides.map(({ run }) => run)).toEqual(pair);
    expect((await compared(page)).sides[0].view).toEqual({ startNs: 100_000_000, stopNs: 300_000_000 });
    await close();
  });
});

describe.skipIf(!isShared)('a solver that tests convergence in every step, and in every 25th', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([], { command: ['view', join(traces, 'lgt-cg-every1'), '--vs', join(traces, 'lgt-cg-every25'), '--browser', '--no-open'] });
  });
  afterAll(() => served?.stop());

  it('says no more than it knows, adds up to the ns, and gives the facts of compare.md §7', async () => {
    const opened = await openPage(browser, served.url);
    const { page, hooks, close } = opened;
    await come(opened);
    await hooks.run('panel.showLedger');
    expect(await page.getByTestId('verdict').getAttribute('data-verdict')).toBe('cannot tell');
    expect(await verdict(page)).toBe('Cannot tell: wall time −57 %.');
    expect((await page.getByTestId('ledger-sum').innerText()).replaceAll('\u202f', ' ')).toBe('Σ −1 642 909 542 ns, exact');
    await page.getByTestId('ledger').getByRole('combobox').selectOption('phase');
    await page.getByTestId('waterfall').getByRole('button', { name: 'Show as table' }).click();
    const phases = await page.getByTestId('waterfall').locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(phases.map(([name, , , delta]) => [name, delta])).toEqual([
      ['startup', '−18.018 ms'], ['setup', '−1.024 s'], ['iterations', '−518.038 ms'], ['after the loop', '−76.079 ms'], ['shutdown', '−6.294 ms'],
    ]);
    expect(await page.getByTestId('ledger').innerText()).toContain('waits of Toplevel Task (program) before cg.py:34: 200 → 8');
    await hooks.run('panel.showTasksDelta');
    await hooks.idle();
    const tasks = await page.getByTestId('delta-tasks').getByRole('row').evaluateAll((rows) => rows.flatMap((row) => {
      const cell = (field: string): number => Number(row.querySelector(`[role=gridcell][data-field=${field}]`)?.textContent?.replaceAll('\u202f', '') ?? NaN);
      return Number.isNaN(cell('count_a')) ? [] : [[cell('count_a'), cell('count_b')]];
    }));
    expect(tasks.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0])).toEqual([1429, 1237]);
    await close();
  });

  it('are aligned iteration by iteration, and a line of the ledger leads both timelines to its items', async () => {
    const opened = await openPage(browser, served.url);
    const { page, hooks, close } = opened;
    await come(opened);
    await hooks.run('panel.showLedger');
    expect((await compared(page)).align).toBe('iteration');
    expect((await compared(page)).seams).toBeGreaterThan(10);
    await page.getByTestId('ledger-lines').locator('[data-line="cg.py:27"][data-stage=task][data-phase=iterations]').getByRole('button').first().click();
    await hooks.idle();
    const { sides } = await compared(page);
    for (const { selected, view } of sides) {
      expect(selected?.title).toMatch(/^cupynumeric::MatVecMulTask/);
      expect(view.startNs).toBeLessThanOrEqual(selected!.life.startNs);
      expect(view.stopNs).toBeGreaterThanOrEqual(selected!.life.stopNs);
    }
    // Both are drawn where the view has them, and stand in the panel side by side.
    await hooks.run('panel.showPair');
    await hooks.idle();
    expect(await page.getByTestId('pair-title-a').innerText()).toContain('MatVecMulTask');
    expect(await page.getByTestId('pair-title-b').innerText()).toContain('MatVecMulTask');
    expect(await page.locator('[data-testid=pair-figure][data-name="Running in all"]').innerText()).toMatch(/ms.*ms.*[+−]/s);

    // J goes on to another line.
    await page.getByTestId('tree').getByRole('treegrid').focus();
    await page.keyboard.press('j');
    await hooks.idle();
    expect((await compared(page)).sides[0].selected?.title).not.toBe(sides[0].selected?.title);

    // What a line consists of adds up to it.
    await hooks.run('panel.showLedger');
    await page.getByTestId('ledger-lines').locator('[data-line="cg.py:27"][data-stage=task][data-phase=iterations]').getByRole('button', { name: 'show' }).click();
    await page.getByTestId('ledger-parts').waitFor();
    await hooks.idle();
    expect(await page.getByTestId('contributions').innerText()).toContain('Exposed time in 100 iterations; adds up to the line');
    await page.getByTestId('ledger-parts').getByRole('button', { name: 'iteration 3', exact: true }).click();
    await hooks.idle();
    for (const { selected } of (await compared(page)).sides) expect(selected?.title).toMatch(/MatVecMulTask/);
    await close();
  });

  it('an item that is clicked has its partner selected in the other run, of the same name', async () => {
    const opened = await openPage(browser, served.url);
    const { page, hooks, close } = opened;
    await come(opened);
    const item = (await hooks.itemAt('n0/cpu/c1', 2_003_000_000))!;
    await hooks.run('select.item', { track: 'n0/cpu/c1', ordinal: Number(BigInt(item.itemId) % 134_217_728n) });
    await hooks.idle();
    const { sides: [a, b] } = await compared(page);
    expect(a.selected?.title).toBe(item.title);
    expect(b.selected?.title.replace(/<\d+>/, '')).toBe(item.title.replace(/<\d+>/, ''));
    // Launch for launch: the partner runs in the same iteration, so the alignment puts them near each other.
    await hooks.run('compare.setAlignment', 'item');
    await hooks.run('timeline.setView', { startNs: a.selected!.life.startNs, stopNs: a.selected!.life.startNs + 10_000_000 });
    await hooks.idle();
    expect((await compared(page)).sides[1].view.startNs).toBeCloseTo(b.selected!.life.startNs, 0);
    await close();
  });

  it.each(['light', 'dark'] as const)('look as recorded, %s', async (colorScheme) => {
    const opened = await openPage(browser, served.url, { colorScheme });
    const { page, hooks, close } = opened;
    await come(opened);
    await page.evaluate(() => document.fonts.ready);
    await hooks.run('track.closeAll');
    await hooks.run('panel.showLedger');
    await page.mouse.move(0, 0);
    await hooks.idle();
    await expectPicture(page, `compare-whole-${colorScheme}`);
    await hooks.run('track.toggleOpen', 'n0/cpu');
    await hooks.run('timeline.setView', { startNs: 1_990_000_000, stopNs: 2_030_000_000 });
    await hooks.idle();
    await expectPicture(page, `compare-iterations-${colorScheme}`);
    await close();
  });
});

describe.skipIf(!isShared)('three runs of a program, and another program', () => {
  let served: Served;
  let opened: OpenedPage;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    served = await serve(['legate-julia-a', 'legate-julia-b', 'legate-julia-c', 'lg-tiny-hello'].map((name) => join(traces, name)));
    opened = await openPage(browser, served.url);
    await opened.hooks.idle({ jobs: true });
    await opened.page.getByRole('button', { name: 'Home' }).click();
    for (const [run, title] of await opened.page.evaluate(async () => (Reflect.get(window, 'profilerTest') as { runs(): [string, string][] }).runs())) ids.set(title, run);
  });
  afterAll(async () => {
    await opened?.close();
    await served?.stop();
  });

  async function compare(a: string, b: string): Promise<void> {
    await opened.hooks.run('run.openCompare', { a: ids.get(a), b: ids.get(b) });
    await come(opened);
  }

  it('a and b: neutral, their lengths, and the task that both have 4 of', async () => {
    const { page, hooks } = opened;
    await compare('legate-julia-a', 'legate-julia-b');
    await hooks.run('compare.setAlignment', 'start');
    expect(await page.getByTestId('compare-run-a').innerText()).toContain('2.924 s');
    // 2.957 643 870 s: the viewer's words cut off, the verdict rounds.
    expect(await page.getByTestId('compare-run-b').innerText()).toContain('2.957 s');
    expect(await page.getByTestId('verdict').getAttribute('data-verdict')).toBe('neutral');
    expect(await verdict(page)).toContain('+1.1 %');
    await hooks.run('panel.showTasksDelta');
    await hooks.idle();
    const row = page.getByTestId('delta-tasks').locator('[data-name="ufi::JuliaCustomTask"]');
    expect(await row.locator('[data-field=count_a]').innerText()).toBe('4');
    expect(await row.locator('[data-field=count_b]').innerText()).toBe('4');
  });

  it('a and c: its GPU tracks are listed as unpaired', async () => {
    const { page, hooks } = opened;
    await compare('legate-julia-a', 'legate-julia-c');
    expect(await page.getByTestId('verdict').getAttribute('data-verdict')).toBe('neutral');
    await hooks.run('panel.showUnmatched');
    await hooks.idle();
    expect(await page.getByTestId('tracks-only-b').innerText()).toMatch(/gpu/);
    const unpaired = await page.locator('[data-testid=lane-row][data-paired=false]').evaluateAll((rows) => rows.map((row) => `${(row as HTMLElement).dataset['side']} ${(row as HTMLElement).dataset['slug']}`));
    expect(unpaired.filter((row) => row.startsWith('B') && row.includes('gpu')).length).toBeGreaterThan(0);
    expect(await page.locator('.lane-heads').innerText()).toContain('Only in B');
  });

  it('a and another program: cannot tell', async () => {
    await compare('legate-julia-a', 'lg-tiny-hello');
    expect(await opened.page.getByTestId('verdict').getAttribute('data-verdict')).toBe('cannot tell');
    expect(await opened.page.getByTestId('verdict').innerText()).toContain('Only 0 %');
  });

  it('a and itself: the same run, and nothing differs', async () => {
    await compare('legate-julia-a', 'legate-julia-a');
    await opened.hooks.run('panel.showLedger');
    expect(await opened.page.getByTestId('verdict').innerText()).toContain('These are the same run.');
    expect((await opened.page.getByTestId('ledger-sum').innerText()).replaceAll('\u202f', ' ')).toBe('Σ +0 ns, exact');
  });
});
