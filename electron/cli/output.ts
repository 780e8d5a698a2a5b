/** Writing what commands produce: to stdout or a file, without holding more than a piece of it and without deafness for signals. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Sliced } from '../index/slices.ts';

/** Runs sliced work to its end, letting signals in between. @throws the signal's reason */
export async function inSlices<Result>(work: Sliced<Result>, signal: AbortSignal): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
}

/** Characters gathered before they are handed on. */
const PIECE = 1 << 16;

/** Writes lines, each with its line end, as fast as the reader takes them. @throws the signal's reason; what the stream throws */
export async function writeLines(lines: Iterable<string>, stream: Writable, signal: AbortSignal): Promise<void> {
  let piece = '';
  const hand = async (): Promise<void> => {
    if (!stream.write(piece)) await once(stream, 'drain', { signal });
    else await new Promise<void>((resolve) => setImmediate(resolve));
    piece = '';
    signal.throwIfAborted();
  };
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length >= PIECE) await hand();
  }
  if (piece !== '') await hand();
}
