/**
 * Finds a run again whose files have moved. Only the desktop's dialogs and the command line may name files to the engine; runs are
 * known by what their logs hold, so whatever is opened from its new place is the same entry of the list.
 */
import { effect } from '@preact/signals';
import type { RecentRun } from '../../../electron/protocol/run_api.ts';
import type { App } from '../../state/app.ts';
import { desktop } from './desktop_bridge.ts';

/** A sentence on what to do or what came of it; null where there is nothing to say. */
export async function locate(app: App, recent: RecentRun): Promise<string | null> {
  const bridge = desktop();
  const first = recent.paths[0] ?? recent.title;
  if (!bridge) {
    return `Neither ${first} nor an index of it is there any more, and a page in a browser may not look for files. Where they are now, type \`legion_prof view NEW-PLACE\`: the run is known by its contents and keeps its title and notes.`;
  }
  const before = new Set(app.session.peek()?.runs.map(({ run }) => run));
  if (!(await bridge.openFiles())) return null;
  const opened = await nextRuns(app, before);
  if (opened.length === 0) return 'Nothing of what was chosen could be opened; the reasons are listed above.';
  return opened.includes(recent.contentId) ? null : `What was chosen is another run than ${recent.title}, which stays in the list.`;
}

/** Runs that are open now and were not before, as soon as the session has changed. */
function nextRuns(app: App, before: ReadonlySet<string>): Promise<readonly string[]> {
  const asked = app.session.peek();
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const stop = effect(() => {
    const session = app.session.value;
    if (session !== asked && session !== null) resolve(session.runs.map(({ run }) => run).filter((run) => !before.has(run)));
  });
  return promise.finally(stop);
}
