/**
 * One open run from files to index: reads its logs, shows them meanwhile, writes the index behind the picture and then lives from it;
 * or opens an index at once. Engine worker.
 */
import { basename, dirname } from 'node:path';
import { rm } from 'node:fs/promises';
import { Details } from '../index/details.ts';
import { IndexReader } from '../index/index_reader.ts';
import type { ItemBlock } from '../model/item_blocks.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { FileInfo } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { RunView } from '../model/run_view.ts';
import type { Admission } from './admission.ts';
import type { LogGroup } from './group_runs.ts';
import { IndexBuild, notSavedAlert, type IndexTarget } from './index_build.ts';
import { IndexSource } from './index_source.ts';
import type { JobHandle, JobList } from './jobs.ts';
import { MemorySource } from './memory_source.ts';
import { JOIN_PARTS, joinLabel, runJoin, type NsightJoin } from './nsight_join.ts';
import type { RankPool } from './rank_pool.ts';
import { readRun, type ReadRun } from './read_run.ts';
import { relocated } from './relocated.ts';
import { Run } from './run.ts';
import type { ItemLife } from './run_source.ts';
import type { UserData } from './user_data.ts';

export interface SessionTools {
  readonly pool: RankPool;
  readonly admission: Admission;
  readonly jobs: JobList;
  readonly view: RunView;
  /** Joined once the index is there. */
  readonly nsight?: NsightJoin | undefined;
}

export class RunSession {
  readonly run: Run;
  /** Resolves when its logs are read, or its index is open; never rejects. */
  readonly read: Promise<void>;
  /** Resolves when its index is complete, or there will be none; never rejects. */
  readonly ready: Promise<void>;
  /** Why the run could not be read at all. */
  failure: Error | undefined;
  #build: IndexBuild | undefined;
  #reader: IndexReader | undefined;
  #details: Details | undefined;
  /** Readers that another has taken the place of: what was asked of them may still be under way. */
  readonly #left: IndexReader[] = [];
  /** A file that goes when the run is closed. */
  #unfinished: string | undefined;
  #job: JobHandle | undefined;
  #isClosed = false;

  private constructor(run: Run, start: (session: RunSession) => { read: Promise<void>; ready: Promise<void> }) {
    this.run = run;
    const { read, ready } = start(this);
    this.read = read;
    this.ready = ready;
  }

  /** `target`: where the index shall be; undefined = there shall be none. */
  static fromLogs(run: Run, memory: MemorySource, group: LogGroup, target: IndexTarget | undefined, tools: SessionTools): RunSession {
    return new RunSession(run, (session) => {
      let whenRead: () => void = () => {};
      const read = new Promise<void>((resolve) => (whenRead = resolve));
      const ready = session.#readAndIndex(memory, group, target, tools, whenRead).catch((error: unknown) => session.#fail(error)).finally(whenRead);
      return { read, ready };
    });
  }

  /** @throws ProfileError of the reader: damaged, made by a later version … */
  static fromIndex(path: string, makeRun: (reader: IndexReader) => Run): RunSession {
    const reader = IndexReader.open(path);
    const done = Promise.resolve();
    return new RunSession(makeRun(reader), (session) => {
      session.#reader = reader;
      return { read: done, ready: done };
    });
  }

  /** An index that is there, to which exports are joined: it is shown meanwhile. @throws as `fromIndex` */
  static fromIndexAndNsight(path: string, makeRun: (reader: IndexReader) => Run, nsight: NsightJoin, jobs: JobList): RunSession {
    const reader = IndexReader.open(path);
    return new RunSession(makeRun(reader), (session) => {
      session.#reader = reader;
      const ready = session.#joinNsight(nsight, jobs);
      return { read: ready, ready };
    });
  }

  /** Exports without a run. */
  static fromNsight(run: Run, nsight: NsightJoin, jobs: JobList): RunSession {
    return new RunSession(run, (session) => {
      const ready = session.#joinNsight(nsight, jobs);
      return { read: ready, ready };
    });
  }

  /** The complete index, or what a cancelled build left; undefined while there is none. */
  get reader(): IndexReader | undefined {
    return this.#reader;
  }

  /** Answers about items from the index; undefined while there is none. */
  get details(): Details | undefined {
    if (this.#reader === undefined) return undefined;
    this.#details ??= new Details(this.#reader, this.run.id);
    return this.#details;
  }

  get build(): IndexBuild | undefined {
    return this.#build;
  }

  /** Stops everything, lets go of everything. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#job?.cancel();
    await this.ready;
    for (const reader of [this.#reader, ...this.#left]) reader?.close();
    this.#reader = undefined;
    if (this.#unfinished !== undefined) await rm(this.#unfinished, { force: true });
  }

  async #readAndIndex(memory: MemorySource, group: LogGroup, target: IndexTarget | undefined, tools: SessionTools, whenRead: () => void): Promise<void> {
    const { run } = this;
    const bytes = group.files.reduce((sum, file) => sum + file.bytes, 0);
    const label = group.files.length === 1 ? `Reading ${basename(group.files[0].path)}` : `Reading ${group.files.length} logs`;
    const reading = tools.jobs.start(run.id, label, bytes);
    this.#job = reading;
    // A cancel while reading ends the writing by itself: what was read gets a partial index.
    const stopWriting = new AbortController();
    const build = target === undefined ? undefined : new IndexBuild(target, stopWriting.signal);
    this.#build = build;
    if (build !== undefined) {
      memory.readWritten = (track, ordinal) => build.read({ kind: 'item', track, ordinal }) as Promise<ItemLife | undefined>;
      memory.readWrittenBlocks = (track, startNs, stopNs) => build.read({ kind: 'blocks', track, startNs, stopNs }) as Promise<readonly ItemBlock[]>;
    }
    let result: ReadRun;
    try {
      result = await readRun(run, memory, group.files, { ...tools, job: reading, sink: build });
    } catch (error) {
      reading.failed(error);
      await build?.abort();
      throw error;
    }
    if (result.isCancelled) {
      reading.failed(new ProfileError('cancelled', 'Cancelled.'));
      await this.#keepPartial(result.built, stopWriting);
      return;
    }
    reading.done();
    if (!run.isReadable || result.built === undefined) {
      await build?.abort();
      run.changed('ready');
      return;
    }
    run.changed(build === undefined ? 'ready' : 'indexing');
    // What is joined counts as read with the logs.
    if (tools.nsight === undefined) whenRead();
    if (build === undefined) await result.written;
    else await this.#finishIndex(build, result.built, result, stopWriting, memory, group, tools);
  }

  async #finishIndex(build: IndexBuild, built: NonNullable<ReadRun['built']>, { handedOver, written }: Pick<ReadRun, 'handedOver' | 'written'>, stopWriting: AbortController, memory: MemorySource, group: LogGroup, tools: SessionTools): Promise<void> {
    const { run } = this;
    let writing = this.#startWriting('Writing the index', group, stopWriting, tools.jobs);
    void handedOver.then(() => build.solveEvents());
    await written;
    await build.writeWholeRun(built.model, built.published);
    if (build.failure === undefined) {
      writing.done();
      writing = this.#startWriting('Working out critical paths', group, stopWriting, tools.jobs);
    }
    const path = await build.publish(lasting(run.ownAlerts));
    if (path !== undefined) {
      this.#useIndex(path);
      writing.done();
      await build.end();
      if (tools.nsight !== undefined) await this.#joinNsight(tools.nsight, tools.jobs);
      else run.changed('ready');
    } else if (writing.signal.aborted) {
      writing.failed(writing.signal.reason);
      await this.#keepPartial(built, stopWriting);
    } else {
      const failure = build.failure ?? new Error('it is not known why.');
      writing.failed(failure);
      run.ownAlerts.push(notSavedAlert(failure, build.finalPath));
      await build.abort();
      if (memory.hasSpilled) await this.#readAgain(group, tools);
      else run.changed('ready');
    }
    this.#build = undefined;
  }

  #startWriting(label: string, group: LogGroup, stopWriting: AbortController, jobs: JobList): JobHandle {
    const job = jobs.start(this.run.id, label, group.files.reduce((sum, file) => sum + file.bytes, 0));
    this.#job = job;
    job.signal.addEventListener('abort', () => stopWriting.abort(job.signal.reason), { once: true });
    return job;
  }

  /** From its end on the run lives from the joined index; where that fails it stays as it is, and says why. Never rejects for what users can bring about. */
  async #joinNsight(nsight: NsightJoin, jobs: JobList): Promise<void> {
    const { run } = this;
    const base = this.#reader?.path;
    const job = jobs.start(run.id, joinLabel(nsight), JOIN_PARTS, true);
    this.#job = job;
    if (base !== undefined) run.changed('indexing');
    try {
      const path = await runJoin(nsight, base, job.signal, (parts) => job.progress(parts));
      job.done();
      this.#useIndex(path);
      const reader = this.#reader as IndexReader;
      if (base === undefined) run.takeIndexFacts(reader.run(), [], reader.alerts());
      else run.ownAlerts.push(...reader.alerts().filter(({ rule }) => rule.startsWith('nsight-')));
      run.changed('ready');
    } catch (error) {
      job.failed(error);
      if (!(error instanceof ProfileError)) throw error;
      if (base === undefined) this.#fail(error);
      else {
        run.ownAlerts.push({ rule: 'nsight-not-joined', severity: 'warning', count: 1, file: nsight.files[0].path, offset: null, affects: [], message: error.message });
        run.changed('ready');
      }
    }
  }

  /** Part of the run was only in the index that could not be finished: the logs are read once more, without one. */
  async #readAgain(group: LogGroup, tools: SessionTools): Promise<void> {
    const memory = new MemorySource();
    this.#build = undefined;
    this.run.startAgain(memory);
    await this.#readAndIndex(memory, group, undefined, tools, () => {});
  }

  /** From here on the run lives from its index; what was in memory is let go. */
  #useIndex(path: string): void {
    const reader = IndexReader.open(path);
    if (this.#reader !== undefined) this.#left.push(this.#reader);
    this.#reader = reader;
    this.#details = undefined;
    const source = new IndexSource(reader);
    this.run.source = source;
    this.run.takeIndexRows(source);
  }

  async #keepPartial(built: ReadRun['built'], stopWriting: AbortController): Promise<void> {
    const { run } = this;
    stopWriting.abort(new ProfileError('cancelled', 'Cancelled.'));
    const build = this.#build;
    this.#build = undefined;
    if (build !== undefined && built !== undefined && !this.#isClosed) {
      const path = await build.finishPartial(built.model, built.published, run.ownAlerts);
      await build.end();
      if (path !== undefined) {
        this.#unfinished = path;
        this.#reader = IndexReader.open(path);
        const { reader } = this;
        const memory = run.source as MemorySource;
        const partial = new IndexSource(reader as IndexReader);
        memory.readWritten = (track, ordinal) => partial.item(track, ordinal);
        memory.readWrittenBlocks = (track, startNs, stopNs) => partial.blocks(track, 0, startNs, stopNs);
      }
    } else {
      await build?.abort();
    }
    run.changed('cancelled');
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error));
    this.run.changed('failed');
  }
}

/** What is about this opening only, and no fact about the run. */
function lasting(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.filter(({ rule }) => rule !== 'index-stale' && rule !== 'index-not-saved');
}

/** What an index says of its run; the user's own title goes before. @param paths what was opened: the index, or what it was made from */
export function runOfIndex(reader: IndexReader, user: UserData, paths: readonly string[]): Run {
  const { contentId, title } = reader.run().info;
  return indexRun(reader, new Run(contentId, user.title(contentId) ?? title, paths, new IndexSource(reader)), reader.files(), reader.alerts());
}

/** The same for logs whose index was found by their content: it was made of other paths perhaps, and says what is of those given now. */
export function runOfLogs(reader: IndexReader, user: UserData, group: LogGroup, nsight: NsightJoin | undefined): Run {
  const id = nsight?.id ?? reader.run().info.contentId;
  const paths = group.files.map(({ path }) => path);
  const { files, alerts } = relocated(reader.files(), reader.alerts(), group);
  return indexRun(reader, new Run(id, user.title(id) ?? titleOf(paths), [...paths, ...nsight?.files.map(({ path }) => path) ?? []], new IndexSource(reader)), files, alerts);
}

/** The folder's name says more than `prof_0.gz`. */
export function titleOf(paths: readonly string[]): string {
  return basename(dirname(paths[0])) || basename(paths[0]);
}

function indexRun(reader: IndexReader, run: Run, files: readonly FileInfo[], alerts: readonly Alert[]): Run {
  run.takeIndexFacts(reader.run(), files, alerts);
  const source = run.source as IndexSource;
  run.takeIndexRows(source);
  run.phase = 'ready';
  return run;
}
