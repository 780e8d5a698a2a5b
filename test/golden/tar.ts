// Files of a tar archive, gzipped or not. Test helper for recorded answers.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Content of each file by its path. */
export function readTar(path: string): Map<string, Buffer> {
  const packed = readFileSync(path);
  const bytes = packed[0] === 0x1f ? gunzipSync(packed) : packed;
  const files = new Map<string, Buffer>();
  const text = (at: number, size: number): string => bytes.toString('utf8', at, at + size).replace(/\0.*$/s, '');
  let longName = '';
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const type = text(at + 156, 1);
    const prefix = text(at + 345, 155);
    if (type === '0' || type === '') files.set(longName || `${prefix === '' ? '' : `${prefix}/`}${text(at, 100)}`, bytes.subarray(at + 512, at + 512 + size));
    longName = type === 'L' ? text(at + 512, size) : '';
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
