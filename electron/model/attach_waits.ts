/**
 * Waits of one log, each with the entry that waited and the backtrace that was recorded for it. A wait record follows the
 * record of its task directly, so the nearest record before it almost always is the one; the operation is compared all the same.
 * Source: legion tools/legion_prof_rs/src/state.rs, find_task, MetaWaitInfo and EventWaitInfo.
 */
import type { LogContent } from '../decode/decoded_log.ts';
import type { ProcEntries } from './proc_entries.ts';
import type { Tally } from './tally.ts';
import { LogTable } from './log_tables.ts';
import { NONE, SOURCE_TABLES } from './run_model.ts';
import { U64Index, U64Interner } from './u64_map.ts';

/** Columns of length `count`, in file order for tasks, then for meta tasks. */
export interface EntryWaits {
  readonly count: number;
  readonly entries: Uint32Array;
  /** Blocked, triggered, resumed: start <= ready <= end, ns. */
  readonly starts: Float64Array;
  readonly readys: Float64Array;
  readonly ends: Float64Array;
  readonly events: Uint32Array;
  readonly backtraces: Uint32Array;
  readonly provenances: Uint32Array;
}

export function attachWaits(log: LogContent, entries: ProcEntries, tally: Tally): EntryWaits {
  const taskWaits = new LogTable(log, 'TaskWaitInfo');
  const metaWaits = new LogTable(log, 'MetaWaitInfo');
  const most = taskWaits.count + metaWaits.count;
  const waits = {
    entries: new Uint32Array(most), starts: new Float64Array(most), readys: new Float64Array(most), ends: new Float64Array(most),
    events: new Uint32Array(2 * most), backtraces: new Uint32Array(2 * most), provenances: new Uint32Array(2 * most),
  };
  let count = 0;
  const attach = (table: LogTable, owners: readonly LogTable[], kindField: string | undefined): void => {
    if (table.count === 0) return;
    const [starts, readys, ends, events] = [table.times('wait_start'), table.times('wait_ready'), table.times('wait_end'), table.words('wait_event')];
    const operations = table.words('op_id');
    const kinds = kindField === undefined ? undefined : table.numbers(kindField);
    const finder = new OwnerFinder(owners, entries, kindField);
    for (let row = 0; row < table.count; row++) {
      const entry = finder.find(table.offsets[row], operations[2 * row], operations[2 * row + 1], kinds === undefined ? 0 : kinds[row]);
      if (entry === NONE) {
        tally.add('wait-without-task', table.offsets[row], table.name);
        continue;
      }
      const start = starts[row];
      let ready = readys[row];
      let end = ends[row];
      if (start !== start || end !== end) {
        tally.add('wait-time-lost', table.offsets[row], table.name);
        continue;
      }
      if (!(start <= ready && ready <= end)) {
        tally.add('wait-inverted', table.offsets[row], table.name);
        end = Math.max(start, end);
        ready = ready === ready ? Math.min(Math.max(start, ready), end) : end;
      }
      waits.entries[count] = entry;
      waits.starts[count] = start;
      waits.readys[count] = ready;
      waits.ends[count] = end;
      waits.events[2 * count] = events[2 * row];
      waits.events[2 * count + 1] = events[2 * row + 1];
      count++;
    }
  };
  const tables = (names: readonly string[]) => names.map((name) => new LogTable(log, name));
  attach(taskWaits, tables(['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo']), undefined);
  attach(metaWaits, tables(['MetaInfo', 'MessageInfo']), 'lg_id');
  addBacktraces(log, entries, waits, count);
  return { count, ...waits };
}

/** Finds the last record of an operation (and kind of meta task) before a place in the file. Places must ascend. */
class OwnerFinder {
  readonly #tables: readonly LogTable[];
  readonly #operations: readonly Uint32Array[];
  readonly #kinds: readonly (ArrayLike<number> | undefined)[];
  readonly #places: readonly Uint32Array[];
  readonly #next: number[];
  /** Last entry by operation and kind, filled up to the current place once the nearest record was not the one. */
  #last: { operations: U64Interner; keys: U64Interner; entries: number[]; done: number[] } | undefined;

  constructor(tables: readonly LogTable[], entries: ProcEntries, kindField: string | undefined) {
    const used = tables.filter((table) => table.count > 0);
    this.#tables = used;
    this.#operations = used.map((table) => table.words('op_id'));
    this.#kinds = used.map((table) => (kindField === undefined ? undefined : table.numbers(kindField)));
    this.#places = used.map((table) => entries.entryOfRow.get(SOURCE_TABLES.indexOf(table.name as (typeof SOURCE_TABLES)[number])) ?? new Uint32Array(table.count).fill(NONE));
    this.#next = used.map(() => 0);
  }

  find(offset: number, lo: number, hi: number, kind: number): number {
    let nearest = -1;
    let nearestOffset = -1;
    for (let t = 0; t < this.#tables.length; t++) {
      const { offsets, count } = this.#tables[t];
      let next = this.#next[t];
      while (next < count && offsets[next] < offset) next++;
      this.#next[t] = next;
      if (next > 0 && offsets[next - 1] > nearestOffset) {
        nearestOffset = offsets[next - 1];
        nearest = t;
      }
    }
    if (nearest < 0) return NONE;
    const row = this.#next[nearest] - 1;
    const operations = this.#operations[nearest];
    const kinds = this.#kinds[nearest];
    if (operations[2 * row] === lo && operations[2 * row + 1] === hi && (kinds === undefined || kinds[row] === kind)) return this.#places[nearest][row];
    return this.#findEarlier(lo, hi, kind);
  }

  #findEarlier(lo: number, hi: number, kind: number): number {
    this.#last ??= { operations: new U64Interner(), keys: new U64Interner(), entries: [], done: this.#tables.map(() => 0) };
    const { operations, keys, entries, done } = this.#last;
    for (;;) {
      // Merge by place in the file, so that the later record wins.
      let first = -1;
      for (let t = 0; t < this.#tables.length; t++) {
        if (done[t] < this.#next[t] && (first < 0 || this.#tables[t].offsets[done[t]] < this.#tables[first].offsets[done[first]])) first = t;
      }
      if (first < 0) break;
      const row = done[first]++;
      const words = this.#operations[first];
      entries[keys.intern(operations.intern(words[2 * row], words[2 * row + 1]), this.#kinds[first]?.[row] ?? 0)] = this.#places[first][row];
    }
    const operation = operations.find(lo, hi);
    const key = operation === NONE ? NONE : keys.find(operation, kind);
    return key === NONE ? NONE : entries[key];
  }
}

/** Rows with the same event that are looked through one by one before an index over (event, task) is made. */
const FEW_TASKS = 8;

/** Gives each wait the backtrace recorded last for (task, event); of several waits on one event by one task only the first gets it. */
function addBacktraces(log: LogContent, entries: ProcEntries, waits: Omit<EntryWaits, 'count'>, count: number): void {
  const table = new LogTable(log, 'EventWaitInfo');
  if (table.count === 0 || count === 0) return;
  // The last record first, so that the first found is the one that counts.
  const [tasks, events, backtraces, provenances] = ['fevent', 'wait_event', 'backtrace_id', 'provenance'].map((field) => reversed(table.words(field)));
  const byEvent = new U64Index(events, table.count);
  const next = sameKeyChains(byEvent, events, table.count);
  const used = new Uint8Array(table.count);
  let byPair: ((event: number, lo: number, hi: number) => number) | undefined;
  for (let wait = 0; wait < count; wait++) {
    const lo = waits.events[2 * wait];
    const hi = waits.events[2 * wait + 1];
    if (lo === 0 && hi === 0) continue;
    const first = byEvent.find(lo, hi);
    if (first === NONE) continue;
    const entry = waits.entries[wait];
    const [taskLo, taskHi] = [entries.events[2 * entry], entries.events[2 * entry + 1]];
    let row = first;
    for (let steps = 0; row !== NONE && (tasks[2 * row] !== taskLo || tasks[2 * row + 1] !== taskHi); row = next[row]) {
      if (++steps < FEW_TASKS) continue;
      byPair ??= indexPairs(byEvent, events, tasks, table.count);
      row = byPair(first, taskLo, taskHi);
      break;
    }
    if (row === NONE || used[row] === 1) continue;
    used[row] = 1;
    for (let word = 0; word < 2; word++) {
      waits.backtraces[2 * wait + word] = backtraces[2 * row + word];
      waits.provenances[2 * wait + word] = provenances[2 * row + word];
    }
  }
}

/** Word pairs in the opposite order. */
function reversed(words: Uint32Array): Uint32Array {
  const turned = new Uint32Array(words.length);
  for (let from = 0, to = words.length - 2; to >= 0; from += 2, to -= 2) {
    turned[to] = words[from];
    turned[to + 1] = words[from + 1];
  }
  return turned;
}

/** For each row the next one with the same key, NONE for the last. */
function sameKeyChains(index: U64Index, keys: Uint32Array, count: number): Uint32Array {
  const next = new Uint32Array(count).fill(NONE);
  for (let row = count - 1; row > 0; row--) {
    const first = index.find(keys[2 * row], keys[2 * row + 1]);
    if (first === row) continue;
    next[row] = next[first];
    next[first] = row;
  }
  return next;
}

/** First row of (event, task), the event as the first row that names it. */
function indexPairs(byEvent: U64Index, events: Uint32Array, tasks: Uint32Array, count: number): (event: number, lo: number, hi: number) => number {
  const byTask = new U64Index(tasks, count);
  const pairs = new Uint32Array(2 * count);
  for (let row = 0; row < count; row++) {
    pairs[2 * row] = byEvent.find(events[2 * row], events[2 * row + 1]);
    pairs[2 * row + 1] = byTask.find(tasks[2 * row], tasks[2 * row + 1]);
  }
  const index = new U64Index(pairs, count);
  return (event, lo, hi) => {
    const task = byTask.find(lo, hi);
    return task === NONE ? NONE : index.find(event, task);
  };
}
