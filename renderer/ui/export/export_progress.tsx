/** How writing goes, and what came of it. */
import type { Job } from '../../../electron/protocol/engine_api.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { jobShare } from '../top/job_pill.tsx';

export function ExportProgress({ job }: { readonly job: Job | undefined }) {
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
      {job.state === 'done' && result !== undefined && <Button tone="quiet" onClick={() => void copyText(app, result, 'what was written')}>Copy {result.includes('\n') ? 'the paths' : 'the path'}</Button>}
    </div>
  );
}
