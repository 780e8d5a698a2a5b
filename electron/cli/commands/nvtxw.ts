/** `nvtxw`: writes a run as a report of Nsight Systems, alone or merged into one, or a report a rank merged into each rank's own. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { findBackend, searchedPlaces, systemPlaces } from '../../compat/nvtxw/nvtxw_backend.ts';
import { zeroTimes } from '../../compat/nvtxw/nvtxw_export.ts';
import { checkMerge, chooseOutput, REPORT_EXTENSION, withoutExtension, writeAside } from '../../compat/nvtxw/nvtxw_output.ts';
import { probeBackend, writeReport } from '../../compat/nvtxw/nvtxw_process.ts';
import { reportSpan } from '../../compat/nvtxw/nvtxw_report_span.ts';
import { checkSameRun, reportsByRank } from '../../compat/nvtxw/nvtxw_reports.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { EXIT_OK, say, untilSignalled, warn } from '../context.ts';
import type { RunView } from '../../model/run_view.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { ProgressLine } from '../progress_line.ts';

export interface NvtxwChoice extends RunChoice {
  readonly view: RunView;
  /** Absolute paths. */
  readonly output: string;
  readonly backend: string | undefined;
  readonly merge: string | undefined;
  readonly nsysDir: string | undefined;
  readonly force: boolean;
  /** False with --no-critical-paths. */
  readonly hasOrigins: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Writes nothing, and says what it would use. */
  readonly plans: boolean;
}

/** A file to write. */
interface Report {
  readonly output: string;
  readonly merge: string | undefined;
  /** undefined = all. */
  readonly nodes: readonly number[] | undefined;
}

/** @throws ProfileError */
export async function nvtxw(paths: readonly string[], choice: NvtxwChoice): Promise<number> {
  if (choice.merge !== undefined && choice.nsysDir !== undefined) throw new ProfileError('usage', 'Give --merge for one report or --nsys-dir for one a rank, not both.');
  if (choice.plans) {
    await plan(paths, choice, untilSignalled());
    return EXIT_OK;
  }
  const library = findBackend(choice.backend, systemPlaces());
  // Found wrong now rather than after a long run was read.
  if (choice.nsysDir === undefined) planOne(choice);
  const signal = untilSignalled();
  await withIndexedRun(paths, choice, signal, async ({ reader }) => {
    const reports = choice.nsysDir === undefined ? [planOne(choice)] : planRanks(reader, choice, choice.nsysDir);
    await checkTimes(reader, reports, signal);
    const written = [];
    for (const report of reports) {
      written.push(await write(reader.path, library, report, choice, signal));
      if (!choice.json) say(report.output);
    }
    if (choice.json) say(JSON.stringify({ schema: 'nvtxw/1', reports: written }, undefined, 2));
  });
  return EXIT_OK;
}

function planOne({ output, merge, force }: NvtxwChoice): Report {
  const chosen = chooseOutput(output, force);
  if (merge !== undefined) checkMerge(merge, chosen);
  return { output: chosen, merge, nodes: undefined };
}

/** `out_0.nsys-rep`, `out_1.nsys-rep` …, each with the tracks and the clock of its rank. */
function planRanks(reader: IndexReader, { output, force }: NvtxwChoice, folder: string): Report[] {
  const ranks = reader.run().info.ranksLoaded;
  const found = reportsByRank(folder, ranks);
  if (found.size === 0) throw new ProfileError('not-found', `There is no report of a rank of this run in ${folder} (legate_0${REPORT_EXTENSION} …).`);
  const without = ranks.filter((rank) => !found.has(rank));
  if (without.length > 0) warn(`legion_prof: no report in ${folder} for rank ${without.join(', ')}; written without merging.`);
  return ranks.map((rank) => {
    const chosen = chooseOutput(`${withoutExtension(output)}_${rank}`, force);
    const merge = found.get(rank);
    if (merge !== undefined) checkMerge(merge, chosen);
    return { output: chosen, merge, nodes: [rank] };
  });
}

async function checkTimes(reader: IndexReader, reports: readonly Report[], signal: AbortSignal): Promise<void> {
  const zeros = zeroTimes(reader);
  const [first = 0n] = zeros.values();
  for (const { merge, nodes } of reports) {
    const zero = nodes === undefined ? first : zeros.get(nodes[0]) ?? 0n;
    if (zero < 0n) throw new ProfileError('system', 'The log places its beginning before 1970; its clock cannot be used.');
    if (merge === undefined) continue;
    const span = await reportSpan(merge, signal);
    checkSameRun(merge, zero, reader.run().info.interval.stopNs, span);
    if (span === undefined) warn(`legion_prof: whether ${merge} is of this run was checked by its file's time alone: nsys is not on PATH, and no export lies beside it.`);
  }
  if (first === 0n) warn('legion_prof: the logs do not say when the run began; times count from 1970.');
}

/** As the document of `--json` has it. */
interface WrittenReport {
  readonly path: string;
  /** The report whose content is in it. */
  readonly merge: string | null;
  readonly ranges: number;
  readonly tracks: number;
  readonly curves: number;
}

async function write(index: string, library: string, { output, merge, nodes }: Report, { view, hasOrigins, verbose }: NvtxwChoice, signal: AbortSignal): Promise<WrittenReport> {
  using progress = new ProgressLine();
  if (existsSync(output)) warn(`legion_prof: ${output} exists and is replaced.`);
  const { events, streams, counters, inverted, interface: version, output: said } = await writeAside(output, (session) =>
    writeReport({ index, library, choice: { session, merge, nodes, hasOrigins, cutNs: view.startNs ?? 0 } }, signal, (done, total) => progress.show(`writing ${total > 0 ? Math.floor((100 * done) / total) : 0} %`, total > 0 ? done / total : 0)));
  progress[Symbol.dispose]();
  if (verbose && said !== '') warn(said.trimEnd());
  if (inverted > 0) warn(`legion_prof: ${inverted} ranges that end before they start were left out.`);
  const curves = counters > 0 ? ` and ${counters} curves` : '';
  warn(`legion_prof: ${events} ranges on ${streams} tracks${curves}${merge === undefined ? '' : `, merged with ${merge}`} (${isAbsolute(library) ? library : `${library} of the system`}, interface ${version}).`);
  return { path: output, merge: merge ?? null, ranges: events, tracks: streams, curves: counters };
}

/** Prints what would be done: the backend and what it is, or why there is none; and the report of each rank in the folder. */
async function plan(paths: readonly string[], choice: NvtxwChoice, signal: AbortSignal): Promise<void> {
  const backend = await probe(choice.backend, signal);
  await withIndexedRun(paths, choice, signal, async ({ reader }) => {
    const ranks = reader.run().info.ranksLoaded;
    const found = choice.nsysDir === undefined ? new Map<number, string>() : reportsByRank(choice.nsysDir, ranks);
    say(JSON.stringify({ schema: 'nvtxw-plan/1', backend, reports: ranks.map((rank) => ({ rank, report: found.get(rank) ?? null })) }));
  });
}

async function probe(given: string | undefined, signal: AbortSignal): Promise<object> {
  try {
    const library = findBackend(given, systemPlaces());
    return { library, interface: await probeBackend(library, signal), version: /\d{4}\.\d+(?:\.\d+)*/.exec(library)?.[0] ?? null };
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return { problem: error.message, searched: given === undefined ? searchedPlaces(systemPlaces()) : [given] };
  }
}
