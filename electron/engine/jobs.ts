/** The engine's own work that takes time, as the page lists it: progress in bytes of all files, cancel, and how it ended. */
import type { Job, RunId } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';

/** Progress is told this often at most, ms. */
const TELL_MS = 100;
/** Finished jobs that stay in the list. */
const KEPT = 20;

export class JobHandle {
  readonly #list: JobList;
  readonly #controller = new AbortController();
  job: Job;

  constructor(list: JobList, job: Job) {
    this.#list = list;
    this.job = job;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    if (this.job.state !== 'running') return;
    this.#controller.abort(new ProfileError('cancelled', `${this.job.label} was cancelled.`));
    // At once for whoever pressed it; what is under way may take a moment to see it.
    this.#update({ state: 'cancelled', endedAtMs: Date.now() }, true);
  }

  progress(doneBytes: number): void {
    this.#update({ doneBytes: Math.min(doneBytes, this.job.totalBytes) }, false);
  }

  /** @param result path of what was written */
  done(result?: string): void {
    this.#update({ state: 'done', doneBytes: this.job.totalBytes, endedAtMs: Date.now(), ...(result === undefined ? {} : { result }) }, true);
  }

  /** A ProfileError 'cancelled' is no failure. */
  failed(error: unknown): void {
    const isCancelled = this.signal.aborted || (error instanceof ProfileError && error.kind === 'cancelled');
    const message = error instanceof Error ? error.message : String(error);
    this.#update({ state: isCancelled ? 'cancelled' : 'failed', error: isCancelled ? null : message, endedAtMs: Date.now() }, true);
  }

  #update(change: Partial<Job>, isNews: boolean): void {
    if (this.job.state !== 'running') return;
    this.job = { ...this.job, ...change };
    this.#list.changed(isNews);
  }
}

export class JobList {
  readonly #handles: JobHandle[] = [];
  readonly #tell: (jobs: readonly Job[]) => void;
  #nextId = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (jobs: readonly Job[]) => void) {
    this.#tell = tell;
  }

  /** @param isParts of what is counted: parts of the work, no bytes */
  start(run: RunId | null, label: string, totalBytes: number, isParts = false): JobHandle {
    const handle = new JobHandle(this, {
      id: this.#nextId++, run, label, doneBytes: 0, totalBytes, state: 'running', startedAtMs: Date.now(), endedAtMs: null, error: null,
      ...(isParts ? { isParts } : {}),
    });
    this.#handles.push(handle);
    const finished = this.#handles.filter(({ job }) => job.state !== 'running');
    if (finished.length > KEPT) this.#handles.splice(this.#handles.indexOf(finished[0]), 1);
    this.changed(true);
    return handle;
  }

  get all(): readonly Job[] {
    return this.#handles.map(({ job }) => job);
  }

  get running(): number {
    return this.#handles.filter(({ job }) => job.state === 'running').length;
  }

  /** @throws ProfileError 'bad-request' if there is no such job */
  cancel(id: number): void {
    const handle = this.#handles.find(({ job }) => job.id === id);
    if (handle === undefined) throw new ProfileError('bad-request', `There is no job number ${id}.`);
    handle.cancel();
  }

  cancelAll(): void {
    for (const handle of this.#handles) handle.cancel();
  }

  /** Starts and ends are told at once, progress at most every TELL_MS. */
  changed(isNews: boolean): void {
    if (isNews) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#tell(this.all);
    } else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#tell(this.all);
      }, TELL_MS);
    }
  }
}
