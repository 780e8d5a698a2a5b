/** `cache list` and `cache clear`: the indexes that are kept. */
import { IndexCache, type CachedIndex } from '../../index/cache.ts';
import { IndexReader } from '../../index/index_reader.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { EXIT_OK, say } from '../context.ts';

/** Prints the indexes, most recently used first; exit code. `folder`: of --cache, undefined = the user's. */
export function listCache(folder: string | undefined, isJson: boolean): number {
  const cache = new IndexCache(folder);
  const indexes = cache.list().map((entry) => ({ ...entry, title: titleOf(entry) }));
  if (isJson) {
    say(JSON.stringify({ schema: 'cache/1', folder: cache.folder, limitBytes: Math.round(cache.limitBytes()), indexes: indexes.map(forJson) }, undefined, 2));
    return EXIT_OK;
  }
  say(`${cache.folder}: ${megabytes(indexes.reduce((sum, { bytes }) => sum + bytes, 0))} of at most ${megabytes(cache.limitBytes())}`);
  for (const { contentId, title, bytes, usedAtMs } of indexes) say(`  ${contentId}  ${megabytes(bytes).padStart(10)}  ${new Date(usedAtMs).toISOString().slice(0, 16).replace('T', ' ')}  ${title}`);
  return EXIT_OK;
}

/** Removes the indexes; exit code. */
export function clearCache(folder: string | undefined, isJson: boolean): number {
  const cache = new IndexCache(folder);
  const removed = cache.clear();
  const bytes = removed.reduce((sum, entry) => sum + entry.bytes, 0);
  if (isJson) say(JSON.stringify({ schema: 'cache/1', folder: cache.folder, removed: removed.map(({ contentId }) => contentId), bytes }, undefined, 2));
  else say(`${removed.length} ${removed.length === 1 ? 'index' : 'indexes'} removed, ${megabytes(bytes)}.`);
  return EXIT_OK;
}

function forJson({ contentId, path, bytes, usedAtMs, title }: CachedIndex & { readonly title: string }): Record<string, unknown> {
  return { contentId, path, bytes, usedAt: new Date(usedAtMs).toISOString(), title };
}

/** An index that cannot be opened is listed all the same: it takes space. */
function titleOf({ path }: CachedIndex): string {
  try {
    const reader = IndexReader.open(path);
    try {
      return reader.run().info.title;
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return `(${error.kind})`;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
