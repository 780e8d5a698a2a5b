// A run with an export of Nsight Systems on its timeline: what is on the screen, and what a kernel says of itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeLog } from '../../electron/decode/decode_log.ts';
import { writeLogs } from '../../scripts/make_log/write_logs.mjs';
import { buildIndex } from '../unit/index/built_index.ts';
import { KERNELS_OF_TASK, writeExport } from '../unit/nsight/export_of_run.ts';
import { launchBrowser, openPage, type OpenedPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'nsight-page-'));
let browser: Browser;
let served: Served;
let page: OpenedPage;

beforeAll(async () => {
  const { paths: [log] } = await writeLogs({ out: folder, shape: 'gpu', items: 1500, version: 1010, name: 'legate_%' });
  const { reader } = buildIndex([await decodeLog(log)]);
  const sqlite = join(folder, 'legate_0.sqlite');
  writeExport(sqlite, reader, { version: '3.25.0', node: 0, shiftNs: 123_456_789, clockErrorNs: 1_000_000, hasCalls: true });
  browser = await launchBrowser();
  served = await serve([log, sqlite]);
  page = await openPage(browser, served.url, { isPainted: false });
  await page.hooks.idle({ jobs: true });
});
afterAll(async () => {
  await page?.close();
  await served?.stop();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('shows kernels by stream under the node; a click tells task, call and gap, and the task lists its kernels', async () => {
  const kinds = (await page.hooks.tracks()).filter(({ id }) => /^n0\/(cuda|nvtx|os-|gpu-metric)/.test(id)).map(({ id }) => id);
  expect(kinds).toEqual(['n0/cuda-stream', 'n0/cuda-api', 'n0/nvtx', 'n0/os-calls', 'n0/gpu-metric']);
  const { page: screen, hooks } = page;
  await screen.getByRole('combobox').fill('axpy_kernel');
  await screen.keyboard.press('Enter');
  await hooks.idle();
  await hooks.run('timeline.zoomToSelection');
  await hooks.idle();
  await hooks.run('timeline.zoomToSelection');
  await hooks.idle();
  const kernel = await fields();
  expect(kernel.get('Kernel')).toBe('void axpy<double>(double*, const double*, int)');
  expect(kernel.get('Asked for by')).toBe('cudaLaunchKernel');
  expect(kernel.get('Task found')).toBe('by the call that asked for it');
  expect(kernel.get('Launch gap')).toMatch(/^-?[\d.]+ (ns|us)$/);
  await screen.getByTestId('details').getByTestId('field').filter({ has: screen.locator('dt', { hasText: /^Task$/ }) }).getByRole('button').first().click();
  await hooks.idle();
  const task = await fields();
  const listed = [...task].find(([name]) => name.startsWith('Kernels ('));
  expect(listed?.[1].split(' ').filter((word) => word === 'axpy_kernel').length).toBeGreaterThanOrEqual(KERNELS_OF_TASK);
});

/** Names and values of the fields on the screen. */
async function fields(): Promise<ReadonlyMap<string, string>> {
  return new Map(await page.page.getByTestId('details').getByTestId('field').evaluateAll((all) => all.map((field) => [
    (field as HTMLElement).dataset['name'] ?? '', [...field.querySelectorAll('dd .field-text, dd .link-title')].map((part) => part.textContent).join(' ').trim(),
  ] as [string, string])));
}
