/**
 * From what a user names (files, folders, patterns) to files, in an order that does not depend on how they were named. Nothing is
 * read but folders and first bytes. Engine worker.
 */
import { existsSync } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { sniffFile, type FileSort } from '../decode/sniff.ts';
import { isReport } from '../nsight/report_export.ts';
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

/** All files that the paths mean, each once, those that were named again, and a sentence for each path or file that could not be looked at. */
export async function expandPaths(paths: readonly string[]): Promise<{ readonly files: readonly FoundFile[]; readonly failures: readonly Failure[]; readonly repeats: readonly string[] }> {
  const files = new Map<string, FoundFile>();
  const failures: Failure[] = [];
  const repeats = new Set<string>();
  const collect = async (path: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      failures.push({ path, kind: error.kind, message: error.message });
    }
  };
  const add = (path: string): Promise<void> => collect(path, async () => {
    if (files.has(path)) repeats.add(path);
    else files.set(path, { path, sort: await sortOf(path) });
  });
  for (const path of paths) {
    await collect(path, async () => {
      const full = resolve(path);
      const info = await stat(full).catch(() => undefined);
      if (info?.isDirectory() === true) {
        const before = files.size + failures.length;
        for (const file of await namesInFolder(full)) await collect(file, () => addIfLog(files, repeats, file));
        if (files.size + failures.length === before) throw noLogs(full);
      } else if (info === undefined && /[*?[{]/.test(basename(full))) {
        for (const file of await namesOfPattern(full)) await add(file);
      } else await add(full);
    });
  }
  return { files: [...files.values()], failures, repeats: [...repeats] };
}

/** A folder means the logs in it: by their ending, then by their content. */
async function namesInFolder(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new ProfileError('no-permission', `The folder ${folder} cannot be read: ${error.message}.`, { cause: error });
  });
  return names.filter((name) => LOG_ENDINGS.has(extname(name))).sort(byNumbersInside).map((name) => join(folder, name));
}

/** Reports of Nsight Systems are known by their name alone, and exports by being a database. */
export function isNsight({ path, sort }: FoundFile): boolean {
  return sort === 'sqlite-other' || (sort === 'other' && isReport(path));
}

/** @throws ProfileError also for what is no file: opening a pipe may wait for ever. */
async function sortOf(path: string): Promise<FileSort> {
  const info = await stat(path).catch(() => undefined);
  if (info !== undefined && !info.isFile() && !info.isDirectory()) throw new ProfileError('unknown-format', `${path} is a pipe, a device or a socket and not a file. Save the log to a file, and name that.`);
  return sniffFile(path);
}

async function addIfLog(files: Map<string, FoundFile>, repeats: Set<string>, path: string): Promise<void> {
  if (files.has(path)) {
    repeats.add(path);
    return;
  }
  const sort = await sniffFile(path);
  const isLog = sort === 'log-gzip' || sort === 'log-raw' || ((sort === 'empty' || sort === 'gzip-other') && LOG_NAME.test(basename(path)));
  if (isLog) files.set(path, { path, sort });
}

function noLogs(folder: string): ProfileError {
  // Its `info` marks a finished archive (prof-viewer.md §8).
  if (existsSync(join(folder, 'info')) && existsSync(join(folder, 'slot_tile'))) return new ProfileError('unknown-format', `${folder} is an archive of tiles, not a folder of logs. Open it with: legion_prof attach ${folder}`);
  return new ProfileError('not-found', `The folder ${folder} holds no log (*.prof, *.gz or *.log written by -lg:prof). Name the folder where the program wrote them.`);
}

async function namesOfPattern(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern.replaceAll('\\', '/'))) found.push(path);
  if (found.length === 0) throw new ProfileError('not-found', `No file matches ${pattern}. Check the pattern and the folder.`);
  return found.sort(byNumbersInside);
}

/** `prof_2` before `prof_10`, `prof_0` before its copy `prof_0 (copy)`. */
function byNumbersInside(a: string, b: string): number {
  const stem = (name: string): string => name.slice(0, name.length - extname(name).length);
  return stem(a).localeCompare(stem(b), 'en', { numeric: true }) || a.localeCompare(b, 'en', { numeric: true });
}
