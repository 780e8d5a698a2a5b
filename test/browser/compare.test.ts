// Two runs on one screen, on the real engine: what the page shows and where it goes, read from the screen. A page per pair of runs: each test leaves it comparing.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShared, traces } from '../golden/shared_folders.ts';
import { compared, expectClean, expectContrast, plain, untilCompared, verdict } from './compared_page.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { expectPicture } from './harness/picture.ts';
import { serve, type Served } from './harness/serve.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.skipIf(!isShared)('on one server', () => {
  let served: Served;
  let opened: OpenedPage;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    served = await serve(['lgt-cg-every1', 'lgt-cg-every25', 'legate-julia-a', 'legate-julia-b', 'legate-julia-c', 'lg-tiny-hello'].map((name) => join(traces, name)));
    opened = await openPage(browser, served.url);
    await opened.hooks.idle({ jobs: true });
    for (const [run, title] of await opened.page.evaluate(async () => (Reflect.get(window, 'profilerTest') as { runs(): [string, string][] }).runs())) ids.set(title, run);
  });
  afterAll(async () => {
    await opened?.close();
    await served?.stop();
  });

  async function compare(a: string, b: string): Promise<void> {
    await opened.hooks.run('run.openCompare', { a: ids.get(a), b: ids.get(b) });
    await untilCompared(opened);
  }

  describe('a solver that tests convergence in every step, and in every 25th', () => {
    beforeAll(() => compare('lgt-cg-every1', 'lgt-cg-every25'));

    it('look as recorded, light and dark', async () => {
      const { page, hooks } = opened;
      await page.evaluate(() => document.fonts.ready);
      await hooks.run('track.closeAll');
      await hooks.run('panel.showLedger');
      await page.mouse.move(0, 0);
      const inBoth = async (name: string): Promise<void> => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await hooks.idle();
          await expectPicture(page, `${name}-${colorScheme}`);
        }
      };
      await inBoth('compare-whole');
      await hooks.run('track.toggleOpen', 'n0/cpu');
      await hooks.run('timeline.setView', { startNs: 1_990_000_000, stopNs: 2_030_000_000 });
      await inBoth('compare-iterations');
      await page.emulateMedia({ colorScheme: 'light' });
      await hooks.run('timeline.zoomToFit');
      await hooks.idle();
    });

    it('says no more than it knows, adds up to the ns, and gives the facts of compare.md §7', async () => {
      const { page, hooks } = opened;
      await hooks.run('panel.showLedger');
      expect(await page.getByTestId('verdict').getAttribute('data-verdict')).toBe('cannot tell');
      expect(await verdict(page)).toBe('Cannot tell: wall time −57 %.');
      expect(plain(await page.getByTestId('ledger-sum').innerText())).toBe('Σ −1 642 909 542 ns, exact');
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
    });

    it('are aligned iteration by iteration, and a line of the ledger leads both timelines to its items', async () => {
      const { page, hooks } = opened;
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
      // How long its items are, over each other: 200 in each run.
      expect(await page.getByTestId('lengths').innerText()).toMatch(/A\s+200 items, half of them shorter than .*B\s+200 items/s);
      await page.getByTestId('ledger-parts').getByRole('button', { name: 'iteration 3', exact: true }).click();
      await hooks.idle();
      for (const { selected } of (await compared(page)).sides) expect(selected?.title).toMatch(/MatVecMulTask/);
    });

    it('an item that is clicked has its partner selected in the other run, of the same name', async () => {
      const { page, hooks } = opened;
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
    });

    it('compared again, labels and rows still belong together', async () => {
      const { page, hooks } = opened;
      await hooks.run('track.openAll');
      await compare('lgt-cg-every1', 'lgt-cg-every25');
      await hooks.run('track.closeAll');
      await hooks.idle();
      const labels = await page.locator('[data-testid=lane-row][data-side=A]').evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['slug']));
      expect(labels).toEqual((await hooks.tracks()).map(({ id }) => id));
    });

    it('show what was changed in the program, once they know where it is', async () => {
      const { page, hooks } = opened;
      await hooks.run('panel.showLedger');
      await page.getByTestId('ledger-lines').locator('[data-line="cg.py:27"][data-stage=task][data-phase=iterations]').getByRole('button').first().click();
      await hooks.run('panel.showPair');
      await page.getByTestId('source-diff').getByRole('button', { name: 'Set source root…' }).first().click();
      await page.getByLabel(/^Folder with the program/).fill(join(traces, 'lgt-programs'));
      await page.keyboard.press('Enter');
      await page.getByTestId('diff-row').first().waitFor();
      const rows = await page.getByTestId('diff-row').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      // The edit between the two, and the line that launched the pair.
      expect(rows.filter(([x, y]) => x === '' || y === '').map((cells) => cells.join('|'))).toEqual(['7||−only in A|CHECK_EVERY = 1', '|7|+only in B|CHECK_EVERY = 25']);
      expect(rows.filter(([, , mark]) => mark?.includes('launched this')).map(([x, y, , text]) => [x, y, text?.trim()])).toEqual([['27', '27', 'ap = a.dot(p)']]);
      await expectClean(page, 'Pair with sources', '[data-testid=dock]');
    });

    it('are saved as one page that needs nothing else and can be read, light and dark', async () => {
      const [download] = await Promise.all([opened.page.waitForEvent('download'), opened.page.getByTestId('verdict').getByRole('button', { name: 'Report' }).click()]);
      expect(download.suggestedFilename()).toBe('lgt-cg-every1 and lgt-cg-every25.html');
      const file = `${(await download.path())}.html`;
      await download.saveAs(file);
      const context = await browser.newContext({ offline: true });
      const report = await context.newPage();
      const asked: string[] = [];
      report.on('request', (request) => asked.push(request.url()));
      await report.goto(pathToFileURL(file).href);
      expect(asked).toEqual([pathToFileURL(file).href]);
      expect(await report.locator('h1').innerText()).toBe('Cannot tell: wall time −57 %.');
      expect(plain(await report.locator('.sum').innerText())).toMatch(/Σ −1 642 909 542 ns, exact\.$/);
      expect(await report.locator('li').allInnerTexts()).toContain('waits of Toplevel Task (program) before cg.py:34: 200 → 8');
      await expectClean(report, 'report');
      await report.emulateMedia({ colorScheme: 'dark' });
      await expectContrast(report, 'report, dark');
      await context.close();
    });
  });

  describe('three runs of a program, and another program', () => {
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

    it('a and b, with c as a repeat of b: judged by all of them, with what is missing for a verdict', async () => {
      const { page, hooks } = opened;
      await hooks.run('compare.setAlignment', 'start');
      await page.getByTestId('verdict').getByRole('button', { name: 'Add repeats…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('legate-julia-c is a repeat of').selectOption('B');
      expect(await dialog.getByRole('status').innerText()).toBe('1 run of A, 2 of B; 4 of each give a verdict');
      await expectClean(page, 'repeats', 'dialog');
      await dialog.getByRole('button', { name: 'Compare' }).click();
      await dialog.waitFor({ state: 'detached' });
      await untilCompared(opened);
      expect(await page.getByTestId('verdict').locator('.verdict-reasons').innerText()).toBe('1 and 2 runs are too few for a confidence of 95 %; 4 and 4 would do.');
      expect(await page.getByTestId('verdict').getByRole('button', { name: '1 + 2 runs…' }).count()).toBe(1);
      // The same two stay on screen, as they were aligned, and the ledger is theirs.
      await hooks.run('panel.showLedger');
      expect(plain(await page.getByTestId('ledger-sum').innerText())).toBe('Σ +33 340 759 ns, exact');
      expect((await compared(page)).align).toBe('start');
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
      expect(plain(await opened.page.getByTestId('ledger-sum').innerText())).toBe('Σ +0 ns, exact');
    });
  });
});
