/** What a query is asked of: a complete index, or what is in memory while a run is being read. */
import type { ItemKey, ItemName, TrackId, TrackKind } from '../../protocol/items.ts';
import type { Ns } from '../../protocol/time.ts';
import type { ItemTimes } from '../item_pages.ts';
import type { ItemSet } from './item_set.ts';

/** A track with items of its own; those that mirror another are none. */
export interface QueryTrack {
  readonly id: TrackId;
  readonly slug: string;
  readonly node: number;
  readonly kind: TrackKind;
  readonly name: string;
  readonly longName: string;
  readonly items: number;
}

/** Facts of the items [firstOrdinal, firstOrdinal + count), by place in the page. */
export interface QueryPage extends ItemTimes {
  readonly names: Uint32Array;
  readonly numsHi: Uint32Array;
  readonly numsLo: Uint32Array;
  readonly levels: Uint16Array;
  readonly runningNs: Float64Array;
  readonly readyNs: Float64Array;
  readonly waitingNs: Float64Array;
  /** Operation that an item was done for, as one number; NaN if none. */
  initiator(i: number): number;
}

/** Times of items of which the greatest of each page is known without reading it. */
export type BoundedField = 'dur' | 'run' | 'wait' | 'ready';

/** Fields that stand in rows of their own. */
export type RowField = 'size' | 'bw' | 'deferred' | 'delayed' | 'mapper' | 'hops' | 'inst';

/** Items and their lives, ns, by posting. */
export interface PostingSum {
  readonly track: TrackId;
  readonly count: number;
  readonly totalNs: number;
}

/** Where the items of a run are found by what is said of them. Methods are synchronous and short; long ones come in pieces. */
export interface QuerySource {
  readonly tracks: readonly QueryTrack[];
  readonly names: readonly ItemName[];
  /** Everything that the grammar knows can be asked. Else some fields throw 'not-loaded', and items may be missing. */
  readonly isWhole: boolean;
  sumsOfNames(names: readonly number[]): PostingSum[];
  ofNames(track: QueryTrack, names: readonly number[]): ItemSet;
  /** Least ordinals of the items with these names, ascending, at most `limit`. */
  firstOfNames(track: QueryTrack, names: readonly number[], limit: number): Uint32Array;
  /** Texts of provenances in pieces, two's complement ids. */
  provenances(): Iterable<readonly (readonly [id: bigint, text: string])[]>;
  sumsOfProvenances(ids: readonly bigint[]): PostingSum[];
  ofProvenances(track: QueryTrack, ids: readonly bigint[]): ItemSet;
  firstOfProvenances(track: QueryTrack, ids: readonly bigint[], limit: number): Uint32Array;
  /** Items of an operation: its task and kernel, and what was done for it. */
  ofOperation(operation: bigint): readonly ItemKey[];
  titleOf(key: ItemKey): string;
  /** Of the page that an item is in; undefined past the end. */
  times(track: TrackId, ordinal: number): ItemTimes | undefined;
  page(track: TrackId, ordinal: number): QueryPage | undefined;
  /** By page of a track: no item of it has more of this time, ns. Undefined where the pages say nothing. */
  atMost(track: TrackId, field: BoundedField): ArrayLike<number> | undefined;
  /** Ordinals of a track in [first, end) with their value of a field, those without one left out; an item may come several times. */
  rowValues(track: TrackId, field: RowField, first: number, end: number): readonly (readonly [ordinal: number, value: number | string])[];
  /** Text of the provenance of an operation; undefined where it has none, or it is not known yet. */
  provenanceOf(operation: number): string | undefined;
  /** Texts of the fields of an item's details whose name passes. */
  detailTexts(track: TrackId, ordinal: number, hasName: (name: string) => boolean): string[];
  /** Least ordinal whose item starts at or after a time; the number of items if there is none. */
  ordinalFrom(track: TrackId, ns: Ns): number;
}
