/** Work of the runtime on one rank as intervals: meta tasks, messages, mapper calls, handling of profiling responses. */
import { describedNames } from '../model/item_names.ts';
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import type { GatheredRun } from './gathered_run.ts';
import { KeyFinder } from './key_finder.ts';
import { running, type RankEntries } from './rank_entries.ts';

export function gatherRuntime(rank: number, source: RankEntries, run: GatheredRun): void {
  gatherMetaTasks(rank, source, run);
  gatherMapperCalls(rank, source, run);
  gatherProfTasks(rank, source, run);
  gatherRuntimeCalls(source, run);
}

/** A meta task waits in the queue of its processor from when it was ready; a message from when it was sent. */
function gatherMetaTasks(rank: number, source: RankEntries, run: GatheredRun): void {
  const { operations, keys, intervals } = run;
  const names = describedNames(source.log, source.strings, 'MetaDesc');
  const messages = messageKinds(source);
  const nameOf = (kind: number): string => names.get(kind) ?? `meta task ${kind}`;
  const finders = { analysis: new KeyFinder(keys, operations, 'analysis', nameOf), message: new KeyFinder(keys, operations, 'message', nameOf), backlog: new KeyFinder(keys, operations, 'backlog', nameOf) };
  for (const tableName of ['MetaInfo', 'MessageInfo'] as const) {
    const table = SOURCE_TABLES.indexOf(tableName);
    const records = source.table(tableName);
    const [ids, kinds, creates, readys] = [records.words('op_id'), records.numbers('lg_id'), records.times('create'), records.times('ready')];
    const queuedFrom = records.has('spawn') ? records.times('spawn') : readys;
    for (const [entry, row] of source.ofTable(tableName)) {
      const operation = operations.number(ids[2 * row], ids[2 * row + 1]);
      const isMessage = tableName === 'MessageInfo' || messages.has(kinds[row]);
      const key = finders[isMessage ? 'message' : 'analysis'].find(kinds[row], operation);
      const place = { rank, table, row };
      const start = source.entries.starts[entry];
      let isFirst = true;
      for (const piece of running(start, source.entries.stops[entry], source.blocked(entry))) {
        if (intervals.add(piece.start, piece.stop, key, isFirst, place)) isFirst = false;
      }
      intervals.add(queuedFrom[row], start, finders.backlog.find(kinds[row], operation), true, place);
      if (operation !== NONE && !isMessage) run.times.noteRecord(operation, creates[row]);
    }
  }
}

/** Kinds of meta task that handle messages: older logs have them among the others. */
function messageKinds(source: RankEntries): ReadonlySet<number> {
  const table = source.table('MetaDesc');
  const [kinds, flags] = [table.numbers('kind'), table.numbers('message')];
  const found = new Set<number>();
  for (let row = 0; row < table.count; row++) if (flags[row] !== 0) found.add(kinds[row]);
  return found;
}

/** A call does not run while the entry around it is blocked; it serves the operation of that entry. */
function gatherMapperCalls(rank: number, source: RankEntries, { operations, keys, intervals }: GatheredRun): void {
  const names = describedNames(source.log, source.strings, 'MapperCallDesc');
  const finder = new KeyFinder(keys, operations, 'mapper', (kind) => names.get(kind) ?? `call ${kind}`);
  const table = SOURCE_TABLES.indexOf('MapperCallInfo');
  const records = source.table('MapperCallInfo');
  const [ids, kinds] = [records.words('op_id'), records.numbers('kind')];
  const { starts, stops, operations: entryIds } = source.entries;
  for (const [entry, row] of source.ofTable('MapperCallInfo')) {
    const around = source.aroundCall(entry);
    const aroundOperation = around === NONE ? NONE : operations.number(entryIds[2 * around], entryIds[2 * around + 1]);
    const key = finder.find(kinds[row], aroundOperation === NONE ? operations.number(ids[2 * row], ids[2 * row + 1]) : aroundOperation);
    const blocked = source.blockedAround(around, starts[entry], stops[entry]);
    let isFirst = true;
    for (const piece of running(starts[entry], stops[entry], blocked)) if (intervals.add(piece.start, piece.stop, key, isFirst, { rank, table, row })) isFirst = false;
  }
}

function gatherProfTasks(rank: number, source: RankEntries, { operations, keys, intervals }: GatheredRun): void {
  const finder = new KeyFinder(keys, operations, 'analysis', () => 'ProfTask');
  const table = SOURCE_TABLES.indexOf('ProfTaskInfo');
  const ids = source.table('ProfTaskInfo').words('op_id');
  for (const [entry, row] of source.ofTable('ProfTaskInfo')) {
    intervals.add(source.entries.starts[entry], source.entries.stops[entry], finder.find(0, operations.number(ids[2 * row], ids[2 * row + 1])), true, { rank, table, row });
  }
}

/** They are no part of the ledger: what a program does inside them is its own time. */
function gatherRuntimeCalls(source: RankEntries, { runtimeCalls }: GatheredRun): void {
  const names = describedNames(source.log, source.strings, 'RuntimeCallDesc');
  const kinds = source.table('RuntimeCallInfo').numbers('kind');
  for (const [entry, row] of source.ofTable('RuntimeCallInfo')) {
    const name = names.get(kinds[row]) ?? `runtime call ${kinds[row]}`;
    const length = source.entries.stops[entry] - source.entries.starts[entry];
    const known = runtimeCalls.get(name);
    if (known === undefined) runtimeCalls.set(name, [length]);
    else known.push(length);
  }
}
