/** Everything that subscribes or opens gives back one of these; small helpers to make and bundle them. */

export function toDisposable(dispose: () => void): Disposable {
  let isDone = false;
  return {
    [Symbol.dispose]: () => {
      if (isDone) return;
      isDone = true;
      dispose();
    },
  };
}

/** Releases in reverse order of adding, each once. */
export class DisposableStore implements Disposable {
  readonly #members: Disposable[] = [];

  add<T extends Disposable>(member: T): T {
    this.#members.push(member);
    return member;
  }

  /** For the plain stop functions that signals' `effect` returns. */
  defer(stop: () => void): void {
    this.#members.push(toDisposable(stop));
  }

  [Symbol.dispose](): void {
    while (this.#members.length > 0) this.#members.pop()?.[Symbol.dispose]();
  }
}

/** A DOM listener as a disposable. */
export function listen<K extends keyof HTMLElementEventMap>(
  target: EventTarget, type: K | string, listener: (event: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions,
): Disposable {
  target.addEventListener(type, listener as EventListener, options);
  return toDisposable(() => target.removeEventListener(type, listener as EventListener, options));
}
