/** What ran on the processors of one rank, with the parts of its life in which it ran: from the model's own reading of the records. */
import type { LogContent } from '../decode/decoded_log.ts';
import { attachWaits, type EntryWaits } from '../model/attach_waits.ts';
import { waitsByEntry } from '../model/build_shard.ts';
import { LocalNames } from '../model/item_names.ts';
import { LogStrings, LogTable } from '../model/log_tables.ts';
import { gatherProcEntries, type ProcEntries } from '../model/proc_entries.ts';
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { Tally } from '../model/tally.ts';
import { U64Index } from '../model/u64_map.ts';
import { prefixLength } from '../protocol/prefix_length.ts';

/** Half-open, ns. */
export interface Span {
  readonly start: number;
  readonly stop: number;
}

/** A time in which an entry was blocked. */
export interface BlockedSpan extends Span {
  /** Number of the wait in the rank's waits. */
  readonly wait: number;
}

const NO_SPANS: readonly BlockedSpan[] = [];

export class RankEntries {
  readonly log: LogContent;
  readonly strings: LogStrings;
  readonly entries: ProcEntries;
  readonly waits: EntryWaits;
  readonly #waitEnds: Uint32Array;
  readonly #waitList: Uint32Array;
  readonly #finish: U64Index;
  readonly #tables = new Map<string, LogTable>();
  /** Blocked spans of entries that calls ran in, made once. */
  readonly #blockedAround = new Map<number, readonly BlockedSpan[]>();

  constructor(log: LogContent) {
    // The index's alerts tell already what is wrong with the records.
    const tally = new Tally();
    this.log = log;
    this.strings = new LogStrings(log);
    this.entries = gatherProcEntries(log, new LocalNames(log, this.strings), tally);
    this.waits = attachWaits(log, this.entries, tally);
    ({ waitEnds: this.#waitEnds, waitList: this.#waitList } = waitsByEntry(this.entries, this.waits));
    this.#finish = new U64Index(this.entries.events, this.entries.finishCount);
  }

  table(name: string): LogTable {
    let table = this.#tables.get(name);
    if (table === undefined) this.#tables.set(name, (table = new LogTable(this.log, name)));
    return table;
  }

  recordCount(...names: readonly string[]): number {
    return names.reduce((sum, name) => sum + this.table(name).count, 0);
  }

  /** Entries of a record kind, in file order, with the row of their record. Kernels share a kind with their tasks and are left out. */
  *ofTable(name: (typeof SOURCE_TABLES)[number]): Generator<readonly [entry: number, row: number]> {
    const places = this.entries.entryOfRow.get(SOURCE_TABLES.indexOf(name));
    if (places === undefined) return;
    for (let row = 0; row < places.length; row++) if (places[row] !== NONE) yield [places[row], row];
  }

  /** Times of [start, stop) in which the entry around a call was blocked; NONE was never. */
  blockedAround(entry: number, start: number, stop: number): readonly Span[] {
    if (entry === NONE) return NO_SPANS;
    let spans = this.#blockedAround.get(entry);
    if (spans === undefined) this.#blockedAround.set(entry, (spans = this.blocked(entry)));
    if (spans.length === 0) return spans;
    const held = spans;
    const first = prefixLength(held.length, (i) => held[i].stop <= start);
    let end = first;
    while (end < spans.length && spans[end].start < stop) end++;
    return spans.slice(first, end);
  }

  /** Times in which an entry was blocked, by start, cut to its life, overlapping ones joined. */
  blocked(entry: number): readonly BlockedSpan[] {
    const [start, stop] = [this.entries.starts[entry], this.entries.stops[entry]];
    const from = entry === 0 ? 0 : this.#waitEnds[entry - 1];
    const to = this.#waitEnds[entry];
    if (from === to) return NO_SPANS;
    const spans: BlockedSpan[] = [];
    for (let k = from; k < to; k++) {
      const wait = this.#waitList[k];
      const span = { start: Math.max(start, this.waits.starts[wait]), stop: Math.min(stop, this.waits.ends[wait]), wait };
      if (span.start < span.stop) spans.push(span);
    }
    return spans.length < 2 ? spans : joined(spans);
  }

  /** The entry that a call ran in; NONE if the log does not say. */
  aroundCall(entry: number): number {
    const { events } = this.entries;
    const [lo, hi] = [events[2 * entry], events[2 * entry + 1]];
    return (lo | hi) === 0 ? NONE : this.#finish.find(lo, hi);
  }
}

/** Sorts spans by start and joins those that overlap; the first one's other facts stay. */
export function joined<T extends Span>(spans: T[]): readonly T[] {
  spans.sort((a, b) => a.start - b.start);
  const out: T[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last === undefined || span.start >= last.stop) out.push(span);
    else if (span.stop > last.stop) out[out.length - 1] = { ...last, stop: span.stop };
  }
  return out;
}

/** What blocked spans (sorted, apart from each other) leave of [start, stop). */
export function running(start: number, stop: number, blocked: readonly Span[]): readonly Span[] {
  const out: Span[] = [];
  let at = start;
  for (const span of blocked) {
    if (span.stop <= at) continue;
    if (span.start >= stop) break;
    if (span.start > at) out.push({ start: at, stop: span.start });
    at = span.stop;
  }
  if (at < stop) out.push({ start: at, stop });
  return out;
}
