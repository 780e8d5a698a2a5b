/** Which Nsight report belongs to which rank, and whether it can be of the same run. Source: Legate driver: `legate_<rank>.nsys-rep` whatever the profile's name. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ProfileError } from '../../protocol/errors.ts';
import { REPORT_EXTENSION } from './nvtxw_output.ts';
import type { ReportSpan } from './nvtxw_report_span.ts';

/** Report of each rank that has one. A rank's is `legate_<rank>`, else the only one whose name ends by its number. */
export function reportsByRank(folder: string, ranks: readonly number[]): ReadonlyMap<number, string> {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(REPORT_EXTENSION));
  } catch (error) {
    throw new ProfileError('not-found', `The folder ${folder} cannot be read.`, { cause: error });
  }
  const found = new Map<number, string>();
  for (const rank of ranks) {
    const candidates = names.filter((name) => Number(/(?:^|\D)(\d+)\.nsys-rep$/.exec(name)?.[1] ?? -1) === rank);
    const own = `legate_${rank}${REPORT_EXTENSION}`;
    if (candidates.includes(own)) found.set(rank, join(folder, own));
    else if (candidates.length === 1) found.set(rank, join(folder, candidates[0]));
    else if (candidates.length > 1) throw new ProfileError('usage', `Several reports in ${folder} may be of rank ${rank}: ${candidates.join(', ')}. Leave one, or merge by --merge.`);
  }
  return found;
}

/**
 * Holds when a report was recorded against the run of the logs. Where that is not known: a report is written when its run ends, so one that
 * was last changed before the run began is another run's; later changes say nothing (copies).
 * @param zeroNs ns since 1970 at profile zero @param lastNs last time of the run, ns @throws ProfileError 'usage'
 */
export function checkSameRun(report: string, zeroNs: bigint, lastNs: number, span: ReportSpan | undefined): void {
  if (zeroNs === 0n) throw new ProfileError('usage', `The log does not say when its run began, so it cannot be merged with ${report}.`);
  if (span !== undefined) {
    const stopNs = zeroNs + BigInt(Math.round(lastNs));
    if (span.startNs < stopNs && span.stopNs > zeroNs) return;
    throw new ProfileError('usage', `${report} is of another run: it was recorded from ${dateOf(span.startNs)} to ${dateOf(span.stopNs)}, and the run of the logs went from ${dateOf(zeroNs)} to ${dateOf(stopNs)}. Give the report of this run.`);
  }
  if (BigInt(Math.ceil(statSync(report).mtimeMs)) * 1_000_000n < zeroNs) {
    throw new ProfileError('usage', `${report} is older than the run of the logs, which began at ${dateOf(zeroNs)}: their times do not overlap. Give the report of this run.`);
  }
}

function dateOf(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}
