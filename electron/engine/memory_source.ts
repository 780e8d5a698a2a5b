/**
 * Columns of a run whose logs are being read: what the builder has published so far, in shared memory. Before the builder has made
 * its groups, provisional rows (nodes and kinds, by slug the same) stand in for them. Engine worker.
 */
import type { ItemBlock, UtilPyramid } from '../model/item_blocks.ts';
import type { ModelGroup, ModelTrack, Published, RunModel, TrackItems } from '../model/run_model.ts';
import { ProfileError } from '../protocol/errors.ts';
import { ITEM_TYPES, type ItemName, type TrackId, type TrackKind } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { provisionalGroups } from './provisional_groups.ts';
import type { ItemLife, MemorySteps, RunSource, SourceTrack } from './run_source.ts';

/** Exact blocks that stay in memory until the index is complete, bytes; beyond that they are read from where they are written. */
const KEPT_BLOCK_BYTES = 64 << 20;
/** Columns of an exact block, bytes a segment. */
const SEGMENT_BYTES = 36;

export class MemorySource implements RunSource {
  readonly #tracks = new Map<TrackId, ModelTrack>();
  readonly #items = new Map<TrackId, TrackItems>();
  readonly #names: ItemName[] = [];
  #groups = new Map<TrackId, ModelGroup>();
  #roots: readonly TrackId[] = [];
  #stopNs: Ns = 0;
  #isComplete = false;
  #blockBytes = 0;
  readonly #spilled = new Set<TrackId>();
  /** Exact blocks of tracks whose blocks were let go. @throws ProfileError 'not-loaded' */
  readWrittenBlocks: (id: TrackId, startNs: Ns, stopNs: Ns) => Promise<readonly ItemBlock[]> = () =>
    Promise.reject(new ProfileError('not-loaded', 'This is being written to the index; ask again in a moment.'));
  /** Answers for items that were let go because they are written. @throws ProfileError 'not-loaded' */
  readWritten: (id: TrackId, ordinal: number) => Promise<ItemLife | undefined> = () =>
    Promise.reject(new ProfileError('not-loaded', 'This item is being written to the index; ask again in a moment.'));

  /** Adds what a shard brought. */
  publish({ tracks, items, names }: Published): void {
    tracks.forEach((track, i) => {
      this.#tracks.set(track.id, track);
      this.#items.set(track.id, items[i]);
      for (const { blocks } of track.lods.slice(0, 1)) {
        this.#blockBytes += bytesOf(blocks);
        for (const block of blocks) this.#stopNs = Math.max(this.#stopNs, block.maxStop);
      }
    });
    for (const name of names) this.#names.push(name);
    if (!this.#isComplete) this.#setGroups(provisionalGroups([...this.#tracks.values()]));
  }

  /** All shards are in: tracks, groups and times are final. */
  complete(model: RunModel): void {
    for (const track of model.tracks) this.#tracks.set(track.id, track);
    this.#isComplete = true;
    this.#stopNs = model.stopNs;
    this.#setGroups(model);
  }

  #setGroups({ groups, roots }: { readonly groups: readonly ModelGroup[]; readonly roots: readonly TrackId[] }): void {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
    this.#roots = roots;
  }

  get tracks(): readonly ModelTrack[] {
    // Ranks come in any order.
    return [...this.#tracks.values()].sort((a, b) => a.id - b.id);
  }

  get groups(): readonly ModelGroup[] {
    return [...this.#groups.values()];
  }

  get roots(): readonly TrackId[] {
    return this.#roots;
  }

  get names(): readonly ItemName[] {
    return this.#names;
  }

  get stopNs(): Ns {
    return this.#stopNs;
  }

  get extentNs(): Ns {
    return this.#stopNs + Math.floor(this.#stopNs / 200);
  }

  /** One entry per item, until it has been written and let go. */
  items(id: TrackId): TrackItems | undefined {
    return this.#items.get(id);
  }

  /**
   * The tracks are written: their items are not needed here any more, nor are their exact blocks once there are many. Coarser ones
   * stay, so that whole views are drawn without asking the writer.
   */
  letGo(ids: readonly TrackId[]): void {
    for (const id of ids) {
      this.#items.delete(id);
      const exact = this.#tracks.get(id)?.lods[0];
      if (exact === undefined || this.#blockBytes <= KEPT_BLOCK_BYTES) continue;
      this.#blockBytes -= bytesOf(exact.blocks);
      this.#spilled.add(id);
      // In place: the builder holds the same track.
      (exact.blocks as ItemBlock[]).length = 0;
    }
  }

  /** Whether some exact blocks are only in the index that is being written. */
  get hasSpilled(): boolean {
    return this.#spilled.size > 0;
  }

  track(id: TrackId): SourceTrack | undefined {
    const track = this.#tracks.get(id);
    if (track !== undefined) {
      return {
        id, slug: track.slug, node: track.node, kind: track.kind, members: undefined, denominator: null,
        mirrorOf: track.mirrorOf, lods: track.lods.map(({ exp }) => exp),
      };
    }
    const group = this.#groups.get(id);
    if (group === undefined) return undefined;
    return {
      id, slug: group.slug, node: group.node, kind: group.kind, members: group.members, denominator: group.denominator,
      mirrorOf: undefined, lods: [],
    };
  }

  blocks(id: TrackId, lod: number, startNs: Ns, stopNs: Ns): Promise<readonly ItemBlock[]> {
    const level = this.#tracks.get(id)?.lods[lod];
    if (level === undefined) return Promise.reject(new ProfileError('bad-request', `This run has no items for track number ${id}.`));
    if (lod === 0 && this.#spilled.has(id)) return this.readWrittenBlocks(id, startNs, stopNs);
    // Empty segments at the window's start belong to it, hence >=.
    return Promise.resolve(level.blocks.filter(({ minStart, maxStop }) => minStart < stopNs && maxStop >= startNs));
  }

  item(id: TrackId, ordinal: number): Promise<ItemLife | undefined> {
    const items = this.#items.get(id);
    if (items === undefined) return this.readWritten(id, ordinal);
    if (ordinal >= items.count) return Promise.resolve(undefined);
    return Promise.resolve({
      type: ITEM_TYPES[items.types[ordinal]], name: items.names[ordinal], numHi: items.numsHi[ordinal], numLo: items.numsLo[ordinal],
      level: items.levels[ordinal], startNs: items.starts[ordinal], stopNs: items.stops[ordinal],
      runningNs: items.runningNs[ordinal], readyNs: items.readyNs[ordinal], waitingNs: items.waitingNs[ordinal],
    });
  }

  tracksOfKind(kind: TrackKind): readonly TrackId[] {
    return this.tracks.filter((track) => track.kind === kind && track.mirrorOf === undefined).map(({ id }) => id);
  }

  util(id: TrackId): Promise<UtilPyramid | undefined> {
    return Promise.resolve((this.#tracks.get(id) ?? this.#groups.get(id))?.util);
  }

  memorySteps(id: TrackId): Promise<MemorySteps | undefined> {
    return Promise.resolve(this.#tracks.get(id)?.memorySteps);
  }

  name(id: number): ItemName | undefined {
    return this.#names[id];
  }
}

function bytesOf(blocks: readonly ItemBlock[]): number {
  return blocks.reduce((sum, { count }) => sum + count * SEGMENT_BYTES, 0);
}
