/** One export into an index: its events line by line as tracks, what ran on a GPU tied to the task that asked for it. */
import type { IndexExtension } from '../index/index_extension.ts';
import type { IndexReader } from '../index/index_reader.ts';
import { SliceClock, type Sliced } from '../index/slices.ts';
import type { ModelTrack, TrackItems } from '../model/run_model.ts';
import { itemKey, type ItemType, type TrackId, type TrackKind } from '../protocol/items.ts';
import { CALLS, copyName, DEVICE_WORK, eventsQuery, FIRST_VALUE, RANGES, SYSTEM_CALLS, type EventKind, type LineSort } from './event_kinds.ts';
import type { ProcessClock } from './export_clock.ts';
import { Launches } from './launches.ts';
import { LineEvents } from './line_events.ts';
import { lineNames, threadNames } from './line_names.ts';
import type { Cell, NsightExport } from './nsight_export.ts';

export interface JoinTools {
  readonly reader: IndexReader;
  readonly extension: IndexExtension;
  readonly clockOf: (process: number) => ProcessClock;
  /** Part of the run that is shown: what lies outside is left out, what reaches over its ends is cut. Half-open, ns. */
  readonly stopNs: number;
  readonly onEvents: (count: number) => void;
  readonly onTrack: (node: number, kind: TrackKind, track: TrackId) => void;
}

/** What became of the events. */
export interface JoinCounts {
  readonly byProcess: Map<number, number>;
  outside: number;
  /** Without times, or with a stop before the start. */
  broken: number;
  untied: number;
}

const TELL_EVERY = 20_000;
const COPIED: readonly string[] = ['process_id', 'source_row'];
const TIES: readonly string[] = ['task_item_id', 'tied_by', 'launch_item_id', 'launch_start_ns', 'launch_stop_ns'];

/** @throws ProfileError where the export is damaged, or the index cannot be written */
export function* joinExport(file: NsightExport, tools: JoinTools): Sliced<JoinCounts> {
  const counts: JoinCounts = { byProcess: new Map(), outside: 0, broken: 0, untied: 0 };
  const launches = Launches.of(file);
  yield;
  const threads = threadNames(file);
  // Calls first: what runs on GPUs names its call.
  for (const sort of [CALLS, DEVICE_WORK, RANGES, SYSTEM_CALLS]) yield* new SortJoin(file, sort, tools, launches, threads, counts).run();
  return counts;
}

class SortJoin {
  readonly #file: NsightExport;
  readonly #sort: LineSort;
  readonly #tools: JoinTools;
  readonly #launches: Launches;
  readonly #threads: ReadonlyMap<string, string>;
  readonly #counts: JoinCounts;
  readonly #strings: (id: Cell) => string | undefined;

  constructor(file: NsightExport, sort: LineSort, tools: JoinTools, launches: Launches, threads: ReadonlyMap<string, string>, counts: JoinCounts) {
    this.#file = file;
    this.#sort = sort;
    this.#tools = tools;
    this.#launches = launches;
    this.#threads = threads;
    this.#counts = counts;
    this.#strings = file.strings();
  }

  *run(): Sliced {
    const sql = eventsQuery(this.#file, this.#sort);
    if (sql === undefined) return;
    const clock = new SliceClock(() => false);
    let key = '';
    let line: OpenLine | undefined;
    let told = 0;
    for (const row of this.#file.rows(sql)) {
      const [, , , , process, first, second] = row;
      const next = `${String(process)} ${String(first)} ${String(second)}`;
      if (line === undefined || next !== key) {
        yield* this.#finish(line);
        key = next;
        line = { process: whole(process) ?? 0, first: whole(first) ?? 0, second: whole(second) ?? 0, clock: this.#tools.clockOf(whole(process) ?? 0), events: new LineEvents(this.#sort, [...COPIED, ...(this.#sort.isDevice ? TIES : ['thread_id'])]) };
      }
      this.#add(line, row);
      if (++told % TELL_EVERY === 0) this.#tools.onEvents(TELL_EVERY);
      if (clock.isOver) {
        yield;
        clock.restart();
      }
    }
    yield* this.#finish(line);
    this.#tools.onEvents(told % TELL_EVERY);
  }

  #add(line: OpenLine, row: readonly Cell[]): void {
    const [number, sourceRow, rawStart, rawStop, , , , correlation, nameId, nameText] = row;
    const kind = this.#sort.kinds[Number(number)];
    const start = whole(rawStart);
    // A mark has no end.
    const stop = rawStop === null && kind.type === 'nvtx_range' ? start : whole(rawStop);
    if (start === undefined || stop === undefined || stop < start) {
      this.#counts.broken++;
      return;
    }
    const { offsetNs } = line.clock;
    const [startNs, stopNs] = [Math.max(0, start + offsetNs), Math.min(this.#tools.stopNs, stop + offsetNs)];
    if (stop + offsetNs < 0 || start + offsetNs > this.#tools.stopNs) {
      this.#counts.outside++;
      return;
    }
    const values = new Map<string, number>([['process_id', line.process], ['source_row', Number(sourceRow)]]);
    kind.values.forEach(([ours], i) => values.set(ours, ours === 'full_name_id' ? this.#fullName(row[FIRST_VALUE + i]) : whole(row[FIRST_VALUE + i]) ?? NaN));
    if (this.#sort.isDevice) this.#tie(line, startNs, stopNs, whole(correlation), values);
    else values.set('thread_id', line.first);
    line.events.add(Number(number), startNs, stopNs, this.#tools.extension.name(kind.type, this.#name(kind, nameId, nameText, values)), values);
  }

  #fullName(id: Cell): number {
    const text = this.#strings(id);
    return text === undefined ? NaN : this.#tools.extension.text(text);
  }

  #name(kind: EventKind, id: Cell, text: Cell, values: ReadonlyMap<string, number>): string {
    if (kind.type === 'cuda_memcpy') return copyName(values.get('copy_kind'));
    const found = typeof text === 'string' && text !== '' ? text : this.#strings(id);
    if (found !== undefined && found !== '') return kind.type === 'cuda_call' ? found.replace(/_v\d+(_ptsz|_ptds)?$/, '') : found.slice(0, 500);
    return UNNAMED[kind.type] ?? 'Unnamed';
  }

  #tie(line: OpenLine, startNs: number, stopNs: number, correlation: number | undefined, values: Map<string, number>): void {
    const launch = correlation === undefined ? undefined : this.#launches.get(line.process, correlation);
    if (launch !== undefined) values.set('launch_item_id', launch.item).set('launch_start_ns', launch.startNs).set('launch_stop_ns', launch.stopNs);
    const gpu = line.clock.gpus.get(line.first);
    const tie = (launch === undefined ? undefined : gpu?.byCall(launch.startNs)) ?? gpu?.byDeviceTime(startNs, stopNs);
    if (tie === undefined) this.#counts.untied++;
    else values.set('task_item_id', tie.task).set('tied_by', tie.by);
  }

  *#finish(line: OpenLine | undefined): Sliced {
    if (line === undefined || line.events.count === 0) return;
    const { process, first, second, clock, events } = line;
    const { extension } = this.#tools;
    const id = extension.newId();
    const { built, records } = events.finish(clock.node);
    if (this.#sort === CALLS) this.#noteLaunches(process, id, built.items, records.get('CUPTI_ACTIVITY_KIND_RUNTIME')?.columns.get('correlation')?.values);
    this.#counts.byProcess.set(process, (this.#counts.byProcess.get(process) ?? 0) + events.count);
    const track: ModelTrack = {
      ...lineNames(this.#sort.track, clock.node, process, first, second, this.#threads), id, node: clock.node, kind: this.#sort.track, realmId: null, capacityBytes: null,
      itemCount: built.items.count, emptyCount: 0, segmentCount: built.segmentCount, levelCount: built.levelCount, lods: built.lods, util: built.util, memorySteps: undefined, mirrorOf: undefined,
    };
    yield* extension.addTrack(track, built.items, records);
    this.#tools.onTrack(clock.node, this.#sort.track, id);
  }

  #noteLaunches(process: number, id: TrackId, { count, starts, stops }: TrackItems, correlations: ArrayLike<number> = []): void {
    for (let i = 0; i < count; i++) this.#launches.note(process, correlations[i], itemKey(id, i), starts[i], stops[i]);
  }
}

interface OpenLine {
  readonly process: number;
  /** GPU and stream, or thread and nothing. */
  readonly first: number;
  readonly second: number;
  readonly clock: ProcessClock;
  readonly events: LineEvents;
}

const UNNAMED: Readonly<Partial<Record<ItemType, string>>> = { cuda_kernel: 'Kernel', cuda_memset: 'Memset', cuda_call: 'CUDA call', nvtx_range: 'NVTX range', os_call: 'System call' };

/** A whole number that a double holds exactly; undefined for everything else that a cell may hold. */
function whole(value: Cell | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
