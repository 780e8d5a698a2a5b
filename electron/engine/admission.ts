/** How much may be read and not yet let go: files wait here, in order, until those before them have made room. */
import { ProfileError } from '../protocol/errors.ts';

interface Waiting {
  readonly bytes: number;
  readonly admit: () => void;
}

export class Admission {
  readonly #budgetBytes: number;
  readonly #minFiles: number;
  readonly #waiting: Waiting[] = [];
  readonly #wanted: (() => void)[] = [];
  #inFlightBytes = 0;
  #inFlight = 0;

  /** `minFiles` always go, however large: else a machine's cores would idle over large files. */
  constructor(budgetBytes: number, minFiles: number) {
    this.#budgetBytes = budgetBytes;
    this.#minFiles = minFiles;
  }

  /** Resolves when `bytes` fit into the budget. The result gives the room back, once. @throws ProfileError 'cancelled' */
  enter(bytes: number, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#inFlightBytes -= bytes;
        this.#inFlight--;
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
      if (this.#waiting.length > 0) for (const tell of this.#wanted.splice(0)) tell();
    });
  }

  /** Resolves when somebody waits for room, now or later. */
  whenWanted(): Promise<void> {
    return this.#waiting.length > 0 ? Promise.resolve() : new Promise((resolve) => this.#wanted.push(resolve));
  }

  #next(): void {
    while (this.#waiting.length > 0 && (this.#inFlight < this.#minFiles || this.#inFlightBytes + this.#waiting[0].bytes <= this.#budgetBytes)) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) return;
      this.#inFlightBytes += waiting.bytes;
      this.#inFlight++;
      waiting.admit();
    }
  }
}
