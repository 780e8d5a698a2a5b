/**
 * Marks of the tiles on screen: hits of searches and colours, asked for tile by tile and kept as long as the tile itself. What was
 * known for an earlier question is shown until the answer to the new one is here.
 */
import { signal } from '@preact/signals';
import type { RunId } from '../../electron/protocol/run_api.ts';
import { ProfileError } from '../../electron/protocol/errors.ts';
import type { ItemTile, MarkAsk, MarkTile, TileKey } from '../../electron/protocol/tiles.ts';
import { provisionalShades, shadesOf } from './shades.ts';

interface MarkSource {
  markTile(run: RunId, key: TileKey, ask: MarkAsk, signal?: AbortSignal): Promise<MarkTile>;
}

interface Known {
  readonly epoch: number;
  readonly marks: MarkTile | undefined;
  readonly shades: Uint16Array;
}

const MAX_IN_FLIGHT = 6;

export class MarkCache {
  /** Grows whenever marks have come or are not wanted any more: a reason to draw. */
  readonly version = signal(0);
  /** A search that was asked for is not kept by the engine any more. */
  onLost: () => void = () => undefined;
  readonly #source: MarkSource;
  readonly #run: RunId;
  readonly #known = new WeakMap<ItemTile, Known>();
  readonly #inFlight = new Set<ItemTile>();
  #queue: ItemTile[] = [];
  #ask: MarkAsk | null = null;
  #hides = false;
  #epoch = 0;
  #abort = new AbortController();

  constructor(source: MarkSource, run: RunId) {
    this.#source = source;
    this.#run = run;
  }

  /** null: nothing is asked, tiles look as they are. */
  setAsk(ask: MarkAsk | null, hides: boolean): void {
    if (JSON.stringify([ask, hides]) === JSON.stringify([this.#ask, this.#hides])) return;
    this.#ask = ask;
    this.#hides = hides;
    this.#epoch++;
    this.#stop();
    this.version.value++;
  }

  /** Replaces what is asked for: the tiles that are drawn. */
  want(tiles: readonly ItemTile[]): void {
    this.#queue = this.#ask === null ? [] : tiles.filter((tile) => tile.count > 0 && this.#known.get(tile)?.epoch !== this.#epoch && !this.#inFlight.has(tile));
    this.#pump();
  }

  /** A word a box (shades.ts); undefined: as in the tile. */
  shadesOf(tile: ItemTile): Uint16Array | undefined {
    const ask = this.#ask;
    if (ask === null) return undefined;
    let known = this.#known.get(tile);
    if (known === undefined) {
      known = { epoch: -1, marks: undefined, shades: provisionalShades(tile, ask) };
      this.#known.set(tile, known);
    }
    return known.shades;
  }

  /** Hits in a box of the search that is on. */
  foundIn(tile: ItemTile, box: number): number {
    return this.#ask === null || this.#ask.found === null ? 0 : this.#known.get(tile)?.marks?.found[box] ?? 0;
  }

  get outstanding(): number {
    return this.#queue.length + this.#inFlight.size;
  }

  dispose(): void {
    this.#ask = null;
    this.#stop();
  }

  #stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#inFlight.clear();
    this.#queue = [];
  }

  #pump(): void {
    while (this.#inFlight.size < MAX_IN_FLIGHT && this.#queue.length > 0) void this.#load(this.#queue.shift()!);
  }

  async #load(tile: ItemTile): Promise<void> {
    const [ask, hides, epoch, { signal: cancel }] = [this.#ask, this.#hides, this.#epoch, this.#abort];
    if (ask === null) return;
    this.#inFlight.add(tile);
    try {
      const marks = await this.#source.markTile(this.#run, tile.key, ask, cancel);
      if (cancel.aborted) return;
      // The run has grown meanwhile: the tile is about to be replaced, and asked for again.
      if (marks.count === tile.count) {
        this.#known.set(tile, { epoch, marks, shades: shadesOf(tile, marks, ask, hides) });
        this.version.value++;
      }
    } catch (error) {
      // Anything else is asked again with the next picture.
      if (error instanceof ProfileError && error.kind === 'bad-request' && !cancel.aborted) this.onLost();
    } finally {
      if (!cancel.aborted) {
        this.#inFlight.delete(tile);
        this.#pump();
      }
    }
  }
}
