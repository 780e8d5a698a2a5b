// What is wrong with the layout of a page as it is now: text that is cut off without a sign of it, controls that lie under something else.
import type { Page } from 'playwright-core';

/** One sentence per fault. `root` (CSS): only inside of it, as in a dialog or a pop-over that covers what is behind it. */
export async function layoutFaults(page: Page, root = 'body'): Promise<string[]> {
  return page.evaluate(faultsIn, root);
}

/** Runs in the page. */
function faultsIn(root: string): string[] {
  const CONTROLS = 'button, a[href], input, select, textarea, [role=tab], [role=option], [role=switch]';
  const SLACK_PX = 1.5;
  const faults = new Set<string>();
  const within = document.querySelector(root);
  if (!within) return [`there is no ${root}`];

  const nameOf = (element: Element): string => `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)}”`;
  const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
  const isSeen = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('.visually-hidden, .dv-live-region, [aria-hidden=true], [inert], .cm-editor');

  /** The part of a box that its ancestors let through. */
  const seenPart = (element: Element): { left: number; top: number; right: number; bottom: number } => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const part = { left: Math.max(0, left), top: Math.max(0, top), right: Math.min(innerWidth, right), bottom: Math.min(innerHeight, bottom) };
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
      if (getComputedStyle(above).overflowX === 'visible') continue;
      const box = above.getBoundingClientRect();
      Object.assign(part, { left: Math.max(part.left, box.left), top: Math.max(part.top, box.top), right: Math.min(part.right, box.right), bottom: Math.min(part.bottom, box.bottom) });
    }
    return part;
  };

  const lookAtText = (text: Node): void => {
    const element = text.parentElement;
    if (!element || !(text.nodeValue ?? '').trim() || !isSeen(element)) return;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { right, bottom, width } = range.getBoundingClientRect();
    if (width === 0) return;
    for (let above: Element | null = element; above && above !== document.documentElement; above = above.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(above);
      const box = above.getBoundingClientRect();
      if (scrolls(overflowX) || scrolls(overflowY)) return;
      // Whoever cuts with an ellipsis says that there is more.
      if (overflowX !== 'visible' && textOverflow === 'ellipsis') return;
      if (overflowX !== 'visible' && right > box.right + SLACK_PX) faults.add(`cut at the right by ${Math.round(right - box.right)} px: ${nameOf(element)} in ${nameOf(above)}`);
      if (overflowY !== 'visible' && bottom > box.bottom + 2 * SLACK_PX) faults.add(`cut below by ${Math.round(bottom - box.bottom)} px: ${nameOf(element)} in ${nameOf(above)}`);
      if (overflowX !== 'visible' && overflowY !== 'visible') return;
    }
  };

  const lookAtControl = (control: Element): void => {
    if (!isSeen(control)) return;
    const { left, top, right, bottom } = seenPart(control);
    // Scrolled out of sight.
    if (right - left < 4 || bottom - top < 4) return;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (hit && hit !== control && !control.contains(hit) && !hit.contains(control) && !hit.closest('label')?.contains(control)) faults.add(`covered: ${nameOf(control)} by ${nameOf(hit)}`);
  };

  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) lookAtText(text);
  for (const control of within.querySelectorAll(CONTROLS)) lookAtControl(control);
  if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) faults.add('the page is larger than its window');
  return [...faults];
}
