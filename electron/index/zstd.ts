/** zstd level 1 where it pays; bytes of any kind of buffer. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ProfileError } from '../protocol/errors.ts';

const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1 };
/** What a frame of incompressible bytes takes beyond them, at most (zstd.h, ZSTD_COMPRESSBOUND, for the sizes that we pack). */
const FRAME_BYTES = 1024;
/** Smaller inputs gain less than a call costs. */
const LEAST_BYTES = 256;

/** The bytes compressed; undefined where that saves less than a tenth. */
export function compressIfSmaller(bytes: Uint8Array): Buffer | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  const packed = compress(bytes);
  return packed.length < bytes.length * 0.9 ? packed : undefined;
}

/** Told the size, zstd takes a window of it and no more, and gives all at once: half the time of a call went into fresh memory. */
export function compress(bytes: Uint8Array): Buffer {
  const options = { params: PARAMS, pledgedSrcSize: bytes.length, chunkSize: bytes.length + (bytes.length >>> 8) + FRAME_BYTES };
  return zstdCompressSync(bytes, options);
}

/** @throws ProfileError 'index-damaged' */
export function decompress(bytes: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(bytes);
  } catch (error) {
    throw new ProfileError('index-damaged', 'The index is damaged: a part of it cannot be unpacked. Delete it and open the logs again.', { cause: error });
  }
}
