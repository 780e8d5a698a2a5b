/**
 * Which run a set of logs is, wherever it lies, and whether logs are still what an index was made from. Paths, sizes and times are
 * hints; only hashes decide.
 */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { Alert } from '../protocol/alerts.ts';
import type { IndexedFile } from './read_run.ts';

/** A file as it was when it was looked at. */
export interface FileIdentity {
  readonly path: string;
  readonly bytes: number;
  /** Time of last change, ms since 1970. */
  readonly mtimeMs: number;
}

const END_BYTES = 64 << 10;
const READ_BYTES = 1 << 20;

/** @throws errors of `stat` */
export function identify(paths: readonly string[]): Promise<readonly FileIdentity[]> {
  return Promise.all(paths.map(async (path) => {
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, mtimeMs };
  }));
}

/**
 * Identity of a run: hash over, per file in rank order, its length and its first and last 64 KiB. 32 hexadecimal digits.
 * @throws errors of reading
 */
export async function contentIdOf(files: readonly FileIdentity[]): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(END_BYTES);
  for (const { path, bytes } of files) {
    const handle = await open(path, 'r');
    try {
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

/** SHA-256 of a whole file, hexadecimal. @throws the signal's reason; errors of reading */
export async function fullHash(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(READ_BYTES);
    for (let at = 0; ;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, at);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** As `fullHash`, of a file that is still as it was looked at; undefined where it is not, or cannot be read. @throws the signal's reason */
export async function hashOfUnchanged(file: FileIdentity, signal?: AbortSignal): Promise<string | undefined> {
  const isSame = async (): Promise<boolean> => {
    const now = await stat(file.path).catch(() => undefined);
    return now?.size === file.bytes && now.mtimeMs === file.mtimeMs;
  };
  if (!(await isSame())) return undefined;
  const hash = await fullHash(file.path, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (error instanceof Error) return undefined;
    throw error;
  });
  return (await isSame()) ? hash : undefined;
}

/** Of one indexed file now: `touched` = same length, other time: only its hash can tell. */
export type FileState = 'same' | 'touched' | 'changed' | 'missing';

/** A quick look at the files of an index, without reading them. */
export function staleness(files: readonly IndexedFile[]): Promise<readonly { readonly file: IndexedFile; readonly state: FileState }[]> {
  return Promise.all(files.map(async (file) => {
    const now = await stat(file.path).catch(() => undefined);
    // What is no file may not even be opened.
    if (now === undefined || !now.isFile()) return { file, state: 'missing' as const };
    if (now.size !== file.bytes) return { file, state: 'changed' as const };
    return { file, state: now.mtimeMs === file.mtimeMs ? 'same' as const : 'touched' as const };
  }));
}

/**
 * Whether touched files still have the content that was indexed; those that do not. A file without a stored hash changed while it was
 * indexed, and counts as changed. @throws the signal's reason; errors of reading
 */
export async function changedFiles(files: readonly IndexedFile[], signal?: AbortSignal): Promise<readonly IndexedFile[]> {
  const changed: IndexedFile[] = [];
  for (const { file, state } of await staleness(files)) {
    if (state === 'changed') changed.push(file);
    else if (state === 'touched' && (file.fullHash === null || await fullHash(file.path, signal) !== file.fullHash)) changed.push(file);
  }
  return changed;
}

/** The alert for an index whose logs have changed, and which was made anew or is shown as it is; undefined if none has. */
export function staleAlert(changed: readonly IndexedFile[], isMadeAnew: boolean): Alert | undefined {
  if (changed.length === 0) return undefined;
  const which = changed.length === 1 ? `${changed[0].path} has` : `${changed[0].path} and ${changed.length - 1} more have`;
  const what = isMadeAnew ? 'The logs were read anew.' : 'What is shown is the state of then; open the logs to read them anew.';
  return {
    rule: 'index-stale', severity: 'warning', count: changed.length, file: changed[0].path, offset: null, affects: [],
    message: `${which} changed since ${isMadeAnew ? 'its' : 'this'} index was made. ${what}`,
  };
}
