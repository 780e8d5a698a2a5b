/**
 * A log decoded by the shortest program that can: objects of numbers, one field after the other, by the log's own preamble. It has nothing to
 * do with our decoder, so that what it finds can be held against ours. Source: semantics §1, changes §1.4. Test helper, for small logs.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';

export type PlainRecord = Readonly<Record<string, bigint | string>>;

export interface PlainLog {
  readonly file: string;
  /** By kind, and all with their kinds; in the order of the file. */
  readonly records: ReadonlyMap<string, readonly PlainRecord[]>;
  readonly sequence: readonly (readonly [kind: string, record: PlainRecord])[];
  /** Up to the end of the last whole record. */
  readonly wholeBytes: number;
  readonly bytes: number;
}

interface Kind {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

/** undefined: there is no whole preamble. */
export function readPlainLog(path: string): PlainLog | undefined {
  const packed = readFileSync(path);
  const bytes = packed[0] === 0x1f ? gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }) : packed;
  const end = bytes.indexOf('\n\n');
  if (end < 0) return undefined;
  const kinds = new Map([...bytes.toString('latin1', 0, end).matchAll(/^(\w+) \{id:(\d+), (.*)\}$/gm)].map(([, name, id, fields]): [number, Kind] => [Number(id), {
    name, fields: fields.split(', ').map((field) => field.split(':')).map(([of, type, size]) => ({ name: of, type, size: Number(size) })),
  }]));
  const sequence: [string, PlainRecord][] = [];
  let [at, wholeBytes, dimensions] = [end + 2, end + 2, 0];
  const take = (size: number): number => {
    at += size;
    if (at > bytes.length) throw new RangeError('cut');
    return at - size;
  };
  try {
    while (at < bytes.length) {
      const { name, fields } = kinds.get(bytes.readUInt32LE(take(4)))!;
      const record: Record<string, bigint | string> = {};
      for (const field of fields) {
        // Written for reductions only, whatever the preamble says.
        if (name === 'PhysicalInstanceUsage' && field.name === 'redop' && record['mode'] !== 4n) continue;
        if (field.type === 'string') {
          const stop = bytes.indexOf(0, at);
          if (stop < 0) throw new RangeError('cut');
          record[field.name] = bytes.toString('utf8', take(stop + 1 - at), stop);
        } else if (field.type === 'point' || field.type === 'array') take(8 * dimensions * (field.type === 'array' ? 2 : 1));
        else if (field.type === 'uuid') take(Number(record['uuid_size']));
        else record[field.name] = field.size === 8 ? bytes.readBigUInt64LE(take(8)) : BigInt(bytes.readUIntLE(take(field.size), field.size));
      }
      if (name === 'MaxDimDesc') dimensions = Number(record['max_dim']);
      sequence.push([name, record]);
      wholeBytes = at;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const records = new Map([...Map.groupBy(sequence, ([name]) => name)].map(([name, all]) => [name, all.map(([, record]) => record)]));
  return { file: basename(path), records, sequence, wholeBytes, bytes: bytes.length };
}
