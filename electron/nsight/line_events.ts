/** The events of one line of an export, as columns that grow; and, when all are there, as items in the order of tracks. */
import type { Column, RecordTable } from '../decode/decoded_log.ts';
import { buildPlainTrack, plainItems, typeNumber, type BuiltTrack } from '../model/built_track.ts';
import { F64List, U32List, U8List } from '../model/growing_columns.ts';
import { SOURCE_TABLES } from '../model/run_model.ts';
import { sharedF64 } from '../model/shared_columns.ts';
import { Tally } from '../model/tally.ts';
import type { EventKind, LineSort } from './event_kinds.ts';

export interface LineItems {
  readonly built: BuiltTrack;
  /** A row per item, by SOURCE_TABLES name. */
  readonly records: ReadonlyMap<string, RecordTable>;
}

export class LineEvents {
  readonly #sort: LineSort;
  readonly #kinds = new U8List(64);
  readonly #starts = new F64List(64);
  readonly #stops = new F64List(64);
  readonly #names = new U32List(64);
  readonly #colors = new U8List(64);
  readonly #values = new Map<string, F64List>();
  readonly #columns: readonly string[];

  /** @param more columns that an event has besides those of its table */
  constructor(sort: LineSort, more: readonly string[]) {
    this.#sort = sort;
    this.#columns = [...new Set([...sort.kinds.flatMap(({ values }) => values.map(([ours]) => ours)), ...more])];
    for (const column of this.#columns) this.#values.set(column, new F64List(64));
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Times ns on the run's clock, start <= stop; values by column, NaN or missing = NULL. */
  add(kind: number, startNs: number, stopNs: number, name: { readonly id: number; readonly color: number }, values: ReadonlyMap<string, number>): void {
    this.#kinds.push(kind);
    this.#starts.push(startNs);
    this.#stops.push(stopNs);
    this.#names.push(name.id);
    this.#colors.push(name.color);
    for (const [column, list] of this.#values) list.push(values.get(column) ?? NaN);
  }

  /** @param node under which the line is */
  finish(node: number): LineItems {
    const { count } = this;
    const [starts, stops] = [this.#starts.values, this.#stops.values];
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    // They come in order, but for what was cut off at the start of the run.
    if (!isOrdered(starts, stops)) order.sort((a, b) => starts[a] - starts[b] || stops[b] - stops[a] || a - b);
    const items = plainItems(count, 0, false);
    const types = this.#sort.kinds.map(({ type }) => typeNumber(type));
    const tables = this.#sort.kinds.map(({ table }) => SOURCE_TABLES.indexOf(table));
    order.forEach((from, i) => {
      const kind = this.#kinds.values[from];
      items.types[i] = types[kind];
      items.names[i] = this.#names.values[from];
      items.colors[i] = this.#colors.values[from];
      items.starts[i] = starts[from];
      items.stops[i] = stops[from];
      items.ranks[i] = node;
      items.tables[i] = tables[kind];
      items.rows[i] = i;
    });
    items.initiators.fill(0xffffffff);
    const columns = new Map<string, Column>(this.#columns.map((name) => [name, { type: 'time', values: picked(this.#values.get(name)!.values, order) }]));
    return { built: buildPlainTrack({ ...items, instEnds: new Uint32Array(0) }, new Tally()), records: new Map(this.#sort.kinds.map(({ table }) => [table, recordTable(table, count, columns)])) };
  }
}

function recordTable(name: EventKind['table'], count: number, columns: ReadonlyMap<string, Column>): RecordTable {
  return { name, count, columns, offsets: new Float64Array(0) };
}

function isOrdered(starts: Float64Array, stops: Float64Array): boolean {
  for (let i = 1; i < starts.length; i++) if (starts[i] < starts[i - 1] || (starts[i] === starts[i - 1] && stops[i] > stops[i - 1])) return false;
  return true;
}

function picked(values: Float64Array, order: Uint32Array): Float64Array {
  const found = sharedF64(order.length);
  order.forEach((from, i) => (found[i] = values[from]));
  return found;
}
