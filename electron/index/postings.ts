/** Which items have a name, and which a provenance: written track by track, read by search and by "same name". */
import { NONE, type TrackItems } from '../model/run_model.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn } from '../decode/column_codec.ts';
import type { IndexDatabase } from './database.ts';

/** Ordinals of a track grouped by a dense key. */
export interface Grouped {
  readonly keys: readonly number[];
  /** Ordinals of keys[i]: ordinals[ends[i-1] .. ends[i]), ascending. */
  readonly ends: readonly number[];
  readonly ordinals: Uint32Array;
  /** Sum of lifetimes per key, ns. */
  readonly totals: readonly number[];
}

/** Groups the items [0, count) by `keys`, small numbers; items with key `none` are left out. A counting sort. */
export function groupOrdinals(keys: Uint32Array, count: number, none: number, starts: Float64Array, stops: Float64Array): Grouped {
  let maxKey = 0;
  for (let i = 0; i < count; i++) if (keys[i] > maxKey && keys[i] !== none) maxKey = keys[i];
  // Place of each key among those found, plus 1.
  const places = new Uint32Array(maxKey + 1);
  const found: number[] = [];
  const counts: number[] = [];
  const totals: number[] = [];
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    if (key === none) continue;
    if (places[key] === 0) {
      places[key] = found.push(key);
      counts.push(0);
      totals.push(0);
    }
    counts[places[key] - 1]++;
    totals[places[key] - 1] += stops[i] - starts[i];
  }
  const ends: number[] = [];
  let sum = 0;
  const next = counts.map((n) => {
    const start = sum;
    sum += n;
    ends.push(sum);
    return start;
  });
  const ordinals = new Uint32Array(sum);
  for (let i = 0; i < count; i++) if (keys[i] !== none) ordinals[next[places[keys[i]] - 1]++] = i;
  return { keys: found, ends, ordinals, totals };
}

/** @param idOf the value for SQL of a key */
export function writePostings(database: IndexDatabase, table: 'name_posting' | 'provenance_posting', track: number, grouped: Grouped, idOf: (key: number) => number | bigint): void {
  const insert = database.query(`INSERT INTO ${table} (${table === 'name_posting' ? 'name_id' : 'provenance_id'}, track_id, count, total_ns, ordinals) VALUES (?, ?, ?, ?, ?)`);
  const sink = new ByteSink();
  grouped.keys.forEach((key, i) => {
    const first = i === 0 ? 0 : grouped.ends[i - 1];
    const count = grouped.ends[i] - first;
    sink.clear();
    encodeColumn(sink, { values: grouped.ordinals, first, stride: 1, count });
    insert.run(idOf(key), track, count, grouped.totals[i], sink.toBuffer());
  });
}

export function writeNamePostings(database: IndexDatabase, track: number, items: TrackItems): void {
  const { names, starts, stops } = items;
  writePostings(database, 'name_posting', track, groupOrdinals(names, items.count, NONE, starts, stops), (key) => key);
}

/** The first `count` of them, at most as many as were written. */
export function decodeOrdinals(bytes: Uint8Array, count: number): Uint32Array {
  return new ColumnReader(bytes).u32(count);
}
