/**
 * Gives shared memory back. A SharedArrayBuffer is freed when every thread that has seen it has collected its own handle, and a thread
 * with a small heap may not collect for minutes; so each collects after it has let go of something large. Only where the process was
 * started with --expose-gc (cli/restart.ts does): setting the flag later is not safe while other threads start.
 */

/** Collects in this thread, once what runs now is over. Some ms for the heaps of our workers. */
export function collectGarbageSoon(): void {
  setImmediate(() => globalThis.gc?.());
}
