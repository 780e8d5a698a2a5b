/**
 * Opens runs: finds out which files are of one run, takes the index where a fresh one exists, else reads the logs and has an index
 * written. Engine worker.
 */
import { changedFiles, contentIdOf, identify, staleAlert, type FileIdentity } from '../index/content_id.ts';
import { IndexReader } from '../index/index_reader.ts';
import { partialViewAlert } from '../model/run_alerts.ts';
import { isWholeRun, WHOLE_RUN, type RunView } from '../model/run_view.ts';
import type { RecentRun } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import { Admission } from './admission.ts';
import { expandPaths, isNsight, type Failure } from './expand_paths.ts';
import { groupRuns, type LogGroup } from './group_runs.ts';
import { IndexPlaces, type IndexUse } from './index_places.ts';
import type { JobList } from './jobs.ts';
import { MemorySource } from './memory_source.ts';
import type { NsightJoin } from './nsight_join.ts';
import { OpenRuns, type OpenListener, type OpenRun } from './open_runs.ts';
import { RankPool } from './rank_pool.ts';
import { relocated } from './relocated.ts';
import { Run } from './run.ts';
import { RunSession, runOfIndex, runOfLogs, titleOf } from './run_session.ts';
import { notSavedAlert } from './index_build.ts';
import { UserData } from './user_data.ts';

export interface OpenOptions extends IndexUse {
  /** Bytes of logs that may be in memory, read and not yet written; a file for each of a few threads always goes. */
  readonly budgetBytes?: number;
  /** Whether runs that are opened go into the user's list of recent ones. */
  readonly remembers?: boolean;
  /** Threads that read logs; undefined = as many as cores. With one, names are numbered in the order of ranks. */
  readonly threads?: number;
  /** What of the runs is opened; undefined = all. An index of a part goes with the engine, or where `IndexOutput` says. */
  readonly view?: RunView;
  /** Folder or files of the bundled run; undefined = there is none. */
  readonly samplePaths?: readonly string[];
}

/** Where the index of the runs that are opened shall be written instead of the cache. */
export interface IndexOutput {
  readonly path: string;
  readonly overwrite: boolean;
}

const BUDGET_BYTES = 512 << 20;
/** Files that are read at a time even where they are over the budget together. */
const MIN_FILES = 4;

export class RunOpener {
  readonly #options: OpenOptions;
  readonly #jobs: JobList;
  readonly #listener: OpenListener;
  readonly #pool: RankPool;
  readonly #admission: Admission;
  readonly #places: IndexPlaces;
  readonly #view: RunView;
  readonly user: UserData;
  readonly runs: OpenRuns;

  constructor(options: OpenOptions, jobs: JobList, listener: OpenListener) {
    this.#options = options;
    this.#jobs = jobs;
    this.#listener = listener;
    this.#pool = new RankPool(options.threads);
    this.#admission = new Admission(options.budgetBytes ?? BUDGET_BYTES, Math.min(this.#pool.size, MIN_FILES));
    this.#places = new IndexPlaces(options);
    this.#view = options.view ?? WHOLE_RUN;
    // A part of a run is no run to come back to.
    this.user = new UserData(options.remembers === true && isWholeRun(this.#view));
    this.runs = new OpenRuns(this.user, listener, options.samplePaths ?? []);
  }

  get canOpenSample(): boolean {
    return this.#options.samplePaths !== undefined;
  }

  /** Opens what the paths mean. Paths that mean nothing become failures; they do not stop the others. */
  async open(paths: readonly string[], until: 'known' | 'read' | 'ready', signal: AbortSignal, output?: IndexOutput): Promise<{ runs: readonly string[]; failures: readonly Failure[] }> {
    const { files, failures, repeats } = await expandPaths(paths);
    this.runs.fail(...failures);
    const opened: OpenRun[] = [];
    for (const { path } of files.filter(({ sort }) => sort === 'sqlite-index')) {
      const entry = this.#attempt(path, () => (isWholeRun(this.#view) ? this.#openIndex(path) : this.#openPart(path, output)));
      if (entry === undefined) continue;
      opened.push(entry);
      const checked = this.#checkLogs(entry);
      if (until !== 'known') await checked;
    }
    const nsight = files.filter(isNsight).map(({ path }) => path);
    const logs = files.filter((file) => file.sort !== 'sqlite-index' && !isNsight(file));
    // One thread only: there may be an index of them.
    if (logs.length > 0) this.#pool.warm(1);
    const groups = await groupRuns(logs, repeats);
    if (output !== undefined && groups.length > 1) {
      throw new ProfileError('usage', `These logs are of ${groups.length} runs, and one file holds one: name the logs of one run at a time.`);
    }
    // Of several runs nothing says whose the exports are; the first was named first.
    for (const [i, group] of groups.entries()) opened.push(await this.#openLogs(group, output, until !== 'known', i === 0 ? nsight : []));
    if (groups.length === 0 && nsight.length > 0) opened.push(await this.#openNsight(nsight, output));
    signal.throwIfAborted();
    this.#listener.onSessionChanged();
    if (until !== 'known') await orAborted(signal, Promise.all(opened.map(({ session }) => (until === 'read' ? session.read : session.ready))));
    return { runs: opened.map(({ session }) => session.run.id).filter((id) => this.runs.get(id) !== undefined), failures: this.runs.failures };
  }

  #attempt<T>(path: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      this.runs.fail({ path, kind: error.kind, message: error.message });
      return undefined;
    }
  }

  #openIndex(path: string): OpenRun {
    return this.runs.keep(RunSession.fromIndex(path, (reader) => runOfIndex(reader, this.user, [path])));
  }

  /** Exports of Nsight Systems with no log beside them. */
  async #openNsight(paths: readonly string[], output: IndexOutput | undefined): Promise<OpenRun> {
    const nsight = await this.#nsightOf([], paths, output);
    const known = this.runs.get(nsight.id);
    if (known !== undefined) return known;
    const kept = output === undefined ? this.#places.find(nsight.id) : undefined;
    const session = kept === undefined ? undefined : this.#attemptQuietly(() => RunSession.fromIndex(kept, (reader) => runOfIndex(reader, this.user, paths)));
    return this.runs.keep(session ?? RunSession.fromNsight(new Run(nsight.id, this.user.title(nsight.id) ?? nsight.title, paths), nsight, this.#jobs));
  }

  /** What joining exports to logs (or to nothing) makes: a run of its own. */
  async #nsightOf(logs: readonly FileIdentity[], paths: readonly string[], output: IndexOutput | undefined): Promise<NsightJoin> {
    const files = await identify(paths);
    const id = await contentIdOf([...logs, ...files]);
    const target = output?.path ?? this.#places.pathFor(id, isWholeRun(this.#view))?.path ?? this.#places.privatePath(id);
    if (target === undefined) throw new ProfileError('system', 'There is no folder for the index that Nsight Systems files are joined to: neither the cache nor the temporary folder can be written.');
    return { files, id, target, title: titleOf(paths), program: this.#options.program };
  }

  /** A part of a run is made of the logs that its index keeps. */
  #openPart(path: string, output: IndexOutput | undefined): OpenRun {
    const reader = IndexReader.open(path);
    try {
      const { contentId: id, title } = reader.run().info;
      const files = reader.files().map(({ rank, bytes }) => ({ path, rank, bytes, isGzip: false, peek: undefined, isStored: true }));
      return this.runs.get(id) ?? this.#readLogs(id, { files, alerts: [] }, [], output, title);
    } finally {
      reader.close();
    }
  }

  /** `isChecked`: an index that was kept is answered from only when its logs are known to be the same. */
  async #openLogs(group: LogGroup, output: IndexOutput | undefined, isChecked: boolean, exports: readonly string[]): Promise<OpenRun> {
    const files = await identify(group.files.map(({ path }) => path));
    const nsight = exports.length === 0 ? undefined : await this.#nsightOf(files, exports, output);
    const logsId = await contentIdOf(files);
    const id = nsight?.id ?? logsId;
    const known = this.runs.get(id);
    if (known !== undefined) return known;
    const kept = output === undefined && isWholeRun(this.#view) ? this.#places.find(id) : undefined;
    if (kept !== undefined) {
      // A damaged or foreign file in the cache is no reason not to read the logs.
      const session = this.#attemptQuietly(() => RunSession.fromIndex(kept, (reader) => runOfLogs(reader, this.user, group, nsight)));
      if (session !== undefined) {
        const entry = this.runs.keep(session);
        const checked = this.#checkFresh(entry, group, files, nsight);
        return isChecked ? checked : entry;
      }
    }
    const base = nsight !== undefined && isWholeRun(this.#view) ? this.#places.find(logsId) : undefined;
    if (nsight !== undefined && base !== undefined) {
      const session = this.#attemptQuietly(() => RunSession.fromIndexAndNsight(base, (reader) => runOfLogs(reader, this.user, group, nsight), nsight, this.#jobs));
      if (session !== undefined) return this.runs.keep(session);
    }
    return this.#readLogs(logsId, group, files, nsight === undefined ? output : undefined, undefined, nsight);
  }

  /** @param id of the logs alone */
  #readLogs(id: string, group: LogGroup, files: readonly FileIdentity[], output: IndexOutput | undefined, title?: string, nsight?: NsightJoin): OpenRun {
    this.#pool.warm(group.files.length);
    const paths = group.files.map(({ path }) => path);
    const memory = new MemorySource();
    const runId = nsight?.id ?? id;
    const run = new Run(runId, this.user.title(runId) ?? title ?? titleOf(paths), [...paths, ...nsight?.files.map(({ path }) => path) ?? []], memory);
    run.ownAlerts.push(...group.alerts, ...partialViewAlert(this.#view));
    // Joining needs an index, also where none is to be kept.
    const place = output !== undefined ? { path: output.path, problem: undefined } : this.#places.pathFor(id, isWholeRun(this.#view)) ?? (nsight === undefined ? undefined : { path: this.#places.privatePath(id), problem: undefined });
    if (place?.problem !== undefined) run.ownAlerts.push(notSavedAlert(place.problem, place.path ?? this.#places.folder));
    const target = place?.path === undefined ? undefined : {
      finalPath: place.path, overwrite: output?.overwrite ?? true, facts: { contentId: id, title: run.title, program: this.#options.program, files },
    };
    const entry = this.runs.keep(RunSession.fromLogs(run, memory, group, target, { pool: this.#pool, admission: this.#admission, jobs: this.#jobs, view: this.#view, nsight }));
    void entry.session.ready.then(() => this.#places.makeRoom(this.runs.ids));
    return entry;
  }

  /** Of an index that was opened by its name: have its logs changed, as far as they are where they were? */
  async #checkLogs({ session }: OpenRun): Promise<void> {
    const { run, reader } = session;
    const alert = reader === undefined ? undefined : staleAlert(await changedFiles(reader.files()).catch(() => []), false);
    if (alert === undefined || !this.runs.isCurrent(session)) return;
    run.ownAlerts.push(alert);
    run.changed();
  }

  /** Are the logs still what the index was made from? If not it is made anew, and another entry stands for the run. */
  async #checkFresh(opened: OpenRun, group: LogGroup, files: readonly FileIdentity[], nsight: NsightJoin | undefined): Promise<OpenRun> {
    const { session } = opened;
    const { run, reader } = session;
    if (reader === undefined) return opened;
    const alert = staleAlert(await changedFiles(relocated(reader.files(), [], group).files).catch(() => []), true);
    if (alert === undefined || !this.runs.isCurrent(session)) return opened;
    await this.runs.close(run.id);
    const entry = this.#readLogs(await contentIdOf(files), { ...group, alerts: [...group.alerts, alert] }, files, undefined, undefined, nsight);
    // A page that knows the old one sees that this is newer.
    entry.session.run.revision += run.revision;
    entry.session.run.changed();
    this.#listener.onSessionChanged();
    return entry;
  }

  #attemptQuietly<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      return undefined;
    }
  }

  /** Where the index of an open run stays when this engine ends; undefined while it is not complete, or where there is none. */
  savedIndex(id: string): string | undefined {
    const { run, reader } = this.runs.entry(id).session;
    return run.phase !== 'ready' || reader === undefined || this.#places.isPrivate(reader.path) ? undefined : reader.path;
  }

  async openSample(): Promise<string> {
    if (this.#options.samplePaths === undefined) throw new ProfileError('not-found', 'This program was built without its sample run.');
    return this.#openOne(this.#options.samplePaths);
  }

  /** @throws ProfileError 'not-found' if it is not in the list, or neither its logs nor its index are there */
  async openRecent(contentId: string): Promise<string> {
    const stored = this.user.stored(contentId);
    if (stored === undefined) throw new ProfileError('not-found', 'This run is not in the list of recent runs any more.');
    const known = this.runs.get(contentId);
    if (known !== undefined) return contentId;
    const { files } = await expandPaths(stored.paths);
    if (files.length === stored.paths.length) return this.#openOne(stored.paths);
    const kept = this.#places.find(contentId);
    if (kept === undefined) throw new ProfileError('not-found', `${stored.paths[0]} is not there any more, and neither is an index of it. Open the logs where they are now.`);
    return this.#openIndex(kept).session.run.id;
  }

  async #openOne(paths: readonly string[]): Promise<string> {
    const { runs, failures } = await this.open(paths, 'known', new AbortController().signal);
    if (runs.length === 0) throw new ProfileError('not-found', failures.at(-1)?.message ?? 'Nothing could be opened.');
    return runs[0];
  }

  recent(): Promise<readonly RecentRun[]> {
    return this.user.recent(this.#places.known());
  }

  async end(): Promise<void> {
    const closed = this.runs.end();
    // What readers are at may take them seconds: nobody waits for it any more.
    await this.#pool.end();
    await closed;
    this.#places.close();
  }
}

/** Whoever waits may stop waiting; the work goes on. @throws the signal's reason */
async function orAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
