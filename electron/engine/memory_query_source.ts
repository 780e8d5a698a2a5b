/**
 * What is in memory of a run that is being read, as what queries ask: names, times and states of items that are not let go yet.
 * Provenances, sizes and details come with the index. Engine worker.
 */
import { ItemSet, bitsFor } from '../index/query/item_set.ts';
import type { PostingSum, QueryPage, QuerySource, QueryTrack } from '../index/query/query_source.ts';
import { operationNumber } from '../index/query/index_query_source.ts';
import type { ItemBlock } from '../model/item_blocks.ts';
import { NONE } from '../model/run_model.ts';
import { ProfileError } from '../protocol/errors.ts';
import { itemKey, itemTitle, ordinalOfKey, STATE_READY, STATE_WAITING, trackOfKey, type ItemKey, type ItemName, type TrackId } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import type { MemorySource } from './memory_source.ts';

export class MemoryQuerySource implements QuerySource {
  readonly tracks: readonly QueryTrack[];
  readonly isWhole = false;
  readonly #pages = new Map<TrackId, QueryPage>();
  readonly names: readonly ItemName[];

  /** What is there now; what comes later is not seen. */
  constructor(source: MemorySource) {
    this.names = source.names;
    const tracks: QueryTrack[] = [];
    for (const { id, slug, node, kind, name, longName, mirrorOf, itemCount, lods } of source.tracks) {
      if (mirrorOf !== undefined) continue;
      const items = source.items(id);
      this.#pages.set(id, items === undefined ? pageOfBlocks(itemCount, lods[0]?.blocks ?? []) : { ...items, firstOrdinal: 0, initiator: initiatorOf(items.initiators) });
      tracks.push({ id, slug, node, kind, name, longName, items: itemCount });
    }
    this.tracks = tracks;
  }

  sumsOfNames(names: readonly number[]): PostingSum[] {
    const wanted = this.#flags(names);
    return [...this.#pages].flatMap(([track, page]) => {
      let [count, totalNs] = [0, 0];
      for (let i = 0; i < page.count; i++) {
        if (wanted[page.names[i]] !== 1) continue;
        count++;
        totalNs += page.stops[i] - page.starts[i];
      }
      return count === 0 ? [] : [{ track, count, totalNs }];
    });
  }

  ofNames(track: QueryTrack, names: readonly number[]): ItemSet {
    const wanted = this.#flags(names);
    return this.#where(track, (page, i) => wanted[page.names[i]] === 1);
  }

  firstOfNames(track: QueryTrack, names: readonly number[], limit: number): Uint32Array {
    return this.ofNames(track, names).ordinals().subarray(0, limit);
  }

  provenances(): never {
    throw notYet('Provenance');
  }

  sumsOfProvenances(): PostingSum[] {
    return [];
  }

  ofProvenances(track: QueryTrack): ItemSet {
    return ItemSet.none(track.items);
  }

  firstOfProvenances(): Uint32Array {
    return new Uint32Array(0);
  }

  ofOperation(operation: bigint): readonly ItemKey[] {
    const wanted = Number(operation);
    return this.tracks.flatMap((track) => [...this.#where(track, (page, i) => page.initiator(i) === wanted || page.numsHi[i] * 4294967296 + page.numsLo[i] === wanted).ordinals()].map((ordinal) => itemKey(track.id, ordinal)));
  }

  titleOf(key: ItemKey): string {
    const page = this.#pages.get(trackOfKey(key));
    const i = ordinalOfKey(key);
    const name = page === undefined ? undefined : this.names[page.names[i]];
    return page === undefined || name === undefined ? '' : itemTitle(name, page.numsHi[i], page.numsLo[i]);
  }

  times(track: TrackId, ordinal: number): QueryPage | undefined {
    return this.page(track, ordinal);
  }

  page(track: TrackId, ordinal: number): QueryPage | undefined {
    const page = this.#pages.get(track);
    return page !== undefined && ordinal < page.count ? page : undefined;
  }

  atMost(): undefined {
    return undefined;
  }

  rowValues(): never {
    throw notYet('This field');
  }

  provenanceOf(): undefined {
    return undefined;
  }

  detailTexts(): never {
    throw notYet('This field');
  }

  ordinalFrom(track: TrackId, ns: number): number {
    const page = this.#pages.get(track);
    return page === undefined ? 0 : prefixLength(page.count, (i) => page.starts[i] < ns);
  }

  #flags(names: readonly number[]): Uint8Array {
    const flags = new Uint8Array(this.names.length);
    for (const name of names) flags[name] = 1;
    return flags;
  }

  #where(track: QueryTrack, passes: (page: QueryPage, i: number) => boolean): ItemSet {
    const page = this.#pages.get(track.id);
    const bits = bitsFor(track.items);
    if (page !== undefined) for (let i = 0; i < page.count; i++) if (passes(page, i)) bits[i >>> 5] |= 1 << (i & 31);
    return ItemSet.of(track.items, bits);
  }
}

function initiatorOf(initiators: Uint32Array): (i: number) => number {
  return (i) => operationNumber(initiators[2 * i + 1], initiators[2 * i]);
}

/** Items that were let go, from the segments they are drawn as; those that were let go too have no name and no length. */
function pageOfBlocks(count: number, blocks: readonly ItemBlock[]): QueryPage {
  const starts = new Float64Array(count);
  const stops = new Float64Array(count);
  const names = new Uint32Array(count).fill(NONE);
  const [numsHi, numsLo, levels] = [new Uint32Array(count), new Uint32Array(count), new Uint16Array(count)];
  const [runningNs, readyNs, waitingNs] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (const block of blocks) {
    for (let i = 0; i < block.count; i++) {
      const item = block.ordinals[i];
      if (names[item] === NONE) starts[item] = block.starts[i];
      names[item] = block.names[i];
      stops[item] = block.stops[i];
      numsHi[item] = block.numsHi[i];
      numsLo[item] = block.numsLo[i];
      levels[item] = block.levels[i];
      const sums = block.states[i] === STATE_READY ? readyNs : block.states[i] === STATE_WAITING ? waitingNs : runningNs;
      sums[item] += block.stops[i] - block.starts[i];
    }
  }
  return { firstOrdinal: 0, count, starts, stops, names, numsHi, numsLo, levels, runningNs, readyNs, waitingNs, initiator: () => Number.NaN };
}

function notYet(what: string): ProfileError {
  return new ProfileError('not-loaded', `${what} can be searched once the index of the run is written.`);
}
