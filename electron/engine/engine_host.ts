/**
 * The main thread's hold on the engine worker: starts it, passes calls and events on, ends it. The main thread itself only moves
 * bytes, so that a socket never waits for a run.
 */
import type { EngineEvents } from '../protocol/engine_api.ts';
import type { EngineOptions, HostMethods } from './engine.ts';
import { WorkerCalls, YOUNG_MB, workerFile } from './worker_calls.ts';

type Listener = (event: keyof EngineEvents, data: unknown) => void;

export class EngineHost {
  readonly #worker: WorkerCalls;
  readonly #listeners = new Set<Listener>();
  /** Called when the worker is gone by itself. */
  onDeath: (error: Error) => void = () => {};

  constructor(options: EngineOptions) {
    this.#worker = new WorkerCalls(workerFile('engine_worker', import.meta.url), 'The engine', {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: 8192, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.onEvent = (event, data) => {
      for (const listener of this.#listeners) listener(event as keyof EngineEvents, data);
    };
    this.#worker.onDeath = (error) => this.onDeath(error);
  }

  /** Any method of the engine. Tiles come as `Uint8Array` in shared memory. @throws ProfileError */
  call(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.#worker.call('call', { method, params }, { signal });
  }

  async host<M extends keyof HostMethods>(method: M, params: HostMethods[M]['params'], signal?: AbortSignal): Promise<HostMethods[M]['result']> {
    return (await this.call(method, params, signal)) as HostMethods[M]['result'];
  }

  listen(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Cancels what runs, closes files, ends the threads. */
  async end(): Promise<void> {
    // What runs may take a moment to see the cancel; an index that is not complete is removed by whoever writes it.
    await Promise.race([this.host('host.end', {}).catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    await this.#worker.end();
  }
}
