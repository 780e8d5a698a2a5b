/**
 * What decoding one log file yields: struct-of-arrays tables, one per record kind, exactly as logged
 * (no joins, no semantics). Made in a rank worker; every array lives in a SharedArrayBuffer, so the
 * model builder, the index writer and the engine read the same bytes without copying. Immutable once returned.
 */
import type { Alert } from '../protocol/alerts.ts';

/**
 * One column, its representation fixed by the TYPE that the log's own preamble gives the field:
 * - `bool`: u8, 0 or 1
 * - `u32` / `i32`: 4-byte integers (enums, ids; `maxdim` and PhysicalInstanceUsage.index are i32)
 * - `u64`: ids and sizes, exact, as little-endian word pairs: lo at 2i, hi at 2i+1 (length 2 * count; the same buffer
 *   viewed as BigUint64Array gives the value)
 * - `i64`: as u64, two's complement (ZeroTime, CalibrationErr)
 * - `time`: whole ns since the node's zero time as f64 (length count); NaN = no such time (all ones, 2^63, or >= 2^53)
 * - `string`: u32 index into `DecodedLog.strings`
 * - `coords`: i64 word pairs, `width` words a record (2 * MaxDim for `point`, 4 * MaxDim for `array`: all lo, then all hi)
 * - `bytes`: `uuid` fields, u32 index into `strings` of the hexadecimal text
 */
export type Column =
  | { readonly type: 'bool'; readonly values: Uint8Array }
  | { readonly type: 'u32' | 'string' | 'bytes'; readonly values: Uint32Array }
  | { readonly type: 'i32'; readonly values: Int32Array }
  | { readonly type: 'u64' | 'i64'; readonly values: Uint32Array }
  | { readonly type: 'time'; readonly values: Float64Array }
  | { readonly type: 'coords'; readonly values: Uint32Array; readonly width: number };

/** All records of one kind, in file order. */
export interface RecordTable {
  readonly name: string;
  readonly count: number;
  /** Keyed by the field name of the preamble. A field that only some records carry (`redop` of a usage) is 0 where absent. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Byte offset of each record in the uncompressed file, ascending: the order across tables, and the place that an alert names. Length `count`. */
  readonly offsets: Float64Array;
}

/** A column by name; `width`: as of `Column`, of `coords` only. */
export interface ColumnFact {
  readonly name: string;
  readonly type: Column['type'];
  readonly width?: number;
}

export interface PackedPage {
  /** Records. */
  readonly count: number;
  /** One per column, in their order, then the byte offsets of the records; in shared memory. */
  readonly columns: readonly Uint8Array[];
}

/**
 * A table in the bytes in which the index keeps it: of kinds of records that nothing reads before the index is written, and that are
 * half of some logs. It takes a third of the memory of columns.
 */
export interface PackedTable {
  readonly name: string;
  readonly count: number;
  readonly columns: readonly ColumnFact[];
  readonly pages: readonly PackedPage[];
}

/** Text of one file: UTF-8 bytes of all distinct strings, back to back; string i is bytes[ends[i-1] .. ends[i]). */
export interface StringTable {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly count: number;
}

/** Records of a log that follow each other: of all kinds, those of the same stretch of the file. */
export interface RecordBatch {
  readonly tables: ReadonlyMap<string, RecordTable>;
  readonly strings: StringTable;
}

export interface LogHeader {
  /** 1006..1012 or later; undefined where neither header nor MachineDesc says it. */
  readonly version: number | undefined;
  /** Second line of the newer header form, as written (may be empty); undefined for the older form. */
  readonly runtime: string | undefined;
  /** Bytes from the start of the uncompressed file to the first record. */
  readonly length: number;
  /** Names of the declared records, in order. */
  readonly declared: readonly string[];
  /** PRealm's writer, told by the absence of MetaDesc and OperationInstance; three of its records differ from their preamble. */
  readonly isPrealm: boolean;
}

/** The first that applies; see `files[].status` in the description of `info --json`. */
export type FileStatus = 'empty' | 'unreadable' | 'no timed records' | 'cut' | 'whole';

/** What a log says, without where it was read: all that the model asks for, and what an index gives back. */
export interface LogContent {
  readonly tables: ReadonlyMap<string, RecordTable>;
  /** Kinds that were asked to be packed; these are not among `tables`. */
  readonly packed: ReadonlyMap<string, PackedTable>;
  readonly strings: StringTable;
  /** Of a view: records are left out on purpose, and what refers to them leads nowhere without anything being wrong. */
  readonly isPart?: boolean;
}

export interface DecodedLog extends LogContent {
  readonly path: string;
  readonly container: 'gzip' | 'raw';
  /** Size on disk, and uncompressed size as far as it was read, bytes. */
  readonly bytes: number;
  readonly rawBytes: number;
  readonly header: LogHeader | undefined;
  readonly status: FileStatus;
  /** Whole records decoded, exact repeats included; and how many of them were dropped as exact repeats. */
  readonly records: number;
  readonly duplicates: number;
  /** Records per kind, repeats included; kinds that never occur are left out. */
  readonly recordCounts: ReadonlyMap<string, number>;
  readonly alerts: readonly Alert[];
  /** Of a trimmed log: its last time, ns on its own axis, which no item need reach. */
  readonly lastNs?: number;
}
