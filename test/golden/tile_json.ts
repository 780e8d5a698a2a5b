// Our tiles in the layout of the recorded answers (README of the goldens, "JSON layouts"). Test helper.
import type { LegionSource } from '../../electron/compat/tiles/legion_source.ts';
import type { Color, DataSourceInfo, Entry, Field, ItemField } from '../../electron/compat/tiles/legion_types.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface GoldenTile {
  readonly tile: readonly [number, number];
}

export function infoJson({ entries, interval, fieldSchema, warning, sampleFormat }: DataSourceInfo): Json {
  const names = [...fieldSchema.names];
  return {
    entry_info: entryJson(entries), interval: { start: Number(interval.start), stop: Number(interval.stop) }, warning_message: warning ?? null,
    field_schema: {
      field_ids: Object.fromEntries(names.map(([id, name]) => [name, id])), field_names: Object.fromEntries(names.map(([id, name]) => [String(id), name])),
      searchable: [...fieldSchema.searchable],
    },
    // 25.06 to 25.12 do not write it.
    ...(sampleFormat === 'Start' ? { sample_format: 'Start' } : {}),
  };
}

function entryJson(entry: Entry): Json {
  const names = { short_name: entry.shortName, long_name: entry.longName };
  if (entry.type === 'slot') return { Slot: { ...names, max_rows: entry.maxRows } };
  return { Panel: { ...names, summary: entry.summary === undefined ? null : { Summary: { color: [...entry.summary] } }, slots: entry.slots.map(entryJson) } };
}

/** Rows of `[uid, start, stop, colour]`. */
export function slotRows(source: LegionSource, entry: readonly number[], { tile: [start, stop] }: GoldenTile, isFull: boolean): (readonly [number, number, number, string])[][] | undefined {
  return source.slotTile(entry, { start, stop }, isFull)?.rows.map((row) => [...row].map(({ uid, interval, color }) => [Number(uid), Number(interval.start), Number(interval.stop), hex(color)] as const));
}

export type MetaJson = readonly [uid: number, start: number, stop: number, title: string, fields: readonly Json[]];

export function metaRows(source: LegionSource, entry: readonly number[], { tile: [start, stop] }: GoldenTile, isFull: boolean): MetaJson[][] | undefined {
  const names = source.dialect.schema.names;
  return source.slotMetaTile(entry, { start, stop }, isFull)?.rows.map((row) => [...row].map(({ uid, interval, title, fields }) =>
    [Number(uid), Number(interval.start), Number(interval.stop), title, fields.map((field) => fieldJson(field, names))] as const));
}

function fieldJson({ id, value, color }: ItemField, names: ReadonlyMap<number, string>): Json {
  return [names.get(id) ?? '?', valueJson(value), ...(color === undefined ? [] : [hex(color)])];
}

function valueJson(field: Field): Json {
  switch (field.type) {
    case 'Empty': return 'Empty';
    case 'Vec': return { Vec: field.value.map(valueJson) };
    case 'Interval': return { Interval: { start: Number(field.value.start), stop: Number(field.value.stop) } };
    case 'ItemLink': {
      const { uid, title, interval, entry } = field.value;
      return { ItemLink: { item_uid: Number(uid), title, interval: { start: Number(interval.start), stop: Number(interval.stop) }, entry_id: [...entry] } };
    }
    case 'String': return { String: field.value };
    default: return { [field.type]: Number(field.value) };
  }
}

function hex(color: Color): string {
  return color.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}
