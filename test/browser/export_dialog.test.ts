// The dialog of exports on the real engine: what it says before, what it writes, the command line it shows, cancelling; and axe.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADDON, buildBackends, canRun } from '../native/backends.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'export-page-'));
/** While it is there, the writer does not come to its end. */
const WAIT = join(folder, 'record.wait');
const hasWriter = canRun && existsSync(ADDON);
let browser: Browser;
let backends: ReturnType<typeof buildBackends> | undefined;
let served: Served;
let opened: OpenedPage;
let page: Page;

beforeAll(async () => {
  for (const rank of [0, 1]) copyFileSync(join(ROOT, `test/logs/lgt-2rank-cg/legate_${rank}.prof`), join(folder, `legate_${rank}.prof`));
  writeFileSync(join(folder, 'legate_0.nsys-rep'), 'a report of rank 0');
  backends = hasWriter ? buildBackends(['v1']) : undefined;
  browser = await launchBrowser();
  served = await serve([folder], { env: { NVTXW_BACKEND: backends?.path('v1') ?? '/nowhere/libNvtxwBackend.so', NVTXW_RECORD: join(folder, 'record.jsonl'), NVTXW_WAIT: WAIT } });
  opened = await openPage(browser, served.url, { isPainted: false });
  ({ page } = opened);
  await opened.hooks.idle({ jobs: true });
});
afterAll(async () => {
  await opened?.close();
  await served?.stop();
  await browser?.close();
  backends?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const dialog = () => page.getByRole('dialog', { name: 'Export the run' });
const shown = (id: string) => dialog().getByTestId(id);
/** Folders that a writing command works in. */
const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('.nvtxw-'));
const written = () => readdirSync(folder).filter((name) => !name.startsWith('legate_') && !name.startsWith('record.')).sort();

async function expectClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).include('dialog').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual([]);
}

it('writes a trace beside the logs by keys alone, and the command line it shows writes the same', async () => {
  await opened.hooks.run('run.exportTrace');
  await shown('export-command').waitFor();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('mine');
  expect(await dialog().innerText()).toContain(`Becomes mine.perfetto-trace in ${folder}`);
  expect(await page.getByLabel(/merged with that rank/).isDisabled()).toBe(true);
  expect(await dialog().innerText()).toContain('only reports of Nsight Systems are merged');
  await expectClean();
  const command = await shown('export-command').innerText();
  await page.keyboard.press('Enter');
  await dialog().getByText(/^Written:/).waitFor({ timeout: 60_000 });
  expect(written()).toEqual(['mine.perfetto-trace']);
  expect(await shown('export-next').innerText()).toContain('ui.perfetto.dev');
  // A name that is taken is not written over unless that is wished.
  await page.keyboard.press('Enter');
  await dialog().getByText(/mine\.perfetto-trace.*exists/).waitFor({ timeout: 60_000 });
  const words = command.split(' ').slice(1).map((word) => word.replaceAll("'", '').replace('mine.perfetto-trace', 'theirs.perfetto-trace'));
  const { status } = spawnSync(process.execPath, [join(ROOT, 'bin/legion_prof.mjs'), ...words], { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(folder, 'legate_cache') } });
  expect(status).toBe(0);
  expect(written()).toEqual(['mine.perfetto-trace', 'theirs.perfetto-trace']);
  const bytes = spawnSync('cmp', [join(folder, 'mine.perfetto-trace'), join(folder, 'theirs.perfetto-trace')], { encoding: 'utf8' });
  expect(bytes.stdout).toBe('');
  await page.keyboard.press('Escape');
  expect(await dialog().count()).toBe(0);
});

it.skipIf(!hasWriter)('tells the writer of Nsight Systems and the reports it would merge, and writes one report a rank', async () => {
  await opened.hooks.run('run.exportNsight');
  expect(await shown('export-backend').innerText()).toMatch(/^Writer: .*v1\.so, interface 1 \(has no curves/);
  await page.getByLabel(/merged with that rank/).check();
  expect(await dialog().getByRole('table').innerText()).toMatch(/0\s+.*legate_0\.nsys-rep\s+1\s+none: written alone/);
  await dialog().getByRole('textbox', { name: 'Name' }).fill('both');
  await expectClean();
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await dialog().getByText(/^Written:/).waitFor({ timeout: 60_000 });
  expect(await shown('export-state').innerText()).toContain(`${join(folder, 'both_0.nsys-rep')}\n${join(folder, 'both_1.nsys-rep')}`);
  expect(await shown('export-next').innerText()).toContain('Open it in Nsight Systems');
  expect(written().filter((name) => name.startsWith('both'))).toEqual(['both_0.nsys-rep', 'both_1.nsys-rep']);
  await page.keyboard.press('Escape');
});

it.skipIf(!hasWriter)('cancels: nothing of it stays, and what follows is written', async () => {
  writeFileSync(WAIT, '');
  await opened.hooks.run('run.exportNsight');
  await shown('export-command').waitFor();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('never');
  await page.keyboard.press('Enter');
  await dialog().getByRole('progressbar', { name: 'Writing Nsight Systems' }).waitFor();
  // The writer has begun its file's folder.
  await expect.poll(leftovers, { timeout: 30_000 }).toHaveLength(1);
  await page.getByRole('button', { name: 'Cancel writing' }).click();
  await dialog().getByText('Cancelled. Nothing was written.').waitFor();
  await expect.poll(leftovers, { timeout: 30_000 }).toEqual([]);
  expect(written().filter((name) => name.startsWith('never'))).toEqual([]);
  rmSync(WAIT);
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await dialog().getByText(/^Written:/).waitFor({ timeout: 60_000 });
  expect(written()).toContain('never.nsys-rep');
  await page.keyboard.press('Escape');
});

it('refuses a name that is a path, here and in the engine', async () => {
  await opened.hooks.run('run.exportArchive');
  await shown('export-command').waitFor();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('../up');
  expect(await shown('export-problem').innerText()).toBe('Give a name without a folder.');
  expect(await page.getByRole('button', { name: 'Write', exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
});
