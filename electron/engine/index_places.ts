/** Where indexes are kept: in the user's cache, or in a private folder that goes with the engine (no cache wanted, or none to be had). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { IndexCache } from '../index/cache.ts';
import { ProfileError } from '../protocol/errors.ts';

export interface IndexUse {
  /** What indexes are for: kept and used; used where there is one, none is written; neither, but one is made for as long as the run is open. */
  readonly index: 'keep' | 'read' | 'none';
  /** Folder of the cache; undefined = the user's. */
  readonly cacheFolder?: string | undefined;
  /** Version of this program, written into an index. */
  readonly program: string;
}

export interface IndexPlace {
  /** Undefined: there is no place for it at all. */
  readonly path: string | undefined;
  /** Why it is not in the cache although it should be. */
  readonly problem: ProfileError | undefined;
}

export class IndexPlaces {
  readonly #use: IndexUse;
  readonly #cache: IndexCache;
  #private: string | undefined;

  constructor(use: IndexUse) {
    this.#use = use;
    this.#cache = new IndexCache(use.cacheFolder);
  }

  /** A complete index of the run, which counts as used now; undefined if there is none that may be used. */
  find(contentId: string): string | undefined {
    return this.#use.index === 'none' ? undefined : this.#cache.find(contentId);
  }

  /** Ids of runs that have an index in the cache. */
  known(): ReadonlySet<string> {
    return this.#use.index === 'none' ? new Set() : new Set(this.#cache.list().map(({ contentId }) => contentId));
  }

  /** Where to write the index of the run; undefined = nowhere. The cache holds none of a part. */
  pathFor(contentId: string, isWhole: boolean): IndexPlace | undefined {
    if (this.#use.index === 'read') return undefined;
    if (this.#use.index === 'none' || !isWhole) return { path: this.privatePath(contentId), problem: undefined };
    try {
      return { path: this.#cache.pathFor(contentId), problem: undefined };
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      return { path: this.privatePath(contentId), problem: error };
    }
  }

  get folder(): string {
    return this.#cache.folder;
  }

  /** Whether the file goes with the engine. */
  isPrivate(path: string): boolean {
    return this.#private !== undefined && dirname(path) === this.#private;
  }

  /** After an index was added: the least recently used ones make room. `open`: ids of runs that are open. */
  makeRoom(open: readonly string[]): void {
    if (this.#use.index === 'keep') this.#cache.evict(open);
  }

  close(): void {
    if (this.#private !== undefined) rmSync(this.#private, { recursive: true, force: true });
  }

  /** Undefined where there is no temporary folder either. */
  privatePath(contentId: string): string | undefined {
    try {
      this.#private ??= mkdtempSync(join(tmpdir(), 'legion-prof-'));
    } catch {
      return undefined;
    }
    return join(this.#private, `${contentId}.lprof`);
  }
}
