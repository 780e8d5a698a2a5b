/** What searches and colours say of the boxes of a tile: hits in each box, and the colour of each item that stands alone. Engine worker. */
import type { HitList } from '../index/query/hit_list.ts';
import type { QuerySource } from '../index/query/query_source.ts';
import { inSlices, SliceClock } from '../index/slices.ts';
import type { FoldedBoxes } from '../model/fold.ts';
import type { TrackId } from '../protocol/items.ts';
import { prefixLength } from '../protocol/prefix_length.ts';
import { createMarkTile } from '../protocol/tile_codec.ts';
import { NO_COLOR, type ColorMode, type TileKey } from '../protocol/tiles.ts';
import { colorOf } from './color_values.ts';
import { foldTile } from './item_tiles.ts';
import type { RunSource } from './run_source.ts';

interface WantedMarks {
  readonly found: HitList | undefined;
  readonly kept: HitList | undefined;
  readonly color: ColorMode;
  readonly rules: readonly HitList[];
}

type Levels = ReadonlyMap<number, Uint32Array>;

/**
 * An encoded MarkTile for the item tile of the same key (item_tiles.ts), in the order of its boxes.
 * @throws ProfileError 'bad-request' for an unknown track or a group; the signal's reason
 */
export async function markTile(source: RunSource, items: QuerySource, key: TileKey, wanted: WantedMarks, signal: AbortSignal): Promise<Uint8Array> {
  const { found, kept, color, rules } = wanted;
  const track = source.track(key.track)?.mirrorOf ?? key.track;
  const clock = new SliceClock();
  // First, as it may take a while: the boxes are only there until the next tile.
  const levelsOf = async (hits: HitList | undefined): Promise<Levels> => (hits === undefined ? new Map() : inSlices(hits.byLevel(track, clock), signal, () => clock.restart()));
  const [foundLevels, keptLevels] = [await levelsOf(found), await levelsOf(kept)];
  const ruleLevels: Levels[] = [];
  for (const rule of rules) ruleLevels.push(await levelsOf(rule));
  const folded = await foldTile(source, key);
  const { bytes, tile } = createMarkTile(key, folded?.boxes.count ?? 0);
  if (folded === undefined) return bytes;
  const { boxes, node } = folded;
  countHits(boxes, foundLevels, tile.found);
  countHits(boxes, keptLevels, tile.kept);
  if (color === 'rules') colorByRules(boxes, ruleLevels, tile.colors);
  else if (color !== 'task') colorBoxes(boxes, items, color, track, node, tile.colors);
  return bytes;
}

function countHits({ count, levels, firstOrdinals, lastOrdinals }: FoldedBoxes, hits: Levels, into: Uint32Array): void {
  if (hits.size === 0) return;
  for (let box = 0; box < count; box++) {
    const ordinals = hits.get(levels[box]);
    // Items of one level follow each other: those of a box are all between its first and its last.
    if (ordinals !== undefined) into[box] = countBelow(ordinals, lastOrdinals[box] + 1) - countBelow(ordinals, firstOrdinals[box]);
  }
}

function countBelow(ordinals: Uint32Array, limit: number): number {
  return prefixLength(ordinals.length, (i) => ordinals[i] < limit);
}

/** The first rule that an item meets gives the colour. */
function colorByRules({ count, levels, ordinals }: FoldedBoxes, rules: readonly Levels[], into: Uint8Array): void {
  for (let box = 0; box < count; box++) {
    const at = rules.findIndex((rule) => {
      const hits = rule.get(levels[box]);
      return hits !== undefined && hits[countBelow(hits, ordinals[box])] === ordinals[box];
    });
    into[box] = at < 0 ? NO_COLOR : at;
  }
}

function colorBoxes({ count, counts, ordinals, states }: FoldedBoxes, items: QuerySource, mode: ColorMode, track: TrackId, node: number | null, into: Uint8Array): void {
  for (let box = 0; box < count; box++) {
    if (counts[box] === 1) into[box] = colorOf(items, mode, { track, node, ordinal: ordinals[box], state: states[box] });
  }
}
