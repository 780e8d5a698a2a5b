/** How much may be read and not yet let go: files wait here, in order, until those before them have made room. */
import { ProfileError } from '../protocol/errors.ts';

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

export class Admission {
  readonly #budgetBytes: number;
  readonly #waiting: Waiting[] = [];
  #inFlightBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /**
   * Resolves when `bytes` fit into the budget, or nothing else is in flight: one file always goes, however large. The result gives
   * the room back, once. @throws ProfileError 'cancelled'
   */
  enter(bytes: number, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#inFlightBytes -= bytes;
        this.#next();
      };
      const waiting: Waiting = {
        bytes,
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          let hasLeft = false;
          resolve(() => {
            if (!hasLeft) leave();
            hasLeft = true;
          });
        },
      };
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new ProfileError('cancelled', 'Cancelled.'));
      };
      if (signal.aborted) {
        reject(new ProfileError('cancelled', 'Cancelled.'));
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    while (this.#waiting.length > 0 && (this.#inFlightBytes === 0 || this.#inFlightBytes + this.#waiting[0].bytes <= this.#budgetBytes)) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) return;
      this.#inFlightBytes += waiting.bytes;
      waiting.admit();
    }
  }
}
