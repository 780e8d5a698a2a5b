/**
 * The one store on the engine's side for what a user keeps: settings, recent runs, titles and notes. Runs are known by contentId, so
 * what belongs to one survives moved logs and rebuilt indexes. Nothing here may stop the program: a damaged file is moved aside.
 *
 *   <config>/settings/<key>.json
 *   <data>/runs/<contentId>/recent.json, title.json, view.json, notes/<id>.json
 */
import { ProfileError } from '../protocol/errors.ts';
import { JsonFiles } from './json_files.ts';
import { userFolders } from './user_folders.ts';

/** A run that was opened; `state` of the protocol's RecentRun is found out when asked. */
export interface StoredRun {
  readonly contentId: string;
  readonly title: string;
  readonly paths: readonly string[];
  readonly nodes: number;
  readonly durationNs: number;
  /** ISO 8601. */
  readonly openedAt: string;
  /** Busy share over the run in 96 steps 0..255. */
  readonly strip: readonly number[];
}

/** A note of the user's on a run; its shape belongs to those who show it. */
export interface StoredNote {
  readonly id: string;
  readonly value: unknown;
}

const MAX_RECENT = 50;

export class UserStore {
  readonly #config: JsonFiles;
  readonly #data: JsonFiles;
  readonly #notices: string[] = [];

  constructor(folders: { readonly config: string; readonly data: string } = userFolders()) {
    const onDamaged = (path: string, movedTo: string): void => {
      this.#notices.push(`${path} was damaged and has been moved to ${movedTo}.`);
    };
    this.#config = new JsonFiles(folders.config, onDamaged);
    this.#data = new JsonFiles(folders.data, onDamaged);
  }

  /** Sentences for the user about what could not be read, since the last call. */
  takeNotices(): string[] {
    return this.#notices.splice(0);
  }

  settings(): Record<string, unknown> {
    const settings: Record<string, unknown> = {};
    for (const key of this.#config.names('settings').sort()) {
      const value = this.#config.read(`settings/${key}`);
      if (value !== undefined) settings[key] = value;
    }
    return settings;
  }

  /** Undefined removes the setting. @throws ProfileError 'bad-request' for a key that is none; 'read-only', 'no-permission', 'disk-full' */
  setSetting(key: string, value: unknown): void {
    const name = `settings/${checked(key, /^[\w-][\w.-]{0,99}$/)}`;
    if (value === undefined) this.#config.remove(name);
    else this.#config.write(name, value);
  }

  /** Opened last first. */
  recent(): StoredRun[] {
    return this.#data.folders('runs').flatMap((contentId) => {
      const name = `runs/${contentId}/recent`;
      const value = this.#data.read(name);
      if (value === undefined) return [];
      if (isStoredRun(value) && value.contentId === contentId) return [{ ...value, title: this.title(contentId) ?? value.title }];
      this.#data.setAside(name);
      return [];
    }).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  }

  /** Puts a run on top of the recent ones. @throws as setSetting */
  addRecent(run: StoredRun): void {
    this.#data.write(`runs/${runKey(run.contentId)}/recent`, run);
    for (const { contentId } of this.recent().slice(MAX_RECENT)) this.forget(contentId);
  }

  /** Takes a run off the list; its title and notes stay. */
  forget(contentId: string): void {
    this.#data.remove(`runs/${runKey(contentId)}/recent`);
  }

  /** The title that the user gave. */
  title(contentId: string): string | undefined {
    return this.#text(`runs/${runKey(contentId)}/title`);
  }

  /** What was last on screen of the run, as the page wrote it. */
  view(contentId: string): string | undefined {
    return this.#text(`runs/${runKey(contentId)}/view`);
  }

  /** @throws as setSetting */
  setView(contentId: string, view: string): void {
    this.#data.write(`runs/${runKey(contentId)}/view`, view);
  }

  #text(name: string): string | undefined {
    const value = this.#data.read(name);
    if (value === undefined || typeof value === 'string') return value;
    this.#data.setAside(name);
    return undefined;
  }

  /** An empty title gives the run its own back. @throws as setSetting */
  setTitle(contentId: string, title: string): void {
    const name = `runs/${runKey(contentId)}/title`;
    if (title === '') this.#data.remove(name);
    else this.#data.write(name, title);
  }

  notes(contentId: string): StoredNote[] {
    const folder = `runs/${runKey(contentId)}/notes`;
    return this.#data.names(folder).sort().flatMap((id) => {
      const value = this.#data.read(`${folder}/${id}`);
      return value === undefined ? [] : [{ id, value }];
    });
  }

  /** Undefined removes the note. @throws as setSetting */
  setNote(contentId: string, id: string, value: unknown): void {
    const name = `runs/${runKey(contentId)}/notes/${checked(id, /^[\w-]{1,64}$/)}`;
    if (value === undefined) this.#data.remove(name);
    else this.#data.write(name, value);
  }
}

function runKey(contentId: string): string {
  return checked(contentId, /^[0-9a-f]{1,128}$/);
}

/** Keys become file names. */
function checked(key: string, form: RegExp): string {
  if (!form.test(key)) throw new ProfileError('bad-request', `“${key.slice(0, 40)}” is no key.`);
  return key;
}

function isStoredRun(value: unknown): value is StoredRun {
  if (typeof value !== 'object' || value === null) return false;
  const run = value as Record<string, unknown>;
  return typeof run['contentId'] === 'string' && typeof run['title'] === 'string' && Array.isArray(run['paths']) && run['paths'].every((path) => typeof path === 'string')
    && typeof run['nodes'] === 'number' && typeof run['durationNs'] === 'number' && typeof run['openedAt'] === 'string'
    && Array.isArray(run['strip']) && run['strip'].every((step) => typeof step === 'number');
}
