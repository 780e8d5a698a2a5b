/** `attach`: reads archives and servers of tiles into indexes and shows them, all in one window. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { attachIndex } from '../../compat/archive/attach_index.ts';
import { encodeInfo } from '../../compat/tiles/legion_encode.ts';
import { isAddress, TileSource } from '../../compat/tiles/tile_source.ts';
import { PROGRAM_VERSION } from '../../engine/version.ts';
import { IndexCache } from '../../index/cache.ts';
import { absolutePaths, untilSignalled, warn } from '../context.ts';
import { ProgressLine } from '../progress_line.ts';
import { view, type ViewChoice } from './view.ts';

/** @throws ProfileError */
export async function attach(sources: readonly string[], choice: ViewChoice): Promise<number> {
  const own = choice.useCache ? undefined : await mkdtemp(join(tmpdir(), 'legion-prof-'));
  try {
    const cache = new IndexCache(own ?? choice.cache);
    const signal = untilSignalled();
    const indexes: string[] = [];
    for (const source of sources) indexes.push(await indexOf(isAddress(source) ? source : absolutePaths([source])[0], cache, signal));
    return await view(indexes, choice);
  } finally {
    if (own !== undefined) await rm(own, { recursive: true, force: true });
  }
}

/** Kept by what the source says of itself and where it is. A server's run may change while its info does not; then the cache is to be cleared. */
async function indexOf(locator: string, cache: IndexCache, signal: AbortSignal): Promise<string> {
  const source = await TileSource.open(locator, signal);
  const contentId = createHash('sha256').update(locator).update(encodeInfo(source.info)).digest('hex').slice(0, 32);
  const known = cache.find(contentId);
  if (known !== undefined) return known;
  warn(`Reading ${locator}`);
  using line = new ProgressLine();
  return attachIndex(source, {
    path: cache.pathFor(contentId), contentId, title: titleOf(locator), program: PROGRAM_VERSION, signal,
    onProgress: (part) => line.show(`Reading tiles ${Math.floor(100 * part)} %`),
  });
}

/** The token of an address is no title. */
function titleOf(locator: string): string {
  return isAddress(locator) ? new URL(locator).host : basename(locator);
}
