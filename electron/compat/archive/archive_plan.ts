/**
 * Which tiles an archive has: from one that covers the run down to tiles with few items, each level cutting those of the level above that
 * hold too many. Source: prof-viewer src/archive_data.rs of 0.8 (prof-viewer.md §8.2). Older versions cut every tile.
 */
import { ProfileError } from '../../protocol/errors.ts';
import { share } from '../tiles/legion_samples.ts';
import type { TileSpan } from '../tiles/legion_types.ts';

export interface ArchiveShape {
  /** At least 1. */
  readonly levels: number;
  /** At least 2. */
  readonly branchFactor: number;
  /** A tile of so many items or fewer in each slot is not cut further. */
  readonly minTileSize: number;
}

/** A tile to write; `isFull`: with every item, as nothing finer follows. */
export interface PlannedTile extends TileSpan {
  readonly isFull: boolean;
}

export interface ArchivePlan {
  /** Tiles of each level, in order; a tile that is not cut stands in every level from its own on. */
  readonly levels: readonly (readonly PlannedTile[])[];
  /** Every tile once. */
  readonly tiles: readonly PlannedTile[];
}

/** Slots times tiles are files: more would stand in nobody's folder. */
const MAX_TILES = 100_000;

/**
 * @param measure for each tile the greatest number of items in it of any slot, by TileBoxes.size with level of detail
 * @throws ProfileError 'usage' for a shape of too many tiles
 */
export async function planArchive(span: TileSpan, shape: ArchiveShape, measure: (tiles: readonly TileSpan[]) => Promise<ArrayLike<number>>): Promise<ArchivePlan> {
  let fresh: readonly TileSpan[] = [span];
  let before: readonly PlannedTile[] = [];
  const levels: (readonly PlannedTile[])[] = [];
  const tiles: PlannedTile[] = [];
  for (let level = 0; level < shape.levels && fresh.length > 0; level++) {
    const isLast = level === shape.levels - 1;
    const sizes = isLast ? [] : await measure(fresh);
    // What cannot be cut is final too.
    const planned = fresh.map((tile, i) => ({ ...tile, isFull: isLast || sizes[i] <= shape.minTileSize || tile.stop - tile.start < 2 }));
    for (const tile of planned) tiles.push(tile);
    const cuts = planned.filter(({ isFull }) => !isFull);
    if (tiles.length + cuts.length * shape.branchFactor > MAX_TILES) throw new ProfileError('usage', `This archive would have more than ${MAX_TILES} tiles. Give fewer --levels, a smaller --branch-factor or a greater --min-tile-size.`);
    const kept = before.filter(({ isFull }) => isFull);
    before = [...kept, ...planned].sort((a, b) => a.start - b.start);
    levels.push(before);
    fresh = cuts.flatMap((tile) => cut(tile, shape.branchFactor));
  }
  return { levels, tiles };
}

function cut({ start, stop }: TileSpan, parts: number): TileSpan[] {
  return Array.from({ length: parts }, (_, i) => ({ start: start + share(stop - start, i, parts), stop: start + share(stop - start, i + 1, parts) })).filter((part) => part.start < part.stop);
}
