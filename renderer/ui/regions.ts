/** F6 goes from region to region, in the order in which they stand on the page; each remembers where the focus was. */

const FOCUSABLE = 'button:not([disabled]), [href], input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

function isVisible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && element.closest('[hidden], [inert]') === null;
}

const remembered = new WeakMap<Element, HTMLElement>();

/** Notes the last focused element of each region. */
export function rememberFocus(): () => void {
  const onFocus = (event: FocusEvent): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const region = event.target.closest('[data-region]');
    if (region) remembered.set(region, event.target);
  };
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}

/** What takes the focus in a region: where it was, else a part that asks for it (tree grid, search box), else the first control. */
function entryOf(region: HTMLElement): HTMLElement | undefined {
  const last = remembered.get(region);
  if (last?.isConnected && isVisible(last) && region.contains(last)) return last;
  const preferred = region.querySelector<HTMLElement>('[role="treegrid"], [role="combobox"], [role="tab"][aria-selected="true"]');
  if (preferred && isVisible(preferred)) return preferred;
  return [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isVisible);
}

export function cycleRegion(step: 1 | -1): void {
  const entries = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isVisible)
    .map((region) => ({ region, entry: entryOf(region) }))
    .filter((one): one is { region: HTMLElement; entry: HTMLElement } => one.entry !== undefined);
  if (entries.length === 0) return;
  const at = entries.findIndex(({ region }) => region.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : entries.length - 1) : (at + step + entries.length) % entries.length;
  entries[next].entry.focus();
}
