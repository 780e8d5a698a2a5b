/** How writing goes, and what came of it. */
import type { Job } from '../../../electron/protocol/run_api.ts';
import type { ExportFormat } from '../../../electron/protocol/exports.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { jobShare } from '../top/job_pill.tsx';

/** What to do with what was written. */
const NEXT: Readonly<Record<ExportFormat, string>> = {
  nsight: 'Open it in Nsight Systems (File ▸ Open), of the writer\'s version or newer: Legion\'s tracks stand under NVTX, by node and processor.',
  perfetto: 'Drop it on ui.perfetto.dev, or choose “Open trace file” there; it is read in the browser and not sent anywhere.',
  chrome: 'Load it in about:tracing, or drop it on ui.perfetto.dev.',
  archive: 'Put the folder on a web server, and look at it with legion_prof attach ADDRESS.',
};

export function ExportProgress({ job, format }: { readonly job: Job | undefined; readonly format: ExportFormat }) {
  const app = useApp();
  if (job === undefined) return null;
  const { result } = job;
  return (
    <div class="export-progress" role="status" data-testid="export-state" data-state={job.state}>
      {job.state === 'running' && <progress max={1} value={jobShare(job)} aria-label={job.label} />}
      {job.state === 'running' && <span>{job.label}…</span>}
      {job.state === 'cancelled' && <span>Cancelled. Nothing was written.</span>}
      {job.state === 'failed' && <span class="tone-error">{job.error}</span>}
      {job.state === 'done' && <span>Written: {result?.split('\n').map((path) => <code key={path}>{path}<br /></code>)}</span>}
      {job.state === 'done' && <p class="muted" data-testid="export-next">{NEXT[format]}</p>}
      {job.state === 'done' && result !== undefined && <Button tone="quiet" onClick={() => void copyText(app, result, 'what was written')}>Copy {result.includes('\n') ? 'the paths' : 'the path'}</Button>}
    </div>
  );
}
