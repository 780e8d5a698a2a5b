// The palette, going to a time, and keys that the user changes: by keyboard alone, and read from the screen.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openFake, openRun, useFakeSite } from './fake_app/start.ts';

const fake = useFakeSite();

const viewText = (page: Page): Promise<string> => page.getByTestId('status').getByRole('button').first().innerText();
const rows = (page: Page): Promise<string[]> => page.getByTestId('palette').getByRole('option').allInnerTexts();

async function goTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('g');
  await page.getByTestId('palette').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.getByTestId('palette').waitFor({ state: 'detached' });
}

describe('palette', () => {
  it('opens a run from the home screen, says why a command rests, and has what was used last in front', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.keyboard.press('Control+k');
    const palette = page.getByTestId('palette');
    await palette.waitFor();
    await page.keyboard.type('show the whole run');
    expect(await rows(page)).toEqual([expect.stringMatching(/^Show the whole run\s+No run is open\.$/)]);
    await page.keyboard.press('Enter');
    await palette.waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('opsam');
    expect((await rows(page))[0]).toMatch(/^Open the sample run/);
    await page.keyboard.press('Enter');
    await page.getByTestId('timeline').waitFor();
    await page.keyboard.press('Control+k');
    expect((await rows(page))[0]).toMatch(/^Open the sample run/);
    // Every command but those that only programs give arguments to.
    expect((await rows(page)).join('\n')).not.toMatch(/Select an item by track and place|Show an interval/);
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
    await close();
  });

  it('finds a track by its long name from the search box, and takes the focus there', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.keyboard.press('/');
    await page.keyboard.type('#');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.type('node 1 cpu 2');
    expect((await rows(page))[0]).toMatch(/^Node 1 CPU 2\s+n1\/cpu\/c2$/);
    await page.keyboard.press('Enter');
    await page.locator('[data-slug="n1/cpu/c2"].focused').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('treegrid');
    await close();
  });

  it('goes to a time, an interval and a way from here; what is no time says so and stays', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await goTo(page, '0.6..0.65s');
    await expect.poll(() => viewText(page)).toBe('view from 600.000 to 650.000 ms (duration: 50.000 ms)');
    await goTo(page, '+10 ms');
    await expect.poll(() => viewText(page)).toBe('view from 610.000 to 660.000 ms (duration: 50.000 ms)');
    await goTo(page, '1.2 s');
    await expect.poll(() => viewText(page)).toBe('view from 1.175 to 1.225 s (duration: 50.000 ms)');
    // What the status bar copies is a time, too.
    await goTo(page, 'view from 0.000 to 1.615 s (duration: 1.615 s)');
    await expect.poll(() => viewText(page)).toBe('view from 0.000 to 1.615 s (duration: 1.615 s)');
    await page.keyboard.press('g');
    await page.keyboard.type('soon');
    expect(await rows(page)).toEqual([expect.stringContaining('Start with a number, as in 612.3 ms.')]);
    await page.keyboard.press('Enter');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('@99 s');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(/The run goes from 0 ns to 1\.\d{3} s\./).waitFor();
    await close();
  });
});

describe('keys', () => {
  it('are changed, taken from another command and given back; the engine keeps them, help shows them', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    await page.keyboard.press('Control+,');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    const addKey = async (name: string, key: string): Promise<void> => {
      await settings.getByRole('button', { name: `Add a key for ${name}`, exact: true }).click();
      await settings.getByText('Press a key').waitFor();
      await page.keyboard.press(key);
    };
    await addKey('Open all rows', 'Tab');
    await settings.getByText('Tab always does the same.').waitFor();
    await addKey('Open all rows', 'g');
    await settings.getByText('is the key of “Go to a time”.').waitFor();
    await settings.getByRole('button', { name: 'Take it' }).click();
    expect(await settings.locator('[data-command="timeline.goToTime"] kbd').count()).toBe(0);
    await addKey('Close all rows', 'Shift+]');
    await settings.getByRole('button', { name: 'Leave it' }).click();
    await addKey('Close all rows', 'Control+Shift+9');
    // W goes by its place on the keyboard: whoever wants it is told whose it is.
    await addKey('Zoom in', 'w');
    await settings.getByText('is the key of “Zoom in at the pointer, as long as held”.').waitFor();
    await settings.getByRole('button', { name: 'Leave it' }).click();
    await page.keyboard.press('Escape');
    await settings.waitFor({ state: 'detached' });

    const count = () => page.getByRole('treegrid').getAttribute('aria-rowcount').then(Number);
    await page.keyboard.press('g');
    await expect.poll(count).toBeGreaterThan(30);
    await page.keyboard.press('Control+Shift+Digit9');
    await expect.poll(count).toBeLessThan(30);
    const kept = () => page.evaluate(() => window.fakePage.client.calls.findLast(({ method, params }) => method === 'settings.set' && (params as { key: string }).key === 'keys')?.params);
    await expect.poll(kept).toEqual({ key: 'keys', value: { 'track.openAll': ['G'], 'timeline.goToTime': [], 'track.closeAll': ['Ctrl+Shift+9'] } });
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help' });
    await expect(help.getByText('Open all rows').locator('xpath=..').innerText()).resolves.toMatch(/^G\s+Open all rows$/);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await page.keyboard.press('Control+,');
    await settings.getByRole('button', { name: 'All as at first' }).click();
    await page.keyboard.press('Escape');
    await settings.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.getByTestId('palette').waitFor();
    await close();
  });

  it('open a dialog again that Esc has closed a moment ago', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await page.keyboard.press('Control+,');
    for (let time = 0; time < 5; time++) {
      await settings.waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+,');
    }
    await settings.waitFor({ timeout: 5000 });
    await page.keyboard.press('Escape');
    await settings.waitFor({ state: 'detached' });
    await close();
  });

  it('kept ones are there after a start; nonsense in the settings does no harm', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await page.evaluate(() => {
      const { client } = window.fakePage;
      client.session = { ...client.session, settings: { ...client.session.settings, keys: { 'track.openAll': ['F8'], 'timeline.goToTime': 7, 'app.showHelp': [3] } } };
      client.emit('session.changed', {});
    });
    await openRun(page);
    await page.keyboard.press('F8');
    await expect.poll(() => page.getByRole('treegrid').getAttribute('aria-rowcount').then(Number)).toBeGreaterThan(30);
    await page.keyboard.press('g');
    await page.getByTestId('palette').waitFor();
    await close();
  });
});

describe('density', () => {
  it('changes the heights of levels, labels and table rows together, and is kept', async () => {
    const { page, close } = await openFake(fake.browser, fake.site);
    await openRun(page);
    const look = () => page.evaluate(() => {
      const run = window.fakePage.app.run.value!;
      // Virtualised: one of those that are in the page.
      const labels = [...document.querySelectorAll<HTMLElement>('.tree-row.leaf')];
      const leaf = run.tree.rows.value.find((row) => row.track?.levels === 1 && labels.some(({ dataset }) => dataset['slug'] === row.slug))!;
      const label = labels.find(({ dataset }) => dataset['slug'] === leaf.slug)!;
      return { level: leaf.levelHeight, label: Math.round(label.getBoundingClientRect().height), row: leaf.height, font: getComputedStyle(document.body).fontSize };
    });
    await page.evaluate(() => window.fakePage.app.commands.run('track.openAll'));
    expect(await look()).toEqual({ level: 18, label: 38, row: 38, font: '12px' });
    await page.keyboard.press('Control+,');
    await page.getByRole('radio', { name: 'Compact' }).check();
    await expect.poll(look).toEqual({ level: 14, label: 30, row: 30, font: '11px' });
    await page.getByRole('radio', { name: 'Roomy' }).check();
    await expect.poll(look).toEqual({ level: 24, label: 50, row: 50, font: '13px' });
    await expect.poll(() => page.evaluate(() => window.fakePage.client.calls.some(({ method, params }) => method === 'settings.set' && JSON.stringify(params) === '{"key":"appearance","value":{"density":"roomy","zoomPercent":100,"levelsGrowDown":false,"countsFromZero":false}}'))).toBe(true);
    await close();
  });
});
