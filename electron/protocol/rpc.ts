/**
 * Calls over one pipe that carries text and binary frames, for both ends: the page asks, the engine answers. Pure.
 *
 *   text   {id, method, params} -> {id, result} | {id, error}     {cancel: id}     {event, data}
 *   binary u32 id (little-endian), then the answer's bytes: a tile (tile_codec.ts)
 *
 * The pipe keeps order and loses nothing while it is open; when it breaks, whoever owns it calls `close` and all that waits is rejected.
 */
import { ProfileError, fromWireError, toWireError, type WireError } from './errors.ts';

/** Bytes before the answer in a binary frame: the request's id. */
export const BINARY_HEADER_BYTES = 4;

/** What this module needs of an AbortSignal (which is one): neither Node's nor the browser's types are known here. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A signal and the hand that raises it. */
export class CancelSource implements CancelSignal {
  readonly #listeners = new Set<() => void>();
  aborted = false;

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly stopListening: () => void;
}

/** The asking end. `send` writes a text frame; frames that arrive go to `receive`. */
export class RpcClient {
  readonly #send: (text: string) => void;
  readonly #onEvent: (event: string, data: unknown) => void;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed: Error | undefined;

  constructor(send: (text: string) => void, onEvent: (event: string, data: unknown) => void) {
    this.#send = send;
    this.#onEvent = onEvent;
  }

  /** Calls that wait for an answer. */
  get outstanding(): number {
    return this.#pending.size;
  }

  /**
   * The answer of a method: parsed JSON, or for tile methods an `ArrayBuffer` whose first BINARY_HEADER_BYTES are the frame's.
   * @throws ProfileError as the engine said it; 'cancelled' when `signal` aborts; the reason of `close`
   */
  call(method: string, params: unknown, signal?: CancelSignal): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = this.#nextId;
    this.#nextId = id === 0xffffffff ? 1 : id + 1;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        if (!this.#pending.delete(id)) return;
        this.#send(JSON.stringify({ cancel: id }));
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort);
      this.#pending.set(id, { resolve, reject, stopListening: () => signal?.removeEventListener('abort', onAbort) });
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  /** A frame from the other end. Answers to calls that were cancelled are dropped. */
  receive(frame: string | ArrayBuffer): void {
    if (typeof frame !== 'string') {
      if (frame.byteLength < BINARY_HEADER_BYTES) return;
      this.#take(new DataView(frame).getUint32(0, true))?.resolve(frame);
      return;
    }
    const message = JSON.parse(frame) as { id?: number; result?: unknown; error?: WireError; event?: string; data?: unknown };
    if (message.event !== undefined) {
      this.#onEvent(message.event, message.data);
      return;
    }
    const pending = message.id === undefined ? undefined : this.#take(message.id);
    if (message.error !== undefined) pending?.reject(fromWireError(message.error));
    else pending?.resolve(message.result);
  }

  /** The pipe is gone: rejects everything that waits, and every call from now on, with `reason`. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const id of this.#pending.keys()) this.#take(id)?.reject(reason);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.stopListening();
    return pending;
  }
}

/** Answers one request; `signal` aborts when the asker no longer waits. Bytes become a binary frame, anything else JSON. */
export type RpcHandler = (method: string, params: unknown, signal: CancelSignal) => Promise<unknown>;

/** The answering end of one pipe. */
export class RpcServer {
  readonly #send: (frame: string | Uint8Array) => void;
  readonly #handle: RpcHandler;
  readonly #running = new Map<number, CancelSource>();

  constructor(send: (frame: string | Uint8Array) => void, handle: RpcHandler) {
    this.#send = send;
    this.#handle = handle;
  }

  /** Requests that are being answered. */
  get running(): number {
    return this.#running.size;
  }

  /** @throws ProfileError 'bad-request' if the frame is no request: the pipe should then be closed, the other end does not speak this */
  receive(text: string): void {
    const message = parseFrame(text);
    if (message.cancel !== undefined) {
      this.#running.get(message.cancel)?.abort();
      return;
    }
    const { id, method, params } = message;
    if (id === undefined || method === undefined || this.#running.has(id)) throw notARequest();
    const source = new CancelSource();
    this.#running.set(id, source);
    this.#handle(method, params, source).then(
      (answer) => this.#answer(id, source, answer),
      (error: unknown) => this.#refuse(id, source, error),
    );
  }

  emit(event: string, data: unknown): void {
    this.#send(JSON.stringify({ event, data }));
  }

  /** The pipe is gone: everything that runs is told that nobody waits. */
  close(): void {
    for (const source of this.#running.values()) source.abort();
    this.#running.clear();
  }

  #answer(id: number, source: CancelSource, answer: unknown): void {
    if (!this.#finish(id, source)) return;
    if (answer instanceof Uint8Array) this.#send(binaryFrame(id, answer));
    else this.#send(JSON.stringify({ id, result: answer ?? null }));
  }

  #refuse(id: number, source: CancelSource, error: unknown): void {
    if (!this.#finish(id, source)) return;
    // A stack is for our own log, not for whoever is at the other end of a socket.
    const { kind, message } = toWireError(error);
    this.#send(JSON.stringify({ id, error: { kind, message } }));
  }

  /** False when nobody waits any more: then nothing is sent. */
  #finish(id: number, source: CancelSource): boolean {
    if (this.#running.get(id) === source) this.#running.delete(id);
    return !source.aborted;
  }
}

function binaryFrame(id: number, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(BINARY_HEADER_BYTES + bytes.byteLength);
  new DataView(frame.buffer).setUint32(0, id, true);
  frame.set(bytes, BINARY_HEADER_BYTES);
  return frame;
}

function parseFrame(text: string): { id?: number; method?: string; params?: unknown; cancel?: number } {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw notARequest();
  }
  if (typeof message !== 'object' || message === null) throw notARequest();
  const { id, method, params, cancel } = message as Record<string, unknown>;
  if (isId(cancel)) return { cancel };
  if (!isId(id) || typeof method !== 'string') throw notARequest();
  return { id, method, params };
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 0xffffffff;
}

function notARequest(): ProfileError {
  return new ProfileError('bad-request', 'This is not a request that the engine understands.');
}

function cancelled(): ProfileError {
  return new ProfileError('cancelled', 'Cancelled.');
}
