/** What the engine keeps for the user across runs: the list of recent ones, titles and settings. Engine worker. */
import { stat } from 'node:fs/promises';
import { UserStore, type StoredNote, type StoredRun } from '../index/user_store.ts';
import type { RecentRun } from '../protocol/run_api.ts';
import { decodeUtilTile } from '../protocol/tile_codec.ts';
import { utilTile } from './curves.ts';
import type { Run } from './run.ts';

/** Steps of a run's thumbnail. */
const STRIP_STEPS = 96;

export class UserData {
  readonly #store = new UserStore();
  readonly #remembers: boolean;

  /** `remembers`: whether runs that are opened go into the list. */
  constructor(remembers: boolean) {
    this.#remembers = remembers;
  }

  title(contentId: string): string | undefined {
    return this.#store.title(contentId);
  }

  /** @throws ProfileError where the user's folder cannot be written */
  setTitle(contentId: string, title: string): void {
    this.#store.setTitle(contentId, title);
  }

  /** What was last on screen of a run. */
  view(contentId: string): string | undefined {
    return this.#store.view(contentId);
  }

  /** @throws ProfileError where the user's folder cannot be written */
  setView(contentId: string, view: string): void {
    this.#store.setView(contentId, view);
  }

  notes(contentId: string): StoredNote[] {
    return this.#store.notes(contentId);
  }

  /** Undefined removes the note. @throws ProfileError where the user's folder cannot be written */
  setNote(contentId: string, id: string, value: unknown): void {
    this.#store.setNote(contentId, id, value);
  }

  settings(): Readonly<Record<string, unknown>> {
    return this.#store.settings();
  }

  /** `null` removes the setting. @throws ProfileError 'bad-request' for a key that is none; where the folder cannot be written */
  setSetting(key: string, value: unknown): void {
    this.#store.setSetting(key, value ?? undefined);
  }

  stored(contentId: string): StoredRun | undefined {
    return this.#store.recent().find((run) => run.contentId === contentId);
  }

  forget(contentId: string): void {
    this.#store.forget(contentId);
  }

  /** `indexed`: ids of runs that have an index in the cache. */
  recent(indexed: ReadonlySet<string>): Promise<readonly RecentRun[]> {
    return Promise.all(this.#store.recent().map(async (run) => ({ ...run, state: await stateOf(run, indexed.has(run.contentId)) })));
  }

  /** Puts a run on top of the list. */
  async remember(run: Run): Promise<void> {
    if (!this.#remembers) return;
    const { info, extent } = run.summary();
    this.#store.addRecent({
      contentId: run.id, title: run.title, paths: run.paths, nodes: Math.max(info.ranksDeclared, info.machine.nodes), durationNs: extent.stopNs,
      openedAt: new Date().toISOString(), strip: await stripOf(run),
    });
  }
}

async function stateOf({ paths, openedAt }: StoredRun, isIndexed: boolean): Promise<RecentRun['state']> {
  const files = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  const areThere = files.every((file) => file !== undefined);
  if (areThere && files.some((file) => file !== undefined && file.mtime.toISOString() > openedAt)) return 'logs changed';
  if (isIndexed || (areThere && paths.every((path) => path.endsWith('.lprof')))) return 'index ready';
  return areThere ? 'logs only' : 'moved';
}

/** Busy share of the top row over the run, as bytes. */
async function stripOf(run: Run): Promise<readonly number[]> {
  const root = run.rows.roots[0];
  const { extentNs } = run.source;
  if (root === undefined || extentNs <= 0) return [];
  // Two to four buckets a step.
  const exp = Math.max(0, Math.ceil(Math.log2(extentNs / STRIP_STEPS)) - 2);
  const { means, count } = decodeUtilTile(await utilTile(run.source, { track: root, exp, index: 0 }));
  return Array.from({ length: STRIP_STEPS }, (_, step) => {
    const from = Math.floor((step * extentNs) / STRIP_STEPS / 2 ** exp);
    const until = Math.max(from + 1, Math.floor(((step + 1) * extentNs) / STRIP_STEPS / 2 ** exp));
    let sum = 0;
    for (let i = from; i < until && i < count; i++) sum += Number.isNaN(means[i]) ? 0 : means[i];
    return Math.round(255 * Math.min(1, sum / (until - from)));
  });
}
