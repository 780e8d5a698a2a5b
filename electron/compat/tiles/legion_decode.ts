/**
 * Tiles from CBOR that this or another program wrote: any order of keys, unknown ones skipped, fields with and without colours, with
 * and without the Result of HTTP answers. @throws CborError from all of them; who knows the file makes a sentence of it.
 * Source: prof-viewer src/data.rs of 0.4 to 0.8 (prof-viewer.md §8.4, §9).
 */
import { CborError, CborReader } from './cbor_reader.ts';
import type {
  Color, EntryId, Field, Interval, Item, ItemField, ItemLink, ItemMeta, SlotMetaTile, SlotTile, SummaryTile, TileId, UtilPoint,
} from './legion_types.ts';

const MAX_FIELD_DEPTH = 16;

/** An answer that says why there is none. */
export class RemoteError extends Error {}

/** Reads a bare value, or one wrapped as {Ok: value}. @throws RemoteError for {Err: text} */
export function decodeResult<T>(bytes: Uint8Array, read: (reader: CborReader) => T): T {
  const reader = new CborReader(bytes);
  const name = wrapperOf(bytes);
  if (name === undefined) return read(reader);
  let value: T | undefined;
  reader.map((key) => {
    if (key === 'Err') throw new RemoteError(reader.text());
    if (key === 'Ok' && value === undefined) value = read(reader);
    else reader.skip();
  });
  return needed(value, 'a value', reader);
}

/** Whether it is a map whose first key is Ok or Err. */
function wrapperOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0xa1 && bytes[0] !== 0xbf) return undefined;
  const head = Buffer.from(bytes.subarray(1, 5)).toString('latin1');
  return /^(bOk|cErr$)/.exec(head)?.[0];
}

export function readSummaryTile(reader: CborReader): SummaryTile {
  return readTile(reader, 'utilization', (): UtilPoint[] => readList(reader, () => {
    let [time, util]: [UtilPoint['time'], number] = [0, 0];
    reader.map((key) => {
      if (key === 'time') time = reader.int();
      else if (key === 'util') util = reader.float();
      else reader.skip();
    });
    return { time, util };
  }), ({ entry, tile }, points) => ({ entry, tile, points }));
}

export function readSlotTile(reader: CborReader): SlotTile {
  return readTile(reader, 'items', () => readList(reader, () => readList(reader, () => readItem(reader))), ({ entry, tile }, rows) => ({ entry, tile, rows }));
}

export function readSlotMetaTile(reader: CborReader): SlotMetaTile {
  return readTile(reader, 'items', () => readList(reader, () => readList(reader, () => readMeta(reader))), ({ entry, tile }, rows) => ({ entry, tile, rows }));
}

/** A tile's head and the list in its data. */
function readTile<List, Tile>(reader: CborReader, name: string, list: () => List, make: (head: { entry: EntryId; tile: TileId }, list: List) => Tile): Tile {
  let entry: EntryId | undefined;
  let tile: TileId | undefined;
  let data: List | undefined;
  reader.map((key) => {
    if (key === 'entry_id') entry = readEntryId(reader);
    else if (key === 'tile_id') tile = readInterval(reader);
    else if (key !== 'data') reader.skip();
    else reader.map((inner) => {
      if (inner === name) data = list();
      else reader.skip();
    });
  });
  return make({ entry: needed(entry, 'an entry', reader), tile: needed(tile, 'a tile', reader) }, needed(data, `"${name}"`, reader));
}

function readItem(reader: CborReader): Item {
  let uid: Item['uid'] = 0;
  let interval: Interval | undefined;
  let color: Color = [0x80, 0x80, 0x80, 0xff];
  reader.map((key) => {
    if (key === 'item_uid') uid = reader.int();
    else if (key === 'interval') interval = readInterval(reader);
    else if (key === 'color') color = readColor(reader);
    else reader.skip();
  });
  return { uid, interval: needed(interval, 'an interval', reader), color };
}

function readMeta(reader: CborReader): ItemMeta {
  let uid: ItemMeta['uid'] = 0;
  let interval: Interval | undefined;
  let title = '';
  let fields: ItemField[] = [];
  reader.map((key) => {
    if (key === 'item_uid') uid = reader.int();
    else if (key === 'original_interval') interval = readInterval(reader);
    else if (key === 'title') title = reader.text();
    else if (key === 'fields') fields = readList(reader, () => readItemField(reader));
    else reader.skip();
  });
  return { uid, interval: needed(interval, 'an interval', reader), title, fields };
}

/** Before May 2025 without the colour. */
export function readItemField(reader: CborReader): ItemField {
  let id = 0;
  let value: Field = { type: 'Empty' };
  let color: Color | undefined;
  reader.array((i) => {
    if (i === 0) id = reader.uint();
    else if (i === 1) value = readField(reader, 0);
    else if (i === 2) color = reader.null() ? undefined : readColor(reader);
    else reader.skip();
  });
  return { id, value, color };
}

export function readField(reader: CborReader, depth: number): Field {
  const at = reader.offset;
  if (depth > MAX_FIELD_DEPTH) throw new CborError('lists of a field nest too deeply', at);
  if (reader.peek() === 'text') {
    reader.text();
    return { type: 'Empty' };
  }
  let field: Field | undefined;
  reader.map((type) => {
    switch (type) {
      case 'I64': case 'U64': field = { type, value: reader.int() }; break;
      case 'String': field = { type, value: reader.text() }; break;
      case 'Interval': field = { type, value: readInterval(reader) }; break;
      case 'ItemLink': field = { type, value: readLink(reader) }; break;
      case 'Vec': field = { type, value: readList(reader, () => readField(reader, depth + 1)) }; break;
      // A later kind of field: shown as present.
      default: reader.skip();
    }
  });
  return field ?? { type: 'Empty' };
}

function readLink(reader: CborReader): ItemLink {
  let uid: ItemLink['uid'] = 0;
  let title = '';
  let interval: Interval = { start: 0, stop: 0 };
  let entry: EntryId = [];
  reader.map((key) => {
    if (key === 'item_uid') uid = reader.int();
    else if (key === 'title') title = reader.text();
    else if (key === 'interval') interval = readInterval(reader);
    else if (key === 'entry_id') entry = readEntryId(reader);
    else reader.skip();
  });
  return { uid, title, interval, entry };
}

export function readInterval(reader: CborReader): Interval {
  let start: Interval['start'] | undefined;
  let stop: Interval['stop'] | undefined;
  reader.map((key) => {
    if (key === 'start') start = reader.int();
    else if (key === 'stop') stop = reader.int();
    else reader.skip();
  });
  return { start: needed(start, 'a start', reader), stop: needed(stop, 'a stop', reader) };
}

export function readEntryId(reader: CborReader): EntryId {
  return readList(reader, () => Number(reader.int()));
}

export function readColor(reader: CborReader): Color {
  const [red = 0, green = 0, blue = 0, alpha = 255] = readList(reader, () => reader.uint(256));
  return [red, green, blue, alpha];
}

export function readList<T>(reader: CborReader, read: () => T): T[] {
  const list: T[] = [];
  reader.array(() => list.push(read()));
  return list;
}

export function needed<T>(value: T | undefined, name: string, reader: CborReader): T {
  if (value === undefined) throw new CborError(`${name} is missing before it`, reader.offset);
  return value;
}
