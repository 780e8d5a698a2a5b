/** A tile as one zstd frame: in memory where it is small, as a stream where it is not, so that a slot of millions of items needs little. */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, zstdCompressSync, type ZstdOptions } from 'node:zlib';

const SMALL_BYTES = 4 << 20;

export function zstdOptions(level: number): ZstdOptions {
  return { params: { [constants.ZSTD_c_compressionLevel]: level } };
}

/** @param pieces of what the frame holds */
export async function writeTileFile(path: string, pieces: Iterable<Buffer>, level: number): Promise<void> {
  const head: Buffer[] = [];
  let size = 0;
  const rest = pieces[Symbol.iterator]();
  for (let next = rest.next(); ; next = rest.next()) {
    if (next.done === true) {
      await writeFile(path, zstdCompressSync(Buffer.concat(head), zstdOptions(level)));
      return;
    }
    head.push(next.value);
    size += next.value.length;
    if (size > SMALL_BYTES) break;
  }
  const all = function* (): Generator<Buffer, void> {
    yield* head.splice(0);
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  };
  await pipeline(Readable.from(all()), createZstdCompress(zstdOptions(level)), createWriteStream(path));
}
