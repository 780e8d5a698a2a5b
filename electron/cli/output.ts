/** Writing what commands produce: to stdout or a file, without holding more than a piece of it and without deafness for signals. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { fileError } from '../index/index_file.ts';
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

/** Writes lines, each with its line end. As `writePieces`. */
export function writeLines(lines: Iterable<string>, stream: Writable, signal: AbortSignal): Promise<void> {
  return writePieces(withEnds(lines), stream, signal);
}

function* withEnds(lines: Iterable<string>): Generator<string, void, void> {
  for (const line of lines) yield `${line}\n`;
}

/** Writes pieces of text as fast as the reader takes them. @throws the signal's reason; what the stream throws */
export async function writePieces(pieces: Iterable<string>, stream: Writable, signal: AbortSignal): Promise<void> {
  let text = '';
  const hand = async (): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain', { signal });
    else await new Promise<void>((resolve) => setImmediate(resolve));
    text = '';
    signal.throwIfAborted();
  };
  for (const piece of pieces) {
    text += piece;
    if (text.length >= PIECE) await hand();
  }
  if (text !== '') await hand();
}

/** Writes pieces to a file that has its name only when it is whole. @throws ProfileError of the file system; the signal's reason */
export async function writeWholeFile(path: string, pieces: Iterable<string>, signal: AbortSignal): Promise<void> {
  const working = `${path}.${process.pid}.part`;
  try {
    const stream = createWriteStream(working, { flags: 'wx' });
    const failed = once(stream, 'error').then(([error]) => { throw error; });
    await Promise.race([failed, writePieces(pieces, stream, signal)]);
    await Promise.race([failed, new Promise<void>((resolve) => stream.end(resolve))]);
    await rename(working, path);
  } catch (error) {
    await rm(working, { force: true });
    throw fileError(error, path);
  }
}
