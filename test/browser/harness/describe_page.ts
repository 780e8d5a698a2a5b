// What a page shows, in words, for failures that happen on another machine.
import type { Page } from 'playwright-core';

const ANSWER_MS = 3000;

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
