/** A run while its ranks are gathered: what the gatherers add to. */
import type { LogContent } from '../decode/decoded_log.ts';
import { memoryKind, processorKind, UNKNOWN_KIND } from '../model/kinds.ts';
import { LogTable } from '../model/log_tables.ts';
import type { LogProcessor } from '../model/proc_entries.ts';
import { ownerNode } from '../model/realm_ids.ts';
import { NONE } from '../model/run_model.ts';
import { U64Interner } from '../model/u64_map.ts';
import { IntervalList } from './interval_list.ts';
import { KeyTable } from './key_table.ts';
import { OperationTable } from './operation_table.ts';
import { OperationTimes } from './operation_times.ts';
import type { BusyProcessor, Channel, ControlTask } from './run_data.ts';

export class GatheredRun {
  readonly operations = new OperationTable();
  readonly keys = new KeyTable();
  readonly intervals = new IntervalList();
  readonly controls: ControlTask[] = [];
  readonly channels = new Map<string, Channel>();
  readonly processors = new Map<string, BusyProcessor>();
  readonly runtimeCalls = new Map<string, number[]>();
  readonly times = new OperationTimes();
  emptyItems = 0;
  readonly #processors = new DescribedUnits();
  readonly #memories = new DescribedUnits();

  /** Takes the descriptions of one rank: operations, names, machine. */
  addDescriptions(log: LogContent): void {
    this.operations.addRank(log);
    this.#processors.add(new LogTable(log, 'ProcDesc'), 'proc_id');
    this.#memories.add(new LogTable(log, 'MemDesc'), 'mem_id');
  }

  noteLeaf({ lo, hi, kind }: LogProcessor, busyNs: number): void {
    const label = this.#processors.label(lo, hi, (number) => processorKind(number).name);
    let processor = this.processors.get(label);
    if (processor === undefined) this.processors.set(label, (processor = { label, kind: processorKind(kind).name, count: 0, busyNs: 0 }));
    processor.count++;
    processor.busyNs += busyNs;
  }

  channel(label: string): Channel {
    let channel = this.channels.get(label);
    if (channel === undefined) this.channels.set(label, (channel = { label, starts: [], stops: [], bytes: 0 }));
    return channel;
  }

  memoryKindOf(lo: number, hi: number): number {
    return this.#memories.kindOf(lo, hi);
  }

  /** `n0 System 0`: rank, kind, place among those of its kind by ascending id. */
  memoryLabel(lo: number, hi: number): string {
    return (lo | hi) === 0 ? '?' : this.#memories.label(lo, hi, (kind) => memoryKind(kind).name);
  }
}

/** Processors or memories as all ranks describe them: their ids differ from run to run, their places in their kind do not. */
class DescribedUnits {
  readonly #ids = new U64Interner();
  readonly #kinds: number[] = [];
  #places: Map<number, number> | undefined;

  add(table: LogTable, idField: string): void {
    const [ids, kinds] = [table.words(idField), table.numbers('kind')];
    for (let row = 0; row < table.count; row++) {
      const id = this.#ids.intern(ids[2 * row], ids[2 * row + 1]);
      this.#kinds[id] ??= kinds[row];
    }
    this.#places = undefined;
  }

  kindOf(lo: number, hi: number): number {
    const id = this.#ids.find(lo, hi);
    return id === NONE ? UNKNOWN_KIND : this.#kinds[id];
  }

  label(lo: number, hi: number, kindName: (kind: number) => string): string {
    const id = this.#ids.find(lo, hi);
    if (id === NONE) return `n${ownerNode(hi)} ${kindName(UNKNOWN_KIND)} ${lo & 0xfff}`;
    this.#places ??= this.#findPlaces();
    return `n${ownerNode(hi)} ${kindName(this.#kinds[id])} ${this.#places.get(id)}`;
  }

  #findPlaces(): Map<number, number> {
    const counts = new Map<string, number>();
    const places = new Map<number, number>();
    const ascending = this.#kinds.map((_, id) => id).sort((a, b) => this.#ids.hi(a) - this.#ids.hi(b) || this.#ids.lo(a) - this.#ids.lo(b));
    for (const id of ascending) {
      const group = `${ownerNode(this.#ids.hi(id))} ${this.#kinds[id]}`;
      const place = counts.get(group) ?? 0;
      counts.set(group, place + 1);
      places.set(id, place);
    }
    return places;
  }
}
