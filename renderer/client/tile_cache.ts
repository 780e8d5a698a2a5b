/**
 * Tiles of one run, kept by bytes, asked for in the order in which the screen needs them. The drawing says each time what it
 * wants (`want`); what is no longer wanted is aborted, what is under way is not asked twice, and what came stays until the
 * budget is full (least recently used goes first). A tile of an older revision of the run is drawn until the new one is here.
 */
import { signal } from '@preact/signals';
import type { RunId } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { ItemTile, TileKey, UtilTile } from '../../electron/protocol/tiles.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';

export type TileKind = 'items' | 'util';
export interface TileOf {
  items: ItemTile;
  util: UtilTile;
}
export interface WantedTile {
  readonly kind: TileKind;
  readonly track: TrackId;
  readonly exp: number;
  readonly index: number;
}

interface TileSource {
  itemTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<ItemTile>;
  utilTile(run: RunId, key: TileKey, signal?: AbortSignal): Promise<UtilTile>;
}

interface Entry extends WantedTile {
  tile: ItemTile | UtilTile | undefined;
  bytes: number;
  /** Revision of the run that the tile shows; -1 = none. */
  revision: number;
  /** The call of `want` that last named it. */
  epoch: number;
  abort: AbortController | undefined;
  error: string | undefined;
  retryAtMs: number;
}

/** Room for some thirty full screens; what is looked at again later is asked for again. */
const BUDGET_BYTES = 64 * 2 ** 20;
const MAX_IN_FLIGHT = 8;
const RETRY_MS = 3000;
/** Bytes of one box: 44 in the columns of its tile, the rest in what is made of them (levels: 4, shades: 2, marks: 9). */
export const BYTES_PER_BOX = 59;
export const BYTES_PER_BUCKET = 12;
/** The columns' array objects, their buffer and the entry, as a heap snapshot counts them. */
export const ENTRY_BYTES = 1500;

export class TileCache {
  /** Grows whenever a tile came, failed or went stale: a reason to draw. */
  readonly version = signal(0);
  readonly #source: TileSource;
  readonly #run: RunId;
  readonly #budgetBytes: number;
  /** kind + track → exponent → index → entry. */
  readonly #tracks: Record<TileKind, Map<TrackId, Map<number, Map<number, Entry>>>> = { items: new Map(), util: new Map() };
  /** Entries with a tile, least recently used first. */
  readonly #used = new Set<Entry>();
  readonly #inFlight = new Set<Entry>();
  #wanted: Entry[] = [];
  #epoch = 0;
  #bytes = 0;
  #revision = 0;

  constructor(source: TileSource, run: RunId, budgetBytes = BUDGET_BYTES) {
    this.#source = source;
    this.#run = run;
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Wanted tiles that are not here in the newest revision (failed ones count as answered). */
  get outstanding(): number {
    return this.#wanted.reduce((sum, entry) => sum + (this.#isDue(entry, -1) || entry.abort ? 1 : 0), 0);
  }

  /** The tile, if it is here; counts as use. */
  find<K extends TileKind>(kind: K, track: TrackId, exp: number, index: number): TileOf[K] | undefined {
    const entry = this.#tracks[kind].get(track)?.get(exp)?.get(index);
    if (entry?.tile === undefined) return undefined;
    this.#used.delete(entry);
    this.#used.add(entry);
    return entry.tile as TileOf[K];
  }

  /** Exponents of which this track has any entry, in no order. */
  exponents(kind: TileKind, track: TrackId): Iterable<number> {
    return this.#tracks[kind].get(track)?.keys() ?? [];
  }

  errorOf(kind: TileKind, track: TrackId, exp: number, index: number): string | undefined {
    return this.#tracks[kind].get(track)?.get(exp)?.get(index)?.error;
  }

  /** Replaces what is asked for; the first are asked first. */
  want(tiles: readonly WantedTile[]): void {
    this.#epoch++;
    const before = this.#wanted;
    this.#wanted = tiles.map((wanted) => {
      const entry = this.#entry(wanted);
      entry.epoch = this.#epoch;
      return entry;
    });
    for (const entry of this.#inFlight) if (entry.epoch !== this.#epoch) entry.abort?.abort();
    for (const entry of before) if (entry.epoch !== this.#epoch && entry.tile === undefined) this.#forget(entry);
    this.#pump();
  }

  /** The run has changed: tiles are asked for again, and drawn as they are until then. */
  setRevision(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    for (const entry of this.#wanted) entry.retryAtMs = 0;
    this.#pump();
  }

  dispose(): void {
    for (const entry of this.#inFlight) entry.abort?.abort();
    this.#wanted = [];
    this.#used.clear();
    this.#tracks.items.clear();
    this.#tracks.util.clear();
    this.#bytes = 0;
  }

  #entry({ kind, track, exp, index }: WantedTile): Entry {
    const ofTrack = getOrMake(this.#tracks[kind], track, () => new Map<number, Map<number, Entry>>());
    const ofExp = getOrMake(ofTrack, exp, () => new Map<number, Entry>());
    return getOrMake(ofExp, index, () => ({
      kind, track, exp, index, tile: undefined, bytes: 0, revision: -1, epoch: 0, abort: undefined, error: undefined, retryAtMs: 0,
    }));
  }

  #forget(entry: Entry): void {
    const ofTrack = this.#tracks[entry.kind].get(entry.track);
    const ofExp = ofTrack?.get(entry.exp);
    if (ofExp?.get(entry.index) !== entry) return;
    ofExp.delete(entry.index);
    if (ofExp.size === 0) ofTrack?.delete(entry.exp);
  }

  #isDue(entry: Entry, nowMs: number): boolean {
    return entry.revision < this.#revision && entry.abort === undefined && (entry.error === undefined || entry.retryAtMs <= nowMs);
  }

  #pump(): void {
    if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
    const nowMs = performance.now();
    for (const entry of this.#wanted) {
      if (!this.#isDue(entry, nowMs)) continue;
      void this.#load(entry);
      if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
    }
  }

  async #load(entry: Entry): Promise<void> {
    const abort = new AbortController();
    const revision = this.#revision;
    entry.abort = abort;
    this.#inFlight.add(entry);
    const key: TileKey = { track: entry.track, exp: entry.exp, index: entry.index };
    try {
      const tile = entry.kind === 'items'
        ? await this.#source.itemTile(this.#run, key, abort.signal)
        : await this.#source.utilTile(this.#run, key, abort.signal);
      this.#keep(entry, tile, revision);
    } catch (error) {
      if (!isCancelled(error)) {
        entry.error = messageOf(error);
        entry.retryAtMs = performance.now() + RETRY_MS;
        setTimeout(() => this.#pump(), RETRY_MS + 1);
        this.version.value++;
      }
    } finally {
      entry.abort = undefined;
      this.#inFlight.delete(entry);
      if (entry.tile === undefined && entry.epoch !== this.#epoch) this.#forget(entry);
      this.#pump();
    }
  }

  #keep(entry: Entry, tile: ItemTile | UtilTile, revision: number): void {
    this.#bytes -= entry.bytes;
    entry.tile = tile;
    entry.revision = revision;
    entry.error = undefined;
    entry.bytes = ENTRY_BYTES + tile.count * (entry.kind === 'items' ? BYTES_PER_BOX : BYTES_PER_BUCKET);
    this.#bytes += entry.bytes;
    this.#used.delete(entry);
    this.#used.add(entry);
    for (const oldest of this.#used) {
      if (this.#bytes <= this.#budgetBytes) break;
      // What is on screen stays, whatever the budget says.
      if (oldest.epoch === this.#epoch) continue;
      this.#bytes -= oldest.bytes;
      this.#used.delete(oldest);
      this.#forget(oldest);
    }
    this.version.value++;
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
