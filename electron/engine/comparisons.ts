/** Comparisons that pages have asked for, each in a thread of its own; the latest few are kept. Engine worker. */
import type { CompareMethods, ComparedRuns } from '../protocol/compare_api.ts';
import type { RunId } from '../protocol/engine_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { CompareInputs } from './compare_worker.ts';
import type { JobList } from './jobs.ts';
import type { RunSession } from './run_session.ts';
import { WorkerCalls, workerFile, YOUNG_MB } from './worker_calls.ts';

const KEPT = 2;

interface Entry {
  readonly runs: readonly RunId[];
  readonly worker: WorkerCalls;
  readonly result: Promise<ComparedRuns>;
}

export class Comparisons {
  readonly #jobs: JobList;
  readonly #sessionOf: (run: RunId) => RunSession;
  readonly #entries = new Map<string, Entry>();

  /** `sessionOf` throws where a run is not open. */
  constructor(jobs: JobList, sessionOf: (run: RunId) => RunSession) {
    this.#jobs = jobs;
    this.#sessionOf = sessionOf;
  }

  /** @throws ProfileError 'not-loaded' where a run has no index, 'cancelled', 'worker-died', and what reading an index throws */
  compare({ a, b }: CompareMethods['compare.runs']['params']): Promise<ComparedRuns> {
    return this.#entry(a, b).result;
  }

  /** A question about runs that have been compared. @throws as `compare` */
  async ask(method: string, { a, b, ...params }: { readonly a: RunId; readonly b: RunId }, signal: AbortSignal): Promise<unknown> {
    const entry = this.#entry(a, b);
    await entry.result;
    return entry.worker.call(method, params, { signal });
  }

  /** Of runs that are closed nothing is kept. */
  async forget(run?: RunId): Promise<void> {
    const gone = [...this.#entries].filter(([, { runs }]) => run === undefined || runs.includes(run));
    for (const [name] of gone) this.#entries.delete(name);
    await Promise.all(gone.map(([, { worker }]) => worker.end()));
  }

  #entry(a: RunId, b: RunId): Entry {
    const name = `${a} ${b}`;
    const known = this.#entries.get(name);
    this.#entries.delete(name);
    const entry = known ?? this.#start(a, b, name);
    this.#entries.set(name, entry);
    for (const [other, { worker }] of [...this.#entries].slice(0, -KEPT)) {
      this.#entries.delete(other);
      void worker.end();
    }
    return entry;
  }

  #start(a: RunId, b: RunId, name: string): Entry {
    const sessions = [this.#sessionOf(a), this.#sessionOf(b)] as const;
    const worker = new WorkerCalls(workerFile('compare_worker', import.meta.url), 'The comparison', { resourceLimits: { maxOldGenerationSizeMb: 8192, maxYoungGenerationSizeMb: YOUNG_MB } });
    const result = this.#run(sessions, worker);
    // One that failed or was cancelled can be asked for again.
    result.catch(() => {
      if (this.#entries.get(name)?.worker === worker) this.#entries.delete(name);
      void worker.end();
    });
    return { runs: [a, b], worker, result };
  }

  async #run(sessions: readonly [RunSession, RunSession], worker: WorkerCalls): Promise<ComparedRuns> {
    const [a, b] = sessions.map(({ run }) => run);
    const job = this.#jobs.start(null, `Comparing ${a.title} with ${b.title}`, sessions.reduce((sum, { run }) => sum + run.files.reduce((bytes, file) => bytes + file.bytes, 0), 0));
    try {
      await Promise.race([Promise.all(sessions.map(({ ready }) => ready)), whenAborted(job.signal)]);
      job.signal.throwIfAborted();
      const indexes = sessions.map(({ reader, run }) => {
        if (reader === undefined) throw new ProfileError('not-loaded', `${run.title} has no index, and without one it cannot be compared. Open its logs again.`);
        return reader.path;
      });
      const inputs: CompareInputs = { indexes: [indexes[0], indexes[1]], titles: [a.title, b.title] };
      const onProgress = (share: number): void => job.progress(share * job.job.totalBytes);
      const result = await worker.call('compare', inputs, { signal: job.signal, onProgress });
      job.done();
      return result as ComparedRuns;
    } catch (error) {
      job.failed(error);
      throw error;
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
