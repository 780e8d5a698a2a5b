/** `index`: writes the index of a run, into the cache or where asked, and prints where it is. */
import { copyFile } from 'node:fs/promises';
import { refuseExisting, writeWhole } from '../../compat/partial_file.ts';
import { EngineHost } from '../../engine/engine_host.ts';
import { putNotes } from '../../index/index_notes.ts';
import { UserStore } from '../../index/user_store.ts';
import type { SessionState } from '../../protocol/run_api.ts';
import { sayFailures } from '../chosen_part.ts';
import { EXIT_FAILED, EXIT_OK, say, showProgress, isWorthSaying, untilSignalled, warn } from '../context.ts';
import { engineOptions, type CacheChoice } from '../engine_options.ts';

export interface IndexChoice extends CacheChoice {
  /** Absolute path; undefined = into the cache. */
  readonly output: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function index(paths: readonly string[], choice: IndexChoice): Promise<number> {
  if (choice.output !== undefined) refuseExisting(choice.output, choice.force, paths);
  const signal = untilSignalled();
  const engine = new EngineHost({ ...engineOptions({ ...choice, useCache: true }) });
  const progress = showProgress(engine);
  try {
    const output = choice.output === undefined ? undefined : { path: choice.output, overwrite: choice.force };
    const { runs, failures } = await engine.host('host.open', { paths, until: 'ready', ...(output === undefined ? {} : { output }) }, signal);
    progress[Symbol.dispose]();
    sayFailures(failures, runs.length > 0);
    const { jobs } = (await engine.call('session.state', {}, signal)) as SessionState;
    const written = await engine.host('host.indexes', {}, signal);
    const alerts = written.flatMap((one) => one.alerts);
    for (const { severity, message } of alerts) if (isWorthSaying(severity)) warn(`legion_prof: ${message}`);
    // A failure to write is an alert of its run.
    for (const { error } of jobs) if (error !== null && !alerts.some(({ message }) => message.includes(error))) warn(`legion_prof: Index not saved: ${error}`);
    let saved = written.filter(({ path }) => path !== null);
    const { output: wanted } = choice;
    // What is an index already is not written again.
    if (wanted !== undefined && saved.length === 1 && saved[0].path !== wanted) {
      const from = String(saved[0].path);
      await writeWhole(wanted, choice.force, (partial) => copyFile(from, partial));
      saved = [{ ...saved[0], path: wanted }];
    }
    // Whoever reads a file locks it. A file that is given away takes the user's notes along; in the cache they would be there twice.
    if (wanted !== undefined) await engine.end();
    for (const { run, path } of wanted === undefined ? [] : saved) putNotes(String(path), new UserStore().notes(run));
    if (choice.json) say(JSON.stringify({ schema: 'index/1', indexes: saved.map(({ run, path }) => ({ contentId: run, path })) }, undefined, 2));
    else for (const { path } of saved) say(String(path));
    return runs.length > 0 && saved.length === runs.length ? EXIT_OK : EXIT_FAILED;
  } finally {
    progress[Symbol.dispose]();
    await engine.end();
  }
}
