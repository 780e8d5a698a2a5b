// `attach` of two archives, as a user runs it: one window that has both, each with the tracks of its own run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { OWN_LOGS, run } from '../cli/run_cli.ts';
import { launchBrowser, openPage } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'attach-'));
const NAMES = ['lg-tiny-hello', 'lg-tiny-predication'];
let browser: Browser;
let served: Served;
/** Processors of each run, by its index. */
const processors = new Map<string, readonly string[]>();

beforeAll(async () => {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  await Promise.all(NAMES.map(async (name) => {
    expect((await run(['archive', join(OWN_LOGS, name), '-o', join(folder, name), '--levels', '1'], env)).code).toBe(0);
    const { tracks } = JSON.parse((await run(['info', join(OWN_LOGS, name), '--json'], env)).stdout) as { tracks: { id: string; items: number }[] };
    processors.set(name, tracks.map(({ id }) => id));
  }));
  [browser, served] = await Promise.all([launchBrowser(), serve([], { command: ['attach', ...NAMES.map((name) => join(folder, name)), '--browser', '--no-open'] })]);
});
afterAll(async () => {
  await browser.close();
  await served.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('both runs are in one window, and each is gone to from the other', async () => {
  const { page, hooks, close } = await openPage(browser, served.url);
  const switcher = page.getByRole('button', { name: '2 runs are open: switch' });
  const shown: string[] = [];
  for (const name of NAMES) {
    await switcher.click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(name);
    await hooks.idle({ jobs: true });
    const tracks = (await hooks.tracks()).map(({ id }) => id);
    for (const id of processors.get(name) ?? []) expect(tracks).toContain(id);
    shown.push(tracks.join());
  }
  expect(new Set(shown).size).toBe(2);
  await close();
});
