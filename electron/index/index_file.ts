/** The file of an index under construction: beside its final name until it is whole, or on local disk where the file system refuses locks. */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, constants, copyFileSync, existsSync, fsyncSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';
import type { Alert } from '../protocol/alerts.ts';
import { isLockRefusal, openDatabase, sqlError, type IndexDatabase, type OpenOptions } from './database.ts';
import { makeFolders } from './make_folders.ts';

/** Remains of a build that died are removed once nobody has written to them for this long. */
const STALE_MS = 24 * 3600 * 1000;

export interface WorkingFile {
  readonly database: IndexDatabase;
  /** Where it is being written. */
  readonly path: string;
  /** Where it shall be once it is whole. */
  readonly finalPath: string;
  /** Set where it cannot be written beside its final name; `path` is then on local disk and the finished file is copied. */
  readonly elsewhere: Alert | undefined;
}

/**
 * Makes the working file, empty or as a copy of another index.
 * @throws ProfileError 'read-only', 'no-permission', 'disk-full', 'index-exists' (without `overwrite`), 'system'
 */
export function createWorkingFile(finalPath: string, options: OpenOptions & { readonly overwrite: boolean; readonly from?: string }): WorkingFile {
  const target = resolve(finalPath);
  if (!options.overwrite && existsSync(target)) throw new ProfileError('index-exists', `${finalPath} exists already. Give another name, or -f to replace it.`);
  const folder = dirname(target);
  try {
    makeFolders(folder);
    removeStale(folder, basename(target));
  } catch (error) {
    throw fileError(error, folder);
  }
  const path = `${target}${partialSuffix()}`;
  try {
    // Ours first, with no way for anybody else to be there before.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw fileError(error, folder);
  }
  try {
    fill(path, options.from);
    return { database: openWritable(path, options), path, finalPath: target, elsewhere: undefined };
  } catch (error) {
    rmSync(path, { force: true });
    if (!isLockRefusal(error)) throw error;
  }
  const local = join(localFolder(), `${basename(target)}${partialSuffix()}`);
  fill(local, options.from);
  return { database: openWritable(local, options), path: local, finalPath: target, elsewhere: elsewhereAlert(target) };
}

/** Leaves nothing of a working file, nor of what bulk_writer.ts keeps beside it. */
export function discardFile({ database, path }: WorkingFile): void {
  if (database.isOpen) database.close();
  for (const file of [path, `${path}.rows`]) rmSync(file, { force: true });
}

/** An index is read-only, and so is a copy of it. @throws ProfileError 'disk-full', 'no-permission', 'system' */
function fill(path: string, from: string | undefined): void {
  if (from === undefined) return;
  try {
    copyFileSync(from, path, constants.COPYFILE_FICLONE);
    chmodSync(path, 0o600);
  } catch (error) {
    throw fileError(error, path);
  }
}

/** A lock is first asked for by a write; then is the time to find out. */
function openWritable(path: string, options: OpenOptions): IndexDatabase {
  const database = openDatabase(path, { ...options, create: true, cacheBytes: 8 << 20 });
  try {
    database.transaction(() => database.exec('CREATE TABLE lock_test (x)'));
    database.exec('DROP TABLE lock_test');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A private folder on local disk. */
export function localFolder(): string {
  return mkdtempSync(join(tmpdir(), 'legion-prof-'));
}

export function elsewhereAlert(path: string): Alert {
  return {
    rule: 'index-elsewhere', severity: 'note', count: 1, file: path, offset: null, affects: [],
    message: `The file system of ${path} refuses locks, so the index is used in a private folder on local disk. Everything works; a --cache folder on local disk saves the copy.`,
  };
}

/** Makes a finished working file (its database is closed) durable and gives it its final name, read-only. */
export function publishFile(file: WorkingFile): void {
  let { path } = file;
  try {
    if (file.elsewhere) {
      path = `${file.finalPath}${partialSuffix()}`;
      copyFileSync(file.path, path);
    }
    sync(path, 'r+');
    chmodSync(path, statSync(path).mode & 0o444 | 0o400);
    renameSync(path, file.finalPath);
    // Windows cannot open folders.
    if (process.platform !== 'win32') sync(dirname(file.finalPath), 'r');
  } catch (error) {
    rmSync(path, { force: true });
    throw fileError(error, file.finalPath);
  }
}

function sync(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Names the machine and the process that write it. */
function partialSuffix(): string {
  return `.partial-${machineTag()}-${process.pid}-${randomBytes(6).toString('hex')}`;
}

function machineTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isOfDeadProcess(name: string): boolean {
  const [, machine, pid] = /\.partial-([0-9a-f]{8})-(\d+)-[0-9a-f]+/.exec(name) ?? [];
  if (machine !== machineTag()) return false;
  try {
    process.kill(Number(pid), 0);
    return isZombie(Number(pid));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Dead, and nobody has asked how it ended: where the first process is none that does. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function removeStale(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`${name}.partial-`)) continue;
    const path = join(folder, entry);
    if (isOfDeadProcess(entry) || Date.now() - statSync(path).mtimeMs > STALE_MS) rmSync(path, { force: true });
  }
}

/** What a failed file operation means to the user. */
export function fileError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { cause: error };
  if (code === 'EACCES' || code === 'EPERM') return new ProfileError('no-permission', `${path} may not be written by this user. Choose another folder with --cache or -o.`, options);
  if (code === 'EROFS') return new ProfileError('read-only', `${path} is on a read-only file system. Choose another folder with --cache or -o.`, options);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new ProfileError('not-found', `${path} cannot be made: what should hold it does not exist or is no folder. Choose another folder with --cache or -o.`, options);
  return sqlError(error, path);
}
