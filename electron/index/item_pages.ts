/** TrackItems <-> rows of `item_page`: what is asked of items by ordinal, without touching the plain rows. */
import type { TrackItems } from '../model/run_model.ts';
import type { ByteSink } from './byte_sink.ts';
import { ColumnReader, encodeColumn } from './column_codec.ts';

/** Items of a page. */
export const ITEM_PAGE = 8192;

/** Facts of the items [firstOrdinal, firstOrdinal + count) of a track; all arrays have length `count`. */
export interface ItemPage {
  readonly firstOrdinal: number;
  readonly count: number;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly numsHi: Uint32Array;
  readonly numsLo: Uint32Array;
  readonly colors: Uint8Array;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly levels: Uint16Array;
  readonly runningNs: Float64Array;
  readonly readyNs: Float64Array;
  readonly waitingNs: Float64Array;
  readonly ranks: Uint32Array;
  readonly tables: Uint8Array;
  readonly rows: Uint32Array;
  readonly parents: Uint32Array;
  readonly initiatorsLo: Uint32Array;
  readonly initiatorsHi: Uint32Array;
  /** Waits of the page up to and with each item's. */
  readonly waitEnds: Float64Array;
  /** wait_id of the page's first wait. */
  readonly firstWait: number;
}

/** Appends the items [first, first + count). Lengths instead of stops, and what the states leave of the length instead of the running time. */
export function encodeItemPage(sink: ByteSink, items: TrackItems, first: number, count: number, scratch: Float64Array): void {
  const { starts, stops, runningNs, readyNs, waitingNs } = items;
  const plain = (values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void => encodeColumn(sink, { values, first, stride: 1, count });
  const derived = (): void => encodeColumn(sink, { values: scratch, first: 0, stride: 1, count });
  plain(items.types);
  plain(items.names);
  plain(items.numsHi);
  plain(items.numsLo);
  plain(items.colors);
  plain(starts);
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at];
  derived();
  plain(items.levels);
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at] - runningNs[at];
  derived();
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = stops[at] - starts[at] - runningNs[at] - waitingNs[at];
  derived();
  plain(readyNs);
  plain(items.ranks);
  plain(items.tables);
  plain(items.rows);
  plain(items.parents);
  encodeColumn(sink, { values: items.initiators, first: 2 * first, stride: 2, count });
  encodeColumn(sink, { values: items.initiators, first: 2 * first + 1, stride: 2, count });
  const waitsBefore = first === 0 ? 0 : items.waitEnds[first - 1];
  for (let i = 0, at = first; i < count; i++, at++) scratch[i] = items.waitEnds[at] - waitsBefore;
  derived();
}

export function decodeItemPage(bytes: Uint8Array, firstOrdinal: number, count: number, firstWait: number): ItemPage {
  const reader = new ColumnReader(bytes);
  const types = reader.u8(count);
  const names = reader.u32(count);
  const numsHi = reader.u32(count);
  const numsLo = reader.u32(count);
  const colors = reader.u8(count);
  const starts = reader.f64(count);
  const stops = reader.f64(count);
  for (let i = 0; i < count; i++) stops[i] += starts[i];
  const levels = reader.u16(count);
  const runningNs = reader.f64(count);
  for (let i = 0; i < count; i++) runningNs[i] = stops[i] - starts[i] - runningNs[i];
  const waitingNs = reader.f64(count);
  for (let i = 0; i < count; i++) waitingNs[i] = stops[i] - starts[i] - runningNs[i] - waitingNs[i];
  const readyNs = reader.f64(count);
  return {
    firstOrdinal, count, types, names, numsHi, numsLo, colors, starts, stops, levels, runningNs, readyNs, waitingNs,
    ranks: reader.u32(count), tables: reader.u8(count), rows: reader.u32(count), parents: reader.u32(count),
    initiatorsLo: reader.u32(count), initiatorsHi: reader.u32(count), waitEnds: reader.f64(count), firstWait,
  };
}
