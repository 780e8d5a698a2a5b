/** What the lines that the reference prints while it reads say of a run of ours. */
import type { SpokenRun } from '../compat/run_lines.ts';
import type { IndexedRun } from './indexed_run.ts';

export function spokenRun({ reader, files, alerts }: IndexedRun): SpokenRun {
  const { info, messages } = reader.run();
  return {
    files, messages, nodesDeclared: info.ranksDeclared, filteredNodes: undefined,
    hasEventGraph: !alerts.some(({ rule }) => rule === 'no-event-graph'),
  };
}
