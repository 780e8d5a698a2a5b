/** What the reference's viewer asks a server for, and the body that answers it: a Result in CBOR, as one zstd frame. Runs in the tile worker. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createZstdCompress } from 'node:zlib';
import { encodeErr, encodeInfo, encodeOk, encodeSlotMetaTile, encodeSlotTile, encodeSummaryTile } from './legion_encode.ts';
import { entrySlug } from './legion_slugs.ts';
import type { LegionSource } from './legion_source.ts';
import type { EntryId, TileSpan } from './legion_types.ts';
import { zstdOptions } from './tile_file.ts';

export const TILE_KINDS = ['summary_tile', 'slot_tile', 'slot_meta_tile'] as const;

export type TileRequest =
  | { readonly kind: 'info' }
  | { readonly kind: (typeof TILE_KINDS)[number]; readonly entry: EntryId; readonly tile: TileSpan; readonly isFull: boolean };

/** Quick rather than small: the other end waits. */
const ZSTD_LEVEL = 1;

/** An entry that does not exist gets an answer that says so, where the reference's server drops the connection. */
export function answerBody(source: LegionSource, request: TileRequest): Promise<Buffer> {
  const pieces = valueOf(source, request);
  return packed(pieces === undefined ? [encodeErr(`There is no entry ${request.kind === 'info' ? '' : entrySlug(request.entry)} of this kind.`)] : encodeOk(pieces));
}

/** {Err: message}, for what goes wrong before a source is there. */
export function errorBody(message: string): Promise<Buffer> {
  return packed([encodeErr(message)]);
}

function packed(pieces: Iterable<Buffer>): Promise<Buffer> {
  return buffer(Readable.from(pieces).pipe(createZstdCompress(zstdOptions(ZSTD_LEVEL))));
}

function valueOf(source: LegionSource, request: TileRequest): Iterable<Buffer> | undefined {
  if (request.kind === 'info') return [encodeInfo(source.info())];
  const { kind, entry, tile, isFull } = request;
  if (kind === 'summary_tile') {
    const summary = source.summaryTile(entry, tile, isFull);
    return summary && encodeSummaryTile(summary);
  }
  const boxes = source.boxes(entry, tile, isFull);
  if (boxes === undefined) return undefined;
  return kind === 'slot_tile' ? encodeSlotTile(source.itemsOf(boxes, entry, tile)) : encodeSlotMetaTile(source.metasOf(boxes, entry, tile));
}
