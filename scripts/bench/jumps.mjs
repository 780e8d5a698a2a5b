// Memory of the page over random jumps: what it holds must not grow with the number of places that were looked at.

/** The same jumps each time: numbers from 0 to 1. */
function* numbers() {
  for (let seed = 12_345; ;) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    yield seed / 2 ** 31;
  }
}

/**
 * Jumps to places and zooms of the run at random. After each of `rounds` equal parts of them, with garbage collected: MB of the page's heap
 * with all its buffers, MB of tiles and of their copies for the graphics card, elements and listeners of the page.
 * @param {import('playwright-core').Page} page
 * @param {import('../../test/browser/harness/hooks.ts').Hooks} hooks
 */
export async function measureJumps(page, hooks, count = 500, rounds = 10) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const random = numbers();
  const next = () => Number(random.next().value);
  const { stopNs } = await hooks.view();
  /** @type {{ jumps: number, heapMb: number[], tileMb: number[], cardMb: number[], elements: number[], listeners: number[] }} */
  const measured = { jumps: count, heapMb: [], tileMb: [], cardMb: [], elements: [], listeners: [] };
  for (let round = 0; round < rounds; round++) {
    const views = Array.from({ length: count / rounds }, () => {
      const lengthNs = stopNs * 10 ** (-5 * next());
      const startNs = (stopNs - lengthNs) * next();
      return { startNs, stopNs: startNs + lengthNs };
    });
    await page.evaluate(async (all) => {
      const test = /** @type {{run(id: string, args: unknown): Promise<void>}} */ (Reflect.get(window, 'profilerTest'));
      for (const view of all) {
        await test.run('timeline.setView', view);
        // Asks for tiles, and draws them when the browser next shows a picture.
        await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
      }
    }, views);
    await hooks.idle();
    await session.send('HeapProfiler.collectGarbage');
    const heap = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const { tileBytes, frame } = await hooks.state();
    measured.heapMb.push((heap.usedSize + Number(Reflect.get(heap, 'backingStorageSize') ?? 0)) / 1e6);
    measured.tileMb.push(Number(tileBytes) / 1e6);
    measured.cardMb.push(Number(/** @type {{ keptBytes: number }} */ (frame).keptBytes) / 1e6);
    measured.elements.push(nodes);
    measured.listeners.push(jsEventListeners);
  }
  return measured;
}
