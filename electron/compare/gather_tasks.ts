/** Application tasks of one rank: leaf tasks become intervals, tasks that launch operations become control tasks. */
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { KeyFinder } from './key_finder.ts';
import { launchKindOfCall, type LaunchKind } from './launch_kinds.ts';
import { describedNames } from '../model/item_names.ts';
import { provenanceTexts } from './operation_table.ts';
import { MarkedRanges } from './marked_ranges.ts';
import { joined, running, type RankEntries, type Span } from './rank_entries.ts';
import type { GatheredRun } from './gathered_run.ts';
import type { ControlTask, MarkedSpan } from './run_data.ts';

/** Source: legion legion_profiling.cc, get_implicit_processor. An application's own thread: no task of anybody. */
const EXTERNAL_THREAD = 'External Thread';
const TASK_TABLES = ['TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo'] as const;

/** `parents`: numbers of the operations that have children, of all ranks. */
export function gatherTasks(rank: number, source: RankEntries, run: GatheredRun, parents: ReadonlySet<number>): void {
  const { operations, keys } = run;
  const finders = (['task', 'dispatch'] as const).map((stage) => new KeyFinder(keys, operations, stage, (id) => operations.taskNames.tasks.get(id) ?? `task ${id}`));
  const kernels = kernelSpans(source);
  const controls: { entry: number; row: number; table: number; operation: number; name: string }[] = [];
  for (const tableName of TASK_TABLES) {
    const table = SOURCE_TABLES.indexOf(tableName);
    const records = source.table(tableName);
    const [ids, taskIds, variantIds, readys] = [records.words('op_id'), records.numbers('task_id'), records.numbers('variant_id'), records.times('ready')];
    for (const [entry, row] of source.ofTable(tableName)) {
      const operation = operations.number(ids[2 * row], ids[2 * row + 1]);
      const name = operations.taskName(taskIds[row], variantIds[row]);
      const isImplicit = tableName === 'ImplicitTaskInfo';
      if (isImplicit && name === EXTERNAL_THREAD) continue;
      if (operation !== NONE) run.times.noteTask(operation, name);
      if (isImplicit || (operation !== NONE && parents.has(operation))) {
        controls.push({ entry, row, table, operation, name });
        continue;
      }
      const isNamed = operations.taskNames.tasks.has(taskIds[row]);
      const [key, dispatchKey] = isNamed ? finders.map((finder) => finder.find(taskIds[row], operation))
        : (['task', 'dispatch'] as const).map((stage) => keys.intern(stage, name, operations.line(operation)));
      const place = { rank, table, row };
      const start = source.entries.starts[entry];
      const stop = source.entries.stops[entry];
      const pieces = running(start, stop, source.blocked(entry));
      const kernel = kernels.get(row);
      let isFirst = true;
      let busyNs = 0;
      for (const piece of tableName === 'GPUTaskInfo' && kernel !== undefined ? joined([...pieces, kernel]) : pieces) {
        if (run.intervals.add(piece.start, piece.stop, key, isFirst, place)) isFirst = false;
        busyNs += piece.stop - piece.start;
      }
      if (isFirst) run.emptyItems++;
      run.intervals.add(readys[row], start, dispatchKey, true, place);
      run.noteLeaf(source.entries.processors[source.entries.lines[entry] >>> 1], busyNs);
      if (operation !== NONE) run.times.noteLeaf(operations.root(operation), start, Math.max(stop, kernel?.stop ?? 0));
    }
  }
  const calls = launchCalls(source);
  const textOf = provenanceTexts(source.log, source.strings);
  const ranges = markedRanges(source, textOf);
  for (const { entry, row, table, operation, name } of controls) {
    const { starts, stops, lines } = source.entries;
    run.controls.push({
      name, operation, rank, start: starts[entry], stop: stops[entry], place: { rank, table, row }, waits: controlWaits(source, entry, run, textOf),
      ranges: ranges.get(lines[entry])?.touching(starts[entry], stops[entry]) ?? [], calls: calls.get(entry) ?? new Map<LaunchKind, number[]>(),
    });
  }
}

/** What tasks ran on GPUs, by row of the task's record. */
function kernelSpans({ entries }: RankEntries): ReadonlyMap<number, Span> {
  const gpuTable = SOURCE_TABLES.indexOf('GPUTaskInfo');
  const places = entries.entryOfRow.get(gpuTable);
  const spans = new Map<number, Span>();
  if (places === undefined) return spans;
  // Kernels come after everything else and share their task's table.
  for (let e = entries.count - 1; e >= 0 && entries.tables[e] === gpuTable && places[entries.rows[e]] !== e; e--) {
    if (entries.starts[e] < entries.stops[e]) spans.set(entries.rows[e], { start: entries.starts[e], stop: entries.stops[e] });
  }
  return spans;
}

/** Starts of launching runtime calls, by the entry that they ran in. */
function launchCalls(source: RankEntries): ReadonlyMap<number, ReadonlyMap<LaunchKind, readonly number[]>> {
  const names = describedNames(source.log, source.strings, 'RuntimeCallDesc');
  const kinds = source.table('RuntimeCallInfo').numbers('kind');
  const found = new Map<number, Map<LaunchKind, number[]>>();
  for (const [entry, row] of source.ofTable('RuntimeCallInfo')) {
    const kind = launchKindOfCall(names.get(kinds[row]) ?? '');
    if (kind === undefined) continue;
    const around = source.aroundCall(entry);
    let ofEntry = found.get(around);
    if (ofEntry === undefined) found.set(around, (ofEntry = new Map()));
    const starts = ofEntry.get(kind);
    if (starts === undefined) ofEntry.set(kind, [source.entries.starts[entry]]);
    else starts.push(source.entries.starts[entry]);
  }
  for (const ofEntry of found.values()) for (const starts of ofEntry.values()) starts.sort((a, b) => a - b);
  return found;
}

type TextOf = ReturnType<typeof provenanceTexts>;

/** Ranges that the application marked, by processor line. */
function markedRanges(source: RankEntries, textOf: TextOf): ReadonlyMap<number, MarkedRanges> {
  const ids = source.table('ApplicationCallInfo').words('provenance');
  const { starts, stops, lines } = source.entries;
  const found = new Map<number, MarkedSpan[]>();
  for (const [entry, row] of source.ofTable('ApplicationCallInfo')) {
    const span = { start: starts[entry], stop: stops[entry], name: textOf(ids[2 * row], ids[2 * row + 1]) ?? 'unknown range' };
    const ofLine = found.get(lines[entry]);
    if (ofLine === undefined) found.set(lines[entry], [span]);
    else ofLine.push(span);
  }
  return new Map([...found].map(([line, ranges]) => [line, new MarkedRanges(ranges)]));
}

function controlWaits(source: RankEntries, entry: number, { operations }: GatheredRun, textOf: TextOf): ControlTask['waits'] {
  const { provenances } = source.waits;
  return source.blocked(entry).map((span) => ({ ...span, line: operations.lineOfText(textOf(provenances[2 * span.wait], provenances[2 * span.wait + 1]) ?? '') }));
}
