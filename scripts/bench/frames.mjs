// Frames of the page while it pans and zooms: the wall time of our JavaScript in each, and the time that its thread worked on scripts, which a busy machine does not lengthen.

/** Share of the run in view. */
const ZOOMS = [1, 0.2, 0.03, 0.004, 0.0003];

/** @typedef {{ jsMs: number, cpuMs: number, quads: number, isBlank: boolean }} Frame */

/**
 * `frames` of them at each of five zooms. Tiles come as they do for a person; what is drawn meanwhile is the best that is there.
 * @param {import('playwright-core').Page} page
 * @param {import('../../test/browser/harness/hooks.ts').Hooks} hooks
 * @param {number} frames
 */
export async function measureFrames(page, hooks, frames) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scriptMs = async () => 1000 * ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
  const zooms = [];
  for (const zoom of ZOOMS) {
    await hooks.run('timeline.zoomToFit');
    const path = await page.evaluate(([share, count]) => Reflect.get(window, 'profilerTest').benchPath(share, count), [zoom, frames]);
    await hooks.run('timeline.setView', path[0]);
    await hooks.idle();
    /** @type {Frame[]} */
    const drawn = [];
    for (const view of path) {
      const before = await scriptMs();
      const frame = await page.evaluate((span) => Reflect.get(window, 'profilerTest').benchFrame(span), view);
      drawn.push({ ...frame, cpuMs: (await scriptMs()) - before });
    }
    zooms.push({ zoom, frames, js: summary(drawn.map(({ jsMs }) => jsMs)), cpu: summary(drawn.map(({ cpuMs }) => cpuMs)), maxQuads: Math.max(...drawn.map(({ quads }) => quads)), blankFrames: drawn.filter(({ isBlank }) => isBlank).length });
  }
  await session.detach();
  return zooms;
}

/** @param {readonly number[]} values */
export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
