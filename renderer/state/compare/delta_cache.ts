/** What each item has become in the other run, fetched by stretches of its track when it is first looked at. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ComparedIds, Side } from '../../../electron/protocol/compare_api.ts';
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { EngineClient } from '../app.ts';

const CHUNK = 4096;
/** Stretches kept: 4 MiB. */
const KEPT = 1024;

export class DeltaCache {
  readonly #client: EngineClient;
  readonly #ids: ReadonlySignal<ComparedIds>;
  /** Null while it is being fetched. */
  readonly #chunks = new Map<string, Int8Array | null>();
  readonly #version = signal(0);
  readonly #abort = new AbortController();

  constructor(client: EngineClient, ids: ReadonlySignal<ComparedIds>) {
    this.#client = client;
    this.#ids = ids;
  }

  /** Grows when values have come. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  /** As `compare.deltas`; undefined while it is not known. */
  get(side: Side, track: TrackId, ordinal: number): number | undefined {
    const from = ordinal - (ordinal % CHUNK);
    const key = `${side} ${track} ${from}`;
    const chunk = this.#chunks.get(key);
    if (chunk === undefined) void this.#fetch(key, side, track, from);
    return chunk?.[ordinal - from];
  }

  /** Something else is compared from now on. */
  clear(): void {
    this.#chunks.clear();
    this.#version.value++;
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #fetch(key: string, side: Side, track: TrackId, from: number): Promise<void> {
    if (this.#abort.signal.aborted) return;
    this.#chunks.set(key, null);
    for (const old of this.#chunks.keys()) {
      if (this.#chunks.size <= KEPT) break;
      this.#chunks.delete(old);
    }
    try {
      const values = await this.#client.call('compare.deltas', { ...this.#ids.peek(), side, track, from, to: from + CHUNK }, this.#abort.signal);
      this.#chunks.set(key, Int8Array.from(values));
      this.#version.value++;
    } catch {
      // Nothing is painted there; the next look asks again.
      this.#chunks.delete(key);
    }
  }
}
