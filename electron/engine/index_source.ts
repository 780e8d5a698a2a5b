/** Columns of a run whose index is complete, read when asked for. Engine worker. */
import type { IndexReader } from '../index/index_reader.ts';
import type { ItemPage } from '../index/item_pages.ts';
import type { ItemBlock, UtilPyramid } from '../model/item_blocks.ts';
import type { GroupSummary, TrackSummary } from '../protocol/run_api.ts';
import { ITEM_TYPES, type ItemName, type TrackId, type TrackKind } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { ItemLife, MemorySteps, RunSource, SourceTrack } from './run_source.ts';

export class IndexSource implements RunSource {
  readonly reader: IndexReader;
  readonly tracks: readonly TrackSummary[];
  readonly groups: readonly GroupSummary[];
  readonly extentNs: Ns;
  readonly #rows = new Map<TrackId, SourceTrack>();
  readonly #names: readonly ItemName[];

  constructor(reader: IndexReader) {
    this.reader = reader;
    this.tracks = reader.tracks();
    this.groups = reader.groups();
    this.#names = reader.names(0, reader.nameCount());
    const { stopNs } = reader.run().info.interval;
    this.extentNs = stopNs + Math.floor(stopNs / 200);
  }

  track(id: TrackId): SourceTrack | undefined {
    if (this.#rows.size === 0) this.#readRows();
    return this.#rows.get(id);
  }

  #readRows(): void {
    const { reader } = this;
    for (const { id, slug, node, kind, mirrorOf } of this.tracks) {
      this.#rows.set(id, {
        id, slug, node, kind, members: undefined, denominator: null, mirrorOf: mirrorOf ?? undefined,
        // One query a track: only for those that are drawn.
        get lods() {
          return reader.lods(id);
        },
      });
    }
    for (const { id, slug, node, kind, members, denominator } of this.groups) {
      this.#rows.set(id, { id, slug, node, kind: kind ?? undefined, members, denominator, mirrorOf: undefined, lods: [] });
    }
  }

  blocks(id: TrackId, lod: number, startNs: Ns, stopNs: Ns): Promise<readonly ItemBlock[]> {
    return attempt(() => this.reader.blocks(id, lod, startNs, stopNs));
  }

  util(id: TrackId): Promise<UtilPyramid | undefined> {
    return attempt(() => this.reader.util(id));
  }

  memorySteps(id: TrackId): Promise<MemorySteps | undefined> {
    return attempt(() => this.reader.memorySteps(id));
  }

  item(id: TrackId, ordinal: number): Promise<ItemLife | undefined> {
    return attempt(() => lifeFromIndex(this.reader, id, ordinal));
  }

  tracksOfKind(kind: TrackKind): readonly TrackId[] {
    return this.tracks.filter((track) => track.kind === kind && track.mirrorOf === null).map(({ id }) => id);
  }

  name(id: number): ItemName | undefined {
    return this.#names[id];
  }
}

/** What is written of an item. @throws ProfileError 'not-loaded' while it is being written */
export function lifeFromIndex(reader: IndexReader, id: TrackId, ordinal: number): ItemLife | undefined {
  const page = reader.store.itemPage(id, ordinal);
  return page === undefined ? undefined : lifeFromPage(page, ordinal);
}

function lifeFromPage(page: ItemPage, ordinal: number): ItemLife | undefined {
  const i = ordinal - page.firstOrdinal;
  if (i >= page.count) return undefined;
  return {
    type: ITEM_TYPES[page.types[i]], name: page.names[i], numHi: page.numsHi[i], numLo: page.numsLo[i], level: page.levels[i],
    startNs: page.starts[i], stopNs: page.stops[i], runningNs: page.runningNs[i], readyNs: page.readyNs[i], waitingNs: page.waitingNs[i],
  };
}

/** What a synchronous read throws becomes a rejection. */
function attempt<T>(read: () => T): Promise<T> {
  return new Promise((resolve) => resolve(read()));
}
