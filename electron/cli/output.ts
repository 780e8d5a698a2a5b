/** Writing what commands produce: to stdout or a file, without holding more than a piece of it and without deafness for signals. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** Characters gathered before they are handed on. */
const PIECE = 1 << 16;

/** Writes lines, each with its line end. As `writePieces`. */
export function writeLines(lines: Iterable<string>, stream: Writable, signal: AbortSignal): Promise<void> {
  return writePieces(withEnds(lines), stream, signal);
}

function* withEnds(lines: Iterable<string>): Generator<string, void, void> {
  for (const line of lines) yield `${line}\n`;
}

/** Writes pieces as fast as the reader takes them; texts are gathered, bytes are large enough. @throws the signal's reason; what the stream throws */
export async function writePieces(pieces: Iterable<string | Uint8Array>, stream: Writable, signal: AbortSignal): Promise<void> {
  const hand = async (piece: string | Uint8Array): Promise<void> => {
    if (!stream.write(piece)) await once(stream, 'drain', { signal });
    else await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  };
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    if (text.length >= PIECE || (typeof piece !== 'string' && text !== '')) {
      await hand(text);
      text = '';
    }
    if (typeof piece !== 'string') await hand(piece);
  }
  if (text !== '') await hand(text);
}

/** Writes pieces to a new file. @throws what the file system refuses; the signal's reason */
export async function writeFile(path: string, pieces: Iterable<string | Uint8Array>, signal: AbortSignal): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx' });
  const failed = once(stream, 'error').then(([error]) => { throw error; });
  await Promise.race([failed, writePieces(pieces, stream, signal).then(() => new Promise<void>((resolve) => stream.end(resolve)))]).finally(() => stream.destroy());
}
