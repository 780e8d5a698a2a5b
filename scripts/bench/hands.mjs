// What a hand waits for in the page: hovering, clicking, searching. Each time runs from the browser's event to the change of the page that answers it.

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../test/browser/harness/hooks.ts').Hooks} Hooks */

const PATIENCE_MS = 10_000;
/** Share of the run in view: narrow enough that single items are seen. */
const ZOOM = 0.0003;

/**
 * From an event to the first change of the page after which `selector` shows an element whose text, or label after it, matches, ms.
 * @param {Page} page
 * @param {{ event: string, selector: string, pattern: string }} wanted
 * @param {() => Promise<unknown>} act what brings the event about
 */
async function waitFrom(page, wanted, act) {
  // Two calls: the page has to be watching before anything is done to it.
  await page.evaluate(({ event, selector, pattern, patienceMs }) => {
    Reflect.set(window, 'benchShown', new Promise((resolve, reject) => {
      let began = Number.NaN;
      addEventListener(event, () => { began = performance.now(); }, { capture: true, once: true });
      const isThere = () => [...document.querySelectorAll(selector)].some((element) => new RegExp(pattern).test(`${element.textContent} ${element.getAttribute('aria-label')}`));
      const observer = new MutationObserver(() => {
        if (!(began > 0) || !isThere()) return;
        observer.disconnect();
        resolve(performance.now() - began);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      setTimeout(() => reject(new Error(`${selector} did not come to show ${pattern} within ${patienceMs} ms of ${event}.`)), patienceMs);
    }));
  }, { ...wanted, patienceMs: PATIENCE_MS });
  await act();
  return /** @type {Promise<number>} */ (page.evaluate(() => Reflect.get(window, 'benchShown')));
}

/** At most `count` points on items, all different, over the rows in view. @param {Page} page @param {Hooks} hooks @param {number} count */
async function pointsOnItems(page, hooks, count) {
  const box = await page.getByTestId('timeline').boundingBox();
  /** @type {Map<string, { x: number, y: number, title: string }>} */
  const points = new Map();
  for (let i = 0; i < 40 * count && points.size < count; i++) {
    // Steps that fill the plane evenly, the same each time.
    const [x, y] = [(box?.x ?? 0) + 20 + (box?.width ?? 0) * 0.95 * ((i * 0.7549) % 1), (box?.y ?? 0) + 30 + ((box?.height ?? 0) - 40) * ((i * 0.5698) % 1)];
    const item = await hooks.hitTest(x, y);
    if (item !== null && 'title' in item && item.count === undefined) points.set(item.itemId, { x, y, title: item.title });
  }
  if (points.size === 0) throw new Error('No item is in view.');
  return [...points.values()];
}

/**
 * Hovering over items until the tooltip names them, and clicking on them until the details show their fields, ms each.
 * @param {Page} page @param {Hooks} hooks
 */
export async function measureHands(page, hooks, count = 40) {
  const { stopNs } = await hooks.view();
  // Open before, so that no click moves what the next ones point at.
  await hooks.run('panel.showDetails');
  await hooks.run('timeline.setView', { startNs: stopNs / 3, stopNs: stopNs / 3 + stopNs * ZOOM });
  await hooks.idle();
  /** @type {{ hoverMs: number[], clickMs: number[] }} */
  const measured = { hoverMs: [], clickMs: [] };
  for (const { x, y, title } of await pointsOnItems(page, hooks, count)) {
    await page.mouse.move(5, 5);
    await page.getByTestId('tooltip').waitFor({ state: 'detached' });
    const name = title.replace(/ <\d+>$/, '');
    measured.hoverMs.push(await waitFrom(page, { event: 'pointermove', selector: '[data-testid="tooltip"]', pattern: RegExp.escape(name) }, () => page.mouse.move(x, y)));
    await hooks.run('select.clear');
    measured.clickMs.push(await waitFrom(page, { event: 'pointerup', selector: '[data-testid="details"]:has([data-testid="field"])', pattern: RegExp.escape(title) }, () => page.mouse.click(x, y)));
    await hooks.idle();
  }
  await hooks.run('select.clear');
  return measured;
}

/**
 * Searching for each text: ms from the last key until the first hits are in the list. Each is searched for once, with nothing read for it before.
 * @param {Page} page @param {Hooks} hooks @param {readonly string[]} texts
 */
export async function measureSearches(page, hooks, texts) {
  const box = page.getByRole('combobox', { name: /^Find items/ });
  /** @type {{ text: string, firstMs: number, total: number }[]} */
  const measured = [];
  for (const text of texts) {
    await box.fill('');
    await hooks.idle();
    const firstMs = await waitFrom(page, { event: 'input', selector: '#search-hits [role="option"] .result-name', pattern: '^[^…]' }, () => box.fill(text));
    await hooks.idle();
    const { search } = /** @type {{ search: { total: number } }} */ (await hooks.state());
    measured.push({ text, firstMs, total: search.total });
  }
  await box.fill('');
  await page.keyboard.press('Escape');
  await hooks.idle();
  return measured;
}
