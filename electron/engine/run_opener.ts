/**
 * Opens runs and keeps them: finds out which files are of one run, takes the index where a fresh one exists, else reads the logs and
 * writes one behind the first picture. Engine worker.
 */
import { basename, dirname } from 'node:path';
import type { ItemDetails, RecentRun } from '../protocol/engine_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { Admission } from './admission.ts';
import { expandPaths, type Failure } from './expand_paths.ts';
import { groupRuns, type LogGroup } from './group_runs.ts';
import type { RunForInfo } from './info_document.ts';
import type { JobList } from './jobs.ts';
import { MemorySource } from './memory_source.ts';
import { RankPool } from './rank_pool.ts';
import { readRun } from './read_run.ts';
import { Run } from './run.ts';
import { RunSearch } from './run_search.ts';

export interface OpenOptions {
  /** Bytes of logs that may be in memory, read and not yet written; one file always goes. */
  readonly budgetBytes?: number;
  /** What indexes are for: kept and used; only used where there is one; neither. */
  readonly index?: 'keep' | 'read' | 'none';
  /** Folder or files of the bundled run; undefined = there is none. */
  readonly samplePaths?: readonly string[];
}

export interface OpenListener {
  readonly onRunChanged: (run: Run) => void;
  readonly onSessionChanged: () => void;
}

interface OpenRun {
  readonly run: Run;
  readonly search: RunSearch;
  /** Resolves when its logs are read (or its index is open), and when its index is complete; both never reject. */
  readonly read: Promise<void>;
  readonly ready: Promise<void>;
}

const BUDGET_BYTES = 512 << 20;

export class RunOpener {
  readonly #options: OpenOptions;
  readonly #jobs: JobList;
  readonly #listener: OpenListener;
  readonly #pool = new RankPool();
  readonly #admission: Admission;
  readonly #open = new Map<string, OpenRun>();
  /** Runs of which nothing could be shown: their files are still listed. */
  readonly #unreadable: Run[] = [];
  /** Paths that mean no file that could be looked at, and what kept files from being read. */
  #pathFailures: Failure[] = [];
  #logFailures: Failure[] = [];

  constructor(options: OpenOptions, jobs: JobList, listener: OpenListener) {
    this.#options = options;
    this.#jobs = jobs;
    this.#listener = listener;
    this.#admission = new Admission(options.budgetBytes ?? BUDGET_BYTES);
  }

  get failures(): readonly Failure[] {
    return [...this.#pathFailures, ...this.#logFailures];
  }

  get pathFailures(): readonly Failure[] {
    return this.#pathFailures;
  }

  get runs(): readonly Run[] {
    return [...this.#open.values()].map(({ run }) => run);
  }

  get canOpenSample(): boolean {
    return this.#options.samplePaths !== undefined;
  }

  /** @throws ProfileError 'not-loaded' */
  get(id: string): Run {
    return this.#entry(id).run;
  }

  searches(id: string): RunSearch {
    return this.#entry(id).search;
  }

  forInfo(): readonly RunForInfo[] {
    return [...this.runs, ...this.#unreadable].map((run) => ({ summary: run.summary(), recordCounts: run.recordCounts, isReadable: run.isReadable }));
  }

  /** Opens what the paths mean. Paths that mean nothing become failures; they do not stop the others. */
  async open(paths: readonly string[], until: 'known' | 'read' | 'ready', signal: AbortSignal): Promise<{ runs: readonly string[]; failures: readonly Failure[] }> {
    this.#pool.warm();
    const { files, failures } = await expandPaths(paths);
    this.#pathFailures.push(...failures);
    const groups = await groupRuns(files.filter(({ sort }) => sort !== 'sqlite-index'));
    signal.throwIfAborted();
    const opened = groups.map((group) => this.#openLogs(group));
    this.#listener.onSessionChanged();
    if (until !== 'known') await Promise.all(opened.map((entry) => (until === 'read' ? entry.read : entry.ready)));
    return { runs: opened.map(({ run }) => run.id).filter((id) => this.#open.has(id)), failures: this.failures };
  }

  #openLogs(group: LogGroup): OpenRun {
    const paths = group.files.map(({ path }) => path);
    const id = paths.join('|');
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const memory = new MemorySource();
    const run = new Run(id, titleOf(paths), paths, memory);
    run.ownAlerts.push(...group.alerts);
    run.onChanged = () => this.#listener.onRunChanged(run);
    const read = this.#read(run, memory, group);
    const entry = { run, search: new RunSearch(run), read, ready: read };
    this.#open.set(id, entry);
    return entry;
  }

  async #read(run: Run, memory: MemorySource, group: LogGroup): Promise<void> {
    const total = group.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const label = group.files.length === 1 ? `Reading ${basename(group.files[0].path)}` : `Reading ${group.files.length} logs`;
    const job = this.#jobs.start(run.id, label, total);
    try {
      await readRun(run, memory, group.files, { pool: this.#pool, admission: this.#admission, job, sink: undefined });
      job.done();
      run.changed('ready');
      if (!run.isReadable) this.#giveUp(run);
    } catch (error) {
      job.failed(error);
      const isCancelled = error instanceof ProfileError && error.kind === 'cancelled';
      if (!isCancelled) this.#fail(run, error);
      run.changed(isCancelled ? 'cancelled' : 'failed');
    }
  }

  /** Nothing to draw: the sentences of its files are what there is to say. */
  #giveUp(run: Run): void {
    this.#open.delete(run.id);
    this.#unreadable.push(run);
    for (const { path, status } of run.files) {
      const alert = run.alerts.find(({ file }) => file === path);
      if (alert !== undefined) this.#logFailures.push({ path, kind: kindOf(status), message: alert.message });
    }
    this.#listener.onSessionChanged();
  }

  #fail(run: Run, error: unknown): void {
    const { message } = error instanceof Error ? error : new Error(String(error));
    const kind = error instanceof ProfileError ? error.kind : 'bug';
    this.#pathFailures.push({ path: run.paths[0], kind, message });
    this.#listener.onSessionChanged();
  }

  async openSample(): Promise<string> {
    if (this.#options.samplePaths === undefined) throw new ProfileError('not-found', 'This program was built without its sample run.');
    return this.#openOne(this.#options.samplePaths);
  }

  openRecent(contentId: string): Promise<string> {
    return Promise.reject(new ProfileError('not-found', `No run ${contentId} is known.`));
  }

  async #openOne(paths: readonly string[]): Promise<string> {
    const { runs, failures } = await this.open(paths, 'known', new AbortController().signal);
    if (runs.length === 0) throw new ProfileError('not-found', failures.at(-1)?.message ?? 'Nothing could be opened.');
    return runs[0];
  }

  close(id: string): Promise<void> {
    this.#open.delete(id);
    return Promise.resolve();
  }

  setTitle(id: string, title: string): void {
    const run = this.get(id);
    run.title = title;
    run.changed();
  }

  recent(): readonly RecentRun[] {
    return [];
  }

  forget(_contentId: string): void {}

  settings(): Readonly<Record<string, unknown>> {
    return {};
  }

  setSetting(_key: string, _value: unknown): void {}

  details(_id: string, _track: TrackId, _ordinal: number, _segmentStartNs: Ns | undefined): Promise<ItemDetails> {
    return Promise.reject(new ProfileError('not-loaded', 'Details come with the index; it is being written.'));
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  #entry(id: string): OpenRun {
    const entry = this.#open.get(id);
    if (entry === undefined) throw new ProfileError('not-loaded', 'This run is not open. Open it again.');
    return entry;
  }
}

/** The folder's name says more than `prof_0.gz`. */
function titleOf(paths: readonly string[]): string {
  return basename(dirname(paths[0])) || basename(paths[0]);
}

function kindOf(status: string): string {
  if (status === 'empty') return 'log-empty';
  return status === 'no timed records' ? 'log-without-times' : 'unknown-format';
}
