/**
 * Reads a file of the user's program for the page. Logs are hostile and name what they like, so this is no way to read files: only
 * what has the ending of a source file, is a plain file of bounded size and text is given; and below a source root only what
 * really lies in it, links resolved. That the run names the file is for the caller to know.
 */
import { open, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';
import type { SourceText } from '../protocol/table_api.ts';

const MAX_BYTES = 4 << 20;
const ENDINGS: ReadonlySet<string> = new Set(['.py', '.pyx', '.pxd', '.pyi', '.c', '.cc', '.cpp', '.cxx', '.cu', '.cuh', '.h', '.hh', '.hpp', '.hxx', '.inl', '.rg', '.lua', '.rs', '.jl', '.f', '.f90']);

/**
 * The file by its own path, else by the ends of that path below each root: `/old/place/apps/cg.py` is found as `<root>/apps/cg.py` or `<root>/cg.py`.
 * @throws ProfileError 'bad-request' for what is no source file
 */
export async function readSource(file: string, roots: readonly string[]): Promise<SourceText> {
  if (!isSource(file)) throw new ProfileError('bad-request', `${file.slice(0, 200)} does not have the ending of a source file, so it is not shown.`);
  const own = isAbsolute(file) ? await readAt(file) : undefined;
  if (own !== undefined) return own;
  // A drive letter or `..` is no part of a place below a root.
  const parts = file.split(/[\\/]+/).filter((part) => part !== '' && part !== '.' && part !== '..' && !part.endsWith(':'));
  for (const root of roots) {
    for (let first = 0; first < parts.length; first++) {
      const found = await readBelow(root, join(root, ...parts.slice(first)));
      if (found !== undefined) return found;
    }
  }
  return { path: null, text: '' };
}

function isSource(path: string): boolean {
  return !path.includes('\0') && ENDINGS.has(extname(path).toLowerCase());
}

/** Undefined unless the file, links resolved, lies in the root. */
async function readBelow(root: string, path: string): Promise<SourceText | undefined> {
  if (!isAbsolute(root)) return undefined;
  const [realRoot, realFile] = await Promise.all([resolved(root), resolved(path)]);
  if (realRoot === undefined || realFile === undefined) return undefined;
  const inside = relative(realRoot, realFile);
  return inside === '' || isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`) ? undefined : readAt(realFile);
}

/** Undefined where there is no such file, or none that may be shown. */
async function readAt(path: string): Promise<SourceText | undefined> {
  const real = await resolved(path);
  // What a link is called says nothing about what it leads to.
  if (real === undefined || !isSource(real)) return undefined;
  const file = await open(real, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > MAX_BYTES) return undefined;
    const bytes = Buffer.alloc(facts.size);
    const { bytesRead } = await file.read(bytes, 0, facts.size, 0);
    const text = bytes.toString('utf8', 0, bytesRead);
    return text.includes('\0') ? undefined : { path: real, text };
  } finally {
    await file.close();
  }
}

function resolved(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
