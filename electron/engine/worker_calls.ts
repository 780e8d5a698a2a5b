/**
 * Calls between threads of the engine: who asks, who answers, with progress, cancel and events. The messages are structured
 * clones, so columns in SharedArrayBuffers cross without a copy. A worker that dies rejects everything that waits for it.
 */
import { Worker, parentPort, type MessagePort, type Transferable, type WorkerOptions } from 'node:worker_threads';
import { ProfileError, fromWireError, toWireError, type WireError } from '../protocol/errors.ts';

type ToWorker = { readonly id: number; readonly method: string; readonly params: unknown } | { readonly cancel: number };
type FromWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly id: number; readonly progress: unknown }
  | { readonly event: string; readonly data: unknown };

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
  readonly stopListening: () => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: never) => void;
  readonly transfer?: readonly Transferable[];
}

/** Room for new objects in a worker's heap, MB: ours make few that live, and each thread would take 48. */
export const YOUNG_MB = 6;

/** The file of a worker: beside `base` (an import.meta.url) as written, `.ts`, and in the one folder of all that is built, `.js`. */
export function workerFile(name: string, base: string): URL {
  return new URL(`./${name}${base.endsWith('.ts') ? '.ts' : '.js'}`, base);
}

/** A worker thread and the calls that wait for it. */
export class WorkerCalls {
  readonly #worker: Worker;
  readonly #label: string;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #dead: Error | undefined;
  /** Called for every event that the worker sends. */
  onEvent: (event: string, data: unknown) => void = () => {};
  /** Called once when the worker is gone without having been told to end. */
  onDeath: (error: Error) => void = () => {};

  /** `label` names the thread to the user: "The reader of logs". */
  constructor(file: URL, label: string, options: WorkerOptions = {}) {
    this.#label = label;
    this.#worker = new Worker(file, options);
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#die(describeDeath(label, error)));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#die(describeDeath(label, undefined));
        resolve();
      });
    });
  }

  /** @throws ProfileError as the worker said it; 'cancelled' when the signal aborts; 'worker-died' */
  call(method: string, params: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal } = options;
    if (this.#dead) return Promise.reject(this.#dead);
    if (signal?.aborted) return Promise.reject(new ProfileError('cancelled', 'Cancelled.'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => this.#worker.postMessage({ cancel: id } satisfies ToWorker);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        resolve,
        reject,
        onProgress: options.onProgress as Pending['onProgress'],
        stopListening: () => signal?.removeEventListener('abort', onAbort),
      });
      this.#worker.postMessage({ id, method, params } satisfies ToWorker, [...(options.transfer ?? [])]);
    });
  }

  /** Ends the thread at once; calls that wait are rejected as cancelled. */
  async end(): Promise<void> {
    this.onDeath = () => {};
    this.#die(new ProfileError('cancelled', `${this.#label} was ended.`));
    await this.#worker.terminate();
    await this.#exited;
  }

  /** Does not keep the process alive. */
  unref(): void {
    this.#worker.unref();
  }

  #receive(message: FromWorker): void {
    if ('event' in message) {
      this.onEvent(message.event, message.data);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if ('progress' in message) {
      pending.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    pending.stopListening();
    if ('error' in message) pending.reject(fromWireError(message.error));
    else pending.resolve(message.result);
  }

  #die(error: Error): void {
    if (this.#dead) return;
    this.#dead = error;
    for (const pending of this.#pending.values()) {
      pending.stopListening();
      pending.reject(error);
    }
    this.#pending.clear();
    this.onDeath(error);
  }
}

function describeDeath(label: string, error: Error | undefined): ProfileError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new ProfileError('out-of-memory', `${label} ran out of memory. Open fewer ranks at a time, or use a machine with more memory.`, { cause: error });
  }
  const reason = error === undefined ? '' : `: ${error.message}`;
  return new ProfileError('worker-died', `${label} stopped unexpectedly${reason}. What was read so far stays; open the files again to go on.`, { cause: error });
}

/** What a method of a worker gets: its parameters, a signal that aborts when the caller cancels, and a way to tell progress. */
export type WorkerMethod = (params: never, context: { readonly signal: AbortSignal; readonly progress: (value: unknown) => void }) => unknown;

/** Answers calls in a worker thread; gives the function that sends events to the other end. */
export function answerCalls(methods: Readonly<Record<string, WorkerMethod>>, port: MessagePort | null = parentPort): (event: string, data: unknown) => void {
  if (port === null) throw new Error('This file is a worker; it does not run by itself.');
  const running = new Map<number, AbortController>();
  port.on('message', (message: ToWorker) => {
    if ('cancel' in message) running.get(message.cancel)?.abort(new ProfileError('cancelled', 'Cancelled.'));
    else void answer(port, running, methods, message);
  });
  return (event, data) => port.postMessage({ event, data } satisfies FromWorker);
}

async function answer(
  port: MessagePort, running: Map<number, AbortController>, methods: Readonly<Record<string, WorkerMethod>>,
  { id, method, params }: { readonly id: number; readonly method: string; readonly params: unknown },
): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const handle = methods[method];
    if (handle === undefined) throw new Error(`The worker has no method "${method}".`);
    const progress = (value: unknown): void => port.postMessage({ id, progress: value } satisfies FromWorker);
    const result = await handle(params as never, { signal: controller.signal, progress });
    port.postMessage({ id, result } satisfies FromWorker);
  } catch (error) {
    port.postMessage({ id, error: toWireError(error) } satisfies FromWorker);
  } finally {
    running.delete(id);
  }
}
