/**
 * The text preamble of a log: which records it may hold, with the name, type and size of every field. Comes in as the first
 * bytes of the uncompressed file, goes out as record formats. Nothing here trusts the file: every size is bounded. Pure.
 *
 *   FileType: BinaryLegionProf v: 1.0                 up to version 1008 (the version is in MachineDesc)
 *   FileType: BinaryLegionProf v: 1011                from 1009 on: the log version,
 *   legion-25.12.0-75-g7b770cff5-dirty                and a line of free text, by position; it may be empty
 *   TaskKind {id:11, task_id:TaskID:4, name:string:-1, overwrite:bool:1}
 *   …                                                 the blank line ends it
 *
 * Source: legion runtime/legion/legion_profiling_serializer.cc, LegionProfBinarySerializer::write_preamble.
 */

/** One field as the preamble describes it; `size` is bytes, -1 for a string. */
export interface FieldFormat {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export interface RecordFormat {
  readonly name: string;
  /** Number that precedes each such record in the binary part; differs from version to version. */
  readonly id: number;
  readonly fields: readonly FieldFormat[];
}

export interface Preamble {
  /** True for the older first line, `v: 1.0`. */
  readonly isOldForm: boolean;
  /** From the first line of the newer form; undefined for the older one. */
  readonly version: number | undefined;
  /** Second line of the newer form, as written; undefined for the older one. */
  readonly runtime: string | undefined;
  /** Bytes up to the first record. */
  readonly length: number;
  /** Usable descriptions in order; of one name or one id given twice the last is kept. */
  readonly formats: readonly RecordFormat[];
  /** Lines that describe no record: how many, and the byte where the first begins. */
  readonly badLines: number;
  readonly firstBadLine: number | undefined;
  /** No MetaDesc and no OperationInstance: written by PRealm, not by Legion. */
  readonly isPrealm: boolean;
}

export type PreambleResult =
  | { readonly state: 'incomplete' }
  | { readonly state: 'not-a-log' }
  | { readonly state: 'unusable'; readonly reason: string }
  | { readonly state: 'done'; readonly preamble: Preamble };

/** The first bytes of every uncompressed log. */
export const LOG_MAGIC = 'FileType: BinaryLegionProf v: ';

/** Real preambles have 9 kB, 67 records and 12 fields a record at most; these bound the work a hostile one can cause. */
export const MAX_PREAMBLE_BYTES = 1 << 20;
const MAX_RECORDS = 4096;
const MAX_FIELDS = 32_768;
const MAX_FIELDS_OF_RECORD = 1024;

const LF = 10;

/** Whether `bytes` is, as far as it goes, the start of an uncompressed log. */
export function startsLikeLog(bytes: Uint8Array): boolean {
  const count = Math.min(bytes.length, LOG_MAGIC.length);
  for (let i = 0; i < count; i++) if (bytes[i] !== LOG_MAGIC.charCodeAt(i)) return false;
  return true;
}

/**
 * Reads the preamble in `bytes[0 .. end)`. 'incomplete' asks for more bytes; it is never the answer past MAX_PREAMBLE_BYTES.
 * Calls with a growing `end` cost a scan for the end each.
 */
export function parsePreamble(bytes: Uint8Array, end: number): PreambleResult {
  if (!startsLikeLog(bytes.subarray(0, end))) return { state: 'not-a-log' };
  const first = bytes.subarray(0, end).indexOf(LF);
  if (first < 0) return end > 1024 ? { state: 'not-a-log' } : { state: 'incomplete' };
  const match = /^(\d{1,9})(\.0)?$/.exec(latin1(bytes, LOG_MAGIC.length, first));
  if (match === null) return { state: 'not-a-log' };
  const isOldForm = match[2] !== undefined;
  let runtime: string | undefined;
  let start = first + 1;
  if (!isOldForm) {
    const second = bytes.subarray(0, end).indexOf(LF, start);
    if (second < 0) return tooLong(end) ?? { state: 'incomplete' };
    runtime = new TextDecoder().decode(bytes.subarray(start, second));
    start = second + 1;
  }
  const stop = findBlankLine(bytes, start, end);
  if (stop < 0) return tooLong(end) ?? { state: 'incomplete' };
  if (stop > MAX_PREAMBLE_BYTES) return tooLong(stop)!;
  return readRecordLines(bytes, start, stop, { isOldForm, version: isOldForm ? undefined : Number(match[1]), runtime });
}

function tooLong(end: number): PreambleResult | undefined {
  if (end <= MAX_PREAMBLE_BYTES) return undefined;
  return { state: 'unusable', reason: `its header does not end within ${MAX_PREAMBLE_BYTES >> 20} MiB` };
}

/** Byte of the LF that is a line by itself, at or after `start`, which begins a line; -1 if there is none. */
function findBlankLine(bytes: Uint8Array, start: number, end: number): number {
  const scope = bytes.subarray(0, Math.min(end, MAX_PREAMBLE_BYTES + 1));
  for (let line = start; line < scope.length;) {
    const next = scope.indexOf(LF, line);
    if (next < 0 || next === line) return next;
    line = next + 1;
  }
  return -1;
}

function readRecordLines(
  bytes: Uint8Array, start: number, stop: number, head: Pick<Preamble, 'isOldForm' | 'version' | 'runtime'>,
): PreambleResult {
  const byName = new Map<string, RecordFormat>();
  let badLines = 0;
  let firstBadLine: number | undefined;
  let fields = 0;
  let at = start;
  for (const line of latin1(bytes, start, stop).split('\n')) {
    if (line !== '') {
      const format = parseRecordLine(line);
      if (format === undefined) {
        badLines++;
        firstBadLine ??= at;
      } else {
        fields += format.fields.length;
        // Deleting first keeps the order of the description that counts.
        byName.delete(format.name);
        byName.set(format.name, format);
      }
      if (byName.size > MAX_RECORDS || fields > MAX_FIELDS) {
        return { state: 'unusable', reason: `its header describes more than ${MAX_RECORDS} records or ${MAX_FIELDS} fields` };
      }
    }
    at += line.length + 1;
  }
  const byId = new Map<number, RecordFormat>();
  for (const format of byName.values()) byId.set(format.id, format);
  const formats = [...byName.values()].filter((format) => byId.get(format.id) === format);
  if (formats.length === 0) return { state: 'unusable', reason: 'its header describes no record' };
  const isPrealm = !byName.has('MetaDesc') && !byName.has('OperationInstance');
  return { state: 'done', preamble: { ...head, length: stop + 1, formats, badLines, firstBadLine, isPrealm } };
}

/** `NAME {id:N, field:TYPE:SIZE, …}`; TYPE may contain spaces. Undefined if the line is none. */
function parseRecordLine(line: string): RecordFormat | undefined {
  const open = line.indexOf(' {id:');
  if (open <= 0 || !line.endsWith('}') || !/^\w+$/.test(line.slice(0, open))) return undefined;
  const parts = line.slice(open + 5, -1).split(', ', MAX_FIELDS_OF_RECORD + 2);
  const id = parseUnsigned(parts[0]);
  if (id === undefined || parts.length > MAX_FIELDS_OF_RECORD + 1) return undefined;
  const fields: FieldFormat[] = [];
  for (const part of parts.slice(1)) {
    const field = parseField(part);
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return { name: line.slice(0, open), id, fields };
}

function parseField(part: string): FieldFormat | undefined {
  const nameEnd = part.indexOf(':');
  const typeEnd = part.lastIndexOf(':');
  if (nameEnd <= 0 || typeEnd <= nameEnd) return undefined;
  const sizeText = part.slice(typeEnd + 1);
  const size = sizeText === '-1' ? -1 : parseUnsigned(sizeText);
  if (size === undefined) return undefined;
  return { name: part.slice(0, nameEnd), type: part.slice(nameEnd + 1, typeEnd), size };
}

function parseUnsigned(text: string): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 0xffffffff ? value : undefined;
}

/** One character a byte, so that positions in the text are positions in the file. */
function latin1(bytes: Uint8Array, start: number, stop: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, stop - start).toString('latin1');
}
