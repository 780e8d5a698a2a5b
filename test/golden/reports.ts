// What the exporting commands print and write of a run, and how it is compared with what the reference did. Test helper.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runLines } from '../../electron/compat/run_lines.ts';
import { StatisticNames, statisticsLines } from '../../electron/compat/statistics_text.ts';
import { traceJson } from '../../electron/compat/trace_json.ts';
import { nameFiles } from '../../electron/cli/file_names.ts';
import { spokenRun } from '../../electron/cli/spoken_run.ts';
import { countRun } from '../../electron/engine/counted_run.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { loadedView, WHOLE_RUN, type RunView } from '../../electron/model/run_view.ts';
import type { Counts } from './golden_counts.ts';

/** Lines that differ, and how much was compared. */
export interface LineComparison {
  readonly lines: number;
  readonly groups: number;
  readonly differences: readonly string[];
  /** Lines of one side that the other lacks, whatever their order. */
  readonly sorted: readonly string[];
}

/** `logs`: in the order in which they are given. */
export async function statisticsOf(logs: readonly string[], view: RunView = WHOLE_RUN): Promise<string[]> {
  const { run } = await countRun(logs, { view: loadedView(view), onProgress: () => {} }, new AbortController().signal);
  if (run === undefined) return [];
  const files = nameFiles(run.files, logs).map((file) => ({ ...file, name: basename(file.path).replace('.v1008', '') }));
  const lines = [...runLines(spokenRun({ ...run, files }, view)), ...statisticsLines(run.groups, new StatisticNames(run.descriptions, run.logVersions))];
  run.descriptions.close();
  return lines;
}

/** `hasOtherWords`: of a tool of before 1008, which says other things before the first section. */
export function compareStatistics(lines: readonly string[], folder: string, hasOtherWords = false): LineComparison {
  const all = readFileSync(join(folder, 'statistics.txt'), 'utf8').trimEnd().split('\n');
  const same = (some: readonly string[]): readonly string[] => (hasOtherWords ? some.slice(some.indexOf('')) : some);
  const [ours, theirs] = [byReading(same(lines)), byReading(same(all))];
  const differences: string[] = [];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (ours[i] !== theirs[i]) differences.push(`line ${i + 1}: ${theirs[i]} | ours: ${ours[i]}`);
  }
  const sorted = [...without(theirs, ours), ...without(ours, theirs)];
  return { sorted, lines: all.length, groups: theirs.filter((line) => line.startsWith('          Invocations: ')).length, differences: differences.slice(0, 5) };
}

/** The reference's threads begin to read in any order: recorded answers have these lines sorted. */
function byReading(lines: readonly string[]): string[] {
  const isReading = (line: string): boolean => line.startsWith('Reading log file');
  return [...lines.filter(isReading).sort(), ...lines.filter((line) => !isReading(line))];
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
}

/** Events of items that begin at the same time may have changed places. */
export function compareTrace(reader: IndexReader, folder: string): { readonly events: number; readonly differences: readonly string[] } {
  const path = join(folder, 'trace.json.gz');
  const text = [...traceJson(reader)].join('');
  const theirText = gunzipSync(readFileSync(path)).toString('utf8');
  const theirs = JSON.parse(theirText) as TraceEvent[];
  if (text === theirText) return { events: theirs.length, differences: [] };
  const ours = JSON.parse(text) as TraceEvent[];
  const rows = (events: readonly TraceEvent[]): string[] => events.map((event) => JSON.stringify(event)).sort();
  const sorted = [...without(rows(theirs), rows(ours)).map((row) => `missing ${row}`), ...without(rows(ours), rows(theirs)).map((row) => `extra ${row}`)];
  // The order of items: of each processor those that run first come first.
  const starts = (events: readonly TraceEvent[]): string[] => events.filter(({ name }) => !/ \((waiting|ready)\)$/.test(name)).map(({ pid, tid, ts }) => `${pid} ${tid} ${ts}`);
  const order = starts(ours).join() === starts(theirs).join() || sorted.length > 0 ? [] : ['the order differs'];
  return { events: theirs.length, differences: [...sorted, ...order].slice(0, 6) };
}

/** What the reference says of a repaired log and ours of the log as it is lack: trace events by name, begin and place, as a wait may have been among what was left out, and groups of statistics with as many items. */
export function missingOfRepaired(reader: IndexReader, statistics: readonly string[], folder: string): { readonly counts: Readonly<Record<string, Counts>>; readonly missing: readonly string[] } {
  const ours = groupCounts(statistics);
  const lines = readFileSync(join(folder, 'statistics.txt'), 'utf8').trimEnd().split('\n');
  const theirs = groupCounts(lines);
  const missing = [...theirs].filter(([name, count]) => (ours.get(name) ?? 0) < count).map(([name, count]) => `${name}: ${count}, here ${ours.get(name)}`);
  const trace = join(folder, 'trace.json.gz');
  const events = existsSync(trace) ? JSON.parse(gunzipSync(readFileSync(trace)).toString('utf8')) as TraceEvent[] : [];
  const rows = (all: readonly TraceEvent[]): string[] => all.map(({ name, ts, pid, tid }) => `${name} ${ts} ${pid} ${tid}`);
  if (events.length > 0) missing.push(...without(rows(events), rows(JSON.parse([...traceJson(reader)].join('')) as TraceEvent[])));
  const groups = lines.filter((line) => INVOCATIONS.test(line)).length;
  return { counts: { 'statistics.txt': { lines: lines.length, groups }, ...(events.length === 0 ? {} : { 'trace.json.gz': { events: events.length } }) }, missing: missing.slice(0, 6) };
}

const INVOCATIONS = /^ {10}Invocations: (\d+)$/;

/** Invocations by header; of headers that occur several times (mapper calls of several mappers) the sum. */
function groupCounts(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  lines.forEach((line, i) => {
    const count = INVOCATIONS.exec(line)?.[1];
    if (count !== undefined) counts.set(lines[i - 1], (counts.get(lines[i - 1]) ?? 0) + Number(count));
  });
  return counts;
}
