/**
 * What exporting commands have in common: the run that paths name, as a complete index. It is taken from the cache or made there;
 * with --no-cache, and of a part of a run, it is made in a folder of its own and removed afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineHost } from '../engine/engine_host.ts';
import { IndexReader } from '../index/index_reader.ts';
import { isWholeRun } from '../model/run_view.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { FileInfo, SessionState } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { sayAlerts, sayFailures, sayPart } from './chosen_part.ts';
import { absolutePaths, showProgress, warn } from './context.ts';
import { engineOptions, type RunChoice } from './engine_options.ts';
import { nameFiles, type Named } from './file_names.ts';

export interface IndexedRun {
  readonly reader: IndexReader;
  readonly alerts: readonly Alert[];
  /** Logs of the run in the order in which they were given, with the names by which they were given. */
  readonly files: readonly Named<FileInfo>[];
}

/**
 * Calls `use` with the run and closes it afterwards.
 * @param paths as the user wrote them
 * @throws ProfileError if nothing can be read, if the paths are of several runs, or what `use` throws
 */
export async function withIndexedRun<T>(paths: readonly string[], choice: RunChoice, signal: AbortSignal, use: (run: IndexedRun) => Promise<T>): Promise<T> {
  const isPart = choice.view !== undefined && !isWholeRun(choice.view);
  const ownFolder = choice.useCache && !isPart ? undefined : mkdtempSync(join(tmpdir(), 'legion-prof-'));
  const removeFolder = (): void => {
    if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
  };
  // Also when nobody reads our output any more, which ends us at once.
  process.on('exit', removeFolder);
  const output = ownFolder !== undefined && isPart ? { output: { path: join(ownFolder, 'part.lprof'), overwrite: true } } : {};
  const engine = new EngineHost(engineOptions({ ...choice, cache: ownFolder ?? choice.cache, useCache: true }));
  const progress = showProgress(engine);
  try {
    const { runs, failures } = await engine.host('host.open', { paths: absolutePaths(paths), until: 'ready', ...output }, signal);
    progress[Symbol.dispose]();
    const written = await engine.host('host.indexes', {}, signal);
    const { runs: summaries } = (await engine.call('session.state', {}, signal)) as SessionState;
    await engine.end();
    const unsaved = written.length === 1 && written[0].path === null ? written[0].alerts.find(({ rule }) => rule === 'index-not-saved') : undefined;
    if (unsaved !== undefined && ownFolder === undefined) {
      // A home that cannot be written to is common on compute nodes. All else is said when the run is open.
      warn(`legion_prof: ${unsaved.message}`);
      return await withIndexedRun(paths, { ...choice, useCache: false }, signal, use);
    }
    sayFailures(failures, runs.length > 0);
    // Why is said above.
    if (runs.length === 0) throw new ProfileError('unknown-format', 'Nothing of this could be read.');
    if (runs.length > 1) throw new ProfileError('usage', `These are logs of ${runs.length} runs. Give the logs of one.`);
    const [{ path, alerts }] = written;
    sayAlerts(alerts, failures);
    if (path === null) throw new ProfileError('system', 'The index could not be written; see the messages above.');
    const reader = IndexReader.open(path);
    try {
      if (choice.view !== undefined) sayPart(choice.view, reader.run().info.ranksDeclared);
      return await use({ reader, alerts, files: nameFiles(summaries[0].files, paths) });
    } finally {
      reader.close();
    }
  } finally {
    progress[Symbol.dispose]();
    await engine.end();
    process.off('exit', removeFolder);
    removeFolder();
  }
}
