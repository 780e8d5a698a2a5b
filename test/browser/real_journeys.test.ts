// What people do with real logs, on the real engine: each test opens logs that lie in test/logs and reads what the screen shows, text and pixels.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureFrames } from '../../scripts/bench/frames.mjs';
import { measureJumps } from '../../scripts/bench/jumps.mjs';
import { launchBrowser, openPage, type OpenedPage, type PageOptions } from './harness/browser.ts';
import { serve, type Served } from './harness/serve.ts';

const logs = join(import.meta.dirname, '../logs');
const MAX_QUADS = 20_000;
const SETTLE_MS = 60_000;

interface Frame {
  readonly quads: number;
  readonly hasMissing: boolean;
}

type OpenedRun = OpenedPage & { readonly served: Served };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Unpainted: who looks at pixels has them painted. */
async function open(log: string, options: PageOptions = {}): Promise<OpenedRun> {
  const served = await serve([join(logs, log)]);
  try {
    const opened = await openPage(browser, served.url, { isPainted: false, ...options });
    await settle(opened);
    return {
      ...opened, served, close: async () => {
        try {
          await opened.close();
        } finally {
          await served.stop();
        }
      },
    };
  } catch (error) {
    await served.stop();
    throw error;
  }
}

/** Waits until all is read; what never ends says where it stands. */
async function settle({ hooks }: OpenedPage): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), SETTLE_MS);
  });
  const isLate = await Promise.race([hooks.idle({ jobs: true }), late]);
  clearTimeout(timer);
  if (isLate === true) throw new Error(`The page did not come to rest: ${JSON.stringify(await hooks.state())}`);
}

const status = (page: Page): Promise<string> => page.getByTestId('status').innerText();
const frameOf = async ({ hooks }: OpenedPage): Promise<Frame> => (await hooks.state())['frame'] as Frame;

/** Names and values of the fields on the screen, in their order. */
async function fieldsOf(page: Page): Promise<[string, string][]> {
  return page.getByTestId('details').getByTestId('field').evaluateAll((fields) => fields.map((field) => {
    const value = field.querySelector('dd')!.cloneNode(true) as HTMLElement;
    for (const word of value.querySelectorAll('.visually-hidden')) word.remove();
    return [(field as HTMLElement).dataset['name'] ?? '', [...value.querySelectorAll('.field-text, .link-title')].map((part) => part.textContent).join(' ').trim()] as [string, string];
  }));
}

/** Drawn colours along a level of a track. */
const pixels = (page: Page, slug: string, level: number, part = 0.5): Promise<number[][]> => page.evaluate(
  ([track, at, where]) => (Reflect.get(window, 'profilerTest') as { pixels(slug: string, level: number, part: number): number[][] }).pixels(track, at, where),
  [slug, level, part] as const,
);

/** Clicks the item of a track that is there at a time. */
async function clickItem({ page, hooks }: OpenedPage, track: string, ns: number, level?: number): Promise<string> {
  const item = await hooks.itemAt(track, ns, level);
  if (item?.x == null || item.y === null) throw new Error(`no item in view on ${track} at ${ns}`);
  await page.mouse.click(item.x, item.y);
  await hooks.idle();
  return item.title;
}

async function find({ hooks }: OpenedPage, text: string): Promise<void> {
  await hooks.run('find.start', text);
  await hooks.idle();
  await hooks.run('find.next');
  await hooks.idle();
}

async function alertsOf({ page, hooks }: OpenedPage): Promise<Locator> {
  await hooks.run('data.showQuality');
  await page.getByTestId('quality').waitFor();
  return page.getByTestId('alert');
}

/** Scrolls to each leaf and counts the columns that hold something. */
async function drawnLeaves({ page, hooks, setPainted }: OpenedPage): Promise<{ id: string; label: string; columns: number }[]> {
  await setPainted(true);
  await hooks.run('track.openAll');
  const rows = await hooks.tracks();
  const leaves = rows.filter(({ id, depth }) => depth === 2 && !id.startsWith('all/'));
  const drawn: { id: string; label: string; columns: number }[] = [];
  await page.mouse.move(0, 0);
  for (const { id, label } of leaves) {
    await page.evaluate((slug) => (Reflect.get(window, 'profilerTest') as { reveal(slug: string): void }).reveal(slug), id);
    await hooks.idle();
    // The background is white, grid lines are lighter than any item.
    const line = await pixels(page, id, 0);
    drawn.push({ id, label, columns: line.filter((rgb) => Math.min(...rgb) < 200).length });
  }
  await setPainted(false);
  return drawn;
}

describe('two ranks of a solver', () => {
  const SLUGS = ['all', ...['cpu', 'utility', 'io', 'system', 'chan'].map((kind) => `all/${kind}`), 'n0', ...['cpu', 'utility', 'io', 'system', 'chan'].map((kind) => `n0/${kind}`), 'n1', ...['cpu', 'utility', 'system', 'chan'].map((kind) => `n1/${kind}`)];

  let run: OpenedRun;
  beforeAll(async () => {
    run = await open('lg-small-cgsolver-2n');
  });
  afterAll(() => run?.close());

  it('are one run with its machine, its tree and 17 tracks that all show something', async () => {
    const { page, hooks } = run;
    expect(await status(page)).toContain('view from 0.000 to 1.615 s (duration: 1.615 s)');
    expect(await page.getByTestId('machine').innerText()).toMatch(/2 nodes/);
    expect((await hooks.tracks()).map(({ id }) => id)).toEqual(SLUGS);
    const leaves = await drawnLeaves(run);
    expect(leaves.filter(({ id }) => id.startsWith('n0/')).map(({ label }) => label)).toEqual(['c1', 'c2', 'u0', 'i3', 's0', 'n0s0-n0s0', 'n0s0-n1s0', 'n1s0-n0s0', 'f n0s0']);
    expect(leaves).toHaveLength(17);
    for (const { id, columns } of leaves) expect(columns, id).toBeGreaterThan(0);
  });

  it('have clocks that differ, and each row of the list leads to an item', async () => {
    const alerts = await alertsOf(run);
    const texts = await alerts.evaluateAll((rows) => rows.map((row) => [(row as HTMLElement).dataset['rule'], (row as HTMLElement).innerText.replace(/\s+/g, ' ')] as const));
    expect(texts.map(([rule]) => rule)).toEqual(['clock-skew', 'long-latency']);
    expect(texts[0]?.[1]).toContain('193 of 676 messages');
    expect(texts[0]?.[1]).toContain('Node 1 is 64.127 us behind node 0');
    expect(texts[1]?.[1]).toContain('189 of 676 messages (27.96 %, longest 115.927 ms)');
    for (const row of [0, 1]) {
      await run.hooks.run('data.showQuality');
      await alerts.nth(row).getByRole('button', { name: 'Show' }).click();
      // Who goes through a list keeps the list: the item is selected and in view behind it.
      await run.hooks.idle();
      expect((await run.hooks.state())['selection']).toMatchObject({ type: 'item', hasDetails: true });
      await run.hooks.run('select.clear');
    }
  });

  it('zoom at the pointer, move by keys and go back exactly', async () => {
    const { page, hooks } = run;
    await hooks.run('timeline.zoomToFit');
    await hooks.idle();
    const atFirst = await hooks.view();
    const box = (await page.getByTestId('timeline').boundingBox())!;
    const x = Math.round(box.x + box.width * 0.37);
    const width = await page.evaluate(() => document.querySelector('[data-testid=timeline] canvas')!.getBoundingClientRect().width);
    const left = await page.evaluate(() => document.querySelector('[data-testid=timeline] canvas')!.getBoundingClientRect().left);
    const under = async () => {
      const { startNs, stopNs } = await hooks.view();
      return { ns: startNs + ((x - left) / width) * (stopNs - startNs), nsPerPx: (stopNs - startNs) / width };
    };
    await page.mouse.move(x, box.y + 100);
    const before = await under();
    await page.keyboard.down('Control');
    for (const direction of [-1, 1]) {
      for (let notch = 0; notch < 20; notch++) {
        const { nsPerPx } = await under();
        await page.mouse.wheel(0, direction * 100);
        await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
        const after = await under();
        expect(Math.abs(after.ns - before.ns), `notch ${notch}`).toBeLessThanOrEqual(Math.max(nsPerPx, after.nsPerPx));
      }
      if (direction < 0) expect((atFirst.stopNs - atFirst.startNs) / ((await under()).nsPerPx * width)).toBeCloseTo(1.25 ** 20, 3);
    }
    await page.keyboard.up('Control');
    await page.mouse.move(0, 0);
    await page.keyboard.press('Control+0');
    await hooks.idle();
    const whole = await hooks.view();
    await hooks.run('timeline.setView', { startNs: 400_000_000, stopNs: 800_000_000 });
    const views = [await hooks.view()];
    await page.keyboard.press('Control+=');
    await hooks.idle();
    views.push(await hooks.view());
    for (let pan = 0; pan < 3; pan++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await hooks.idle();
    const panned = await hooks.view();
    expect((panned.startNs - views[1]!.startNs) / (views[1]!.stopNs - views[1]!.startNs)).toBeCloseTo(0.16, 6);
    // Pans in a row are one step.
    for (const expected of [views[1], views[0], whole]) {
      await page.keyboard.press('Control+ArrowLeft');
      await hooks.idle();
      expect(await hooks.view()).toEqual(expected);
    }
    for (const expected of [views[0], views[1], panned]) {
      await page.keyboard.press('Control+ArrowRight');
      await hooks.idle();
      expect(await hooks.view()).toEqual(expected);
    }
  });
});

describe('a small run with provenance', () => {
  let run: OpenedRun;
  beforeAll(async () => {
    run = await open('lg-tiny-provenance');
    await run.hooks.run('track.openAll');
    await run.hooks.run('timeline.setView', { startNs: 238_000_000, stopNs: 240_000_000 });
    await run.hooks.idle();
  });
  afterAll(() => run?.close());

  it('a task tells its times, links and provenance in the reference’s order', async () => {
    const { page } = run;
    expect(await clickItem(run, 'n0/cpu/c1', 238_780_000, 1)).toBe('daxpy <31>');
    const fields = await fieldsOf(page);
    const names = fields.map(([name]) => name);
    const values = new Map(fields);
    expect(names.slice(0, 5)).toEqual(['Lifetime', 'Running', 'Operation', 'Instances', 'Provenance']);
    expect(names.filter((name) => name === 'Deferred' || name === 'Delayed')).toEqual(['Deferred', 'Delayed']);
    expect(values.get('Lifetime')).toBe('from 238.765 to 238.795 ms (duration: 30.307 us)');
    expect(values.get('Operation')).toBe('top_level <2>');
    expect(values.get('Provenance')).toMatch(/launcher: IndexLauncher.*line: 221.*task: Daxpy/);
    expect(values.get('Deferred')).toContain('duration: 80 ns');
    expect(values.get('Delayed')).toContain('duration: 4.727 us');
    const details = page.getByTestId('details');
    expect(await details.locator('[data-name=Instances] dd').getByRole('button').count()).toBe(2);
    expect(await details.locator('[data-name=Deferred]').getAttribute('class')).toContain('tone-red');
    expect(await details.getByText('2nd longest of 4 daxpy').count()).toBe(1);
  });

  it('the copy as JSON has the raw times', async () => {
    const { page, hooks } = run;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await hooks.run('select.copyJson');
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ title: 'daxpy <31>', start: 238_765_653, stop: 238_795_960 });
  });

  it('creators are followed by key, and the view goes back', async () => {
    const { page, hooks } = run;
    expect(await clickItem(run, 'n0/cpu/c2', 239_700_000, 0)).toBe('daxpy <34>');
    const title = page.getByTestId('details').getByRole('heading').first();
    const before = await hooks.view();
    await page.keyboard.press('u');
    await hooks.idle();
    expect(await title.innerText()).toBe('Trigger Task Mapping');
    // Its row has come into view with the box in it.
    const item = await hooks.itemAt('n0/utility/u0', 239_437_691, 0);
    expect(item).toMatchObject({ title: 'Trigger Task Mapping', lifeNs: [239_437_691, 239_601_524] });
    expect(item?.x).not.toBeNull();
    await page.keyboard.press('u');
    await hooks.idle();
    expect(await title.innerText()).toBe('Scheduler');
    expect(await hooks.view()).not.toEqual(before);
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    expect(await hooks.view()).toEqual(before);
    await clickItem(run, 'n0/cpu/c2', 239_700_000, 0);
    await page.keyboard.press(',');
    await hooks.idle();
    expect(await title.innerText()).toBe('Trigger Task Mapping');
    await page.keyboard.press('Control+ArrowLeft');
    await hooks.idle();
    await clickItem(run, 'n0/cpu/c2', 239_700_000, 0);
    await hooks.run('select.rangeFromItem');
    await hooks.idle();
    expect(await status(page)).toContain('range 67.611 ms');
    await hooks.run('select.clear');
    await hooks.run('select.clear');
  });

  it('an idle time is explained: what came before it, what ended it, and what that waited for', async () => {
    const { page, hooks } = run;
    await find(run, 'daxpy <34>');
    await page.getByTestId('tree').getByRole('treegrid').focus();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: /^Node 0 CPU 2 is idle for / });
    await dialog.getByText('It then went on with').waitFor();
    expect(await dialog.innerText()).toMatch(/It then went on with\s+daxpy <34>[^]*Critical Path\s+[^]*Trigger Task Mapping/);
    await dialog.locator('[data-name="Critical Path"]').getByRole('button', { name: /Trigger Task Mapping/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await hooks.idle();
    expect(await page.getByTestId('details').getByRole('heading').first().innerText()).toBe('Trigger Task Mapping');
    await hooks.run('find.clear');
  });

  it('a task that waited shows when it ran, waited and was ready', async () => {
    const { page, hooks } = run;
    await find(run, 'check <39>');
    expect(await page.getByTestId('details').getByRole('heading').first().innerText()).toBe('check <39>');
    const row = page.locator('section.waits tbody tr');
    expect(await row.count()).toBe(1);
    expect((await row.innerText()).replace(/\s+/g, ' ')).toMatch(/310\.120 ms 7\.091 us 62\.116 us 310\.189 ms/);
    const states: string[] = [];
    for (const ns of [310_090_000, 310_123_000, 310_150_000, 310_400_000]) states.push((await hooks.itemAt('n0/cpu/c2', ns, 0))?.state ?? '');
    expect(states).toEqual(['running', 'waiting', 'ready', 'running']);
    await hooks.run('find.clear');
  });

  it('a task on a busy processor tells how long it was kept waiting, and by whom', async () => {
    const { page, hooks } = run;
    await find(run, 'gpu <48>');
    const details = page.getByTestId('details');
    expect(await details.getByRole('heading').first().innerText()).toBe('gpu <48>');
    const fields = new Map(await fieldsOf(page));
    expect(fields.get('Delayed')).toContain('duration: 12.258 ms');
    expect(await details.locator('[data-name=Delayed]').getAttribute('class')).toContain('tone-red');
    expect(fields.get('Previous Executing')).toContain('top_level <2>');
    await details.getByRole('button', { name: 'Delayed' }).click();
    await page.getByRole('dialog', { name: 'What Delayed means' }).getByText('it waited for a processor').waitFor();
    await page.keyboard.press('Escape');
    await hooks.run('find.clear');
  });

  it.each(['light', 'dark'])('shades keep to the manual’s strengths, %s', async (theme) => {
    const { page, hooks, setPainted } = run;
    await setPainted(true);
    await hooks.run('app.toggleTheme', theme);
    await hooks.run('select.clear');
    await hooks.run('timeline.setView', { startNs: 310_100_000, stopNs: 310_200_000 });
    await page.mouse.move(0, 0);
    await hooks.idle();
    const { startNs, stopNs } = await hooks.view();
    const line = await pixels(page, 'n0/cpu/c2', 0);
    const rail = await pixels(page, 'n0/cpu/c2', 0, 0.92);
    const at = (ns: number, from: number[][]) => from[Math.round(((ns - startNs) / (stopNs - startNs)) * from.length)]!;
    const [running, waiting, ready] = [at(310_110_000, line), at(310_123_000, line), at(310_160_000, line)];
    const background = theme === 'light' ? [255, 255, 255] : [0x12, 0x15, 0x1a];
    const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const encoded = (value: number) => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
    const mixed = (alpha: number) => running.map((value, i) => encoded(linear(value) * alpha + linear(background[i]!) * (1 - alpha)));
    for (const [seen, alpha] of [[waiting, 0.15], [ready, 0.45]] as const) {
      const expected = mixed(alpha);
      seen.forEach((value, i) => expect(Math.abs(value - expected[i]!), `${theme}, α ${alpha}, channel ${i}`).toBeLessThanOrEqual(1.5));
    }
    expect(at(310_123_000, rail), 'rail').toEqual(running);
    await setPainted(false);
    await hooks.run('app.toggleTheme', 'light');
  });
});

describe('logs with something missing', () => {
  it('a rank that was not given is named, the others are shown', async () => {
    // As in the desktop window, which has a dialog for further logs.
    const run = await open('lg-missing-4n', {
      before: () => {
        const nothing = () => () => undefined;
        Object.assign(window, { legionProfDesktop: { platform: 'linux', onCommand: nothing, onEngineGone: nothing, setZoom: () => undefined, addFiles: async (id: string) => Object.assign(window, { addedTo: id }) !== undefined } });
      },
    });
    expect((await run.hooks.tracks()).filter(({ depth }) => depth === 0).map(({ id }) => id)).toEqual(['all', 'n0', 'n1', 'n3']);
    const alerts = await alertsOf(run);
    await expect(run.page.locator('[data-testid=alert][data-rule=rank-missing]').innerText()).resolves.toContain('Node 2 is missing: 3 of 4 logs given');
    await expect(run.page.locator('[data-testid=alert][data-rule=clock-skew]').innerText()).resolves.toMatch(/3\s?519/);
    expect(await alerts.count()).toBeGreaterThanOrEqual(2);
    await run.page.locator('[data-testid=alert][data-rule=rank-missing]').getByRole('button', { name: 'Add file…' }).click();
    expect(await run.page.evaluate(() => Reflect.get(window, 'addedTo') as string)).toBe((await run.hooks.state())['run']);
    // What would lead to the missing node says so, and leads to the same.
    await find(run, '"Critical Path":"load the logfile from"');
    await run.hooks.run('panel.showDetails');
    const field = run.page.getByTestId('details').locator('[data-testid=field][data-name="Critical Path"]');
    await field.getByText(/on node 2|from node 2/).waitFor();
    expect(await field.getByRole('button', { name: 'Add file…' }).count()).toBe(1);
    await run.close();
  });

  it.each([
    ['lg-killed-default', 'empty file', /has 0 bytes\. The program was killed before it wrote its log/],
    ['lg-trunc-preamble', 'prof_0.log', /ends inside its header \(byte 2\s?000\): nothing can be read/],
  ])('%s says what is wrong, and the sample run still opens', async (log, kind, sentence) => {
    const { page, hooks, close } = await open(log);
    const failure = page.getByTestId('home').getByTestId('failure');
    await expect(failure.innerText()).resolves.toContain(kind);
    await expect(failure.innerText()).resolves.toMatch(sentence);
    await page.getByRole('button', { name: 'Sample run' }).click();
    await page.getByTestId('timeline').waitFor();
    await hooks.idle({ jobs: true });
    expect((await hooks.tracks()).length).toBeGreaterThan(0);
    await close();
  });

  it.each(['lgt-killed', 'lgt-unique-crash'])('%s has a machine and no timeline, and the sample run still opens', async (log) => {
    const run = await open(log);
    const { page, hooks, close } = run;
    await page.getByText('There is no timeline').waitFor();
    await expect(page.getByTestId('machine').innerText()).resolves.toContain('1 node');
    await expect(page.getByText(/legate_0\.prof holds names and machine facts but no timed record/).count()).resolves.toBe(1);
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Sample run' }).click();
    await page.getByTestId('tree').waitFor();
    await hooks.idle({ jobs: true });
    expect((await hooks.tracks()).length).toBeGreaterThan(0);
    await close();
  });

  it.each([
    ['lg-trunc-record', '4 096', /ends in the middle of a record at byte 205\s?774/, /1 of 2 logs/],
    ['lg-trunc-gzip', '4 522', /./, undefined],
    ['lg-killed-footprint', '79 646', /ends in the middle of a record at byte 4\s?554\s?873/, undefined],
  ])('%s opens with what there is', async (log, records, sentence, also) => {
    const run = await open(log);
    await alertsOf(run);
    await expect(run.page.locator('[data-testid=alert][data-rule=file-cut]').innerText()).resolves.toMatch(sentence);
    const plain = (text: string) => text.replace(/\s/g, ' ');
    expect(plain(await run.page.getByTestId('file').innerText())).toContain(records);
    if (also) expect(plain(await run.page.getByTestId('quality').innerText())).toMatch(also);
    const { quads } = await frameOf(run);
    expect(quads).toBeGreaterThan(0);
    await run.close();
  });
});

describe('memory and channels of a run that allocates much', () => {
  it('counts instances once each and copies on both nodes', async () => {
    const run = await open('lg-small-churn-2n');
    const { page, hooks, close } = run;
    await hooks.run('track.openAll');
    await hooks.idle();
    const hint = async (slug: string) => {
      await page.evaluate((id) => (Reflect.get(window, 'profilerTest') as { reveal(slug: string): void }).reveal(id), slug);
      await hooks.idle();
      return page.locator(`[data-testid=tree-row][data-slug="${slug}"]`).innerText();
    };
    expect(await hint('n0/system/s0')).toMatch(/80 items/);
    expect(await hint('n0/chan/n1s1-n0s1')).toMatch(/80 items/);
    expect(await hint('n1/chan/n1s1-n0s1')).toMatch(/80 items/);
    const instance = await hooks.itemAt('n0/system/s0', 4_000_000_000);
    expect(instance?.title).toMatch(/^Instance 0x/);
    await hooks.run('find.start', instance!.title);
    await hooks.run('find.next');
    await hooks.idle();
    expect(new Map(await fieldsOf(page)).get('Size')).toBe('1.907 MiB');
    await close();
  });
});

describe('drawing while moving', () => {
  it('shows rows while logs are read, never draws too much nor a blank track at five zooms of a run of two nodes, and keeps nothing of where it was but tiles', async () => {
    const served = await serve([join(logs, 'lg-medium-circuit-2n')]);
    const { page, hooks, close } = await openPage(browser, served.url, { width: 1600, height: 1000, isPainted: false });
    const phases = new Set<unknown>();
    let rowsWhileReading = 0;
    for (let i = 0; i < 2000; i++) {
      const { phase, run } = await hooks.state();
      phases.add(phase);
      if (run !== null && (phase === 'reading' || phase === 'indexing')) rowsWhileReading = Math.max(rowsWhileReading, await page.getByTestId('tree-row').count());
      if (phase === 'ready') break;
    }
    expect([...phases].at(-1)).toBe('ready');
    expect(rowsWhileReading).toBeGreaterThan(0);
    await hooks.idle({ jobs: true });
    expect((await hooks.tracks()).filter(({ depth }) => depth === 0).map(({ id }) => id)).toEqual(['all', 'n0', 'n1']);

    await hooks.run('track.openAll');
    await hooks.idle();
    const zooms = await measureFrames(page, hooks, 12);
    expect(zooms).toHaveLength(5);
    for (const { zoom, maxQuads, blankFrames } of zooms) {
      expect(maxQuads, `share ${zoom}`).toBeLessThanOrEqual(MAX_QUADS);
      expect(maxQuads, `share ${zoom}`).toBeGreaterThan(0);
      expect(blankFrames, `share ${zoom}`).toBe(0);
    }
    // Whatever else the page kept of the places it has been to would show here; tiles and their copies have their room (tile_cache.ts, tile_resources.ts).
    const { heapMb, tileMb, cardMb, elements, listeners } = await measureJumps(page, hooks, 30, 3);
    const grown = ({ [0]: first, [2]: last }: readonly number[]) => last! - first!;
    expect(grown(tileMb) + grown(cardMb), 'jumps bring new tiles').toBeGreaterThan(3);
    expect(grown(heapMb)).toBeLessThan(grown(tileMb) + grown(cardMb) + 2);
    expect([grown(elements), grown(listeners)]).toEqual([0, 0]);
    await close();
    await served.stop();
  });

  it('the same folder opened again is the same run with the same numbers', async () => {
    const seen: string[] = [];
    for (let time = 0; time < 2; time++) {
      const run = await open('lg-tiny-hello');
      seen.push(`${String((await run.hooks.state())['run'])} ${await status(run.page)}`);
      await run.close();
    }
    expect(seen[0]).toBe(seen[1]);
  });

  it('a slow build is said under the bar in the reference’s words, on a log of today too', async () => {
    const run = await open('lg-tiny-raw-dim2');
    await run.page.getByText(/^This profile was generated with .*Extreme performance degradation may occur/).first().waitFor();
    await run.close();
  });

  it('`view --sample` shows the sample run', async () => {
    const served = await serve([], { command: ['view', '--sample', '--browser', '--no-open'] });
    const { page, hooks, close } = await openPage(browser, served.url);
    await hooks.idle({ jobs: true });
    await hooks.run('track.openAll');
    await hooks.idle();
    const line = await pixels(page, 'n0/external/e0', 1);
    expect(line.filter((rgb) => Math.min(...rgb) < 230).length).toBeGreaterThan(line.length / 2);
    await close();
    await served.stop();
  });
});

const flexflow = join(import.meta.dirname, '../../../shared/traces/flexflow-gpu-v1006');
describe.skipIf(!existsSync(flexflow))('a log of version 1006 with GPUs (needs ../shared)', () => {
  it('says that the build was slow and which kinds there are', async () => {
    const served = await serve([flexflow]);
    const { page, hooks, close } = await openPage(browser, served.url, { isPainted: false });
    await hooks.idle({ jobs: true });
    await expect(page.getByText(/Extreme performance degradation may occur/).first().innerText()).resolves.toContain('This profile was generated with');
    await expect(page.getByTestId('topbar').innerText()).resolves.toContain('log 1006');
    const kinds = new Set((await hooks.tracks()).filter(({ depth }) => depth === 1).map(({ kind }) => kind));
    for (const kind of ['gpu-dev', 'gpu-host', 'cpu', 'utility', 'system', 'zerocopy', 'framebuffer', 'chan']) expect(kinds, kind).toContain(kind);
    await hooks.run('track.openAll');
    await hooks.idle();
    // Over 300 levels are 2 px each, and the window stays as it is.
    const deep = (await hooks.tracks()).find(({ label }) => label === 'f2')!;
    expect(deep.height).toBeGreaterThan(2 * 300);
    expect(deep.height).toBeLessThan(2 * 330);
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
    await hooks.run('panel.showTasks');
    const tasks = page.getByTestId('tasks');
    await tasks.getByLabel('What to list').selectOption({ label: 'GPU kernels' });
    await tasks.getByText('25 names').waitFor();
    await expect(tasks.locator('[data-name*="Linear Inference"]').first().innerText()).resolves.toMatch(/1\s?518/);
    await close();
    await served.stop();
  });
});
