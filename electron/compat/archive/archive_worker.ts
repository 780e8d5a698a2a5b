/**
 * A thread that measures and writes the tiles of an archive, slot by slot: all tiles of a slot in one thread, as they read the same pages of
 * the index. Opens the index itself.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerCalls } from '../../engine/worker_calls.ts';
import { IndexReader } from '../../index/index_reader.ts';
import type { PlannedTile } from './archive_plan.ts';
import { encodeSlotMetaTile, encodeSlotTile, encodeSummaryTile } from '../tiles/legion_encode.ts';
import { LegionSource } from '../tiles/legion_source.ts';
import { entrySlug, tileSlug } from '../tiles/legion_slugs.ts';
import type { EntryId, TileSpan } from '../tiles/legion_types.ts';
import { writeTileFile } from '../tiles/tile_file.ts';

export interface ArchiveTarget {
  readonly index: string;
  /** Of the archive under construction. */
  readonly folder: string;
  readonly zstdLevel: number;
}

export interface MeasureJob {
  readonly target: ArchiveTarget;
  readonly entry: EntryId;
  readonly tiles: readonly TileSpan[];
}

export interface WriteJob {
  readonly target: ArchiveTarget;
  readonly entry: EntryId;
  readonly tiles: readonly PlannedTile[];
}

let opened: { readonly path: string; readonly source: LegionSource } | undefined;

function sourceOf({ index }: ArchiveTarget): LegionSource {
  if (opened?.path !== index) opened = { path: index, source: new LegionSource(IndexReader.open(index)) };
  return opened.source;
}

function folderOf(target: ArchiveTarget, kind: string, entry: EntryId): string {
  const folder = join(target.folder, kind, entrySlug(entry));
  mkdirSync(folder, { recursive: true });
  return folder;
}

answerCalls({
  /** Items of a slot in each tile, by level of detail. */
  measure: ({ target, entry, tiles }: MeasureJob): Float64Array => Float64Array.from(tiles, (tile) => sourceOf(target).boxes(entry, tile, false)?.size ?? 0),

  /** Writes what a slot holds; places of the tiles that are not empty. */
  slot: async ({ target, entry, tiles }: WriteJob): Promise<readonly number[]> => {
    const source = sourceOf(target);
    const [itemFolder, metaFolder] = [folderOf(target, 'slot_tile', entry), folderOf(target, 'slot_meta_tile', entry)];
    const nonempty: number[] = [];
    for (const [place, tile] of tiles.entries()) {
      const boxes = source.boxes(entry, tile, tile.isFull);
      if (boxes === undefined || boxes.count === 0) continue;
      await writeTileFile(join(itemFolder, tileSlug(tile)), encodeSlotTile(source.itemsOf(boxes, entry, tile)), target.zstdLevel);
      await writeTileFile(join(metaFolder, tileSlug(tile)), encodeSlotMetaTile(source.metasOf(boxes, entry, tile)), target.zstdLevel);
      nonempty.push(place);
    }
    return nonempty;
  },

  summary: async ({ target, entry, tiles }: WriteJob): Promise<void> => {
    const folder = folderOf(target, 'summary_tile', entry);
    for (const tile of tiles) {
      const summary = sourceOf(target).summaryTile(entry, tile, tile.isFull);
      if (summary !== undefined) await writeTileFile(join(folder, tileSlug(tile)), encodeSummaryTile(summary), target.zstdLevel);
    }
  },
});
