/** The runs that are open, those of which nothing could be shown, and what kept files from being read. Engine worker. */
import { sep } from 'node:path';
import { ProfileError } from '../protocol/errors.ts';
import type { Failure } from './expand_paths.ts';
import type { RunForInfo } from './info_document.ts';
import type { Run } from './run.ts';
import { RunSearch } from './run_search.ts';
import { titleOf, type RunSession } from './run_session.ts';
import { unreadLogs } from './unread_logs.ts';
import type { UserData } from './user_data.ts';

export interface OpenListener {
  readonly onRunChanged: (run: Run) => void;
  readonly onSessionChanged: () => void;
}

export interface OpenRun {
  readonly session: RunSession;
  readonly search: RunSearch;
}

export class OpenRuns {
  readonly #user: UserData;
  readonly #listener: OpenListener;
  readonly #samplePaths: readonly string[];
  readonly #open = new Map<string, OpenRun>();
  /** Their files are still listed. */
  readonly #unreadable: Run[] = [];
  readonly #pathFailures: Failure[] = [];
  readonly #logFailures: Failure[] = [];

  /** @param samplePaths folder or files of the bundled run */
  constructor(user: UserData, listener: OpenListener, samplePaths: readonly string[]) {
    this.#user = user;
    this.#listener = listener;
    this.#samplePaths = samplePaths;
  }

  get list(): readonly Run[] {
    return [...this.#open.values()].map(({ session }) => session.run);
  }

  get ids(): readonly string[] {
    return [...this.#open.keys()];
  }

  get(id: string): OpenRun | undefined {
    return this.#open.get(id);
  }

  /** @throws ProfileError 'not-loaded' */
  entry(id: string): OpenRun {
    const entry = this.#open.get(id);
    if (entry === undefined) throw new ProfileError('not-loaded', 'This run is not open. Open it again.');
    return entry;
  }

  /** Whether it is still the one that stands for its run. */
  isCurrent(session: RunSession): boolean {
    return this.#open.get(session.run.id)?.session === session;
  }

  get failures(): readonly Failure[] {
    return [...this.#pathFailures, ...this.#logFailures];
  }

  /** Paths that mean no file that could be looked at, and runs that could not be read. */
  get pathFailures(): readonly Failure[] {
    return this.#pathFailures;
  }

  fail(...failures: readonly Failure[]): void {
    this.#pathFailures.push(...failures);
  }

  forInfo(): readonly RunForInfo[] {
    return [...this.list, ...this.#unreadable].map((run) => ({ summary: run.summary(), recordCounts: run.recordCounts, isReadable: run.isReadable }));
  }

  keep(session: RunSession): OpenRun {
    const { run } = session;
    const entry = { session, search: new RunSearch(session) };
    run.isSample = run.paths.every((path) => this.#samplePaths.some((sample) => path === sample || path.startsWith(sample + sep)));
    this.#open.set(run.id, entry);
    run.onChanged = () => this.#listener.onRunChanged(run);
    void session.read.then(async () => {
      this.#judge(session);
      // A thumbnail that could not be made or kept is nothing to trouble anybody with.
      if (!this.#open.has(run.id)) return;
      await this.#user.remember(run).catch(() => undefined);
      // A page that has been there all the time lists it from now on.
      this.#listener.onSessionChanged();
    });
    return entry;
  }

  /** After reading: a run of which nothing can be drawn is none. */
  #judge(session: RunSession): void {
    const { run, failure } = session;
    if (!this.isCurrent(session)) return;
    if (failure === undefined && (run.isReadable || run.phase === 'cancelled')) return;
    this.#open.delete(run.id);
    this.#unreadable.push(run);
    if (failure !== undefined) {
      const kind = failure instanceof ProfileError ? failure.kind : 'bug';
      this.#pathFailures.push({ path: run.paths[0], kind, message: failure.message });
    }
    this.#logFailures.push(...unreadLogs(run));
    this.#listener.onSessionChanged();
  }

  /** @throws ProfileError 'not-loaded' */
  async close(id: string): Promise<void> {
    const { session } = this.entry(id);
    this.#open.delete(id);
    await session.close();
  }

  /** @throws ProfileError where the user's folder cannot be written */
  setTitle(id: string, title: string): void {
    const { run } = this.entry(id).session;
    this.#user.setTitle(id, title);
    run.title = title === '' ? titleOf(run.paths) : title;
    run.changed();
  }

  async end(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ session }) => session.close()));
    this.#open.clear();
  }
}
