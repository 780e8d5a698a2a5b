/** Runs sliced work in the engine's thread: between slices others are answered, and a cancel is seen. */
import type { Sliced, SliceClock } from '../index/slices.ts';

/** @throws the signal's reason */
export async function runSlices<Result>(work: Sliced<Result>, clock: SliceClock, signal: AbortSignal): Promise<Result> {
  clock.restart();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    clock.restart();
  }
}
