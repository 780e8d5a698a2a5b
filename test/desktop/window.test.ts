// The shell in a real Electron: the page of the real engine in a real window, and no engine left behind, however it ends.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { windowCommand } from '../../electron/app/find_electron.ts';
import type { DesktopBridge } from '../../electron/protocol/desktop_bridge.ts';
import { hooksOf, type FoundItem, type Hooks } from '../browser/harness/hooks.ts';
import { enginesOf, findDesktop, untilGone } from './harness/electron.ts';

const desktop = process.platform === 'linux' ? await findDesktop() : { reason: 'process ids are looked up in /proc' };
const reason = 'reason' in desktop ? desktop.reason : undefined;
if (reason !== undefined) console.log(`Desktop tests are skipped: ${reason}.`);
const sample = join(import.meta.dirname, '../../sample');
const hello = join(import.meta.dirname, '../logs/lg-tiny-hello');

describe.skipIf(reason !== undefined)(`desktop window${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'legion-prof-desktop-'));
  let app: ElectronApplication | undefined;

  afterEach(async () => {
    await app?.close().catch(() => {});
    app = undefined;
  });
  afterAll(() => {
    if (!('reason' in desktop)) desktop.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** `vs`: so many of the paths are those of the run to show beside the others. */
  async function start(paths: readonly string[], vs = 0): Promise<{ app: ElectronApplication; page: Page; hooks: Hooks; errors: string[]; engines: readonly number[] }> {
    if ('reason' in desktop) throw new Error(desktop.reason);
    const command = windowCommand(paths, { testHooks: true, vs }, { ...desktop.around, uid: 0 });
    if (!command.ok) throw new Error(command.reason);
    const env: Record<string, string> = { XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'data') };
    const launch = (): Promise<ElectronApplication> => _electron.launch({
      executablePath: command.command,
      timeout: 40_000,
      // A folder of its own: the lock of the single instance lies in it, and a test before may not have quite ended.
      args: [`--user-data-dir=${mkdtempSync(join(home, 'shell-'))}`, ...command.args],
      env: { ...(command.env as Record<string, string>), ...env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    });
    // Playwright now and then waits for ever for a window that it has connected to, before any of our code has run.
    app = await launch().catch((error: unknown) => {
      console.log(`Electron is started once more: ${String(error).slice(0, 200)}`);
      return launch();
    });
    const page = await app.firstWindow();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.waitForFunction(() => Reflect.get(window, 'profilerTest') !== undefined);
    return { app, page, hooks: hooksOf(page), errors, engines: enginesOf(app.process().pid!) };
  }

  it('opens a log, and a click on an item shows its details', async () => {
    const { app, page, hooks, errors } = await start([sample]);
    await hooks.idle({ jobs: true });
    await hooks.run('track.openAll');
    await hooks.idle();
    const item = await anItem(hooks);
    await page.mouse.click(item.x!, item.y!);
    await hooks.idle();
    await expect.poll(async () => page.getByTestId('dock').textContent()).toContain(item.title);
    // The engine names the window after the run.
    await expect.poll(async () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle())).toMatch(/.+ – Legion Prof$/);
    // The page's setting of its size: the page itself cannot.
    const ratio = await page.evaluate(() => devicePixelRatio);
    await page.evaluate(() => (Reflect.get(window, 'legionProfDesktop') as DesktopBridge).setZoom(1.5));
    await expect.poll(() => page.evaluate(() => devicePixelRatio), { timeout: 10_000 }).toBeCloseTo(1.5 * ratio);
    expect(await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')])).toEqual(['undefined', 'undefined']);
    expect(errors).toEqual([]);
  });

  it('opens what is dropped, by its path, and remembers it', async () => {
    const { app, page, hooks, errors } = await start([]);
    await hooks.idle();
    // A chosen file is as real as a dropped one; a file that a script made has no path.
    await page.evaluate(() => {
      const input = document.body.appendChild(document.createElement('input'));
      input.type = 'file';
      input.id = 'chosen';
    });
    const log = join(sample, 'legate_0.prof');
    await page.locator('#chosen').setInputFiles(log);
    const opened = await page.evaluate(async () => {
      const bridge = Reflect.get(window, 'legionProfDesktop') as DesktopBridge;
      const files = [...document.querySelector<HTMLInputElement>('#chosen')!.files!];
      return [await bridge.openDropped([new File(['x'], 'made.prof')]), await bridge.openDropped(files)];
    });
    expect(opened).toEqual([false, true]);
    await expect.poll(async () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getTitle()), { timeout: 20_000 }).toMatch(/.+ – Legion Prof$/);
    await hooks.idle({ jobs: true });
    expect((await hooks.tracks()).length).toBeGreaterThan(0);
    const recent = await app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&File')!;
      return file.submenu!.items.find(({ label }) => label === 'Open recent')!.submenu!.items[0]!.label;
    });
    expect(recent).toBe(log);

    // Another run dropped on the first: shall they be compared?
    await page.locator('#chosen').setInputFiles(join(hello, 'prof_0.gz'));
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      for (const file of document.querySelector<HTMLInputElement>('#chosen')!.files!) dataTransfer.items.add(file);
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    const offer = page.getByRole('dialog');
    await offer.getByRole('button', { name: 'Compare' }).click();
    await page.getByTestId('verdict').locator('.verdict-word').waitFor();
    expect(await page.getByTestId('ledger-sum').innerText()).toContain('exact');
    expect(errors).toEqual([]);
  });

  it('an export goes into the folder that the system\'s dialog gave, and asks the writer library that was chosen', async () => {
    const { app, page, hooks, errors } = await start([sample]);
    await hooks.idle({ jobs: true });
    const folder = mkdtempSync(join(home, 'exports-'));
    const choose = (path: string): Promise<void> => app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
    await hooks.run('run.exportNsight');
    const dialog = page.getByRole('dialog', { name: 'Export the run' });
    await choose(join(folder, 'no_writer.so'));
    await dialog.getByRole('button', { name: 'Writer library…' }).click();
    await expect.poll(() => dialog.getByTestId('export-command').textContent()).toContain(`--backend ${join(folder, 'no_writer.so')}`);
    await expect.poll(() => dialog.getByTestId('export-problem').textContent()).toContain('no_writer.so');
    await dialog.getByText('Perfetto trace').click();
    await choose(folder);
    await dialog.getByRole('button', { name: 'Write into…' }).click();
    await expect.poll(() => dialog.getByTestId('export-command').textContent()).toContain(`-o ${folder}/`);
    const shots = process.env['EXPORT_PICTURES'];
    if (shots !== undefined) await page.screenshot({ path: shots });
    await dialog.getByRole('button', { name: 'Write', exact: true }).click();
    await expect.poll(() => readdirSync(folder), { timeout: 20_000 }).toEqual([expect.stringMatching(/\.perfetto-trace$/)]);
    expect(errors).toEqual([]);
  });

  it('shows two runs side by side, as the command line asks with --vs', async () => {
    const { page, hooks, errors } = await start([sample, hello], 1);
    await page.getByTestId('verdict').locator('.verdict-word').waitFor();
    await hooks.idle({ jobs: true });
    expect(await page.getByTestId('compare-run-b').innerText()).toContain('lg-tiny-hello');
    expect(errors).toEqual([]);
  });

  it('runs a menu item as a command of the page', async () => {
    const { app, hooks } = await start([sample]);
    await hooks.idle({ jobs: true });
    const whole = await hooks.view();
    await hooks.run('timeline.zoomIn');
    await hooks.idle();
    expect(await hooks.view()).not.toEqual(whole);
    await app.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&View')!;
      view.submenu!.items.find(({ label }) => label === 'Whole run')!.click();
    });
    await expect.poll(async () => (await hooks.idle(), hooks.view())).toEqual(whole);
  });

  it('brings the page back after its engine was killed', async () => {
    const { app, page, hooks, engines } = await start([sample]);
    await hooks.idle({ jobs: true });
    const before = page.url();
    process.kill(engines[0]!, 'SIGKILL');
    await untilGone(engines, 2_000);
    // The menu's way; the page's banner has a button that does the same.
    await app.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()!.items.find(({ label }) => label === '&View')!;
      view.submenu!.items.find(({ label }) => label === 'Restart engine')!.click();
    });
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 20_000 }).not.toBe(new URL(before).pathname);
    await page.waitForFunction(() => Reflect.get(window, 'profilerTest') !== undefined);
    await hooks.idle({ jobs: true });
    expect((await hooks.tracks()).length).toBeGreaterThan(0);
    expect(enginesOf(app.process().pid!)).toHaveLength(1);
  });

  it('leaves no engine when it quits', async () => {
    const { app: running, engines } = await start([]);
    expect(engines).toHaveLength(1);
    await running.close();
    await untilGone(engines, 500);
  });

  it('leaves no engine when it is killed', async () => {
    const { app: running, hooks, engines } = await start([sample]);
    await hooks.idle({ jobs: true });
    expect(engines).toHaveLength(1);
    running.process().kill('SIGKILL');
    await untilGone(engines, 2_000);
  });
});

/** Some item that is in view. */
async function anItem(hooks: Hooks): Promise<FoundItem> {
  const { startNs, stopNs } = await hooks.view();
  for (const row of await hooks.tracks()) {
    // Leaves only: a node is one word, a kind two.
    if (row.y === null || row.id.split('/').length !== 3) continue;
    for (let i = 1; i < 50; i++) {
      const found = await hooks.itemAt(row.id, Math.round(startNs + ((stopNs - startNs) * i) / 50));
      if (found !== null && found.x !== null && found.y !== null) return found;
    }
  }
  throw new Error('no item is in view');
}
