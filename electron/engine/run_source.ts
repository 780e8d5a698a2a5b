/**
 * Where a run's drawing columns come from: memory while its logs are read, the index afterwards. Tiles and exact queries are
 * written against this, so that both answer alike. Runs in the engine worker.
 */
import type { ItemName, ItemType, TrackId, TrackKind } from '../protocol/items.ts';
import type { Ns, ResolutionExp } from '../protocol/time.ts';
import type { ItemBlock, UtilPyramid } from '../model/item_blocks.ts';

/** What tiles need to know of a track or group. */
export interface SourceTrack {
  readonly id: TrackId;
  readonly slug: string;
  readonly node: number | null;
  /** undefined for the rows of a node and of all nodes. */
  readonly kind: TrackKind | undefined;
  /** Groups: their members in the order shown; undefined for a track. */
  readonly members: readonly TrackId[] | undefined;
  /** Groups of processors: what 100 % means. */
  readonly denominator: number | null;
  /** The track that this one mirrors. */
  readonly mirrorOf: TrackId | undefined;
  /** Exponents of the stored levels of detail, finest first; undefined = exact. Empty for groups. */
  readonly lods: readonly (ResolutionExp | undefined)[];
}

export interface MemorySteps {
  readonly times: Float64Array;
  readonly bytes: Float64Array;
}

/** One item as a whole; times ns, half-open. */
export interface ItemLife {
  readonly type: ItemType;
  readonly name: number;
  readonly numHi: number;
  readonly numLo: number;
  readonly level: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly waitingNs: number;
}

/** All of a run's columns. Methods throw ProfileError 'bad-request' for an unknown track. */
export interface RunSource {
  track(id: TrackId): SourceTrack | undefined;
  /** Blocks of level of detail `lod` (an index into `lods`) that overlap [startNs, stopNs), in order. */
  blocks(id: TrackId, lod: number, startNs: Ns, stopNs: Ns): Promise<readonly ItemBlock[]>;
  util(id: TrackId): Promise<UtilPyramid | undefined>;
  memorySteps(id: TrackId): Promise<MemorySteps | undefined>;
  /** Undefined where the track has no such item. @throws ProfileError 'not-loaded' where it cannot be told yet */
  item(id: TrackId, ordinal: number): Promise<ItemLife | undefined>;
  /** Tracks of a kind, all nodes, mirrors left out. */
  tracksOfKind(kind: TrackKind): readonly TrackId[];
  name(id: number): ItemName | undefined;
  /** End of the run as far as it is known: last time + last / 200. */
  readonly extentNs: Ns;
}
