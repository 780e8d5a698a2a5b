/** Long work in slices, so that a thread can answer between them. */

/** Work that yields between slices of about 25 ms. */
export type Sliced<Result = void> = Generator<void, Result, void>;

const SLICE_MS = 25;

/** Says when a slice is over: after its time, or when the bulk writer has enough to move. */
export class SliceClock {
  #start = performance.now();
  readonly #isFull: () => boolean;

  constructor(isFull: () => boolean = () => false) {
    this.#isFull = isFull;
  }

  restart(): void {
    this.#start = performance.now();
  }

  get isOver(): boolean {
    return performance.now() - this.#start > SLICE_MS || this.#isFull();
  }

  /** For work that is no generator: lets messages in if a slice is over. @throws the signal's reason */
  async rest(signal: AbortSignal): Promise<void> {
    if (!this.isOver) return;
    await nextTurn(signal);
    this.restart();
  }
}

/** Lets messages in: others are answered, and a cancel that is on its way is seen. @throws the signal's reason */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/** Runs sliced work, letting messages in between; `onSlice` before each slice but the first. @throws the signal's reason */
export async function inSlices<Result>(work: Sliced<Result>, signal: AbortSignal, onSlice: () => void = () => {}): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await nextTurn(signal);
    onSlice();
  }
}

/** Runs sliced work to its end at once. */
export function runToEnd<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
