/**
 * A span of a run as a run of its own: what lies outside is left out, what touches the span stays and is cut to it, and every time
 * of the log, whatever it is of, moves by the same map. The reference moves only some of them, and so compares times of two axes.
 * Source of what stays: legion tools/legion_prof_rs/src/state.rs, trim_time_range.
 */
import type { Column, DecodedLog, RecordTable } from '../decode/decoded_log.ts';
import { LogTable } from './log_tables.ts';
import { pickRows } from './pick_rows.ts';
import { sharedF64 } from './shared_columns.ts';

/** From when to when what a record tells of lives: closed, as an item that only touches the span stays. */
const LIVES: Readonly<Record<string, readonly [start: string, stop: string]>> = {
  TaskInfo: ['start', 'stop'], ImplicitTaskInfo: ['start', 'stop'], MetaInfo: ['start', 'stop'], MessageInfo: ['start', 'stop'], ProfTaskInfo: ['start', 'stop'],
  MapperCallInfo: ['start', 'stop'], RuntimeCallInfo: ['start', 'stop'], ApplicationCallInfo: ['start', 'stop'], AsyncEffectInfo: ['start', 'stop'],
  CopyInfo: ['start', 'stop'], FillInfo: ['start', 'stop'], PartitionInfo: ['start', 'stop'], InstTimelineInfo: ['ready', 'destroy'],
};
/** A task on a GPU and its kernel stay or go each by itself. */
const GPU_LIVES: readonly (readonly [start: string, stop: string])[] = [['start', 'stop'], ['gpu_start', 'gpu_stop']];
/** A wait is a part of an item: one that only touches the span has nothing left in it. */
const WAITS: ReadonlySet<string> = new Set(['TaskWaitInfo', 'MetaWaitInfo']);

export interface Span {
  /** Becomes time 0, ns. */
  readonly startNs: number;
  readonly stopNs: number;
}

/** Place of a time on the span's own axis, ns; NaN stays. */
export function trimmedTime({ startNs, stopNs }: Span, ns: number): number {
  return Math.max(0, Math.min(ns, stopNs) - startNs);
}

export function trimLog(log: DecodedLog, span: Span): DecodedLog {
  const tables = new Map<string, RecordTable>();
  for (const [name, table] of log.tables) {
    const kept = pickTouching(log, table, span);
    if (kept !== undefined) tables.set(name, moved(kept, span));
  }
  return { ...log, tables, isPart: true, lastNs: trimmedTime(span, lastTime(log)) };
}

/** A life of which neither end is known cannot be outside. */
function isOutside(start: number, stop: number, { startNs, stopNs }: Span): boolean {
  return stop < startNs || start > stopNs;
}

function pickTouching(log: DecodedLog, table: RecordTable, span: Span): RecordTable | undefined {
  const records = new LogTable(log, table.name);
  const life = LIVES[table.name];
  if (life !== undefined) {
    const [starts, stops] = life.map((field) => records.times(field));
    return pickRows(table, (row) => !isOutside(starts[row], stops[row], span));
  }
  if (WAITS.has(table.name)) {
    const [starts, ends] = [records.times('wait_start'), records.times('wait_end')];
    return pickRows(table, (row) => !(ends[row] <= span.startNs || starts[row] >= span.stopNs));
  }
  return table.name === 'GPUTaskInfo' ? pickGpuTasks(records, table, span) : table;
}

/** A half that is outside loses its times, and with them its item. */
function pickGpuTasks(records: LogTable, table: RecordTable, span: Span): RecordTable | undefined {
  const columns = new Map(table.columns);
  const isSeen = new Uint8Array(table.count);
  for (const fields of GPU_LIVES) {
    const [starts, stops] = fields.map((field) => records.times(field));
    const [ownStarts, ownStops] = [sharedF64(table.count), sharedF64(table.count)];
    for (let row = 0; row < table.count; row++) {
      const isOut = isOutside(Math.min(starts[row], stops[row]), stops[row], span);
      ownStarts[row] = isOut ? NaN : starts[row];
      ownStops[row] = isOut ? NaN : stops[row];
      if (!isOut) isSeen[row] = 1;
    }
    columns.set(fields[0], { type: 'time', values: ownStarts });
    columns.set(fields[1], { type: 'time', values: ownStops });
  }
  return pickRows({ ...table, columns }, (row) => isSeen[row] === 1);
}

function moved(table: RecordTable, span: Span): RecordTable {
  return { ...table, columns: new Map([...table.columns].map(([name, column]) => [name, movedColumn(column, span)])) };
}

function movedColumn(column: Column, span: Span): Column {
  if (column.type !== 'time') return column;
  const values = sharedF64(column.values.length);
  for (let i = 0; i < values.length; i++) values[i] = trimmedTime(span, column.values[i]);
  return { type: 'time', values };
}

/** The last time at which anything ended, ns. */
function lastTime(log: DecodedLog): number {
  let last = 0;
  const look = (name: string, field: string): void => {
    for (const ns of new LogTable(log, name).times(field)) if (ns > last) last = ns;
  };
  for (const [name, [, stop]] of Object.entries(LIVES)) look(name, stop);
  for (const [, stop] of GPU_LIVES) look('GPUTaskInfo', stop);
  return last;
}
