/** What the lines that the reference prints while it reads say of a run of ours. */
import { WHOLE_RUN, type RunView } from '../model/run_view.ts';
import type { SpokenRun } from '../compat/run_lines.ts';
import type { IndexedRun } from './indexed_run.ts';

export function spokenRun({ reader, files, alerts }: IndexedRun, view: RunView = WHOLE_RUN): SpokenRun {
  const { info, messages } = reader.run();
  return {
    files, messages, nodesDeclared: info.ranksDeclared, filteredNodes: view.filtersInput ? view.nodes : undefined,
    hasEventGraph: !alerts.some(({ rule }) => rule === 'no-event-graph'),
  };
}
