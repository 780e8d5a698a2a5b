/**
 * The page's pipe: one WebSocket, requests in JSON, tiles as binary frames. Requests run in the engine; what nobody waits for any
 * more is cancelled there. A slow reader is not buried: tiles wait while too much is unsent.
 */
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProfileError } from '../protocol/errors.ts';
import { RpcServer, type CancelSignal } from '../protocol/rpc.ts';

/** What the socket asks of the engine. */
export interface Backend {
  /** JSON result or, for tiles, bytes. @throws ProfileError */
  call(method: string, params: unknown, signal: CancelSignal): Promise<unknown>;
  /** Hears every event until the returned object is disposed of. */
  listen(listener: (event: string, data: unknown) => void): Disposable;
}

export interface SocketLimits {
  /** Longest frame that a page may send, bytes. */
  readonly maxPayloadBytes: number;
  /** Requests of one page that may run at once. */
  readonly maxRunning: number;
  /** Unsent bytes past which answers wait. */
  readonly maxUnsentBytes: number;
  /** A page that has not answered a ping for this long is gone. */
  readonly pingMs: number;
}

export const SOCKET_LIMITS: SocketLimits = { maxPayloadBytes: 1 << 20, maxRunning: 4096, maxUnsentBytes: 16 << 20, pingMs: 30_000 };

/** Close codes of RFC 6455. */
const CLOSE_POLICY = 1008;
const CLOSE_GOING_AWAY = 1001;

export class PageSockets {
  readonly #server: WebSocketServer;
  readonly #backend: Backend;
  readonly #limits: SocketLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #silent = new WeakSet<WebSocket>();

  constructor(backend: Backend, limits: SocketLimits = SOCKET_LIMITS) {
    this.#backend = backend;
    this.#limits = limits;
    this.#server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: limits.maxPayloadBytes });
    this.#timer = setInterval(() => this.#pingAll(), limits.pingMs);
    this.#timer.unref();
  }

  /** Pages that are connected. */
  get count(): number {
    return this.#server.clients.size;
  }

  /** Takes over a connection whose request was checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (page) => this.#serve(page));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const page of this.#server.clients) {
      page.close(CLOSE_GOING_AWAY);
      // One that does not answer the close does not keep us.
      setTimeout(() => page.terminate(), 200).unref();
    }
    this.#server.close();
  }

  #serve(page: WebSocket): void {
    const calls = new RpcServer(
      (frame) => page.send(frame),
      async (method, params, signal) => {
        if (calls.running > this.#limits.maxRunning) throw new ProfileError('bad-request', 'Too many requests wait for an answer.');
        const answer = await this.#backend.call(method, params, signal);
        await this.#drained(page, signal);
        return answer;
      },
    );
    const events = this.#backend.listen((event, data) => calls.emit(event, data));
    page.on('message', (data, isBinary) => {
      try {
        if (isBinary) throw new ProfileError('bad-request', 'Requests are text.');
        calls.receive(String(data));
      } catch {
        page.close(CLOSE_POLICY);
      }
    });
    page.on('pong', () => this.#silent.delete(page));
    page.on('close', () => {
      events[Symbol.dispose]();
      calls.close();
    });
    // The reason is in the close that follows; there is nobody to tell.
    page.on('error', () => page.terminate());
  }

  /** Resolves when little enough is unsent, or when nobody waits any more. */
  async #drained(page: WebSocket, signal: CancelSignal): Promise<void> {
    while (page.bufferedAmount > this.#limits.maxUnsentBytes && !signal.aborted && page.readyState === page.OPEN) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #pingAll(): void {
    for (const page of this.#server.clients) {
      if (this.#silent.has(page)) page.terminate();
      else {
        this.#silent.add(page);
        page.ping();
      }
    }
  }
}
