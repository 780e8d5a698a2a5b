/**
 * Everything of one log that runs on a processor, in one table of entries: tasks, GPU kernels, meta tasks, calls, profiling
 * tasks, asynchronous effects. Times are made usable here and what was wrong with them is counted. Runs in a rank worker.
 */
import type { LogContent } from '../decode/decoded_log.ts';
import type { ItemType } from '../protocol/items.ts';
import type { LocalNames } from './item_names.ts';
import type { Tally } from './tally.ts';
import { ITEM_TYPES } from '../protocol/items.ts';
import { GPU_KIND, UNKNOWN_KIND } from './kinds.ts';
import { LogTable } from './log_tables.ts';
import { NONE, SOURCE_TABLES } from './run_model.ts';
import { U64Interner } from './u64_map.ts';

/** Where an entry of a processor goes: its own line, or the line of the GPU's kernels. */
export const HOST = 0;
export const DEVICE = 1;

/** A record kind that runs on a processor. */
interface EntryKind {
  readonly table: (typeof SOURCE_TABLES)[number];
  readonly type: ItemType;
  readonly start: string;
  readonly stop: string;
  /** Calls run inside a task-like entry; the others have a finish event of their own. */
  readonly isCall: boolean;
  readonly name: (table: LogTable, names: LocalNames) => (row: number) => number;
  /** Field that must not be after `start`, in order. */
  readonly before: readonly string[];
}

const TASK_BEFORE = ['create', 'ready'];

/** What has a finish event of its own first, then calls. */
const ENTRY_KINDS: readonly EntryKind[] = [
  task('TaskInfo', 'task', 'start', 'stop'),
  task('ImplicitTaskInfo', 'task', 'start', 'stop'),
  task('GPUTaskInfo', 'task', 'start', 'stop'),
  meta('MetaInfo', TASK_BEFORE),
  meta('MessageInfo', TASK_BEFORE),
  { table: 'ProfTaskInfo', type: 'prof_task', start: 'start', stop: 'stop', isCall: false, before: [], name: (_table, names) => () => names.profTask() },
  {
    table: 'AsyncEffectInfo', type: 'async_effect', start: 'start', stop: 'stop', isCall: false, before: [],
    name: (table, names) => byWords(table.words('provenance'), (lo, hi) => names.provenance('async_effect', lo, hi)),
  },
  call('MapperCallInfo', 'mapper_call', (table, names) => byNumber(table.numbers('kind'), (kind) => names.mapperCall(kind))),
  call('RuntimeCallInfo', 'runtime_call', (table, names) => byNumber(table.numbers('kind'), (kind) => names.runtimeCall(kind))),
  call('ApplicationCallInfo', 'application_call', (table, names) => byWords(table.words('provenance'), (lo, hi) => names.provenance('application_call', lo, hi))),
];

const KERNELS: EntryKind = task('GPUTaskInfo', 'gpu_kernel', 'gpu_start', 'gpu_stop');

function task(table: EntryKind['table'], type: 'task' | 'gpu_kernel', start: string, stop: string): EntryKind {
  const name: EntryKind['name'] = (records, names) => {
    const [taskIds, variantIds] = [records.numbers('task_id'), records.numbers('variant_id')];
    const known = new Map<number, Map<number, number>>();
    return (row) => {
      let variants = known.get(taskIds[row]);
      if (variants === undefined) known.set(taskIds[row], (variants = new Map()));
      let id = variants.get(variantIds[row]);
      if (id === undefined) variants.set(variantIds[row], (id = names.task(type, taskIds[row], variantIds[row])));
      return id;
    };
  };
  return { table, type, start, stop, isCall: false, name, before: type === 'task' ? TASK_BEFORE : [] };
}

function meta(table: EntryKind['table'], before: readonly string[]): EntryKind {
  return { table, type: 'meta_task', start: 'start', stop: 'stop', isCall: false, before, name: (records, names) => byNumber(records.numbers('lg_id'), (kind) => names.meta(kind)) };
}

function call(table: EntryKind['table'], type: ItemType, name: EntryKind['name']): EntryKind {
  return { table, type, start: 'start', stop: 'stop', isCall: true, before: [], name };
}

function byNumber(kinds: ArrayLike<number>, name: (kind: number) => number): (row: number) => number {
  const known = new Map<number, number>();
  return (row) => {
    const kind = kinds[row];
    let id = known.get(kind);
    if (id === undefined) known.set(kind, (id = name(kind)));
    return id;
  };
}

function byWords(words: Uint32Array, name: (lo: number, hi: number) => number): (row: number) => number {
  const seen = new U64Interner();
  const ids: number[] = [];
  return (row) => {
    const lo = words[2 * row];
    const hi = words[2 * row + 1];
    const key = seen.intern(lo, hi);
    return (ids[key] ??= name(lo, hi));
  };
}

/** A processor that the log describes or that something ran on. */
export interface LogProcessor {
  readonly lo: number;
  readonly hi: number;
  /** Realm's kind, UNKNOWN_KIND without ProcDesc. */
  kind: number;
}

/** Columns of length `count` or more: entries with a finish event of their own, calls, kernels; each table's in file order. */
export interface ProcEntries {
  readonly count: number;
  /** Entries before the calls. */
  readonly finishCount: number;
  /** Half-open life, ns; start <= stop. */
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  /** Byte of the record in the file: breaks ties of time. */
  readonly offsets: Float64Array;
  /** Number of the processor * 2 + HOST or DEVICE. */
  readonly lines: Uint32Array;
  readonly tables: Uint8Array;
  readonly rows: Uint32Array;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  /** 1 for mapper, runtime and application calls. */
  readonly isCall: Uint8Array;
  /** Operation of the record as word pairs: a task's own, a meta or profiling task's initiator; 0 for calls. */
  readonly operations: Uint32Array;
  /** Finish event as word pairs: an entry's own, or (calls) of the entry around it. 0 = none. */
  readonly events: Uint32Array;
  readonly processors: readonly LogProcessor[];
  /** Entry of each row of a table, by SOURCE_TABLES number (kernels have none); NONE for a dropped record. */
  readonly entryOfRow: ReadonlyMap<number, Uint32Array>;
  /** Greatest stop, ns. */
  readonly lastNs: number;
}

export function gatherProcEntries(log: LogContent, names: LocalNames, tally: Tally): ProcEntries {
  const tables = ENTRY_KINDS.map((kind) => new LogTable(log, kind.table));
  const gpu = new LogTable(log, KERNELS.table);
  const most = tables.reduce((sum, table) => sum + table.count, gpu.count);
  const processors = new Processors(log);
  const out = {
    starts: new Float64Array(most), stops: new Float64Array(most), offsets: new Float64Array(most), lines: new Uint32Array(most),
    tables: new Uint8Array(most), rows: new Uint32Array(most), types: new Uint8Array(most), names: new Uint32Array(most),
    isCall: new Uint8Array(most), operations: new Uint32Array(2 * most), events: new Uint32Array(2 * most),
  };
  const entryOfRow = new Map<number, Uint32Array>();
  let count = 0;
  let lastNs = 0;
  const gather = (kind: EntryKind, table: LogTable): void => {
    if (table.count === 0) return;
    const tableId = SOURCE_TABLES.indexOf(kind.table);
    const type = ITEM_TYPES.indexOf(kind.type);
    const isKernel = kind.type === 'gpu_kernel';
    const nameOf = kind.name(table, names);
    const [starts, stops, procs] = [table.times(kind.start), table.times(kind.stop), table.words('proc_id')];
    const before = kind.before.filter((field) => table.has(field)).map((field) => table.times(field));
    const operations = kind.isCall ? undefined : table.words('op_id');
    const events = isKernel ? undefined : table.words('fevent');
    const places = new Uint32Array(table.count);
    for (let row = 0; row < table.count; row++) {
      let start = starts[row];
      let stop = stops[row];
      if (!(start <= stop)) {
        // NaN or inverted.
        if (start !== start && stop !== stop) {
          // One half of a GPU task may be outside of a view.
          if (log.isPart !== true) tally.add('time-lost', table.offsets[row], kind.table);
          places[row] = NONE;
          continue;
        }
        if (start !== start || stop !== stop) {
          tally.add('time-half', table.offsets[row], kind.table);
          start = stop = start !== start ? stop : start;
        } else if (isKernel) {
          // Source: legion tools/legion_prof_rs/src/state.rs: a kernel that begins after its end is given 1 ns.
          tally.add('kernel-inverted', table.offsets[row], kind.table);
          start = Math.max(0, stop - 1);
        } else {
          tally.add('inverted', table.offsets[row], kind.table);
          stop = start;
        }
      }
      checkOrder(before, row, start, table, tally);
      const processor = processors.find(procs[2 * row], procs[2 * row + 1]);
      out.starts[count] = start;
      out.stops[count] = stop;
      out.offsets[count] = table.offsets[row];
      out.lines[count] = 2 * processor + (isKernel || (kind.type === 'async_effect' && processors.isGpu(processor)) ? DEVICE : HOST);
      out.tables[count] = tableId;
      out.rows[count] = row;
      out.types[count] = type;
      out.names[count] = nameOf(row);
      out.isCall[count] = kind.isCall ? 1 : 0;
      if (operations !== undefined) {
        out.operations[2 * count] = operations[2 * row];
        out.operations[2 * count + 1] = operations[2 * row + 1];
      }
      if (events !== undefined) {
        out.events[2 * count] = events[2 * row];
        out.events[2 * count + 1] = events[2 * row + 1];
      }
      places[row] = count++;
      if (stop > lastNs) lastNs = stop;
    }
    if (!isKernel) entryOfRow.set(tableId, places);
  };
  let finishCount = 0;
  ENTRY_KINDS.forEach((kind, i) => {
    gather(kind, tables[i]);
    if (!kind.isCall) finishCount = count;
  });
  gather(KERNELS, gpu);
  return { count, finishCount, ...out, processors: processors.list, entryOfRow, lastNs };
}

/** create <= ready <= start; only "deferred" and "delayed" times depend on it. */
function checkOrder(before: readonly Float64Array[], row: number, start: number, table: LogTable, tally: Tally): void {
  for (let i = 0; i < before.length; i++) {
    const next = i + 1 < before.length ? before[i + 1][row] : start;
    if (before[i][row] > next) {
      tally.add('disordered', table.offsets[row], table.name);
      return;
    }
  }
}

/** Processors by id; the last one asked for is remembered, since records come processor by processor. */
class Processors {
  readonly list: LogProcessor[] = [];
  readonly #ids = new U64Interner();
  #lastLo = -1;
  #lastHi = -1;
  #last = 0;

  constructor(log: LogContent) {
    const table = new LogTable(log, 'ProcDesc');
    const [ids, kinds] = [table.words('proc_id'), table.numbers('kind')];
    for (let row = 0; row < table.count; row++) {
      const processor = this.list[this.find(ids[2 * row], ids[2 * row + 1])];
      if (processor.kind === UNKNOWN_KIND) processor.kind = kinds[row] >= 0 && kinds[row] < UNKNOWN_KIND ? kinds[row] : UNKNOWN_KIND;
    }
  }

  find(lo: number, hi: number): number {
    if (lo === this.#lastLo && hi === this.#lastHi) return this.#last;
    const id = this.#ids.intern(lo, hi);
    if (id === this.list.length) this.list.push({ lo, hi, kind: UNKNOWN_KIND });
    this.#lastLo = lo;
    this.#lastHi = hi;
    this.#last = id;
    return id;
  }

  isGpu(processor: number): boolean {
    return this.list[processor].kind === GPU_KIND;
  }
}
