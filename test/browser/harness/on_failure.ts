// When a browser test fails, its pages are asked what they show, so that a failure on another machine explains itself. Vitest loads this file before each test file.
import type { Page } from 'playwright-core';
import { afterEach, expect } from 'vitest';

interface Watched {
  readonly page: Page;
  readonly errors: readonly string[];
  /** The test that opened it; undefined: pages of a whole file. */
  readonly test: string | undefined;
}

const watched = new Set<Watched>();
const ANSWER_MS = 3000;

/** Called for every page that a test opens; `errors` is filled as they come. */
export function watchPage(page: Page, errors: readonly string[]): void {
  const entry = { page, errors, test: expect.getState().currentTestName };
  watched.add(entry);
  page.on('close', () => watched.delete(entry));
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { page, errors, test } of watched) {
    if (test === undefined || test === expect.getState().currentTestName) console.error(`What the page shows after “${task.name}” failed:\n${await describePage(page, errors)}`);
  }
});

/** Open dialogs, focus, toasts, alerts and errors of a page in words; never throws. */
export async function describePage(page: Page, errors: readonly string[]): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => { timer = setTimeout(() => resolve(`the page has not answered for ${ANSWER_MS} ms`), ANSWER_MS); });
  const shown = await Promise.race([page.evaluate(shownNow).catch((error: unknown) => `the page cannot be asked: ${String(error)}`), late]);
  clearTimeout(timer);
  return [shown, `errors of the console: ${errors.length === 0 ? 'none' : errors.join(' | ')}`].join('\n');
}

/** Runs in the page. */
function shownNow(): string {
  const nameOf = (element: Element): string => {
    const label = element.getAttribute('aria-label') ?? document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ?? '';
    return `<${element.tagName.toLowerCase()}${element.id ? ` #${element.id}` : ''}${element.className ? ` .${String(element.className)}` : ''} “${label || (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 80)}”>`;
  };
  const all = (selector: string) => [...document.querySelectorAll(selector)].map(nameOf).join(', ') || 'none';
  return [
    `address: ${location.hash || '(no hash)'}, visible: ${document.visibilityState}, has focus: ${document.hasFocus()}`,
    `open dialogs: ${all('dialog[open], [role=dialog]')}`,
    `focus: ${document.activeElement ? nameOf(document.activeElement) : 'none'}`,
    `toasts and alerts: ${[...document.querySelectorAll('[role=status], [role=alert]')].map((element) => element.textContent?.trim()).filter(Boolean).join(' | ') || 'none'}`,
  ].join('\n');
}
