/** What the lines that the reference prints while it reads say of a run of ours. */
import { WHOLE_RUN, type RunView } from '../model/run_view.ts';
import type { SpokenRun } from '../compat/run_lines.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { IndexedRun } from './indexed_run.ts';

/** What is known of a run that is only counted, or of one that is indexed. */
type KnownRun = Pick<SpokenRun, 'files' | 'messages' | 'nodesDeclared'> & { readonly alerts: readonly Alert[] };

export function spokenRun({ files, messages, nodesDeclared, alerts }: KnownRun, view: RunView = WHOLE_RUN): SpokenRun {
  return {
    files, messages, nodesDeclared, filteredNodes: view.filtersInput ? view.nodes : undefined, hasEventGraph: !alerts.some(({ rule }) => rule === 'no-event-graph'),
  };
}

export function spokenIndex({ reader, files, alerts }: IndexedRun, view?: RunView): SpokenRun {
  const { info, messages } = reader.run();
  return spokenRun({ files, alerts, messages, nodesDeclared: info.ranksDeclared }, view);
}
