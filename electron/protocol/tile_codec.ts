/**
 * Tiles as bytes, for the socket and for the engine's cache. Pure.
 *
 *   0  u32 magic "LPT" + version     4  u16 kind, u16 0     8  u32 track     12 i32 exp     16 f64 index     24 u32 count     28 u32 0
 *   32 the columns in the order of `ITEM_COLUMNS`, `UTIL_COLUMNS` or `MARK_COLUMNS`, each starting at a multiple of 8 bytes from the tile's start
 *
 * Everything is little-endian. Decoding copies nothing: columns are views into the buffer, which must lie at a multiple of 4 bytes.
 */
import { ProfileError } from './errors.ts';
import type { ItemTile, MarkTile, TileKey, UtilTile } from './tiles.ts';

/** Grows with every change of the layout; a page and an engine of different versions refuse each other's tiles. */
export const TILE_VERSION = 1;
const MAGIC = 0x0054504c | (TILE_VERSION << 24);
const HEADER_BYTES = 32;
const KIND_ITEMS = 1;
const KIND_UTIL = 2;
const KIND_MARKS = 3;

const ITEM_COLUMNS = [
  ['startsHi', Uint32Array], ['startsLo', Uint32Array], ['stopsHi', Uint32Array], ['stopsLo', Uint32Array],
  ['ordinals', Uint32Array], ['names', Uint32Array], ['numsHi', Uint32Array], ['numsLo', Uint32Array], ['counts', Uint32Array],
  ['busy', Float32Array], ['levels', Uint16Array], ['states', Uint8Array], ['colors', Uint8Array],
] as const;
const MARK_COLUMNS = [['found', Uint32Array], ['kept', Uint32Array], ['colors', Uint8Array]] as const;
const UTIL_COLUMNS = [['means', Float32Array], ['mins', Float32Array], ['maxs', Float32Array]] as const;

type ColumnTable = readonly (readonly [string, { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike, offset: number, length: number): ArrayBufferView }])[];

if (new Uint8Array(Uint32Array.of(1).buffer)[0] !== 1) throw new Error('Tiles need a little-endian machine.');

/** A tile and the bytes that its columns are views of: what is written to the columns is encoded. */
export interface EncodedTile<T> {
  readonly bytes: Uint8Array;
  readonly tile: T;
}

/** An item tile of `count` zeroed boxes, to be filled in place. With `shared` its bytes can be handed to other threads without a copy. */
export function createItemTile(key: TileKey, count: number, shared = false): EncodedTile<ItemTile> {
  const bytes = allocate(KIND_ITEMS, key, count, ITEM_COLUMNS, shared);
  return { bytes, tile: decodeItemTile(bytes) };
}

/** A curve tile of `count` zeroed buckets, to be filled in place. */
export function createUtilTile(key: TileKey, count: number, shared = false): EncodedTile<UtilTile> {
  const bytes = allocate(KIND_UTIL, key, count, UTIL_COLUMNS, shared);
  return { bytes, tile: decodeUtilTile(bytes) };
}

/** Marks of `count` boxes, all zero, to be filled in place. */
export function createMarkTile(key: TileKey, count: number): EncodedTile<MarkTile> {
  const bytes = allocate(KIND_MARKS, key, count, MARK_COLUMNS, true);
  return { bytes, tile: decodeMarkTile(bytes) };
}

export function encodeItemTile(tile: ItemTile): Uint8Array {
  const { bytes, tile: copy } = createItemTile(tile.key, tile.count);
  for (const [name] of ITEM_COLUMNS) (copy[name] as Uint32Array).set(tile[name]);
  return bytes;
}

export function encodeUtilTile(tile: UtilTile): Uint8Array {
  const { bytes, tile: copy } = createUtilTile(tile.key, tile.count);
  for (const [name] of UTIL_COLUMNS) copy[name].set(tile[name]);
  return bytes;
}

/** @throws ProfileError 'bad-request' if the bytes are no item tile of this version */
export function decodeItemTile(bytes: Uint8Array): ItemTile {
  const { key, count, columns } = read(KIND_ITEMS, bytes, ITEM_COLUMNS);
  return { key, count, ...columns } as ItemTile;
}

/** @throws ProfileError 'bad-request' if the bytes are no curve tile of this version */
export function decodeUtilTile(bytes: Uint8Array): UtilTile {
  const { key, count, columns } = read(KIND_UTIL, bytes, UTIL_COLUMNS);
  return { key, count, ...columns } as UtilTile;
}

/** @throws ProfileError 'bad-request' if the bytes are no marks of this version */
export function decodeMarkTile(bytes: Uint8Array): MarkTile {
  const { key, count, columns } = read(KIND_MARKS, bytes, MARK_COLUMNS);
  return { key, count, ...columns } as MarkTile;
}

function allocate(kind: number, key: TileKey, count: number, table: ColumnTable, shared: boolean): Uint8Array {
  const length = bytesOf(count, table);
  const bytes = new Uint8Array(shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint16(4, kind, true);
  header.setUint32(8, key.track, true);
  header.setInt32(12, key.exp, true);
  header.setFloat64(16, key.index, true);
  header.setUint32(24, count, true);
  return bytes;
}

function read(kind: number, bytes: Uint8Array, table: ColumnTable): { key: TileKey; count: number; columns: Record<string, ArrayBufferView> } {
  if (bytes.byteLength < HEADER_BYTES) throw notATile();
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const count = header.getUint32(24, true);
  const isOurs = header.getUint32(0, true) === MAGIC && header.getUint16(4, true) === kind;
  if (!isOurs || bytes.byteLength !== bytesOf(count, table)) throw notATile();
  const key = { track: header.getUint32(8, true), exp: header.getInt32(12, true), index: header.getFloat64(16, true) };
  const columns: Record<string, ArrayBufferView> = {};
  let offset = bytes.byteOffset + HEADER_BYTES;
  for (const [name, Array] of table) {
    columns[name] = new Array(bytes.buffer, offset, count);
    offset += padded(count * Array.BYTES_PER_ELEMENT);
  }
  return { key, count, columns };
}

function bytesOf(count: number, table: ColumnTable): number {
  return table.reduce((sum, [, Array]) => sum + padded(count * Array.BYTES_PER_ELEMENT), HEADER_BYTES);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function notATile(): ProfileError {
  return new ProfileError('bad-request', `These bytes are no tile of version ${TILE_VERSION}; reload the page so that it matches its engine.`);
}
