/** A log as bytes that can be changed record by record: what perturbations are made with. Times, ids and order may change; layouts stay. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parsePreamble } from '../../../electron/decode/log_header.ts';
import { layoutOf, type FieldLayout, type RecordLayout } from '../../../electron/decode/record_layout.ts';

/** Positions are of the record number; its fields follow. */
export interface RawRecord {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Place {
  readonly field: FieldLayout;
  /** From the record's start; undefined behind the first field of no fixed length. */
  readonly offset: number | undefined;
}

export class RawLog {
  readonly bytes: Buffer;
  readonly records: RawRecord[] = [];
  readonly #layouts = new Map<number, RecordLayout>();
  readonly #places = new Map<string, Map<string, Place>>();
  readonly #preambleEnd: number;

  constructor(file: Uint8Array) {
    this.bytes = Buffer.from(file[0] === 0x1f ? gunzipSync(file) : file);
    const result = parsePreamble(this.bytes, this.bytes.length);
    if (result.state !== 'done') throw new Error(`no log: ${result.state}`);
    this.#preambleEnd = result.preamble.length;
    for (const format of result.preamble.formats) {
      const layout = layoutOf(format, result.preamble);
      this.#layouts.set(layout.id, layout);
      this.#places.set(layout.name, placesOf(layout));
    }
    this.#walk();
  }

  has(record: string, field: string): boolean {
    return this.#places.get(record)?.get(field)?.offset !== undefined;
  }

  fields(record: string): readonly string[] {
    return [...(this.#places.get(record)?.keys() ?? [])];
  }

  isTime(record: string, field: string): boolean {
    return this.#places.get(record)?.get(field)?.field.kind === 'time';
  }

  /** Unsigned value of a number field. */
  get(record: RawRecord, field: string): bigint {
    const { field: { size }, offset } = this.#place(record, field);
    return size === 8 ? this.bytes.readBigUInt64LE(record.start + offset) : BigInt(this.bytes.readUIntLE(record.start + offset, size));
  }

  set(record: RawRecord, field: string, value: bigint): void {
    const { field: { size }, offset } = this.#place(record, field);
    if (size === 8) this.bytes.writeBigUInt64LE(value, record.start + offset);
    else this.bytes.writeUIntLE(Number(value), record.start + offset, size);
  }

  /** Text of a record's first string. */
  text(record: RawRecord): string {
    const layout = this.#layouts.get(this.bytes.readUInt32LE(record.start))!;
    let at = record.start + 4;
    for (const { kind, size } of layout.fields) {
      if (kind === 'string') return this.bytes.toString('utf8', at, this.bytes.indexOf(0, at));
      at += size;
    }
    throw new Error(`${record.name} has no text`);
  }

  /** The log with these records instead of its own. `texts`: replaces the first string of a record. */
  write(records: readonly RawRecord[] = this.records, texts: ReadonlyMap<RawRecord, string> = new Map()): Buffer {
    return Buffer.concat([this.bytes.subarray(0, this.#preambleEnd), ...records.flatMap((record) => {
      const text = texts.get(record);
      if (text === undefined) return [this.bytes.subarray(record.start, record.end)];
      const from = this.bytes.indexOf(Buffer.from(`${this.text(record)}\0`), record.start);
      return [this.bytes.subarray(record.start, from), Buffer.from(`${text}\0`), this.bytes.subarray(this.bytes.indexOf(0, from) + 1, record.end)];
    })]);
  }

  #place(record: RawRecord, field: string): { field: FieldLayout; offset: number } {
    const place = this.#places.get(record.name)?.get(field);
    if (place?.offset === undefined) throw new Error(`${record.name} has no fixed field ${field}`);
    return { field: place.field, offset: place.offset };
  }

  #walk(): void {
    let maxDim = 0;
    for (let at = this.#preambleEnd; at < this.bytes.length;) {
      const layout = this.#layouts.get(this.bytes.readUInt32LE(at));
      if (layout === undefined) throw new Error(`no such record at ${at}`);
      const record = { name: layout.name, start: at, end: this.#end(layout, at, maxDim) };
      this.records.push(record);
      if (layout.name === 'MaxDimDesc') maxDim = this.bytes.readInt32LE(at + 4);
      at = record.end;
    }
  }

  #end(layout: RecordLayout, start: number, maxDim: number): number {
    const values = new Map<string, number>();
    let at = start + 4;
    for (const { name, kind, size, onlyIf } of layout.fields) {
      if (onlyIf !== undefined && values.get(onlyIf.field) !== onlyIf.equals) continue;
      if (kind === 'string') at = this.bytes.indexOf(0, at) + 1;
      else if (kind === 'point') at += 8 * maxDim;
      else if (kind === 'array') at += 16 * maxDim;
      else if (kind === 'uuid') at += values.get('uuid_size') ?? 0;
      else {
        if (size === 4) values.set(name, this.bytes.readUInt32LE(at));
        at += size;
      }
    }
    return at;
  }
}

function placesOf(layout: RecordLayout): Map<string, Place> {
  let offset: number | undefined = 4;
  return new Map(layout.fields.map((field) => {
    const place = { field, offset: field.kind === 'string' || field.kind === 'uuid' || field.kind === 'point' || field.kind === 'array' ? undefined : offset };
    offset = place.offset === undefined || offset === undefined ? undefined : offset + field.size;
    return [field.name, place];
  }));
}

/** Logs of a folder, by name. */
export function readRawLogs(folder: string): RawLog[] {
  return readdirSync(folder).filter((name) => /\.(gz|prof|log)$/.test(name)).sort().map((name) => new RawLog(readFileSync(join(folder, name))));
}
