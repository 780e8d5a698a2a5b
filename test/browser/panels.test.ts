// Panels of tables on real logs, read from the screen: memories and channels (ui.md J9), lines of the program (J2), SQL.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traces } from '../golden/shared_folders.ts';
import { launchBrowser, openPage } from './harness/browser.ts';
import { serve } from './harness/serve.ts';

const logs = join(import.meta.dirname, '../logs');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function openedRun(path: string) {
  const served = await serve([path]);
  const opened = await openPage(browser, served.url, { isPainted: false });
  await opened.hooks.idle({ jobs: true });
  return {
    ...opened, [Symbol.asyncDispose]: async () => {
      await opened.close();
      await served.stop();
    },
  };
}

/** Cells of a row of a table by column. */
async function rowOf(page: Page, grid: string, row: string): Promise<Record<string, string>> {
  const cells = page.getByTestId(grid).locator(`${row} [role=gridcell]`);
  await cells.first().waitFor();
  return cells.evaluateAll((found) => Object.fromEntries(found.map((cell) => [(cell as HTMLElement).dataset['field'], cell.textContent])));
}

/** In the tree: what is held under the pointer, by how many instances and of how much; a memory shows that instead of its instances, and back. */
async function memoryRows({ page, hooks }: Awaited<ReturnType<typeof openedRun>>): Promise<void> {
  await hooks.run('timeline.zoomToFit');
  await hooks.idle();
  const tip = page.getByTestId('tooltip');
  const canvas = (await page.locator('[aria-roledescription="timeline"]').boundingBox())!;
  const tipsOver = async (slug: string): Promise<string[]> => {
    const row = (await hooks.tracks()).find(({ id }) => id === slug)!;
    const texts = new Set<string>();
    for (let x = 0.3; x < 0.9; x += 0.1) {
      await page.mouse.move(canvas.x + canvas.width * x, row.y! + row.height / 2);
      // The count comes when the pointer rests.
      await page.waitForTimeout(150);
      if (await tip.isVisible()) texts.add(await tip.innerText());
    }
    return [...texts];
  };
  expect(await tipsOver('n0/system')).toContain('held 11.444 MiB, 6 instances (95 % of 12.000 MiB)');
  const before = (await hooks.tracks()).find(({ id }) => id === 'n0/system/s0')!.height;
  await hooks.run('track.toggleBytes', 'n0/system/s0');
  await hooks.idle();
  expect((await hooks.tracks()).find(({ id }) => id === 'n0/system/s0')!.height).not.toBe(before);
  expect(await tipsOver('n0/system/s0')).toContain('held 11.444 MiB, 6 instances (95 % of 12.000 MiB)');
  await expect.poll(() => page.url()).toContain('bytes=n0/system/s0');
  await hooks.run('timeline.undoView');
  await hooks.idle();
  expect((await hooks.tracks()).find(({ id }) => id === 'n0/system/s0')!.height).toBe(before);
  await page.mouse.move(0, 0);
}

it('memory and channels of a run that allocates much', async () => {
  await using run = await openedRun(join(logs, 'lg-small-churn-2n'));
  const { page, hooks } = run;
  await page.keyboard.press('Shift+Digit5');
  expect(await rowOf(page, 'memories', '[data-slug="n0/system/s0"]')).toMatchObject({ peak_bytes: '11.444 MiB', instances: '80', capacity_bytes: '12.0 MiB · 95 %' });
  await expect.poll(() => page.getByTestId('memory-curve').getByRole('img').getAttribute('aria-label')).toMatch(/at most 11\.444 MiB of 12\.000 MiB, whole run/);
  // The curve in numbers, by key.
  await page.getByTestId('memory-curve').getByText('Show as table').press('Enter');
  const slices = page.getByRole('table', { name: /at most 11\.444 MiB/ }).locator('tbody tr');
  await expect.poll(() => slices.count()).toBe(32);
  expect(await slices.first().innerText()).toMatch(/^0 ?ns\t0 B\t0 B$|^0.*\t0 B\t0 B$/);
  expect((await slices.allInnerTexts()).filter((text) => text.endsWith('\t11.444 MiB')).length).toBeGreaterThan(10);
  await page.getByTestId('memory-curve').getByText('Show as table').press('Enter');
  expect(await rowOf(page, 'instances', '[aria-rowindex="2"]')).toMatchObject({ size_bytes: '1.907 MiB' });
  expect(await page.getByTestId('instances').getAttribute('aria-rowcount')).toBe('81');
  await page.getByRole('button', { name: 'Who waited for memory' }).click();
  await page.getByText('80 instances waited until others were destroyed: 37 in n0/system/s0, 43 in n1/system/s0').waitFor();
  // A row leads to its instance, whose details say what the table says.
  await page.getByTestId('memory-waits').locator('[aria-rowindex="2"]').getByRole('button').click();
  await page.keyboard.press('Shift+Digit1');
  await page.getByTestId('details').getByText(/Waiting for deallocation of other instances until/).waitFor();
  await page.keyboard.press('Escape');
  await memoryRows(run);

  await page.keyboard.press('Shift+Digit6');
  const cell = page.getByTestId('channel-matrix').locator('[data-cell="n1s1>n0s1"]');
  await cell.waitFor();
  // It stands in the tree under both nodes, and once here.
  expect(await page.getByTestId('channel-matrix').locator('[data-cell]').count()).toBe(1);
  await page.getByRole('combobox', { name: 'Figure' }).selectOption('Copies');
  expect(await cell.innerText()).toBe('80');
  await cell.click();
  await page.getByTestId('filterbar').getByText('src:=n1s1 dst:=n0s1').waitFor();
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('Nodes');
  await expect.poll(() => page.getByTestId('channel-matrix').locator('[data-cell="n1>n0"]').innerText()).toBe('80');
  await page.getByTestId('channels').getByText('80 copies and fills').first().waitFor();
  await expect.poll(() => page.getByTestId('copies').getAttribute('aria-rowcount')).toBe('81');
  await hooks.idle();
});

it('SQL: a mistake is underlined and the last answer stays, a sample answers, and a row leads to its item', async () => {
  await using run = await openedRun(join(logs, 'lg-tiny-provenance'));
  const { page, hooks } = run;
  await page.keyboard.press('Shift+Digit7');
  const editor = page.getByRole('textbox', { name: 'SQL' });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('SELECT item_id, title, start_ns FROM task_view WHERE name = \'daxpy\' ORDER BY start_ns');
  await page.keyboard.press('Control+Enter');
  const result = page.getByTestId('sql-result');
  await result.waitFor();
  expect(await result.getAttribute('aria-rowcount')).toBe('5');
  expect(await rowOf(page, 'sql-result', '[aria-rowindex="2"]')).toMatchObject({ title: 'daxpy <31>', start_ns: '238765653' });
  await result.locator('[aria-rowindex="2"] [data-field=item_id]').getByRole('button').click();
  await page.getByTestId('status').getByText('daxpy <31>').waitFor();

  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('SELECT titel FROM task_view');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('sql').getByRole('alert').getByText(/no column titel/).waitFor();
  expect(await page.locator('.sql-mistake').innerText()).toBe('titel');
  expect(await result.getAttribute('aria-rowcount')).toBe('5');

  await page.getByRole('button', { name: 'Samples' }).click();
  await page.getByRole('menuitem', { name: 'Which tasks cost most?' }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect.poll(() => result.getByRole('columnheader').first().innerText()).toBe('name');
  await hooks.run('select.clear');
  expect(await page.getByTestId('schema').getByRole('button', { name: 'task_view', exact: true }).count()).toBe(1);
});

it('lines of a program on two ranks, with the source where the user says that it is', async () => {
  await using run = await openedRun(join(logs, 'lgt-2rank-cg'));
  const { page, hooks } = run;
  await page.keyboard.press('Shift+Digit4');
  const source = page.getByTestId('source');
  await source.getByText('cg_eye.py is not where the log says').waitFor();
  await page.getByTestId('lines').getByText(/^\d+ lines of 1 file, whole run/).waitFor();
  const shown = await page.getByTestId('line-costs').locator('[aria-level="2"]').first().getAttribute('data-name');
  expect(shown).toMatch(/^cg_eye\.py:\d+$/);
  expect(await rowOf(page, 'line-costs', `[data-name="${shown}"]`)).toMatchObject({ gpu_ns: '', running_ns: expect.stringMatching(/ (?:ms|s)$/) as string });
  // Folded, its lines are gone.
  const lines = page.getByTestId('line-costs').locator('[aria-level="2"]');
  expect(await lines.count()).toBeGreaterThan(3);
  await page.getByTestId('line-costs').locator('[aria-expanded=true]').click();
  await expect.poll(() => lines.count()).toBe(0);

  // An item of the line shows the lines around it once the user has said where the program is.
  await hooks.run('find.start', 'prov:cg_eye.py type:task');
  await hooks.idle();
  await hooks.run('find.next');
  await hooks.run('panel.showDetails');
  const preview = page.getByTestId('source-preview');
  const line = Number(/cg_eye\.py:(\d+)/.exec(await preview.getByRole('heading').innerText())?.[1]);
  expect(line).toBeGreaterThan(0);
  await preview.getByText(/cg_eye\.py is not on this machine/).waitFor();
  const folder = mkdtempSync(join(tmpdir(), 'source-'));
  try {
    writeFileSync(join(folder, 'cg_eye.py'), Array.from({ length: line + 10 }, (_, i) => `step(${i + 1})`).join('\n'));
    await preview.getByRole('button', { name: 'Set source root…' }).click();
    await preview.getByRole('textbox').fill(folder);
    await preview.getByRole('button', { name: 'Look there' }).click();
    await preview.getByText(`step(${line})`, { exact: true }).waitFor();
    expect((await preview.getByRole('listitem').allInnerTexts()).map((text) => text.trim())).toEqual([-2, -1, 0, 1, 2].map((by) => `step(${line + by})`));
    expect((await preview.locator('[aria-current=true]').innerText()).trim()).toBe(`step(${line})`);
    await preview.getByRole('button', { name: 'Whole file' }).click();
    await source.locator('.shown-line').getByText(`step(${line})`, { exact: true }).waitFor();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe.skipIf(!existsSync(join(traces, 'lgt-cg-every1')))('cost per line of a solver (needs ../shared)', () => {
  it('lists 17 lines of cg.py, shows the source, and leads from a line to its items (ui.md J2)', async () => {
    await using run = await openedRun(join(traces, 'lgt-cg-every1'));
    const { page, hooks } = run;
    await page.keyboard.press('Shift+Digit4');
    await page.getByTestId('lines').getByText('17 lines of 1 file, whole run').waitFor();
    await hooks.run('panel.maximize');
    await expect.poll(() => page.getByTestId('line-costs').locator('[data-name^="cg.py:"]').count()).toBe(17);
    await page.getByRole('button', { name: 'Set source root…' }).click();
    await page.getByRole('textbox', { name: /Folder with the program/ }).fill(join(traces, 'lgt-programs'));
    await page.getByRole('button', { name: 'Look there' }).click();
    await page.getByTestId('source').locator('.shown-line').getByText('ap = a.dot(p)').waitFor();
    await page.getByTestId('line-costs').locator('[data-name="cg.py:32"]').getByRole('button').click();
    await page.getByTestId('source').locator('.shown-line').getByText('if it % CHECK_EVERY').waitFor();
    const items = (await rowOf(page, 'line-costs', '[data-name="cg.py:32"]'))['items'];
    expect(items).toBe('800');
    const filters = page.getByTestId('filterbar');
    await filters.getByText('prov:cg.py:32').waitFor();
    await expect.poll(() => filters.innerText()).toMatch(/(?:^|\D)800 of /);
    await hooks.run('filter.clear');
    // 1 429 records of tasks and two tasks at the top, which the reference's statistics count too.
    await page.getByRole('combobox', { name: /^Find items/ }).fill('type:task');
    await expect.poll(async () => (await page.getByTestId('search-count').innerText()).replace(/\s/g, '')).toBe('1431');
  });
});
