/** `trace`: a run as a file for about:tracing and Perfetto, as the reference writes it or in Perfetto's own format, which can say more. */
import { refuseExisting, writeWhole } from '../../compat/partial_file.ts';
import { PerfettoTrace } from '../../compat/perfetto/perfetto_trace.ts';
import { runLines } from '../../compat/run_lines.ts';
import { traceJson } from '../../compat/trace_json.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import { loadedView, type RunView } from '../../model/run_view.ts';
import { absolutePaths, EXIT_OK, say, untilSignalled } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { writeFile, writeLines } from '../output.ts';
import { spokenIndex } from '../spoken_run.ts';
import type { TraceFormat } from '../trace_formats.ts';

export interface TraceChoice extends RunChoice {
  readonly view: RunView;
  /** As the user wrote it. */
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly format: TraceFormat;
  /** False with --no-critical-paths: Perfetto's format only. */
  readonly hasOrigins: boolean;
}

/** @throws ProfileError */
export async function trace(paths: readonly string[], choice: TraceChoice): Promise<number> {
  const [path] = absolutePaths([choice.output]);
  refuseExisting(path, choice.force, absolutePaths(paths));
  const signal = untilSignalled();
  return withIndexedRun(paths, { ...choice, view: loadedView(choice.view) }, signal, async (run) => {
    if (!choice.json) await writeLines([...runLines(spokenIndex(run, choice.view)), `Generating trace file ${JSON.stringify(choice.output)}`], process.stdout, signal);
    await writeWhole(path, choice.force, (partial) => writeFile(partial, piecesOf(run.reader, choice), signal));
    if (choice.json) say(JSON.stringify({ schema: 'trace/1', path }, undefined, 2));
    return EXIT_OK;
  });
}

function piecesOf(reader: IndexReader, { format, view, hasOrigins }: TraceChoice): Iterable<string | Uint8Array> {
  if (format === 'json') return traceJson(reader);
  return new PerfettoTrace(reader, hasOrigins).pieces(view.nodes === undefined ? undefined : new Set(view.nodes));
}
