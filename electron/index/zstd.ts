/** zstd level 1 where it pays; bytes of any kind of buffer. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ProfileError } from '../protocol/errors.ts';

const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Smaller inputs gain less than a call costs. */
const LEAST_BYTES = 256;

/** The bytes compressed; undefined where that saves less than a tenth. */
export function compressIfSmaller(bytes: Uint8Array): Buffer | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  const packed = zstdCompressSync(bytes, OPTIONS);
  return packed.length < bytes.length * 0.9 ? packed : undefined;
}

export function compress(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, OPTIONS);
}

/** @throws ProfileError 'index-damaged' */
export function decompress(bytes: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(bytes);
  } catch (error) {
    throw new ProfileError('index-damaged', 'The index is damaged: a part of it cannot be unpacked. Delete it and open the logs again.', { cause: error });
  }
}
