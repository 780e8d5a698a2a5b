/**
 * Settings of the user, kept by the engine (the page itself stores nothing: the next owner of its port could read it). Values are
 * read once from the session and written back a moment after they last changed.
 */
import type { EngineClient } from './app.ts';

const WRITE_DELAY_MS = 300;

export class Settings {
  readonly #client: Pick<EngineClient, 'call'>;
  readonly #values = new Map<string, unknown>();
  readonly #dirty = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Pick<EngineClient, 'call'>) {
    this.#client = client;
  }

  /** What the engine knows; a value changed here and not yet written stays. */
  load(values: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(values)) if (!this.#dirty.has(key)) this.#values.set(key, value);
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  set(key: string, value: unknown): void {
    if (JSON.stringify(this.#values.get(key)) === JSON.stringify(value)) return;
    this.#values.set(key, value);
    this.#dirty.add(key);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), WRITE_DELAY_MS);
  }

  #write(): void {
    for (const key of this.#dirty) {
      // A setting that could not be kept is lost with the window, which is no reason to disturb anybody.
      this.#client.call('settings.set', { key, value: this.#values.get(key) }).catch(() => undefined);
    }
    this.#dirty.clear();
  }
}
