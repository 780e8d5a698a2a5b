/** Writing the run for another program: what and how, the command line that does the same, and how the writing goes. */
import { useEffect, useState } from 'preact/hooks';
import type { Job } from '../../../electron/protocol/run_api.ts';
import { commandLine, exportWords, type ExportChoice, type ExportFormat, type ExportPlace, type ExportPlan } from '../../../electron/protocol/exports.ts';
import { Button } from '../base/button.tsx';
import { Choice } from '../base/choice.tsx';
import { useApp, useRun } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { Dialog } from '../base/dialog.tsx';
import { Sentence } from '../base/sentence.tsx';
import { desktop } from '../home/desktop_bridge.ts';
import { ExportOptions } from './export_options.tsx';
import { ExportProgress } from './export_progress.tsx';

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ['nsight', 'Nsight Systems report'], ['perfetto', 'Perfetto trace'], ['chrome', 'Chrome trace'], ['archive', 'Archive of tiles'],
];

const ABOUT: Readonly<Record<ExportFormat, string>> = {
  nsight: 'For NVIDIA Nsight Systems: every range with its facts, alone or merged with what Nsight itself recorded.',
  perfetto: 'For ui.perfetto.dev: levels, facts, arrows of creator and critical path, curves.',
  chrome: 'For about:tracing and whatever reads that: ranges only, as the older program wrote them.',
  archive: 'A folder for a web server: others look at the run with `legion_prof attach ADDRESS`, without its logs.',
};

export function ExportDialog({ format: first, onClose }: { readonly format: ExportFormat; readonly onClose: () => void }) {
  const app = useApp();
  const run = useRun();
  const [plan, setPlan] = useState<ExportPlan | string>();
  const [choice, setChoice] = useState<ExportChoice>({ format: first, name: fileName(run.summary.peek().info.title), replaces: false, hasOrigins: true, merges: false });
  /** What was started last; the choice may have changed since. */
  const [started, setStarted] = useState<{ readonly id: number; readonly format: ExportFormat }>();
  const isReady = run.summary.value.phase === 'ready';
  const findPlan = (): void => void app.client.call('export.plan', { run: run.id }).then(setPlan, (error: unknown) => setPlan(error instanceof Error ? error.message : String(error)));
  useEffect(() => {
    if (isReady) findPlan();
  }, [isReady]);
  const bridge = desktop();
  /** In a dialog of the system, which the desktop alone has. */
  const choosePlace = bridge && ((place: ExportPlace): void => void bridge.choosePlace(run.id, place).then((isChosen) => isChosen && findPlan()));
  const change = (part: Partial<ExportChoice>): void => setChoice({ ...choice, ...part });
  const job = app.jobs.value.find(({ id }) => id === started?.id);
  const known = typeof plan === 'object' ? plan : undefined;
  const problem = problemOf(choice, plan, isReady, app.session.value?.isReadOnly === true);
  const words = known && commandLine(exportWords(choice, known.sources, known.folder, known.chosen));
  const start = (): void => {
    app.client.call('export.start', { run: run.id, choice }).then(({ job: id }) => setStarted({ id, format: choice.format }), (error: unknown) => setPlan(error instanceof Error ? error.message : String(error)));
  };
  return (
    <Dialog title="Export the run" class="export" onClose={onClose}>
      <form
        class="export-body" aria-label="What to write" onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && !isRunning(job)) start();
        }}
      >
        <Choice name="export-format" legend="For" value={choice.format} onChange={(format) => change({ format })} options={FORMATS} />
        <p class="muted"><Sentence text={ABOUT[choice.format]} /></p>
        <ExportOptions choice={choice} plan={known} onChange={change} onPlace={choosePlace} />
        {words !== undefined && (
          <section class="export-command" aria-label="The same from the command line">
            <h3>The same from the command line</h3>
            <code data-testid="export-command">{words}</code>
            <Button tone="quiet" onClick={() => void copyText(app, words, 'the command')}>Copy</Button>
          </section>
        )}
        {problem !== undefined && <p class="export-problem" role="status" data-testid="export-problem">{problem}</p>}
        <ExportProgress job={job} format={started?.format ?? choice.format} />
        <footer>
          <Button onClick={onClose}>{isRunning(job) ? 'Close, and go on writing' : 'Close'}</Button>
          {isRunning(job)
            ? <Button tone="main" onClick={() => void app.commands.run('job.cancel', job?.id)}>Cancel writing</Button>
            : <button type="submit" class="button main" disabled={problem !== undefined}>Write</button>}
        </footer>
      </form>
    </Dialog>
  );
}

function isRunning(job: Job | undefined): boolean {
  return job?.state === 'running';
}

/** Why nothing can be written as things are. */
function problemOf({ format, name }: ExportChoice, plan: ExportPlan | string | undefined, isReady: boolean, isReadOnly: boolean): string | undefined {
  if (isReadOnly) return 'This page is read-only: the server was started with --no-token.';
  if (!isReady) return 'The index of this run is still being written; exporting begins once it is there.';
  if (plan === undefined) return 'Looking for what is needed…';
  if (typeof plan === 'string') return plan;
  if (/[\\/]|^\.*$/.test(name.trim())) return 'Give a name without a folder.';
  return format === 'nsight' && 'problem' in plan.backend ? plan.backend.problem : undefined;
}

/** A title as a file may be called. */
function fileName(title: string): string {
  return title.replaceAll(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'run';
}
