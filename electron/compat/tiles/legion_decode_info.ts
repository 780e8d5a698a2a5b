/**
 * Info from CBOR, as legion_decode.ts has tiles: what older versions left out gets the value that it meant.
 * Source: prof-viewer src/data.rs.
 */
import { CborError, type CborReader } from './cbor_reader.ts';
import { needed, readColor, readEntryId, readInterval, readList } from './legion_decode.ts';
import type { Color, DataSourceInfo, Entry, EntryId, FieldSchema, Interval, Panel, TileId } from './legion_types.ts';

/** The tree has three levels below its root; anything much deeper is no tree of the reference. */
const MAX_TREE_DEPTH = 16;

export function readInfo(reader: CborReader): DataSourceInfo {
  let entries: Entry | undefined;
  let interval: Interval | undefined;
  let tileSet: readonly (readonly TileId[])[] = [];
  let fieldSchema: FieldSchema = { names: new Map(), searchable: new Set() };
  let warning: string | undefined;
  let nonemptyTiles: (readonly [EntryId, readonly TileId[]])[] = [];
  let sampleFormat: DataSourceInfo['sampleFormat'] = 'Center';
  reader.map((key) => {
    switch (key) {
      case 'entry_info': entries = readEntry(reader, 0); break;
      case 'interval': interval = readInterval(reader); break;
      case 'tile_set': reader.map((inner) => {
        if (inner === 'tiles') tileSet = readList(reader, () => readList(reader, () => readInterval(reader)));
        else reader.skip();
      }); break;
      case 'field_schema': fieldSchema = readSchema(reader); break;
      case 'warning_message': warning = reader.null() ? undefined : reader.text(); break;
      case 'nonempty_tiles':
        nonemptyTiles = [];
        reader.entries(() => nonemptyTiles.push([readEntryId(reader), readList(reader, () => readInterval(reader))]));
        break;
      case 'sample_format': sampleFormat = reader.text() === 'Start' ? 'Start' : 'Center'; break;
      default: reader.skip();
    }
  });
  return { entries: needed(entries?.type === 'panel' ? entries : undefined, 'the tree of entries', reader), interval: needed(interval, 'the interval', reader), tileSet, fieldSchema, warning, nonemptyTiles, sampleFormat };
}

export function readEntry(reader: CborReader, depth: number): Entry {
  const at = reader.offset;
  if (depth > MAX_TREE_DEPTH) throw new CborError('the tree of entries is too deep', at);
  let entry: Entry | undefined;
  reader.map((type) => {
    if (type === 'Panel') entry = readPanel(reader, depth);
    else if (type === 'Slot') entry = readSlot(reader);
    else reader.skip();
  });
  return needed(entry, 'a panel or a slot', reader);
}

function readPanel(reader: CborReader, depth: number): Panel {
  let [shortName, longName] = ['', ''];
  let summary: Color | undefined;
  let slots: Entry[] = [];
  reader.map((key) => {
    if (key === 'short_name') shortName = reader.text();
    else if (key === 'long_name') longName = reader.text();
    else if (key === 'slots') slots = readList(reader, () => readEntry(reader, depth + 1));
    else if (key === 'summary' && !reader.null()) reader.map((type) => {
      if (type !== 'Summary') reader.skip();
      else reader.map((inner) => {
        if (inner === 'color') summary = readColor(reader);
        else reader.skip();
      });
    });
    else if (key !== 'summary') reader.skip();
  });
  return { type: 'panel', shortName, longName, summary, slots };
}

function readSlot(reader: CborReader): Entry {
  let [shortName, longName, maxRows] = ['', '', 0];
  reader.map((key) => {
    if (key === 'short_name') shortName = reader.text();
    else if (key === 'long_name') longName = reader.text();
    else if (key === 'max_rows') maxRows = reader.uint();
    else reader.skip();
  });
  return { type: 'slot', shortName, longName, maxRows };
}

function readSchema(reader: CborReader): FieldSchema {
  const names = new Map<number, string>();
  const searchable = new Set<number>();
  reader.map((key) => {
    if (key === 'field_names') reader.entries(() => {
      const id = reader.uint();
      names.set(id, reader.text());
    });
    else if (key === 'searchable') reader.array(() => searchable.add(reader.uint()));
    else reader.skip();
  });
  return { names, searchable };
}
