/** `statistics`: how often things ran and for how long, in the reference's words or as one JSON document. */
import { runLines } from '../../compat/run_lines.ts';
import { collectStatistics } from '../../compat/statistics.ts';
import { StatisticNames, statisticsDocument, statisticsLines } from '../../compat/statistics_text.ts';
import { loadedView, type RunView } from '../../model/run_view.ts';
import { EXIT_OK, say, untilSignalled } from '../context.ts';
import type { RunChoice } from '../engine_options.ts';
import { withIndexedRun } from '../indexed_run.ts';
import { inSlices } from '../../index/slices.ts';
import { writeLines } from '../output.ts';
import { spokenRun } from '../spoken_run.ts';

export interface StatisticsChoice extends RunChoice {
  readonly view: RunView;
  readonly json: boolean;
}

/** @throws ProfileError */
export async function statistics(paths: readonly string[], choice: StatisticsChoice): Promise<number> {
  const signal = untilSignalled();
  return withIndexedRun(paths, { ...choice, view: loadedView(choice.view) }, signal, async (run) => {
    const groups = await inSlices(collectStatistics(run.reader), signal);
    const names = new StatisticNames(run.reader);
    if (choice.json) say(JSON.stringify(statisticsDocument(groups, names), undefined, 2));
    else await writeLines([...runLines(spokenRun(run, choice.view)), ...statisticsLines(groups, names)], process.stdout, signal);
    return EXIT_OK;
  });
}
