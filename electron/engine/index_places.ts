/** Where indexes are kept: in the user's cache, or with no cache in a private folder that goes with the engine. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface IndexUse {
  /** What indexes are for: kept and used; used where there is one, none is written; neither, but one is made for as long as the run is open. */
  readonly index: 'keep' | 'read' | 'none';
  /** Folder of the cache; undefined = the user's. */
  readonly cacheFolder?: string | undefined;
  /** Version of this program, written into an index. */
  readonly program: string;
}

export class IndexPlaces {
  readonly #use: IndexUse;
  #private: string | undefined;

  constructor(use: IndexUse) {
    this.#use = use;
  }

  get #folder(): string {
    return this.#use.cacheFolder ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'legion-prof');
  }

  /** A complete index of the run; undefined if there is none that may be used. */
  find(contentId: string): string | undefined {
    if (this.#use.index === 'none') return undefined;
    const path = join(this.#folder, `${contentId}.lprof`);
    return existsSync(path) ? path : undefined;
  }

  /** Where to write the index of the run; undefined = nowhere. */
  pathFor(contentId: string): string | undefined {
    if (this.#use.index === 'read') return undefined;
    if (this.#use.index === 'keep') return join(this.#folder, `${contentId}.lprof`);
    this.#private ??= mkdtempSync(join(tmpdir(), 'legion-prof-'));
    return join(this.#private, `${contentId}.lprof`);
  }

  close(): void {
    if (this.#private !== undefined) rmSync(this.#private, { recursive: true, force: true });
  }
}
