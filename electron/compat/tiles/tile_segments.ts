/** The exact segments of a track that a tile touches, row by row, as columns. */
import type { IndexReader } from '../../index/index_reader.ts';
import type { ItemBlock } from '../../model/item_blocks.ts';
import type { TrackId } from '../../protocol/items.ts';
import type { Ns } from '../../protocol/time.ts';

/** Arrays of length `count`; those of level i are [levelEnds[i - 1], levelEnds[i]), by start, those of one item next to each other. */
export interface TileSegments {
  readonly count: number;
  readonly levelEnds: Uint32Array;
  /** Whole segments, ns, half-open. */
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly states: Uint8Array;
  /** Place of the item in its track. */
  readonly ordinals: Uint32Array;
}

/** Half-open intervals share a time; an empty one lies strictly inside the other. Source: prof-viewer src/timestamp.rs, Interval::overlaps. */
export function overlaps(aStart: Ns, aStop: Ns, bStart: Ns, bStop: Ns): boolean {
  return aStart < bStop && bStart < aStop;
}

/** @param track one that holds items itself (IndexReader.sourceTrack) @param levels of the track */
export function segmentsIn(reader: IndexReader, track: TrackId, levels: number, startNs: Ns, stopNs: Ns): TileSegments {
  // Nothing lies in a tile that ends before it starts, which a viewer may ask for.
  const blocks = startNs < stopNs ? reader.blocks(track, 0, startNs, stopNs) : [];
  const levelEnds = new Uint32Array(levels);
  for (const block of blocks) countLevels(block, startNs, stopNs, levelEnds);
  let count = 0;
  for (let level = 0; level < levelEnds.length; level++) {
    const own = levelEnds[level];
    // Where the level's segments begin; moves to their end while they are filled in.
    levelEnds[level] = count;
    count += own;
  }
  const found: TileSegments = {
    count, levelEnds, starts: new Float64Array(count), stops: new Float64Array(count), states: new Uint8Array(count), ordinals: new Uint32Array(count),
  };
  for (const block of blocks) fill(block, startNs, stopNs, found);
  return found;
}

function countLevels({ count, starts, stops, levels }: ItemBlock, startNs: Ns, stopNs: Ns, into: Uint32Array): void {
  for (let i = 0; i < count; i++) if (overlaps(starts[i], stops[i], startNs, stopNs)) into[levels[i]]++;
}

function fill({ count, starts, stops, levels, states, ordinals }: ItemBlock, startNs: Ns, stopNs: Ns, into: TileSegments): void {
  for (let i = 0; i < count; i++) {
    if (!overlaps(starts[i], stops[i], startNs, stopNs)) continue;
    const at = into.levelEnds[levels[i]]++;
    into.starts[at] = starts[i];
    into.stops[at] = stops[i];
    into.states[at] = states[i];
    into.ordinals[at] = ordinals[i];
  }
}
