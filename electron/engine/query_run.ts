/** A user's query that runs in a process of its own (query_worker.ts): rows as they come, with a time limit, ended at once when asked. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bindings, Cell, ResultColumn } from '../index/user_query.ts';
import { ProfileError, fromWireError } from '../protocol/errors.ts';
import type { FromQuery, ToQuery } from './query_worker.ts';
import { workerFile } from './worker_calls.ts';

export interface QueryLimits {
  /** Seconds until it is ended; undefined = no limit. What passes in `unclocked` does not count. */
  readonly timeoutSeconds: number | undefined;
  readonly signal: AbortSignal;
  /** Values of the parameters that the query may use. */
  readonly bindings?: Bindings;
}

export class QueryRun implements Disposable {
  columns: readonly ResultColumn[] = [];
  readonly #child: ChildProcess;
  readonly #limits: QueryLimits;
  readonly #kill = (): unknown => this.#child.kill('SIGKILL');
  readonly #onAbort = (): void => this.#end(this.#limits.signal.reason as Error);
  #leftMs: number;
  #clock: { readonly timer: NodeJS.Timeout; readonly startedMs: number } | undefined;
  #failure: Error | undefined;
  #answer: PromiseWithResolvers<FromQuery> | undefined;
  #ahead: Promise<FromQuery> | undefined;

  private constructor(limits: QueryLimits) {
    this.#limits = limits;
    this.#leftMs = (limits.timeoutSeconds ?? Infinity) * 1000;
    this.#child = fork(fileURLToPath(workerFile('query_worker', import.meta.url)), [], {
      serialization: 'advanced', stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (message: FromQuery) => this.#answer?.resolve(message));
    this.#child.on('error', (error) => this.#end(error));
    this.#child.on('exit', (code, signal) => this.#end(new ProfileError('worker-died', `The query stopped unexpectedly (${signal ?? `exit code ${code}`}); it may have needed more memory than there is. Ask for less at a time.`)));
    limits.signal.addEventListener('abort', this.#onAbort, { once: true });
    // Also when we end by a way that runs no other code of ours, as when nobody reads our output any more.
    process.on('exit', this.#kill);
    this.#startClock();
  }

  /**
   * Starts the query over the index at `path`; resolves when SQLite has understood it.
   * @throws ProfileError 'usage' for SQL that is wrong or would write, 'cancelled' when the time is up or the signal aborts, 'worker-died', and what IndexReader.open throws
   */
  static async start(path: string, sql: string, limits: QueryLimits): Promise<QueryRun> {
    limits.signal.throwIfAborted();
    const run = new QueryRun(limits);
    try {
      const { columns } = await run.#ask({ path, sql, bindings: limits.bindings ?? {} }) as { columns: readonly ResultColumn[] };
      run.columns = columns;
      return run;
    } catch (error) {
      run[Symbol.dispose]();
      throw error;
    }
  }

  /** The next rows; none after the last. While the caller works on them, the next ones are being fetched. @throws as `start` */
  async next(): Promise<readonly (readonly Cell[])[]> {
    const { rows } = await (this.#ahead ?? this.#ask('next')) as { rows: readonly (readonly Cell[])[] };
    this.#ahead = rows.length > 0 ? this.#ask('next') : Promise.resolve({ rows });
    // Whoever asks for it hears of its failure.
    this.#ahead.catch(() => {});
    return rows;
  }

  /** Waits without letting the query's clock run: for whoever reads what we write. */
  async unclocked<T>(wait: Promise<T>): Promise<T> {
    this.#stopClock();
    try {
      return await wait;
    } finally {
      this.#startClock();
    }
  }

  [Symbol.dispose](): void {
    this.#end(new ProfileError('cancelled', 'The query was ended.'));
  }

  async #ask(message: ToQuery): Promise<FromQuery> {
    if (this.#failure) throw this.#failure;
    this.#answer = Promise.withResolvers();
    this.#child.send(message);
    const answer = await this.#answer.promise;
    if ('error' in answer) throw fromWireError(answer.error);
    return answer;
  }

  #startClock(): void {
    if (this.#leftMs === Infinity || this.#failure) return;
    const timer = setTimeout(() => this.#end(new ProfileError('cancelled', `The query took longer than ${this.#limits.timeoutSeconds} s and was ended. Ask for less, or give it more time with --timeout.`)), this.#leftMs);
    this.#clock = { timer, startedMs: performance.now() };
  }

  #stopClock(): void {
    if (this.#clock === undefined) return;
    clearTimeout(this.#clock.timer);
    this.#leftMs -= performance.now() - this.#clock.startedMs;
    this.#clock = undefined;
  }

  #end(reason: Error): void {
    if (this.#failure) return;
    this.#failure = reason;
    this.#stopClock();
    this.#limits.signal.removeEventListener('abort', this.#onAbort);
    process.off('exit', this.#kill);
    this.#kill();
    this.#answer?.reject(reason);
  }
}
