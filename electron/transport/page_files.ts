/**
 * The page's files, read once into memory at start: a request can then name nothing that is not in the list, whatever its path says.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** All files under `folder` by their path in it (`index.html`, `assets/main.js`). Empty where there is no such folder. */
export function readPage(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, { type: TYPES[extname(name)] ?? 'application/octet-stream', bytes: readFileSync(path) });
  }
  return files;
}

/** The page with the nonce of this answer, where scripts find it: `document.querySelector('meta[property=csp-nonce]').nonce`. */
export function withNonce(html: Buffer, nonce: string): Buffer {
  return Buffer.from(html.toString('utf8').replace(/<head>/i, `<head><meta property="csp-nonce" nonce="${nonce}">`));
}
