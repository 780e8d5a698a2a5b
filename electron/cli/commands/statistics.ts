/** `statistics`: how often things ran and for how long, in the reference's words or as one JSON document. Straight from the logs. */
import { runLines } from '../../compat/run_lines.ts';
import { StatisticNames, statisticsDocument, statisticsLines } from '../../compat/statistics_text.ts';
import { countRun } from '../../engine/counted_run.ts';
import { loadedView, type RunView } from '../../model/run_view.ts';
import { ProfileError } from '../../protocol/errors.ts';
import { sayAlerts, sayFailures, sayPart } from '../chosen_part.ts';
import { absolutePaths, EXIT_OK, say, untilSignalled } from '../context.ts';
import { nameFiles } from '../file_names.ts';
import { writeLines } from '../output.ts';
import { ProgressLine } from '../progress_line.ts';
import { spokenRun } from '../spoken_run.ts';

export interface StatisticsChoice {
  readonly view: RunView;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function statistics(paths: readonly string[], { view, json }: StatisticsChoice): Promise<number> {
  const signal = untilSignalled();
  const loaded = loadedView(view);
  const line = new ProgressLine();
  const { run, failures } = await countRun(absolutePaths(paths), {
    view: loaded, onProgress: ({ doneBytes, totalBytes }) => line.show(`Reading logs ${Math.floor((100 * doneBytes) / Math.max(1, totalBytes))} %`),
  }, signal).finally(() => line[Symbol.dispose]());
  sayFailures(failures, run !== undefined);
  // Why is said above.
  if (run === undefined) throw new ProfileError('unknown-format', 'Nothing of this could be read.');
  sayAlerts(run.alerts, failures);
  try {
    sayPart(loaded, run.nodesDeclared);
    const names = new StatisticNames(run.descriptions, run.logVersions);
    if (json) say(JSON.stringify(statisticsDocument(run.groups, names), undefined, 2));
    else await writeLines([...runLines(spokenRun({ ...run, files: nameFiles(run.files, paths) }, view)), ...statisticsLines(run.groups, names)], process.stdout, signal);
    return EXIT_OK;
  } finally {
    run.descriptions.close();
  }
}
