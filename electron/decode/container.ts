/**
 * The container of a log: one gzip member, or the log itself. In come the file's bytes in pieces, out go the uncompressed ones.
 * Inflating runs on libuv's pool, so that it overlaps with decoding; of what follows the first member nothing is read, as
 * Legion writes one (semantics §1.1). Runs where it is called; holds a few MiB.
 */
import { once } from 'node:events';
import { constants, crc32, createInflateRaw, type InflateRaw } from 'node:zlib';

/** Small chunks halve the speed (architecture §7). */
const INFLATE_CHUNK_BYTES = 1 << 20;
/** zlib gives nothing of the chunk in which it meets damage, so a file that is small anyway is read in small ones. */
const SMALL_FILE_BYTES = 1 << 20;
const SMALL_CHUNK_BYTES = 1 << 14;

/** How the container ended; complete once its chunks have been read to the end. */
export interface ContainerEnd {
  container: 'gzip' | 'raw';
  /** The gzip stream stops without its end: the program died, or the copy is short. */
  isCut: boolean;
  /** Why the compressed data cannot be read further. */
  damage: string | undefined;
  /** Check sum or length at the end of the gzip member differ from its content. */
  hasBadChecksum: boolean;
  /** Bytes of the file up to the end of the gzip member; undefined for a raw log or a member without its end. */
  memberBytes: number | undefined;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Uncompressed bytes of the log in `source`. A chunk may be overwritten after the next one was asked for.
 * Damage ends the chunks and is told in `end`, it does not throw; errors of `source` do.
 */
export async function* openContainer(source: AsyncIterable<Uint8Array>, end: ContainerEnd): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  try {
    const { bytes: first, isLast } = await firstBytes(pieces, 2);
    if (!isGzip(first)) {
      if (first.length > 0) yield first;
      if (isLast) return;
      for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
      return;
    }
    end.container = 'gzip';
    yield* inflateMember(pieces, first, end);
  } finally {
    await pieces.return?.();
  }
}

/** Joins pieces, after `bytes` if given, until there are `count`, or no more. */
async function firstBytes(
  pieces: AsyncIterator<Uint8Array>, count: number, bytes: Uint8Array = new Uint8Array(0),
): Promise<{ bytes: Uint8Array; isLast: boolean }> {
  const parts = [bytes];
  let length = bytes.length;
  let isLast = false;
  while (length < count && !isLast) {
    const next = await pieces.next();
    if (next.done === true) isLast = true;
    else {
      // A copy: the source may reuse its buffer.
      parts.push(next.value.slice());
      length += next.value.length;
    }
  }
  return { bytes: Buffer.concat(parts), isLast };
}

async function* inflateMember(pieces: AsyncIterator<Uint8Array>, first: Uint8Array, end: ContainerEnd): AsyncGenerator<Uint8Array> {
  const { bytes: head, isLast } = await firstBytes(pieces, SMALL_FILE_BYTES, first);
  const headerLength = gzipHeaderLength(head);
  if (headerLength === undefined || headerLength < 0) {
    end.isCut = headerLength === undefined;
    end.damage = headerLength === undefined ? undefined : 'its gzip header is damaged';
    return;
  }
  const inflate = createInflateRaw({
    chunkSize: isLast ? SMALL_CHUNK_BYTES : INFLATE_CHUNK_BYTES,
    readableHighWaterMark: 2 * INFLATE_CHUNK_BYTES,
    writableHighWaterMark: INFLATE_CHUNK_BYTES,
    // A stream without its end gives what it has instead of an error.
    finishFlush: constants.Z_SYNC_FLUSH,
  } as Parameters<typeof createInflateRaw>[0]);
  const tail = new Tail();
  const feeding = feedInflate(inflate, pieces, head.subarray(headerLength), tail);
  let checksum = 0;
  let length = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      checksum = crc32(chunk, checksum);
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    end.damage = 'its compressed data is damaged';
  } finally {
    inflate.destroy();
    await feeding;
  }
  if (end.damage !== undefined) return;
  await checkTrailer(pieces, tail, inflate.bytesWritten, { checksum, length }, end);
  if (!end.isCut) end.memberBytes = headerLength + inflate.bytesWritten + 8;
}

/** Hands pieces to the inflater as fast as it takes them; returns when it wants no more. Throws errors of the source. */
async function feedInflate(inflate: InflateRaw, pieces: AsyncIterator<Uint8Array>, head: Uint8Array, tail: Tail): Promise<void> {
  const closed = once(inflate, 'close').then(() => undefined, () => undefined);
  let piece: Uint8Array | undefined = head;
  while (piece !== undefined && !inflate.destroyed && !inflate.readableEnded) {
    // A copy: the source may reuse its buffer, and the inflater reads it on another thread.
    const copy: Uint8Array = piece.slice();
    tail.push(copy, inflate.bytesWritten);
    if (!inflate.write(copy)) await Promise.race([once(inflate, 'drain').catch(() => undefined), closed]);
    let next: IteratorResult<Uint8Array>;
    try {
      next = await pieces.next();
    } catch (error) {
      inflate.destroy(error as Error);
      return;
    }
    piece = next.done === true ? undefined : next.value;
  }
  if (piece === undefined && !inflate.destroyed) inflate.end();
  else if (piece !== undefined) tail.push(piece.slice(), inflate.bytesWritten);
}

/** The eight bytes behind the deflate stream: check sum and length modulo 2^32, little-endian. Source: RFC 1952 §2.3.1. */
async function checkTrailer(
  pieces: AsyncIterator<Uint8Array>, tail: Tail, consumed: number, seen: { checksum: number; length: number }, end: ContainerEnd,
): Promise<void> {
  const { bytes } = await firstBytes(pieces, 8, tail.from(consumed));
  if (bytes.length < 8) {
    end.isCut = true;
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  end.hasBadChecksum = view.getUint32(0, true) !== seen.checksum || view.getUint32(4, true) !== seen.length % 2 ** 32;
}

/** The pieces given to the inflater that it has not used up: in the end, what is behind the deflate stream. */
class Tail {
  readonly #pieces: Uint8Array[] = [];
  #start = 0;

  /** @param consumed bytes that the inflater has used so far */
  push(piece: Uint8Array, consumed: number): void {
    while (this.#pieces.length > 0 && this.#start + this.#pieces[0].length <= consumed) this.#start += this.#pieces.shift()!.length;
    this.#pieces.push(piece);
  }

  from(byte: number): Uint8Array {
    return Buffer.concat(this.#pieces).subarray(Math.max(0, byte - this.#start));
  }
}

/** Length of the gzip header; undefined if `bytes` ends inside it, -1 if it is none. Source: RFC 1952 §2.3. */
function gzipHeaderLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 10) return undefined;
  const flags = bytes[3];
  if (bytes[2] !== 8 || (flags & 0xe0) !== 0) return -1;
  let at = 10;
  if ((flags & 4) !== 0) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + bytes[at] + 256 * bytes[at + 1];
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return undefined;
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return bytes.length < at ? undefined : at;
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
