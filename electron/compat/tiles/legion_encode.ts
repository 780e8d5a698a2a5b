/**
 * Info and tiles as CBOR, piece by piece so that a tile of a million items needs little memory. Keys and variants as the reference's serde
 * writes them. Source: prof-viewer src/data.rs; golden vectors in prof-viewer.md §9.4.
 */
import { CborWriter } from './cbor_writer.ts';
import type {
  Color, DataSourceInfo, Entry, EntryId, Field, FieldSchema, Interval, Item, ItemField, ItemMeta, Run, SlotMetaTile, SlotTile, SummaryTile, TileId,
} from './legion_types.ts';

/** Small enough for memory that is used again: above 256 KiB each piece would be fresh from the system. */
const PIECE_BYTES = 1 << 16;

type Pieces = Generator<Buffer, void>;

/** Texts that stand in many places, encoded once. */
const TEXTS = new Map<string, Buffer>();

function key(out: CborWriter, text: string): void {
  let bytes = TEXTS.get(text);
  if (bytes === undefined) {
    bytes = whole((writer) => writer.text(text));
    TEXTS.set(text, bytes);
  }
  out.raw(bytes);
}

function whole(write: (out: CborWriter) => void): Buffer {
  const out = new CborWriter();
  write(out);
  return out.take();
}

/** Heads and keys between two values, which every item repeats. Numbers open maps of so many keys. */
function between(...parts: readonly (number | string)[]): Buffer {
  return whole((out) => {
    for (const part of parts) if (typeof part === 'number') out.map(part);
      else out.text(part);
  });
}

const INTERVAL = { start: between(2, 'start'), stop: between('stop') };
const ITEM = { uid: between(3, 'item_uid'), interval: between('interval'), color: between('color') };
const META = { uid: between(4, 'item_uid'), interval: between('original_interval'), title: between('title'), fields: between('fields') };
const LINK = { uid: between(1, 'ItemLink', 4, 'item_uid'), title: between('title'), interval: between('interval'), entry: between('entry_id') };
/** A value of each type up to what it holds. */
const VALUE = { String: between(1, 'String'), Interval: between(1, 'Interval'), Vec: between(1, 'Vec'), I64: between(1, 'I64'), U64: between(1, 'U64'), Empty: between('Empty') };

export function encodeInfo(info: DataSourceInfo): Buffer {
  return whole((out) => {
    out.map(7);
    key(out, 'entry_info');
    putEntry(out, info.entries);
    key(out, 'interval');
    putInterval(out, info.interval);
    key(out, 'tile_set');
    putTileSet(out, info.tileSet);
    key(out, 'field_schema');
    putSchema(out, info.fieldSchema);
    key(out, 'warning_message');
    if (info.warning === undefined) out.null();
    else out.text(info.warning);
    key(out, 'nonempty_tiles');
    out.map(info.nonemptyTiles.length);
    for (const [entry, tiles] of info.nonemptyTiles) {
      putEntryId(out, entry);
      out.array(tiles.length);
      for (const tile of tiles) putInterval(out, tile);
    }
    key(out, 'sample_format');
    out.text(info.sampleFormat);
  });
}

/** A result as the HTTP routes have it: what went well. @param pieces of the value */
export function* encodeOk(pieces: Iterable<Buffer>): Pieces {
  yield whole((out) => {
    out.map(1);
    key(out, 'Ok');
  });
  yield* pieces;
}

export function encodeErr(message: string): Buffer {
  return whole((out) => {
    out.map(1);
    key(out, 'Err');
    out.text(message);
  });
}

export function* encodeSummaryTile({ entry, tile, points }: SummaryTile): Pieces {
  const out = new CborWriter();
  putTileHead(out, entry, tile, 'utilization');
  out.array(points.length);
  for (const { time, util } of points) {
    out.map(2);
    key(out, 'time');
    out.int(time);
    key(out, 'util');
    out.float(util);
    if (out.length > PIECE_BYTES) yield out.take();
  }
  yield out.take();
}

export function encodeSlotTile({ entry, tile, rows }: SlotTile): Pieces {
  return encodeRows(entry, tile, rows, putItem);
}

export function encodeSlotMetaTile({ entry, tile, rows }: SlotMetaTile): Pieces {
  return encodeRows(entry, tile, rows, putMeta);
}

function* encodeRows<T>(entry: EntryId, tile: TileId, rows: readonly Run<T>[], put: (out: CborWriter, value: T) => void): Pieces {
  const out = new CborWriter();
  putTileHead(out, entry, tile, 'items');
  out.array(rows.length);
  for (const row of rows) {
    out.array(row.length);
    for (const value of row) {
      put(out, value);
      if (out.length > PIECE_BYTES) yield out.take();
    }
  }
  yield out.take();
}

/** Up to the list of points or rows. */
function putTileHead(out: CborWriter, entry: EntryId, tile: TileId, list: string): void {
  out.map(3);
  key(out, 'entry_id');
  putEntryId(out, entry);
  key(out, 'tile_id');
  putInterval(out, tile);
  key(out, 'data');
  out.map(1);
  key(out, list);
}

function putItem(out: CborWriter, { uid, interval, color }: Item): void {
  out.raw(ITEM.uid);
  out.int(uid);
  out.raw(ITEM.interval);
  putInterval(out, interval);
  out.raw(ITEM.color);
  putColor(out, color);
}

function putMeta(out: CborWriter, { uid, interval, title, fields }: ItemMeta): void {
  out.raw(META.uid);
  out.int(uid);
  out.raw(META.interval);
  putInterval(out, interval);
  out.raw(META.title);
  out.text(title);
  out.raw(META.fields);
  out.array(fields.length);
  for (const field of fields) putItemField(out, field);
}

export function putItemField(out: CborWriter, { id, value, color }: ItemField): void {
  out.array(3);
  out.int(id);
  putField(out, value);
  if (color === undefined) out.null();
  else putColor(out, color);
}

export function putField(out: CborWriter, field: Field): void {
  if (field.type === 'ItemLink') {
    const { uid, title, interval, entry } = field.value;
    out.raw(LINK.uid);
    out.int(uid);
    out.raw(LINK.title);
    out.text(title);
    out.raw(LINK.interval);
    putInterval(out, interval);
    out.raw(LINK.entry);
    putEntryId(out, entry);
    return;
  }
  out.raw(VALUE[field.type]);
  switch (field.type) {
    case 'Empty': return;
    case 'String': out.text(field.value); return;
    case 'Interval': putInterval(out, field.value); return;
    case 'Vec':
      out.array(field.value.length);
      for (const one of field.value) putField(out, one);
      return;
    default: out.int(field.value);
  }
}

export function putEntry(out: CborWriter, entry: Entry): void {
  out.map(1);
  key(out, entry.type === 'panel' ? 'Panel' : 'Slot');
  out.map(entry.type === 'panel' ? 4 : 3);
  key(out, 'short_name');
  out.text(entry.shortName);
  key(out, 'long_name');
  out.text(entry.longName);
  if (entry.type === 'slot') {
    key(out, 'max_rows');
    out.int(entry.maxRows);
    return;
  }
  key(out, 'summary');
  if (entry.summary === undefined) out.null();
  else putSummary(out, entry.summary);
  key(out, 'slots');
  out.array(entry.slots.length);
  for (const slot of entry.slots) putEntry(out, slot);
}

export function putSummary(out: CborWriter, color: Color): void {
  out.map(1);
  key(out, 'Summary');
  out.map(1);
  key(out, 'color');
  putColor(out, color);
}

/** Names in the order of their bytes, numbers ascending, as the reference's ordered maps have them. */
export function putSchema(out: CborWriter, { names, searchable }: FieldSchema): void {
  const byId = [...names].sort(([a], [b]) => a - b);
  const byName = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1));
  out.map(3);
  key(out, 'field_ids');
  out.map(byName.length);
  for (const [id, name] of byName) {
    out.text(name);
    out.int(id);
  }
  key(out, 'field_names');
  out.map(byId.length);
  for (const [id, name] of byId) {
    out.int(id);
    out.text(name);
  }
  key(out, 'searchable');
  out.array(searchable.size);
  for (const id of [...searchable].sort((a, b) => a - b)) out.int(id);
}

export function putTileSet(out: CborWriter, levels: readonly (readonly TileId[])[]): void {
  out.map(1);
  key(out, 'tiles');
  out.array(levels.length);
  for (const tiles of levels) {
    out.array(tiles.length);
    for (const tile of tiles) putInterval(out, tile);
  }
}

export function putInterval(out: CborWriter, { start, stop }: Interval): void {
  out.raw(INTERVAL.start);
  out.int(start);
  out.raw(INTERVAL.stop);
  out.int(stop);
}

export function putEntryId(out: CborWriter, entry: EntryId): void {
  out.array(entry.length);
  for (const place of entry) out.int(place);
}

function putColor(out: CborWriter, color: Color): void {
  out.array(4);
  for (const channel of color) out.int(channel);
}
