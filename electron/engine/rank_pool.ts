/**
 * The threads that read logs: as many as cores, at most one file each at a time, started when first needed. Files begin in the order
 * given; how much may be read and not yet written is bounded by `Admission`. Engine worker.
 */
import { availableParallelism } from 'node:os';
import { ProfileError } from '../protocol/errors.ts';
import type { ReadOrder, ReadResult } from './rank_worker.ts';
import { WorkerCalls, YOUNG_MB, workerFile } from './worker_calls.ts';

/** A core is free that has had nothing to do for so long, ms. */
const FREE_MS = 200;
/** A thread that has not seen a cancel after this, ms, is ended. */
const CANCEL_MS = 100;

interface Waiting {
  readonly order: ReadOrder;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesRead: number) => void;
  readonly resolve: (result: ReadResult) => void;
  readonly reject: (error: unknown) => void;
}

export class RankPool {
  readonly #size: number;
  readonly #idle: WorkerCalls[] = [];
  readonly #all = new Set<WorkerCalls>();
  readonly #waiting: Waiting[] = [];
  readonly #wantCore: (() => void)[] = [];

  constructor(size: number = availableParallelism()) {
    this.#size = Math.max(1, size);
  }

  get size(): number {
    return this.#size;
  }

  /** Starts threads for so many files before they are needed: they load while files are looked at. */
  warm(files: number): void {
    while (this.#all.size < Math.min(this.#size, files)) this.#idle.push(this.#start());
  }

  /** @throws ProfileError of the decoder or the index; 'cancelled'; 'worker-died' */
  read(order: ReadOrder, signal: AbortSignal, onProgress: (bytesRead: number) => void): Promise<ReadResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, signal, onProgress, resolve, reject });
      this.#next();
    });
  }

  /** Resolves when a core has had nothing to read for a moment, now or later: that the last files end one shortly after the other frees none. */
  async whenFree(): Promise<void> {
    if (!this.#hasFreeCore) await new Promise<void>((resolve) => this.#wantCore.push(resolve));
    await new Promise((resolve) => setTimeout(resolve, FREE_MS).unref());
  }

  get #hasFreeCore(): boolean {
    return this.#waiting.length === 0 && this.#all.size - this.#idle.length < this.#size;
  }

  /** Ends threads that have nothing to do: their memory goes back to the system. */
  async #rest(): Promise<void> {
    const idle = this.#idle.splice(0);
    for (const worker of idle) this.#all.delete(worker);
    await Promise.all(idle.map((worker) => worker.end()));
  }

  async end(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0)) reject(new ProfileError('cancelled', 'Reading was ended.'));
    const all = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(all.map((worker) => worker.end()));
  }

  #start(): WorkerCalls {
    const worker = new WorkerCalls(workerFile('rank_worker', import.meta.url), 'The reader of a log', {
      // Logs live outside the heap, in shared memory; what is inside are the tables of a join.
      resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#all.add(worker);
    worker.onDeath = () => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
    };
    return worker;
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      // The one that was started first is loaded first.
      const worker = this.#idle.shift() ?? (this.#all.size < this.#size ? this.#start() : undefined);
      if (worker === undefined) return;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      void this.#run(worker, job);
    }
  }

  async #run(worker: WorkerCalls, { order, signal, onProgress, resolve, reject }: Waiting): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      timer = setTimeout(() => {
        this.#all.delete(worker);
        void worker.end();
      }, CANCEL_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      resolve((await worker.call('read', order, { signal, onProgress: onProgress as (progress: never) => void })) as ReadResult);
    } catch (error) {
      reject(error);
    } finally {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    }
    if (this.#all.has(worker)) this.#idle.push(worker);
    this.#next();
    if (!this.#hasFreeCore) return;
    for (const tell of this.#wantCore.splice(0)) tell();
    // Its memory is worth more than the moment that starting another one takes.
    await this.#rest();
  }
}
