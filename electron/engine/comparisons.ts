/** Comparisons that pages have asked for, each in a thread of its own; the latest few are kept. Engine worker. */
import type { ComparedIds, CompareMethods, ComparedRuns, SourceDiffRow } from '../protocol/compare_api.ts';
import type { RunId } from '../protocol/run_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { SourceText } from '../protocol/table_api.ts';
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

/** Reads a file that a run names; see `lines.source`. */
type ReadSource = (params: { readonly run: RunId; readonly file: string }, signal: AbortSignal) => Promise<SourceText>;
type Handlers = { readonly [M in keyof CompareMethods]: (params: CompareMethods[M]['params'], signal: AbortSignal) => Promise<CompareMethods[M]['result']> };

export class Comparisons {
  readonly #jobs: JobList;
  readonly #sessionOf: (run: RunId) => RunSession;
  readonly #readSource: ReadSource;
  readonly #entries = new Map<string, Entry>();

  /** `sessionOf` throws where a run is not open. */
  constructor(jobs: JobList, sessionOf: (run: RunId) => RunSession, readSource: ReadSource) {
    this.#jobs = jobs;
    this.#sessionOf = sessionOf;
    this.#readSource = readSource;
  }

  /** Each throws ProfileError 'not-loaded' where a run has no index, 'cancelled', 'worker-died', and what reading an index throws. */
  get handlers(): Handlers {
    /** A question about runs that have been compared, which goes to their thread as it is. */
    const forward = <M extends keyof CompareMethods>(question: string) => (params: CompareMethods[M]['params'], signal: AbortSignal) =>
      this.#ask(params, question, params, signal) as Promise<CompareMethods[M]['result']>;
    return {
      'compare.runs': (ids) => this.#entry(ids).result,
      'compare.align': forward<'compare.align'>('align'),
      'compare.contributions': forward<'compare.contributions'>('contributions'),
      'compare.partner': forward<'compare.partner'>('partner'),
      'compare.deltas': forward<'compare.deltas'>('deltas'),
      'compare.page': forward<'compare.page'>('page'),
      'compare.source': async (params, signal) => {
        const [a, b] = await Promise.all([params.a, params.b].map((run, side) => this.#readSource({ run, file: params.files[side] }, signal)));
        const isFound = a.path !== null && b.path !== null;
        const rows = isFound ? await this.#ask(params, 'source', { texts: [a.text, b.text], lines: params.lines }, signal) as readonly SourceDiffRow[] | null : null;
        return { paths: [a.path, b.path], rows };
      },
    };
  }

  /** Of runs that are closed nothing is kept. */
  async forget(run?: RunId): Promise<void> {
    const gone = [...this.#entries].filter(([, { runs }]) => run === undefined || runs.includes(run));
    for (const [name] of gone) this.#entries.delete(name);
    await Promise.all(gone.map(([, { worker }]) => worker.end()));
  }

  async #ask(ids: ComparedIds, question: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    const entry = this.#entry(ids);
    await entry.result;
    return entry.worker.call(question, params, { signal });
  }

  #entry({ a, b, repeats = [[], []] }: ComparedIds): Entry {
    const sides = [[a, ...repeats[0]], [b, ...repeats[1]]] as const;
    const name = JSON.stringify(sides);
    const known = this.#entries.get(name);
    this.#entries.delete(name);
    const entry = known ?? this.#start(sides, name);
    this.#entries.set(name, entry);
    for (const [other, { worker }] of [...this.#entries].slice(0, -KEPT)) {
      this.#entries.delete(other);
      void worker.end();
    }
    return entry;
  }

  #start(sides: readonly [readonly RunId[], readonly RunId[]], name: string): Entry {
    if (sides.some((runs) => new Set(runs).size < runs.length)) throw new ProfileError('bad-request', 'A run cannot be a repeat of itself.');
    const sessions = sides.map((runs) => runs.map(this.#sessionOf));
    const worker = new WorkerCalls(workerFile('compare_worker', import.meta.url), 'The comparison', { resourceLimits: { maxOldGenerationSizeMb: 8192, maxYoungGenerationSizeMb: YOUNG_MB } });
    const result = this.#run(sessions, worker);
    // One that failed or was cancelled can be asked for again.
    result.catch(() => {
      if (this.#entries.get(name)?.worker === worker) this.#entries.delete(name);
      void worker.end();
    });
    return { runs: sides.flat(), worker, result };
  }

  /** `sides`: runs of A, runs of B. */
  async #run(sides: readonly (readonly RunSession[])[], worker: WorkerCalls): Promise<ComparedRuns> {
    const all = sides.flat();
    const [a, b] = sides.map(([{ run }]) => run.title);
    const more = all.length - sides.length;
    const job = this.#jobs.start(null, `Comparing ${a} with ${b}${more === 0 ? '' : `, and ${more} repeat${more === 1 ? '' : 's'}`}`, all.reduce((sum, { run }) => sum + run.files.reduce((bytes, file) => bytes + file.bytes, 0), 0));
    try {
      await Promise.race([Promise.all(all.map(({ ready }) => ready)), whenAborted(job.signal)]);
      job.signal.throwIfAborted();
      const inputs: CompareInputs = { sides: sides.map((sessions) => sessions.map(({ reader, run: { title } }) => {
        if (reader === undefined) throw new ProfileError('not-loaded', `${title} has no index, and without one it cannot be compared. Open its logs again.`);
        return { index: reader.path, title };
      })) };
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
