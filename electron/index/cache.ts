/** The user's cache of indexes: one file per run, named by its contentId. The least recently used go when it grows too large. */
import { chmodSync, readdirSync, rmSync, statfsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';
import { fileError } from './index_file.ts';
import { makeFolders } from './make_folders.ts';
import { userFolders } from './user_folders.ts';

const SUFFIX = '.lprof';
const MAX_BYTES = 20e9;
const DISK_SHARE = 0.1;

export interface CachedIndex {
  readonly contentId: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was last opened, ms since 1970. */
  readonly usedAtMs: number;
}

export class IndexCache {
  readonly folder: string;
  readonly #limitBytes: number | undefined;

  /** @param folder of `--cache`; undefined = the user's. @param limitBytes for tests; undefined = 20 GB or a tenth of the disk */
  constructor(folder: string = userFolders().cache, limitBytes?: number) {
    this.folder = folder;
    this.#limitBytes = limitBytes;
  }

  /** The index of a run, which counts as used now; undefined if there is none. */
  find(contentId: string): string | undefined {
    const path = this.#path(contentId);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    try {
      const now = new Date();
      utimesSync(path, now, now);
    } catch {
      // A cache on a read-only disk, or somebody else's, is still good to read.
      return path;
    }
    return path;
  }

  /**
   * Where to write the index of a run; makes the folder, for this user only.
   * @throws ProfileError 'read-only', 'no-permission', 'disk-full', 'system'
   */
  pathFor(contentId: string): string {
    try {
      if (makeFolders(this.folder, 0o700)) chmodSync(this.folder, 0o700);
    } catch (error) {
      throw fileError(error, this.folder);
    }
    return this.#path(contentId);
  }

  /** Most recently used first. */
  list(): CachedIndex[] {
    return this.#entries().sort((a, b) => b.usedAtMs - a.usedAtMs);
  }

  /** Bytes that the cache may take. */
  limitBytes(): number {
    if (this.#limitBytes !== undefined) return this.#limitBytes;
    try {
      const { blocks, bsize } = statfsSync(this.folder);
      return Math.min(MAX_BYTES, blocks * bsize * DISK_SHARE);
    } catch {
      return MAX_BYTES;
    }
  }

  /** Removes the least recently used indexes until the rest fits; those of `keep` (open runs) stay. Gives what it removed. */
  evict(keep: readonly string[] = []): CachedIndex[] {
    const entries = this.list();
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const limit = this.limitBytes();
    const removed: CachedIndex[] = [];
    for (const entry of entries.reverse()) {
      if (bytes <= limit) break;
      if (keep.includes(entry.contentId) || !this.#remove(entry)) continue;
      bytes -= entry.bytes;
      removed.push(entry);
    }
    return removed;
  }

  /** Removes all indexes, and what builds that died have left; those of `keep` stay. Gives what it removed. */
  clear(keep: readonly string[] = []): CachedIndex[] {
    for (const name of this.#names()) {
      // A build that is at work writes to its file all the time.
      if (name.includes(`${SUFFIX}.partial-`) && Date.now() - (statSync(join(this.folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > 60_000) rmSync(join(this.folder, name), { force: true });
    }
    return this.list().filter((entry) => !keep.includes(entry.contentId) && this.#remove(entry));
  }

  #entries(): CachedIndex[] {
    return this.#names().flatMap((name) => {
      if (!name.endsWith(SUFFIX)) return [];
      const path = join(this.folder, name);
      const info = statSync(path, { throwIfNoEntry: false });
      return info?.isFile() === true ? [{ contentId: name.slice(0, -SUFFIX.length), path, bytes: info.size, usedAtMs: info.mtimeMs }] : [];
    });
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder);
    } catch {
      // No cache yet.
      return [];
    }
  }

  /** Another process may hold it open: on Windows it then stays. */
  #remove({ path }: CachedIndex): boolean {
    try {
      rmSync(path, { force: true });
      return true;
    } catch {
      return false;
    }
  }

  /** Ids become file names, so they are held to hexadecimal digits. */
  #path(contentId: string): string {
    if (!/^[0-9a-f]{1,128}$/.test(contentId)) throw new ProfileError('bad-request', 'This is no id of a run.');
    return join(this.folder, `${contentId}${SUFFIX}`);
  }
}
