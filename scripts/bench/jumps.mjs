// Memory of the page over random jumps: what it holds must not grow with the number of places that were looked at.
const ROUNDS = 10;

/** The same jumps each time: numbers from 0 to 1. */
function* numbers() {
  for (let seed = 12_345; ;) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    yield seed / 2 ** 31;
  }
}

/**
 * Jumps to places and zooms of the run at random; MB of the page's heap (buffers of tiles included) and of tiles after each tenth of them:
 * it grows until the tile cache has its budget (256 MiB), and has to stay there.
 */
export async function measureJumps(page, hooks, count = 1000) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const random = numbers();
  const { stopNs } = await hooks.view();
  const heapMb = [];
  const tileMb = [];
  for (let round = 0; round < ROUNDS; round++) {
    const views = Array.from({ length: count / ROUNDS }, () => {
      const lengthNs = stopNs * 10 ** (-5 * random.next().value);
      const startNs = (stopNs - lengthNs) * random.next().value;
      return { startNs, stopNs: startNs + lengthNs };
    });
    await page.evaluate(async (all) => {
      const test = /** @type {{run(id: string, args: unknown): Promise<void>}} */ (Reflect.get(window, 'profilerTest'));
      for (const view of all) {
        await test.run('timeline.setView', view);
        await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
      }
    }, views);
    await hooks.idle();
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
    heapMb.push((usedSize + backingStorageSize) / 1e6);
    tileMb.push(Number((await hooks.state()).tileBytes) / 1e6);
  }
  return { jumps: count, heapMb, tileMb };
}
