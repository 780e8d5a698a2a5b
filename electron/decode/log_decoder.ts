/**
 * Turns the uncompressed bytes of one log, fed in pieces of any size, into tables. Knows nothing of files and containers.
 * Runs in the rank worker; synchronous. Memory: the tables, the distinct strings, and one piece plus one record of input.
 */
import { TableBuilder, type OddTimes } from './column_pages.ts';
import type { PackedTable, RecordBatch, RecordTable, StringTable } from './decoded_log.ts';
import { parsePreamble, startsLikeLog, type Preamble, type RecordFormat } from './log_header.ts';
import { layoutOf } from './record_layout.ts';
import { compileReader, MAX_RECORD_BYTES, type RunReader } from './record_reader.ts';
import { StringPool } from './string_pool.ts';

/** LEGION_MAX_DIM is 9 at most; a larger one would only make points huge. */
const MAX_MAX_DIM = 64;
const PIECE_BYTES = 1 << 20;
const FIRST_WORK_BYTES = 1 << 16;
const FIRST_BYTES = 16;

/** Why decoding ended before the bytes did: byte of the record that could not be read, and what was wrong with it. */
export interface Stop {
  readonly offset: number;
  readonly reason: string;
}

/** Everything that the bytes said; `decode_log.ts` adds what the file and its container have to say. */
export interface DecodeOutcome {
  /** Undefined: no header was read, for the reason given in `headerProblem`. */
  readonly preamble: Preamble | undefined;
  readonly headerProblem: { readonly kind: 'cut' | 'not-a-log' | 'unusable'; readonly reason: string } | undefined;
  /** First bytes of the log, 16 at most. */
  readonly firstBytes: Uint8Array;
  /** Bytes read: all that were fed, or up to the place where decoding stopped; 0 of what is no log. */
  readonly rawBytes: number;
  readonly stop: Stop | undefined;
  /** First byte of the record that the end of the bytes cuts. */
  readonly cutAt: number | undefined;
  readonly tables: ReadonlyMap<string, RecordTable>;
  readonly packed: ReadonlyMap<string, PackedTable>;
  readonly recordCounts: ReadonlyMap<string, number>;
  readonly records: number;
  readonly duplicates: number;
  /** Byte of the first record that was dropped as a repeat. */
  readonly firstRepeat: number | undefined;
  readonly oddTimes: readonly OddTimes[];
  /** Fields of records that occur whose type name is unknown, as `Record.field (type, n bytes)`. */
  readonly unknownTypes: readonly string[];
  readonly strings: StringTable;
}

interface Kind {
  readonly format: RecordFormat;
  table: TableBuilder | undefined;
  read: RunReader | undefined;
}

/** Whether a kind of record, by name, is kept packed. */
export type PackRule = (record: string) => boolean;

export class LogDecoder {
  #work = new Uint8Array(FIRST_WORK_BYTES);
  #view = new DataView(this.#work.buffer);
  /** Unread bytes are #work[#pos .. #end); #work[0] is byte #base of the file. */
  #pos = 0;
  #end = 0;
  #base = 0;
  #preamble: Preamble | undefined;
  #headerProblem: DecodeOutcome['headerProblem'];
  #firstBytes: Uint8Array | undefined;
  #stop: Stop | undefined;
  #maxDim: number | undefined;
  readonly #strings = new StringPool();
  readonly #kinds: Kind[] = [];
  readonly #byId = new Map<number, Kind>();
  readonly #packs: PackRule;
  readonly #keepsRepeats: boolean;

  /** @param keepsRepeats also exact repeats are handed out */
  constructor(packs: PackRule = () => false, keepsRepeats = false) {
    this.#packs = packs;
    this.#keepsRepeats = keepsRepeats;
  }

  /** Records that were read and not taken. */
  get pending(): number {
    return this.#kinds.reduce((sum, { table }) => sum + (table?.count ?? 0), 0);
  }

  /** Hands out the records read since the last call and forgets them, for logs that need not be held. Strings are valid until more is fed. */
  take(): RecordBatch {
    const filled = this.#kinds.flatMap(({ table }) => (table !== undefined && table.count > 0 ? [table] : []));
    return { tables: new Map(filled.map((table) => [table.layout.name, table.take()])), strings: this.#strings.view() };
  }

  /** False once nothing more can be read: feeding may end. */
  get wantsMore(): boolean {
    return this.#stop === undefined && this.#headerProblem === undefined;
  }

  /** Takes the next bytes; the caller may reuse `chunk` afterwards. */
  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.wantsMore; at += PIECE_BYTES) {
      this.#append(chunk.subarray(at, at + PIECE_BYTES));
      if (this.#preamble === undefined) this.#readPreamble();
      if (this.#preamble !== undefined) this.#readRecords();
    }
  }

  /** Ends the log here and hands out the tables. Must be called once. */
  finish(): DecodeOutcome {
    const rest = this.#end - this.#pos;
    const end = this.#base + this.#end;
    const firstBytes = this.#firstBytes ?? this.#work.slice(0, Math.min(FIRST_BYTES, this.#end));
    if (this.#preamble === undefined) this.#headerProblem ??= { kind: startsLikeLog(firstBytes) ? 'cut' : 'not-a-log', reason: '' };
    this.#work = new Uint8Array(0);
    this.#view = new DataView(this.#work.buffer);
    const used = this.#kinds.flatMap(({ table }) => (table !== undefined && table.total + table.duplicates > 0 ? [table] : []));
    const recordCounts = new Map(used.map((table) => [table.layout.name, table.total + table.duplicates]));
    return {
      preamble: this.#preamble,
      headerProblem: this.#headerProblem,
      firstBytes,
      rawBytes: this.#stop?.offset ?? (this.#headerProblem === undefined || this.#headerProblem.kind === 'cut' ? end : 0),
      stop: this.#stop,
      cutAt: this.#preamble !== undefined && this.#stop === undefined && rest > 0 ? this.#base + this.#pos : undefined,
      recordCounts,
      records: [...recordCounts.values()].reduce((sum, count) => sum + count, 0),
      duplicates: used.reduce((sum, table) => sum + table.duplicates, 0),
      firstRepeat: used.find((table) => table.firstRepeat !== undefined)?.firstRepeat,
      oddTimes: used.flatMap((table) => [...table.oddTimes.values()]),
      unknownTypes: used.flatMap((table) => unknownTypesOf(table)),
      tables: new Map(used.flatMap((table) => (table.isPacked ? [] : [[table.layout.name, table.finish()]]))),
      packed: new Map(used.flatMap((table) => (table.isPacked ? [[table.layout.name, table.finishPacked()]] : []))),
      strings: this.#strings.finish(),
    };
  }

  /** Moves what is unread to the front, puts `piece` behind it and a 0 behind that (see RunReader). */
  #append(piece: Uint8Array): void {
    const rest = this.#end - this.#pos;
    const needed = rest + piece.length + 1;
    if (needed > this.#work.length) {
      const larger = new Uint8Array(Math.max(needed, this.#work.length * 2));
      larger.set(this.#work.subarray(this.#pos, this.#end));
      this.#work = larger;
      this.#view = new DataView(larger.buffer);
    } else {
      this.#work.copyWithin(0, this.#pos, this.#end);
    }
    this.#base += this.#pos;
    this.#pos = 0;
    this.#work.set(piece, rest);
    this.#end = rest + piece.length;
    this.#work[this.#end] = 0;
  }

  #readPreamble(): void {
    const result = parsePreamble(this.#work, this.#end);
    // A few bytes more than the verdict needs: what the file begins with is shown to the user.
    if (result.state === 'incomplete' || this.#end < FIRST_BYTES) return;
    this.#firstBytes = this.#work.slice(0, FIRST_BYTES);
    if (result.state === 'not-a-log') this.#headerProblem = { kind: 'not-a-log', reason: '' };
    else if (result.state === 'unusable') this.#headerProblem = { kind: 'unusable', reason: result.reason };
    else {
      this.#preamble = result.preamble;
      this.#pos = result.preamble.length;
      for (const format of result.preamble.formats) {
        const kind: Kind = { format, table: undefined, read: undefined };
        this.#kinds.push(kind);
        this.#byId.set(format.id, kind);
      }
    }
  }

  #readRecords(): void {
    const work = this.#work;
    const view = this.#view;
    const end = this.#end;
    const base = this.#base;
    let pos = this.#pos;
    while (end - pos >= 4) {
      const id = view.getUint32(pos, true);
      const kind = this.#byId.get(id);
      if (kind === undefined) {
        this.#stopAt(base + pos, `the bytes there name record kind ${id}, which the log's own header does not describe`);
        break;
      }
      if (kind.read === undefined && !this.#prepare(kind, base + pos)) break;
      const next = kind.read!(view, work, pos, end, base, kind.table!);
      if (next === pos) break;
      pos = next;
      if (kind.format.name === 'MaxDimDesc' && !this.#takeMaxDim(kind.table!, base + pos)) break;
    }
    this.#pos = pos;
    if (end - pos > MAX_RECORD_BYTES) {
      this.#stopAt(base + pos, `the record there would be longer than ${MAX_RECORD_BYTES >> 20} MiB`);
    }
  }

  /** Makes table and reader of a kind at its first record. */
  #prepare(kind: Kind, offset: number): boolean {
    const described = layoutOf(kind.format, this.#preamble!);
    const layout = this.#keepsRepeats ? { ...described, dropsRepeats: false } : described;
    const hasPoints = layout.fields.some((field) => field.kind === 'point' || field.kind === 'array');
    if (hasPoints && this.#maxDim === undefined) {
      this.#stopAt(offset, `a ${layout.name} record comes before the record that says how many coordinates a point has`);
      return false;
    }
    kind.table = new TableBuilder(layout, hasPoints ? this.#maxDim! : 0, this.#strings, this.#packs(layout.name));
    // Before its reader runs: what that meets first is what it is optimised for.
    kind.table.nextPage();
    kind.read = compileReader(kind.table);
    return true;
  }

  /** Points have MaxDim coordinates from here on; one log can have one such number only. */
  #takeMaxDim(table: TableBuilder, offset: number): boolean {
    const value = table.value(table.count - 1, 'max_dim');
    if (value === undefined || value === this.#maxDim) return true;
    if (this.#maxDim !== undefined || value < 1 || value > MAX_MAX_DIM) {
      this.#stopAt(offset, `the record before it says that points have ${value} coordinates`);
      return false;
    }
    this.#maxDim = value;
    return true;
  }

  #stopAt(offset: number, reason: string): void {
    this.#stop ??= { offset, reason };
  }
}

function unknownTypesOf(table: TableBuilder): string[] {
  return table.layout.fields.flatMap(({ name, unknownType, size }) =>
    unknownType === undefined ? [] : [`${table.layout.name}.${name} (${unknownType}, ${size < 0 ? 'text' : `${size} bytes`})`]);
}
