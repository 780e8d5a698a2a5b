/** Boxes of a track for the screen: the stored level of detail that is just fine enough, folded for the pixels asked for. Engine worker. */
import { Folder, type FoldedBoxes } from '../model/fold.ts';
import { ProfileError } from '../protocol/errors.ts';
import { createItemTile } from '../protocol/tile_codec.ts';
import type { TrackId } from '../protocol/items.ts';
import type { ItemTile, TileKey } from '../protocol/tiles.ts';
import { tileSpanNs, type ResolutionExp } from '../protocol/time.ts';
import type { RunSource } from './run_source.ts';

/** A box lies in one cell of so many pixels (protocol/tiles.ts): what reaches into a tile may have begun one cell before it. */
const CELL_BUCKETS = 64;

/** Keeps its columns from tile to tile; nothing awaits while they are in use. */
const folder = new Folder();

/** The boxes of a tile, and the track that they are of (a mirror's other). They belong to the folder: to be used up before anything is awaited. */
interface FoldedTile {
  readonly track: TrackId;
  readonly node: number | null;
  readonly boxes: FoldedBoxes;
}

/**
 * An encoded tile of boxes (tile_codec.ts) in shared memory.
 * @throws ProfileError 'bad-request' for an unknown track or a group
 */
export async function itemTile(source: RunSource, key: TileKey): Promise<Uint8Array> {
  const folded = await foldTile(source, key);
  return folded === undefined ? createItemTile(key, 0, true).bytes : encode(key, folded.boxes);
}

/** Undefined for a track without items. @throws as `itemTile` */
export async function foldTile(source: RunSource, key: TileKey): Promise<FoldedTile | undefined> {
  const row = source.track(key.track);
  if (row === undefined || row.members !== undefined) throw new ProfileError('bad-request', `This run has no track number ${key.track}.`);
  const track = row.mirrorOf === undefined ? row : (source.track(row.mirrorOf) ?? row);
  const exp = Math.max(0, key.exp);
  const span = tileSpanNs(exp);
  const startNs = key.index * span;
  if (track.lods.length === 0) return undefined;
  const blocks = await source.blocks(track.id, coarsestFor(track.lods, exp), startNs - CELL_BUCKETS * 2 ** exp, startNs + span);
  return { track: track.id, node: track.node, boxes: folder.foldRange(blocks, exp, startNs, startNs + span) };
}

/** Index of the coarsest level of detail that is at most as coarse as asked; the exact one always is. */
export function coarsestFor(lods: readonly (ResolutionExp | undefined)[], exp: ResolutionExp): number {
  let best = 0;
  lods.forEach((lod, i) => {
    if (lod !== undefined && lod <= exp && lod >= (lods[best] ?? Number.NEGATIVE_INFINITY)) best = i;
  });
  return best;
}

const WORD = 4294967296;

function encode(key: TileKey, boxes: FoldedBoxes): Uint8Array {
  const { count } = boxes;
  const { bytes, tile } = createItemTile(key, count, true);
  splitWords(boxes.starts, tile.startsHi, tile.startsLo);
  splitWords(boxes.stops, tile.stopsHi, tile.stopsLo);
  for (const name of ['levels', 'states', 'colors', 'ordinals', 'names', 'numsHi', 'numsLo', 'counts'] as const) {
    tile[name].set(boxes[name].subarray(0, count));
  }
  setBusy(boxes, tile);
  return bytes;
}

/** Negative times (a clock that was set back) are drawn at 0. */
function splitWords(times: Float64Array, high: Uint32Array, low: Uint32Array): void {
  for (let i = 0; i < high.length; i++) {
    const time = Math.max(0, times[i]);
    high[i] = Math.floor(time / WORD);
    low[i] = time % WORD;
  }
}

function setBusy(boxes: FoldedBoxes, tile: ItemTile): void {
  for (let i = 0; i < tile.count; i++) {
    const length = boxes.stops[i] - boxes.starts[i];
    tile.busy[i] = boxes.segments[i] === 1 || length <= 0 ? 1 : Math.min(1, Math.max(0, boxes.busyNs[i] / length));
  }
}
