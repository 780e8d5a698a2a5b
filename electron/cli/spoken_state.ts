/** What a server that shows runs says of them on the terminal: what could not be opened, files that are bad, and nodes that are not there. */
import type { EngineHost } from '../engine/engine_host.ts';
import { FILE_RULES } from '../protocol/alerts.ts';
import type { RunId, RunSummary, SessionState } from '../protocol/run_api.ts';
import { WHOLE_RUN, type RunView } from '../model/run_view.ts';
import { sayAbsentNodes } from './chosen_part.ts';
import { isWorthSaying, warn } from './context.ts';

/** Says all of it once on stderr, now and when reading finds more. @param known failures so far */
export function sayOfRuns(engine: EngineHost, known: readonly { readonly message: string }[], view: RunView = WHOLE_RUN): void {
  const said = new Set<string>();
  const tell = (message: string | undefined): void => {
    if (message === undefined || said.has(message)) return;
    said.add(message);
    warn(`legion_prof: ${message}`);
  };
  const judged = new Set<RunId>();
  const judge = ({ run, phase, alerts, info }: RunSummary): void => {
    if (phase === 'reading' || judged.has(run)) return;
    judged.add(run);
    for (const { rule, severity, message } of alerts) if (isWorthSaying(severity) && (FILE_RULES.has(rule) || rule === 'rank-missing')) tell(message);
    tell(sayAbsentNodes(view, info.ranksDeclared));
  };
  for (const { message } of known) tell(message);
  const ask = (): void => {
    engine.call('session.state', {}).then(
      (state) => {
        const { failures, runs } = state as SessionState;
        for (const { message } of failures) tell(message);
        runs.forEach(judge);
      },
      // The engine is ending; whoever waits for it says so.
      () => undefined,
    );
  };
  engine.listen((event, data) => {
    if (event === 'session.changed' || (event === 'run.changed' && (data as { phase: string }).phase !== 'reading')) ask();
  });
  // A small log may have been read before we listened.
  ask();
}
