/**
 * What exporting commands have in common: the run that paths name, as a complete index. It is taken from the cache or made there;
 * with --no-cache it is made in a folder of its own and removed afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineHost } from '../engine/engine_host.ts';
import { IndexReader } from '../index/index_reader.ts';
import type { Alert } from '../protocol/alerts.ts';
import { ProfileError } from '../protocol/errors.ts';
import { showProgress, warn } from './context.ts';
import { engineOptions, type CacheChoice } from './engine_options.ts';

export interface IndexedRun {
  readonly reader: IndexReader;
  readonly alerts: readonly Alert[];
}

/**
 * Calls `use` with the run and closes it afterwards.
 * @throws ProfileError if nothing can be read, if the paths are of several runs, or what `use` throws
 */
export async function withIndexedRun<T>(paths: readonly string[], choice: CacheChoice, signal: AbortSignal, use: (run: IndexedRun) => Promise<T>): Promise<T> {
  const ownFolder = choice.useCache ? undefined : await mkdtemp(join(tmpdir(), 'legion-prof-'));
  const engine = new EngineHost({ ...engineOptions({ cache: ownFolder ?? choice.cache, useCache: true }) });
  const progress = showProgress(engine);
  try {
    const { runs, failures } = await engine.host('host.open', { paths, until: 'ready' }, signal);
    progress[Symbol.dispose]();
    for (const { message } of failures) warn(`legion_prof: ${message}`);
    const written = await engine.host('host.indexes', {}, signal);
    await engine.end();
    if (runs.length === 0) throw new ProfileError('unknown-format', 'Nothing of this could be read.');
    if (runs.length > 1) throw new ProfileError('usage', `These are logs of ${runs.length} runs. Give the logs of one.`);
    const [{ path, alerts }] = written;
    for (const { severity, message } of alerts) if (severity !== 'note') warn(`legion_prof: ${message}`);
    if (path === null) throw new ProfileError('system', 'The index could not be written; see the messages above.');
    const reader = IndexReader.open(path);
    try {
      return await use({ reader, alerts });
    } finally {
      reader.close();
    }
  } finally {
    progress[Symbol.dispose]();
    await engine.end();
    if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
  }
}
