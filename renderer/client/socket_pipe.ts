/**
 * One WebSocket that comes back: opens, says when it is open or lost, and tries again after 1, 2, 4 … 30 s. It knows nothing of
 * what the frames mean. A page whose engine is gone for good (`stop`) tries no more.
 */
import { backoffMs } from '../base/backoff.ts';

export interface PipeListener {
  onOpen(): void;
  onFrame(frame: string | ArrayBuffer): void;
  /** Will try again in `retryMs`. */
  onLost(retryMs: number): void;
}

export class SocketPipe {
  readonly #url: string;
  readonly #listener: PipeListener;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(url: string, listener: PipeListener) {
    this.#url = url;
    this.#listener = listener;
    this.#connect();
  }

  /** Only while open; the caller keeps what must wait. */
  send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  retryNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#listener.onOpen();
    };
    socket.onmessage = (message) => this.#listener.onFrame(message.data as string | ArrayBuffer);
    // An error is always followed by a close.
    socket.onclose = () => this.#onClose(socket);
  }

  #onClose(socket: WebSocket): void {
    if (socket !== this.#socket || this.#isStopped) return;
    const retryMs = backoffMs(this.#attempt);
    this.#attempt++;
    this.#listener.onLost(retryMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#connect();
    }, retryMs);
  }
}
