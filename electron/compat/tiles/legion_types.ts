/**
 * What the reference's viewer is told by a server or an archive, as plain values: the tree of entries, and tiles of curves, of items
 * and of the facts about items. legion_encode.ts and legion_decode.ts have their CBOR.
 * Source: prof-viewer src/data.rs. Times: ns since profile zero, whole; intervals half-open.
 */
import type { Rgb } from '../palette.ts';

/** A time or an id: whole numbers beyond 2^53 come as bigint. */
export type Int = number | bigint;

export interface Interval {
  readonly start: Int;
  readonly stop: Int;
}

/** Place in the tree: node, kind, slot; -1 at the end is the curve of a kind. Empty = the root. */
export type EntryId = readonly number[];

/** The interval that a tile covers names it. */
export type TileId = Interval;

/** A tile of ours: stretch of time in plain numbers, ns, half-open. */
export interface TileSpan {
  readonly start: number;
  readonly stop: number;
}

/** sRGB with premultiplied alpha, 0 … 255 each. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

export interface Panel {
  readonly type: 'panel';
  readonly shortName: string;
  readonly longName: string;
  /** Colour of its curve; undefined if it has none. */
  readonly summary: Color | undefined;
  readonly slots: readonly Entry[];
}

export interface Slot {
  readonly type: 'slot';
  readonly shortName: string;
  readonly longName: string;
  readonly maxRows: number;
}

export type Entry = Panel | Slot;

export interface FieldSchema {
  /** Name of each field by its number. */
  readonly names: ReadonlyMap<number, string>;
  readonly searchable: ReadonlySet<number>;
}

/** Where in its stretch of time a sample of a curve stands: steps and starts of bins, or centres of bins. */
export type SampleFormat = 'Start' | 'Center';

export interface DataSourceInfo {
  readonly entries: Panel;
  readonly interval: Interval;
  /** Tiles of each level, coarse to fine; none for a source that cuts any tile. */
  readonly tileSet: readonly (readonly TileId[])[];
  readonly fieldSchema: FieldSchema;
  readonly warning: string | undefined;
  /** Slots and the tiles of them that hold items; a slot that is not named may hold some in any. */
  readonly nonemptyTiles: readonly (readonly [EntryId, readonly TileId[]])[];
  readonly sampleFormat: SampleFormat;
}

export interface UtilPoint {
  readonly time: Int;
  /** 0 … 1 */
  readonly util: number;
}

/** Values one after the other, made while they are read; may be read again. */
export interface Run<T> extends Iterable<T> {
  readonly length: number;
}

export interface SummaryTile {
  readonly entry: EntryId;
  readonly tile: TileId;
  readonly points: Run<UtilPoint>;
}

export interface Item {
  readonly uid: Int;
  readonly interval: Interval;
  readonly color: Color;
}

export interface SlotTile {
  readonly entry: EntryId;
  readonly tile: TileId;
  readonly rows: readonly Run<Item>[];
}

export type Field =
  | { readonly type: 'I64' | 'U64'; readonly value: Int }
  | { readonly type: 'String'; readonly value: string }
  | { readonly type: 'Interval'; readonly value: Interval }
  | { readonly type: 'ItemLink'; readonly value: ItemLink }
  | { readonly type: 'Vec'; readonly value: readonly Field[] }
  | { readonly type: 'Empty' };

export interface ItemLink {
  readonly uid: Int;
  readonly title: string;
  readonly interval: Interval;
  readonly entry: EntryId;
}

export interface ItemField {
  /** Number in the schema. */
  readonly id: number;
  readonly value: Field;
  readonly color: Color | undefined;
}

export interface ItemMeta {
  readonly uid: Int;
  /** Of the whole item, not cut at the tile. */
  readonly interval: Interval;
  readonly title: string;
  readonly fields: readonly ItemField[];
}

/** Parallel to the slot tile of the same entry, tile and detail. */
export interface SlotMetaTile {
  readonly entry: EntryId;
  readonly tile: TileId;
  readonly rows: readonly Run<ItemMeta>[];
}

export function opaque(color: Rgb): Color {
  return [color >>> 16, (color >>> 8) & 0xff, color & 0xff, 0xff];
}
