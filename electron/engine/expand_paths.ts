/**
 * From what a user names (files, folders, patterns) to files, in an order that does not depend on how they were named. Nothing is
 * read but folders and first bytes. Engine worker.
 */
import { glob, readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { sniffFile, type FileSort } from '../decode/sniff.ts';
import { ProfileError } from '../protocol/errors.ts';

export interface FoundFile {
  readonly path: string;
  readonly sort: FileSort;
}

export interface Failure {
  readonly path: string;
  readonly kind: string;
  readonly message: string;
}

const LOG_ENDINGS = new Set(['.prof', '.gz', '.log']);
/** Names that runtimes and Legate give their logs: only such an empty file is worth a sentence when a folder is opened. */
const LOG_NAME = /^(prof|legate)[\w.-]*\.(prof|gz|log)$|\.prof$/;

/** All files that the paths mean, each once, and a sentence for each path that gave none. */
export async function expandPaths(paths: readonly string[]): Promise<{ readonly files: readonly FoundFile[]; readonly failures: readonly Failure[] }> {
  const files = new Map<string, FoundFile>();
  const failures: Failure[] = [];
  for (const path of paths) {
    try {
      for (const file of await expandOne(resolve(path))) files.set(file.path, file);
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      failures.push({ path, kind: error.kind, message: error.message });
    }
  }
  return { files: [...files.values()], failures };
}

async function expandOne(path: string): Promise<readonly FoundFile[]> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory() === true) return filesOfFolder(path);
  if (info === undefined && /[*?[{]/.test(basename(path))) return filesOfPattern(path);
  return [{ path, sort: await sniffFile(path) }];
}

/** A folder means the logs in it: by their ending, then by their content. */
async function filesOfFolder(folder: string): Promise<readonly FoundFile[]> {
  const names = (await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new ProfileError('no-permission', `The folder ${folder} cannot be read: ${error.message}.`, { cause: error });
  })).filter((name) => LOG_ENDINGS.has(extname(name)));
  const found: FoundFile[] = [];
  for (const name of names.sort(byNumbersInside)) {
    const path = join(folder, name);
    const sort = await sniffFile(path);
    const isLog = sort === 'log-gzip' || sort === 'log-raw' || ((sort === 'empty' || sort === 'gzip-other') && LOG_NAME.test(name));
    if (isLog) found.push({ path, sort });
  }
  if (found.length > 0) return found;
  throw new ProfileError('not-found', `The folder ${folder} holds no log (*.prof, *.gz or *.log written by -lg:prof). Name the folder where the program wrote them.`);
}

async function filesOfPattern(pattern: string): Promise<readonly FoundFile[]> {
  const found: string[] = [];
  for await (const path of glob(pattern.replaceAll('\\', '/'))) found.push(path);
  if (found.length === 0) throw new ProfileError('not-found', `No file matches ${pattern}. Check the pattern and the folder.`);
  return Promise.all(found.sort(byNumbersInside).map(async (path) => ({ path, sort: await sniffFile(path) })));
}

/** `prof_2` before `prof_10`. */
export function byNumbersInside(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
