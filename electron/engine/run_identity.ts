/** Which run a set of logs is, wherever it lies: a hash over, per file in rank order, its length and its first and last 64 KiB. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { FileIdentity } from '../index/content_id.ts';

const END_BYTES = 64 << 10;

export function identify(paths: readonly string[]): Promise<readonly FileIdentity[]> {
  return Promise.all(paths.map(async (path) => {
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, mtimeMs };
  }));
}

/** `files` in rank order. */
export async function contentIdOf(files: readonly FileIdentity[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) {
    const handle = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(END_BYTES);
      hash.update(`${bytes}\n`);
      for (const at of [0, Math.max(0, bytes - END_BYTES)]) {
        const { bytesRead } = await handle.read(buffer, 0, END_BYTES, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }
  return hash.digest('hex').slice(0, 32);
}
