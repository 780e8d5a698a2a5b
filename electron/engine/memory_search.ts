/** A search while a run is being read: over names, by the exact blocks in memory. Steps like a search of the index. Engine worker. */
import type { Hit } from '../index/index_search.ts';
import { itemTitle, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { MemorySource } from './memory_source.ts';

/** What a search of the index and one of the memory have in common. */
export interface SearchHits {
  readonly total: number;
  readonly totalNs: number;
  readonly perTrack: readonly { readonly track: TrackId; readonly count: number }[];
  /** Hits in the order of (start, track, ordinal). */
  first(limit: number): readonly Hit[];
  step(from: { readonly ns: Ns; readonly track: TrackId; readonly ordinal: number } | null, step: 1 | -1): { readonly hit: Hit; readonly index: number; readonly wrapped: boolean } | undefined;
  ticks(buckets: number, extentNs: Ns): readonly number[];
}

export class MemorySearch implements SearchHits {
  /** In order. */
  readonly #hits: Hit[] = [];
  readonly perTrack: readonly { readonly track: TrackId; readonly count: number }[];
  totalNs = 0;

  constructor(source: MemorySource, text: string) {
    const wanted = text.trim().toLowerCase();
    const number = /^(.*?)\s*<(\d+)>$/.exec(wanted);
    const namePart = number?.[1] ?? wanted;
    const names = new Set(source.names.flatMap(({ text: name }, id) => (name.toLowerCase().includes(namePart) ? [id] : [])));
    const counts = new Map<TrackId, number>();
    if (wanted !== '') {
      for (const { id, mirrorOf, lods } of source.tracks) {
        if (mirrorOf !== undefined) continue;
        const seen = new Set<number>();
        for (const { count, names: blockNames, ordinals, starts, stops, numsHi, numsLo } of lods[0]?.blocks ?? []) {
          for (let i = 0; i < count; i++) {
            if (!names.has(blockNames[i])) continue;
            if (number !== null && !this.#titleOf(source, blockNames[i], numsHi[i], numsLo[i]).includes(wanted)) continue;
            this.totalNs += stops[i] - starts[i];
            if (seen.has(ordinals[i])) continue;
            seen.add(ordinals[i]);
            this.#hits.push({ track: id, ordinal: ordinals[i], startNs: starts[i] });
          }
        }
        if (seen.size > 0) counts.set(id, seen.size);
      }
    }
    this.#hits.sort(compare);
    this.perTrack = [...counts].map(([track, count]) => ({ track, count }));
  }

  #titleOf(source: MemorySource, name: number, numHi: number, numLo: number): string {
    const known = source.name(name);
    return known === undefined ? '' : itemTitle(known, numHi, numLo).toLowerCase();
  }

  get total(): number {
    return this.#hits.length;
  }

  first(limit: number): readonly Hit[] {
    return this.#hits.slice(0, limit);
  }

  step(from: { readonly ns: Ns; readonly track: TrackId; readonly ordinal: number } | null, step: 1 | -1): { readonly hit: Hit; readonly index: number; readonly wrapped: boolean } | undefined {
    const hits = this.#hits;
    if (hits.length === 0) return undefined;
    const end = step === 1 ? 0 : hits.length - 1;
    if (from === null) return { hit: hits[end], index: end, wrapped: false };
    const place = { startNs: from.ns, track: from.track, ordinal: from.ordinal };
    const index = step === 1 ? hits.findIndex((hit) => compare(hit, place) > 0) : hits.findLastIndex((hit) => compare(hit, place) < 0);
    return index < 0 ? { hit: hits[end], index: end, wrapped: true } : { hit: hits[index], index, wrapped: false };
  }

  ticks(buckets: number, extentNs: Ns): readonly number[] {
    const counts = new Array<number>(buckets).fill(0);
    for (const { startNs } of this.#hits) counts[Math.min(buckets - 1, Math.max(0, Math.floor((startNs / extentNs) * buckets)))]++;
    return counts;
  }
}

function compare(a: Hit, b: Hit): number {
  return a.startNs - b.startNs || a.track - b.track || a.ordinal - b.ordinal;
}
