// The page's DOM on a made-up engine: home, search, tree, details, panels, keyboard, notices. The engine's and the canvas's own tests are elsewhere.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openFake, openRun, useFakeSite } from './fake_app/start.ts';

const fake = useFakeSite();

const callsOf = (page: Page, method: string) => page.evaluate((name) => window.fakePage.client.calls.filter((call) => call.method === name).map((call) => call.params), method);
const select = (page: Page, ordinal: number) => page.evaluate((at) => window.fakePage.app.run.value?.select(4, at, { reveal: true }), ordinal);
const command = (page: Page, id: string) => page.evaluate((name) => window.fakePage.app.commands.run(name), id);

describe('home', () => {
  it('says how to pass files where a browser cannot open them, and has no dialog buttons', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await expect(page.getByText('legion_prof view legate_*.prof').count()).resolves.toBe(1);
    await expect(page.getByRole('button', { name: /Open files/ }).count()).resolves.toBe(0);
    await page.getByRole('button', { name: 'Sample run' }).click();
    await page.getByTestId('timeline').waitFor();
    expect(await page.title()).toBe('CG, 4 GPUs – Legion Prof');
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByTestId('home').waitFor();
    await close();
  });

  it('forgets a recent run by Delete, and not when that is undone', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    const row = page.locator('[data-content-id=a2] .run-row');
    await row.focus();
    await page.keyboard.press('Delete');
    await page.getByText('churn was taken off the list.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
    expect(await callsOf(page, 'recent.forget')).toEqual([]);
    await row.focus();
    await page.keyboard.press('Delete');
    // Leaving the screen settles it at once.
    await openRun(page);
    expect(await callsOf(page, 'recent.forget')).toEqual([{ contentId: 'a2' }]);
    await close();
  });

  it('says where a browser’s user names the new place of files that moved', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.getByRole('button', { name: /^Locate Stencil/ }).click();
    const help = page.locator('[data-content-id=a3]').getByRole('alert');
    await expect(help.innerText()).resolves.toMatch(/Neither \/scratch\/big\/legate_0\.prof nor an index of it is there any more/);
    // What is to be typed stands as code, without the engine's quotes.
    await expect(help.locator('code').innerText()).resolves.toBe('legion_prof view NEW-PLACE');
    await expect(page.getByRole('button', { name: /^Locate/ }).count()).resolves.toBe(1);
    await close();
  });

  it('shows what is to be typed in a failure as code, and a lone backtick as it is', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.evaluate(() => {
      const { client } = window.fakePage;
      const failure = (path: string, message: string) => ({ path, kind: 'log-empty', message });
      client.session = { ...client.session, failures: [failure('a.gz', 'Run again with `-lg:prof_footprint 1` in LEGION_DEFAULT_ARGS.'), failure('b`.gz', 'b`.gz has 0 bytes.')] };
      client.emit('session.changed', {});
    });
    const failures = page.getByTestId('failure');
    await failures.first().waitFor();
    expect(await failures.locator('p').allInnerTexts()).toEqual(['Run again with -lg:prof_footprint 1 in LEGION_DEFAULT_ARGS.', 'b`.gz has 0 bytes.']);
    expect(await failures.locator('p code').allInnerTexts()).toEqual(['-lg:prof_footprint 1']);
    await close();
  });

  it('shows why a recent run does not open', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.locator('[data-content-id=a1] .run-row').press('Enter');
    await page.getByText(/legate_0.prof is not where it was/).waitFor();
    await close();
  });
});

describe('desktop window', () => {
  it('opens by dialog and drop, and restarts an engine that ended', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.addInitScript(() => {
      const calls: string[] = [];
      const call = (name: string) => async () => calls.push(name) > 0;
      Object.assign(window, {
        desktopCalls: calls,
        legionProfDesktop: {
          platform: 'linux', openFiles: call('openFiles'), openFolder: call('openFolder'), addFiles: call('addFiles'), openDropped: call('openDropped'), setZoom: () => undefined, restartEngine: call('restartEngine'),
          onCommand: (listener: (id: string) => void) => {
            Object.assign(window, { menu: listener });
            return () => undefined;
          },
          onEngineGone: (listener: (reason: string) => void) => {
            Object.assign(window, { endEngine: listener });
            return () => undefined;
          },
        },
      });
    });
    await page.reload();
    await page.getByRole('button', { name: /Open files/ }).click();
    await page.keyboard.press('Control+Shift+O');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'legate_0.prof'));
      for (const type of ['dragover', 'drop']) window.dispatchEvent(new DragEvent(type, { dataTransfer: data, cancelable: true }));
      (Reflect.get(window, 'endEngine') as (reason: string) => void)('it ran out of memory');
    });
    await page.getByText('The engine stopped (it ran out of memory). Restart keeps your view.').waitFor();
    await page.getByRole('button', { name: 'Restart' }).click();
    expect(await page.evaluate(() => Reflect.get(window, 'desktopCalls') as string[])).toEqual(['openFiles', 'openFolder', 'openDropped', 'restartEngine']);
    await page.evaluate(() => (Reflect.get(window, 'menu') as (id: string) => void)('app.showHelp'));
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await close();
  });
});

describe('files that moved', () => {
  it('are found again by the desktop’s dialog; another run than the one looked for is told', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.addInitScript(() => {
      Object.assign(window, {
        legionProfDesktop: {
          platform: 'linux', openFolder: async () => false, openDropped: async () => false, restartEngine: async () => undefined, setZoom: () => undefined,
          openFiles: async () => {
            const { client } = window.fakePage;
            const opened = Reflect.get(window, 'willOpen') as string | undefined;
            if (opened === undefined) return false;
            // The engine tells of what the shell made it open.
            setTimeout(async () => {
              const summary = await client.call('run.summary', { run: opened });
              client.answers['run.summary'] = () => ({ ...summary, run: opened });
              client.session = { ...client.session, runs: [{ ...summary, run: opened }] };
              client.emit('session.changed', {});
            }, 50);
            return true;
          },
          onCommand: () => () => undefined, onEngineGone: () => () => undefined,
        },
      });
    });
    await page.reload();
    const button = page.getByRole('button', { name: /^Locate Stencil/ });
    await button.click();
    await expect(page.locator('[data-content-id=a3]').getByRole('alert').count()).resolves.toBe(0);
    await page.evaluate(() => Object.assign(window, { willOpen: 'another' }));
    await button.click();
    await page.getByTestId('timeline').waitFor();
    await page.getByText(/What was chosen is another run than Stencil/).waitFor();
    await page.getByRole('button', { name: 'Home' }).click();
    await page.evaluate(() => Object.assign(window, { willOpen: 'a3' }));
    await button.click();
    await page.getByTestId('timeline').waitFor();
    await expect(page.getByText(/What was chosen is another run/).count()).resolves.toBeLessThanOrEqual(1);
    await close();
  });
});

describe('run', () => {
  it('says the view as the reference does, copies it, and keeps a new title', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    await openRun(page);
    const view = page.getByTestId('status').getByRole('button').first();
    expect(await view.innerText()).toBe('view from 0.000 to 1.615 s (duration: 1.615 s)');
    await view.click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('view from 0.000 to 1.615 s (duration: 1.615 s)');
    await page.getByRole('button', { name: 'Edit title' }).click();
    await page.keyboard.type('CG again');
    await page.keyboard.press('Enter');
    expect(await callsOf(page, 'run.setTitle')).toEqual([{ run: 'c9a1f0d2e4b68357', title: 'CG again' }]);
    await close();
  });

  it('walks the tree by keys', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { height: 640 });
    await openRun(page);
    const grid = page.getByRole('treegrid', { name: 'Tracks' });
    await grid.focus();
    const focused = () => page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      const row = id ? document.getElementById(id) : null;
      return `${row?.dataset['slug']} ${row?.getAttribute('aria-expanded')}`;
    });
    expect(await focused()).toBe('all true');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('all/gpu-dev false');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('all/gpu-dev true');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('all true');
    await page.keyboard.press('Space');
    expect(await focused()).toBe('all false');
    await page.keyboard.press('End');
    expect(await focused()).toMatch(/^n1\/chan/);
    // The row with the focus has scrolled into view.
    expect(await grid.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
    await close();
  });

  it('keeps only the rows in view in the page, each where the canvas draws it', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { height: 640 });
    await openRun(page);
    await command(page, 'track.openAll');
    const state = await page.evaluate(() => {
      const tree = window.fakePage.app.run.value!.tree;
      tree.scrollTop.value = 300;
      return { rows: tree.rows.value.length };
    });
    await page.waitForFunction(() => document.querySelector('[role=treegrid]')?.scrollTop === 300);
    const shown = await page.getByTestId('tree-row').count();
    expect(shown).toBeLessThan(state.rows);
    const places = await page.evaluate(() => {
      const { rows } = window.fakePage.app.run.value!.tree;
      const top = document.querySelector('[role=treegrid]')!.getBoundingClientRect().top;
      return [...document.querySelectorAll<HTMLElement>('[data-testid=tree-row]')].map((element) => {
        const row = rows.value.find(({ slug }) => slug === element.dataset['slug'])!;
        const box = element.getBoundingClientRect();
        return [Math.abs(box.top - top + 300 - row.y), Math.abs(box.height - row.height)];
      });
    });
    for (const [place, height] of places) expect(Math.max(place, height)).toBeLessThan(0.01);
    await close();
  });

  it('goes round the regions by F6', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('F6');
      seen.push(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']));
    }
    expect(seen).toEqual(['topbar', 'overview', 'tree', 'timeline', 'dock', 'status']);
    await page.keyboard.press('Shift+F6');
    expect(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region'])).toBe('dock');
    await close();
  });
});

describe('search', () => {
  it('counts, lists and opens hits by keys; Esc clears', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.keyboard.press('/');
    await page.keyboard.type('daxpy');
    await page.getByText(/1\s280 items, 2 tracks · total 7\.298 ms/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('details').getByRole('heading', { name: 'daxpy <1>' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('41 / 1').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('combobox').inputValue()).toBe('');
    await close();
  });

  it('shows in the tree how many hits are in each row and below it', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const hits = () => page.getByTestId('hits').evaluateAll((chips) => chips.map((chip) => `${chip.closest<HTMLElement>('[data-slug]')?.dataset['slug']} ${chip.textContent}`));
    expect(await hits()).toEqual([]);
    await page.getByRole('combobox').fill('daxpy');
    await expect.poll(hits).toEqual(['all 1\u202f280', 'all/cpu 1\u202f280', 'n0 640', 'n0/cpu 640', 'n1 640', 'n1/cpu 640']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(hits).toEqual([]);
    await close();
  });

  it('says plainly that nothing was found', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.getByRole('combobox').fill('dotp_task');
    await page.getByText('No match for').waitFor();
    await close();
  });
});

describe('details', () => {
  it('has the fields in the engine’s order, tones with a word, what we add apart', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await select(page, 31);
    const details = page.getByTestId('details');
    await details.getByText('2nd longest of 4 daxpy').waitFor();
    const names = await details.getByTestId('field').evaluateAll((fields) => fields.map((field) => (field as HTMLElement).dataset['name']));
    expect(names.slice(0, 6)).toEqual(['Lifetime', 'Running', 'Operation', 'Instances', 'Provenance', 'Creator']);
    expect(names.slice(-2)).toEqual(['Copies caused', 'Launch siblings']);
    await expect(details.locator('[data-name=Deferred]').innerText()).resolves.toContain('80 ns');
    await expect(details.locator('[data-name=Deferred] .visually-hidden').innerText()).resolves.toContain('conspicuous');
    await expect(details.getByLabel('Added by Legion Prof').getByTestId('field').count()).resolves.toBe(2);
    await details.locator('[data-name=Creator] dd').getByRole('button').click();
    await details.getByRole('heading', { name: 'daxpy <12>' }).waitFor();
    await close();
  });

  it('copies as text and as JSON with raw times', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    await openRun(page);
    await select(page, 31);
    await page.getByRole('button', { name: 'Copy the details' }).click();
    await page.getByRole('menuitem', { name: 'As JSON' }).click();
    await page.getByText('Copied the details as JSON').waitFor();
    const json = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Record<string, unknown>;
    expect(json).toMatchObject({ title: 'daxpy <31>', track: 'n0/cpu/c1', start: 238_765_653, stop: 238_795_960 });
    await command(page, 'select.copyText');
    await page.getByText('Copied the details as text').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Critical Path: Created by Trigger Task Mapping');
    await close();
  });

  it('shows a group’s number first, and text from a log as text', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.evaluate(() => window.fakePage.app.run.value?.selectGroup(4, 1, { startNs: 238_000_000, stopNs: 239_000_000 }, 142));
    await page.getByText('<b>not markup</b>').waitFor();
    await expect(page.getByTestId('field').first().getAttribute('data-name')).resolves.toBe('Number of Items');
    await close();
  });

  it('shows a skeleton for a slow answer and the reason of a failed one', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.evaluate(() => {
      window.fakePage.client.answers['item.details'] = () => new Promise((_resolve, reject) => window.addEventListener('fail-details', () => reject(new Error('the index is damaged')), { once: true }));
      void window.fakePage.app.run.value?.select(4, 31, { reveal: true });
    });
    await page.getByRole('status', { name: /Details: loading/ }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('fail-details')));
    await page.getByText('The details could not be read: the index is damaged').waitFor();
    await close();
  });
});

describe('panels and notices', () => {
  it('lists alerts worst first with file and byte, jumps to an item, lists the files', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.getByRole('button', { name: /Data quality: 3 alerts, 1 error/ }).click();
    const alerts = page.getByTestId('alert');
    await alerts.first().waitFor();
    expect(await alerts.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['rule']))).toEqual(['file-cut', 'clock-skew', 'unknown-record']);
    await expect(alerts.first().innerText()).resolves.toMatch(/byte 205\s774/);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    expect(await callsOf(page, 'item.at')).toMatchObject([{ ns: 812_345_678 }]);
    await expect(page.getByTestId('file').count()).resolves.toBe(2);
    await close();
  });

  it('hides, shows and maximizes the panels, by key too', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const dock = page.getByTestId('dock');
    await page.keyboard.press('q');
    await dock.waitFor({ state: 'hidden' });
    await page.keyboard.press('Shift+Digit9');
    await page.getByTestId('quality').waitFor();
    const before = (await dock.boundingBox())!.height;
    await page.keyboard.press('Shift+Q');
    await page.waitForFunction((height) => document.querySelector('[data-testid=dock]')!.clientHeight > height + 100, before);
    await close();
  });

  it('gives the console of SQL its editor once the index is there', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const become = (phase: 'indexing' | 'ready'): Promise<void> => page.evaluate((next) => {
      const { client, app } = window.fakePage;
      const summary = app.run.value!.summary.peek();
      const revision = summary.revision + 1;
      client.answers['run.summary'] = () => ({ ...summary, phase: next, revision });
      if (next === 'indexing') client.refusals['sql.schema'] = 'not-loaded';
      else delete client.refusals['sql.schema'];
      client.emit('run.changed', { run: summary.run, revision, phase: next });
    }, phase);
    await become('indexing');
    await page.getByRole('tab', { name: 'SQL' }).click();
    const panel = page.getByTestId('sql');
    await panel.getByText('SQL comes when the index of the run is complete').waitFor();
    await become('ready');
    await panel.locator('.sql-editor').getByRole('textbox').waitFor();
    await close();
  });

  it('comes up with the panel of last time in front, all in one group', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.evaluate(() => {
      window.fakePage.app.layout.activePanel.value = 'quality';
    });
    await openRun(page);
    await page.getByTestId('quality').waitFor();
    await expect(page.getByRole('tablist').count()).resolves.toBe(1);
    await expect(page.getByRole('tab', { name: 'Quality 3' }).getAttribute('aria-selected')).resolves.toBe('true');
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByTestId('details-empty').waitFor();
    await close();
  });

  it('says that the server is away, and retries on demand', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.evaluate(() => {
      window.fakePage.client.connection.value = 'lost';
    });
    await page.getByRole('button', { name: 'Retry now' }).click();
    await page.getByTestId('banner').waitFor({ state: 'detached' });
    await close();
  });

  it('shows a job with its share and cancels it', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.evaluate(() => window.fakePage.client.emit('jobs.changed', {
      jobs: [{ id: 7, run: null, label: 'Reading 2 logs', doneBytes: 62, totalBytes: 100, state: 'running', startedAtMs: Date.now(), endedAtMs: null, error: null }],
    }));
    await page.getByText('62 %').waitFor();
    await page.getByRole('button', { name: 'Cancel: Reading 2 logs' }).click();
    expect(await callsOf(page, 'job.cancel')).toEqual([{ job: 7 }]);
    await close();
  });
});

describe('size and zoom', () => {
  it.each([[1024, 640, 1], [1920, 1080, 1], [640, 400, 2]])('nothing overlaps or is pushed out at %i×%i', async (width, height, scale) => {
    const { page, close } = await openFake(fake.browser, fake.site, 'light', { width, height, scale });
    await openRun(page);
    await select(page, 31);
    await page.getByText('2nd longest of 4 daxpy').waitFor();
    const boxes = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetHeight > 0)
      .map((region) => ({ name: region.dataset['region'], ...region.getBoundingClientRect().toJSON() as DOMRect })));
    for (const box of boxes) {
      expect(box.right, box.name).toBeLessThanOrEqual(width + 0.5);
      expect(box.bottom, box.name).toBeLessThanOrEqual(height + 0.5);
    }
    for (const a of boxes) {
      for (const b of boxes) {
        if (a === b) continue;
        const isApart = a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5;
        expect(isApart, `${a.name} and ${b.name}`).toBe(true);
      }
    }
    expect(boxes.find((box) => box.name === 'timeline')!.height).toBeGreaterThan(120);
    // The bar keeps all its parts inside itself.
    const bar = await page.getByTestId('topbar').evaluate((element) => [...element.children].every((child) => child.getBoundingClientRect().right <= window.innerWidth + 0.5));
    expect(bar).toBe(true);
    await close();
  });
});
