/**
 * Gives shared memory back. A SharedArrayBuffer is freed when every thread that has seen it has collected its own handle, and a thread
 * with a small heap may not collect for minutes; so each collects after it has let go of something large.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Collects in this thread, once what runs now is over. Some ms for the heaps of our workers. */
export function collectGarbageSoon(): void {
  setImmediate(() => {
    collect ??= exposeCollector();
    collect();
  });
}

/** The flag holds for all threads, so it stays set: another one may be about to look for the function. */
function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
