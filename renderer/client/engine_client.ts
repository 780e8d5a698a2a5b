/**
 * The page's end of the engine's protocol: typed calls, tiles and events over one socket that reconnects. Calls made while the
 * socket is away wait for it; calls that were under way when it broke are asked again (every method may be asked twice).
 */
import { signal } from '@preact/signals';
import type { EngineEvents, EngineMethods } from '../../electron/protocol/engine_api.ts';
import type { RunId } from '../../electron/protocol/run_api.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';
import { BINARY_HEADER_BYTES, RpcClient } from '../../electron/protocol/rpc.ts';
import { decodeItemTile, decodeMarkTile, decodeUtilTile } from '../../electron/protocol/tile_codec.ts';
import type { ItemTile, MarkAsk, MarkTile, TileKey, UtilTile } from '../../electron/protocol/tiles.ts';
import { toDisposable } from '../base/disposable.ts';
import { SocketPipe } from './socket_pipe.ts';

type Listener = (data: never) => void;
class SocketLost extends Error {}

export class SocketEngineClient {
  readonly connection = signal<'connecting' | 'open' | 'lost' | 'gone'>('connecting');
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #pipe: SocketPipe;
  #rpc: RpcClient | undefined;
  /** Resolved when the socket is open; replaced when it breaks. */
  #whenOpen = Promise.withResolvers<RpcClient>();
  #outstanding = 0;

  /** `url` starts with ws: or wss:. */
  constructor(url: string) {
    this.#pipe = new SocketPipe(url, {
      onOpen: () => this.#onOpen(),
      onFrame: (frame) => this.#rpc?.receive(frame),
      onLost: () => this.#onLost(),
    });
  }

  /** Calls that nobody has answered yet, waiting ones included. */
  get outstanding(): number {
    return this.#outstanding;
  }

  async call<M extends keyof EngineMethods>(method: M, params: EngineMethods[M]['params'], signal?: AbortSignal): Promise<EngineMethods[M]['result']> {
    return (await this.#ask(method, params, signal)) as EngineMethods[M]['result'];
  }

  async itemTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<ItemTile> {
    return decodeItemTile(await this.#askBytes('tile.items', { run, key }, signal));
  }

  async utilTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<UtilTile> {
    return decodeUtilTile(await this.#askBytes('tile.util', { run, key }, signal));
  }

  async markTile(run: RunId, key: TileKey, ask: MarkAsk, signal?: AbortSignal): Promise<MarkTile> {
    return decodeMarkTile(await this.#askBytes('tile.marks', { run, key, ask }, signal));
  }

  on<E extends keyof EngineEvents>(event: E, listener: (data: EngineEvents[E]) => void): Disposable {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as Listener));
    return toDisposable(() => listeners.delete(listener as Listener));
  }

  retryNow(): void {
    this.#pipe.retryNow();
  }

  /** The engine will not come back (its window says so): nothing waits any more. */
  stop(): void {
    this.connection.value = 'gone';
    this.#pipe.stop();
    const reason = new ProfileError('worker-died', 'The engine has stopped.');
    this.#whenOpen.promise.catch(() => undefined);
    this.#whenOpen.reject(reason);
    this.#rpc?.close(reason);
  }

  async #askBytes(method: string, params: unknown, signal?: AbortSignal): Promise<Uint8Array> {
    const frame = await this.#ask(method, params, signal);
    if (!(frame instanceof ArrayBuffer)) throw new ProfileError('bad-request', 'The engine answered without a tile.');
    return new Uint8Array(frame, BINARY_HEADER_BYTES);
  }

  async #ask(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    this.#outstanding++;
    try {
      for (;;) {
        signal?.throwIfAborted();
        const rpc = await this.#whenOpen.promise;
        try {
          return await rpc.call(method, params, signal);
        } catch (error) {
          if (!(error instanceof SocketLost)) throw error;
        }
      }
    } finally {
      this.#outstanding--;
    }
  }

  #onOpen(): void {
    const rpc = new RpcClient((text) => this.#pipe.send(text), (event, data) => this.#onEvent(event, data));
    this.#rpc = rpc;
    this.connection.value = 'open';
    this.#whenOpen.resolve(rpc);
  }

  #onLost(): void {
    if (this.#rpc) this.#whenOpen = Promise.withResolvers();
    this.#rpc?.close(new SocketLost('The connection to the engine was lost.'));
    this.#rpc = undefined;
    this.connection.value = 'lost';
  }

  #onEvent(event: string, data: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(data as never);
  }
}
