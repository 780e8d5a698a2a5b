// Accessibility by axe (WCAG 2.2 A and AA, and its best practices) on every stop of the page, in all themes: no violation.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openFake, openRun, useFakeSite, type Theme } from './fake_app/start.ts';

const fake = useFakeSite();

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Names, roles and order do not depend on the theme: the first theme is asked all rules, the others those that look at colours. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

async function expectClean(page: Page, stop: string): Promise<void> {
  const isFirst = await page.evaluate(() => document.documentElement.dataset['theme'] === 'light');
  // Only what is wrong is described in full: else most of its time goes to what is right.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (isFirst ? builder.withTags(TAGS) : builder.withRules(COLOR_RULES)).analyze();
  const found = violations.map(({ id, nodes }) => `${stop}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(found).toEqual([]);
}

describe.each<Theme>(['light', 'dark', 'contrast'])('axe, %s', (theme) => {
  it('home, with failures, a problem and something taken off the list', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, theme);
    await expectClean(page, 'home');
    await page.evaluate(() => {
      const { client } = window.fakePage;
      client.session = { ...client.session, failures: [{ path: 'prof_0.gz', kind: 'log-empty', message: 'prof_0.gz has 0 bytes.' }] };
      client.emit('session.changed', {});
    });
    await page.getByTestId('failure').waitFor();
    await page.locator('[data-content-id=a2]').getByRole('button', { name: /Forget/ }).click();
    await page.locator('[data-content-id=a1] .run-row').click();
    await page.getByText('Try again').waitFor();
    await expectClean(page, 'home with troubles');
    await close();
  });

  it('run, details, waits, group, quality', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, theme);
    await openRun(page);
    await expectClean(page, 'run');
    await page.evaluate(() => window.fakePage.app.run.value?.select(4, 39, { reveal: true }));
    await page.getByRole('heading', { name: 'Waits' }).waitFor();
    await page.getByRole('button', { name: 'Show the backtrace' }).click();
    await expectClean(page, 'details');
    await page.evaluate(() => window.fakePage.app.run.value?.selectGroup(4, 1, { startNs: 238_000_000, stopNs: 239_000_000 }, 142));
    await page.getByText('Deferred Task Trigger').waitFor();
    await expectClean(page, 'group');
    for (const [id, panel] of [['panel.showSelection', 'selection'], ['panel.showTasks', 'tasks']]) {
      await page.evaluate((command) => window.fakePage.app.commands.run(command), id);
      await page.getByTestId(panel).getByTestId('totals').waitFor();
      await expectClean(page, panel);
    }
    for (const [id, ready] of [['panel.showLines', '.cm-line'], ['panel.showMemory', '[data-testid=instances]'], ['panel.showChannels', '[data-testid=copies] [role=gridcell]'], ['panel.showSql', '.cm-line']]) {
      await page.evaluate((command) => window.fakePage.app.commands.run(command), id);
      await page.locator(ready).filter({ visible: true }).first().waitFor();
      if (id === 'panel.showSql') {
        await page.getByRole('button', { name: 'Ask', exact: true }).click();
        await page.getByTestId('sql-result').waitFor();
      }
      await expectClean(page, id);
    }
    await page.evaluate(() => window.fakePage.app.commands.run('panel.showQuality'));
    await page.getByTestId('alert').first().waitFor();
    await expectClean(page, 'quality');
    await close();
  });

  it('search, menu, pop-overs, help, tooltip, notices, banner', async () => {
    const { page, close } = await openFake(fake.browser, fake.site, theme);
    await openRun(page);
    await page.getByRole('combobox').fill('daxpy');
    await page.getByTestId('search-results').waitFor();
    await page.keyboard.press('ArrowDown');
    await expectClean(page, 'search');
    await page.keyboard.press('Escape');
    for (const name of ['Theme', 'Legend']) {
      await page.getByRole('button', { name, exact: true }).click();
      await expectClean(page, name);
      await page.keyboard.press('Escape');
    }
    await page.getByTestId('machine').click();
    await expectClean(page, 'machine');
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      const { app, client } = window.fakePage;
      app.notify('Copied');
      app.notify('No.', 'error');
      client.emit('jobs.changed', { jobs: [{ id: 1, run: null, label: 'Reading 2 logs', doneBytes: 62, totalBytes: 100, state: 'running', startedAtMs: Date.now(), endedAtMs: null, error: null }] });
      client.connection.value = 'lost';
    });
    await page.getByTestId('banner').waitFor();
    // The banner moves the timeline, which forgets what was under the pointer: hover after that.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      const run = window.fakePage.app.run.value;
      if (run) run.hover.value = { track: 4, slug: 'n0/cpu/c1', x: 600, y: 395, box: { type: 'item', ordinal: 31, level: 1, title: 'daxpy <31>', name: 0, state: 'running', startNs: 1, stopNs: 2 }, details: undefined };
    });
    await page.getByRole('tooltip').waitFor();
    await expectClean(page, 'tooltip, notices, banner, job');
    await page.locator('.job-main').click();
    await expectClean(page, 'jobs');
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.fakePage.app.commands.run('app.showHelp'));
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await expectClean(page, 'help');
    await page.keyboard.press('Escape');
    let before = 'Help';
    for (const [id, name] of [['app.openPalette', 'Command palette'], ['app.openSettings', 'Settings']]) {
      // The look around the sample run is one too, and stays.
      await page.getByRole('dialog', { name: before }).waitFor({ state: 'detached' });
      before = name;
      await page.evaluate((command) => window.fakePage.app.commands.run(command), id);
      await page.getByRole('dialog', { name }).waitFor();
      await expectClean(page, name);
      await page.keyboard.press('Escape');
    }
    await close();
  });
});
