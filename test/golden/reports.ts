// What the exporting commands print and write of a run, and how it is compared with what the reference did. Test helper.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runLines } from '../../electron/compat/run_lines.ts';
import { collectStatistics } from '../../electron/compat/statistics.ts';
import { StatisticNames, statisticsLines } from '../../electron/compat/statistics_text.ts';
import { spokenRun } from '../../electron/cli/spoken_run.ts';
import type { IndexReader } from '../../electron/index/index_reader.ts';
import { runToEnd } from '../../electron/index/slices.ts';

/** Lines that differ, with what was allowed and how much was compared. */
export interface LineComparison {
  readonly lines: number;
  readonly groups: number;
  /** Means that lie exactly between two printed digits: the reference's depends on the order in which it added up. */
  readonly ties: number;
  readonly differences: readonly string[];
}

export function statisticsOf(reader: IndexReader): string[] {
  const groups = runToEnd(collectStatistics(reader));
  const files = reader.files().map((file) => ({ ...file, name: basename(file.path).replace('.v1008', '') }));
  return [...runLines(spokenRun({ reader, files, alerts: reader.alerts() })), ...statisticsLines(groups, new StatisticNames(reader))];
}

/** Undefined where nothing is recorded. `hasOtherWords`: of a tool of before 1008, which says other things before the first section. */
export function compareStatistics(lines: readonly string[], folder: string, hasOtherWords = false): LineComparison | undefined {
  const path = join(folder, 'statistics.txt');
  if (!existsSync(path)) return undefined;
  const compared = (all: readonly string[]): readonly string[] => (hasOtherWords ? all.slice(all.indexOf('')) : all);
  const [ours, theirs] = [compared(lines), compared(readFileSync(path, 'utf8').trimEnd().split('\n'))];
  const differences: string[] = [];
  let ties = 0;
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (ours[i] === theirs[i]) continue;
    if (isTiedMean(theirs.slice(i - 3, i + 1), ours[i])) ties++;
    else differences.push(`line ${i + 1}: ${theirs[i]} | ours: ${ours[i]}`);
  }
  return { lines: theirs.length, groups: theirs.filter((line) => line.startsWith('          Invocations: ')).length, ties, differences: differences.slice(0, 5) };
}

/** Whether the four lines up to the mean say that total / invocations ends in half of its last digit, and both are its neighbours. */
function isTiedMean(theirs: readonly string[], our: string | undefined): boolean {
  const value = (line: string | undefined, label: string): number => Number(new RegExp(`^ {10}${label}: ([\\d.]+)`).exec(line ?? '')?.[1]);
  const [count, totalNs] = [value(theirs[0], 'Invocations'), Math.round(value(theirs[1], 'Total time') * 1000)];
  const [a, b] = [value(theirs[3], 'Average time'), value(our, 'Average time')].map((us) => Math.round(us * 1000));
  return (2 * totalNs) % count === 0 && ((2 * totalNs) / count) % 2 === 1 && Math.abs(a - b) === 1 && Math.abs(a * count - totalNs) * 2 === count;
}
