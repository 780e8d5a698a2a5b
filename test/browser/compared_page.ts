// What tests of two runs on one screen read from it, and the wait until it is all there.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OpenedPage } from './harness/browser.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

interface Side {
  readonly run: string;
  readonly view: { readonly startNs: number; readonly stopNs: number };
  readonly cursorNs: number | null;
  readonly selected: { readonly title: string; readonly life: { readonly startNs: number; readonly stopNs: number } } | null;
}

export interface Compared {
  readonly isLocked: boolean;
  readonly align: string;
  readonly movedNs: number;
  readonly seams: number;
  readonly sides: readonly [Side, Side];
}

/** Null = one run is on screen. */
export const compared = (page: Page): Promise<Compared> => page.evaluate(() => (Reflect.get(window, 'profilerTest') as { comparing(): unknown }).comparing() as Compared);
export const verdict = (page: Page): Promise<string> => page.getByTestId('verdict').locator('.verdict-sentence').innerText();
/** Digits in groups are set apart by thin spaces. */
export const plain = (text: string): string => text.replaceAll('\u202f', ' ');

export async function untilCompared({ page, hooks }: OpenedPage): Promise<void> {
  await page.getByTestId('verdict').locator('.verdict-word').waitFor();
  await hooks.idle({ jobs: true });
}

/** `within`: the part of the page that is news; the rest was looked at before. */
export async function expectClean(page: Page, stop: string, within = 'html'): Promise<void> {
  await expectNone(new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(TAGS).include(within), stop);
}

/** Of a page that was looked at in another theme: what a theme changes. */
export async function expectContrast(page: Page, stop: string): Promise<void> {
  await expectNone(new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withRules(['color-contrast']), stop);
}

async function expectNone(builder: AxeBuilder, stop: string): Promise<void> {
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${stop}: ${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 4).join(' | ')}`)).toEqual([]);
}
