/** Answers for the panels of tables: asks the thread that reads indexes, and keeps what costs much. Engine worker. */
import { ProfileError } from '../protocol/errors.ts';
import type { LineCosts, SourceText, TableMethods } from '../protocol/table_api.ts';
import type { RunSession } from './run_session.ts';
import { readSource } from './source_files.ts';
import { runSql } from './sql_call.ts';
import { WorkerCalls, YOUNG_MB, workerFile } from './worker_calls.ts';

type Handlers = { readonly [M in keyof TableMethods]: (params: TableMethods[M]['params'], signal: AbortSignal) => Promise<TableMethods[M]['result']> };

export class RunTables {
  readonly #session: (run: string) => RunSession;
  readonly #settings: () => Readonly<Record<string, unknown>>;
  readonly #lines = new Map<string, Promise<LineCosts>>();
  #worker: WorkerCalls | undefined;

  /** @param session throws ProfileError 'not-loaded' for a run that is not open */
  constructor(session: (run: string) => RunSession, settings: () => Readonly<Record<string, unknown>>) {
    this.#session = session;
    this.#settings = settings;
  }

  get handlers(): Handlers {
    /** A question that goes to the thread as it is. */
    const forward = <M extends keyof TableMethods>(method: M) => (params: TableMethods[M]['params'], signal: AbortSignal) =>
      this.#ask(method, { ...params, index: this.#index(params.run) }, signal) as Promise<TableMethods[M]['result']>;
    return {
      'lines.costs': async ({ run }) => this.#lineCosts(this.#index(run)),
      'lines.source': async ({ run, file }, signal) => this.#source(this.#index(run), file, signal),
      'memory.use': forward('memory.use'),
      'memory.curve': forward('memory.curve'),
      'memory.instances': forward('memory.instances'),
      'memory.waits': forward('memory.waits'),
      'channels.use': forward('channels.use'),
      'channels.copies': forward('channels.copies'),
      'items.groups': forward('items.groups'),
      'items.list': forward('items.list'),
      'items.points': forward('items.points'),
      'items.waiter': forward('items.waiter'),
      'sql.schema': forward('sql.schema'),
      'sql.run': async (params, signal) => runSql(this.#index(params.run), params, signal),
    };
  }

  /** Lets go of a run's index: to be called before the run is closed. */
  async close(run: string): Promise<void> {
    const index = this.#session(run).reader?.path;
    if (index === undefined || this.#worker === undefined) return;
    this.#lines.delete(index);
    await this.#worker.call('forget', { index });
  }

  async end(): Promise<void> {
    await this.#worker?.end();
    this.#worker = undefined;
  }

  #index(run: string): string {
    const { reader, run: { phase } } = this.#session(run);
    if (reader !== undefined) return reader.path;
    if (phase === 'reading' || phase === 'indexing') throw new ProfileError('not-loaded', 'This comes when the index of the run is complete.');
    throw new ProfileError('not-loaded', 'This run has no index, and this comes from it. Open the logs again where there is room for one.');
  }

  #ask(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    if (this.#worker === undefined) {
      const worker = new WorkerCalls(workerFile('table_worker', import.meta.url), 'The reader of tables', { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
      worker.unref();
      // The next question starts another.
      worker.onDeath = () => (this.#worker = undefined);
      this.#worker = worker;
    }
    return this.#worker.call(method, params, { signal });
  }

  /** Made once: an index does not change. One who stops waiting does not stop it for others. */
  #lineCosts(index: string): Promise<LineCosts> {
    let costs = this.#lines.get(index);
    if (costs === undefined) {
      costs = this.#ask('lines.costs', { index }) as Promise<LineCosts>;
      this.#lines.set(index, costs);
      costs.catch(() => this.#lines.delete(index));
    }
    return costs;
  }

  async #source(index: string, file: string, signal: AbortSignal): Promise<SourceText> {
    if (!(await this.#ask('lines.names', { index, file }, signal))) throw new ProfileError('bad-request', 'No line of this run is in that file.');
    const roots = this.#settings()['source.roots'];
    return readSource(file, Array.isArray(roots) ? roots.filter((root) => typeof root === 'string') : []);
  }
}
