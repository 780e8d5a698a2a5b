/** The job under way with its share done and a way to stop it; the list of all jobs behind it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Job } from '../../../electron/protocol/run_api.ts';
import { Icon } from '../base/icon.tsx';
import { IconButton } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { bytesText } from '../base/numbers.ts';
import { Popover } from '../base/popover.tsx';

/** Share done 0..1, from bytes of all files. */
export function jobShare(job: Job): number {
  return job.totalBytes > 0 ? Math.min(1, job.doneBytes / job.totalBytes) : 0;
}

export function secondsText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function JobPill() {
  const app = useApp();
  const jobs = app.jobs.value;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const command = app.commands.register(
      { id: 'job.showAll', name: 'Show all jobs', keys: [], run: () => setOpen(true), disabled: () => (app.jobs.value.length === 0 ? 'no job has run' : undefined) },
    );
    return () => command[Symbol.dispose]();
  }, []);
  if (jobs.length === 0) return null;
  const running = jobs.filter((job) => job.state === 'running');
  const first = running[0];
  const percent = first ? Math.floor(jobShare(first) * 100) : 100;
  const failed = jobs.some((job) => job.state === 'failed');
  return (
    <>
      {first ? (
        <span class="job-pill" data-testid="job">
          <button type="button" ref={button} class="job-main" aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-hint="All jobs">
            <progress max={100} value={percent} aria-hidden="true" />
            <span class="job-label">{first.label}{running.length > 1 ? ` +${running.length - 1}` : ''}</span>
            <span class="number">{percent} %</span>
          </button>
          <IconButton icon="close" label={`Cancel: ${first.label}`} onClick={() => void app.commands.run('job.cancel', first.id)} />
        </span>
      ) : (
        <IconButton
          icon={failed ? 'triangleAlert' : 'history'} class={failed ? 'tone-error' : ''} label={failed ? 'Jobs: one failed' : 'Jobs'} buttonRef={button}
          aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}
        />
      )}
      {isOpen && (
        <Popover anchor={button} label="Jobs" class="jobs-panel" focus="panel" onClose={() => setOpen(false)}>
          <h2>Jobs</h2>
          <ul>{[...jobs].reverse().map((job) => <JobRow key={job.id} job={job} />)}</ul>
        </Popover>
      )}
    </>
  );
}

const STATE_TEXT = { running: 'running', done: 'done', cancelled: 'cancelled: what was read stays open', failed: 'failed' } as const;

function JobRow({ job }: { job: Job }) {
  const app = useApp();
  const [now, setNow] = useState(Date.now());
  const isRunning = job.state === 'running';
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isRunning]);
  const elapsed = (job.endedAtMs ?? now) - job.startedAtMs;
  const rate = elapsed > 200 ? `${bytesText((job.doneBytes / elapsed) * 1000, 1)}/s` : '';
  return (
    <li class={`job-row ${job.state}`}>
      <div class="job-row-head">
        <span class="job-row-label">{job.state === 'failed' && <Icon name="circleAlert" />}{job.label}</span>
        {isRunning && <IconButton icon="close" label={`Cancel: ${job.label}`} onClick={() => void app.commands.run('job.cancel', job.id)} />}
      </div>
      {isRunning && <progress max={job.totalBytes || 1} value={job.doneBytes} aria-label={job.label} />}
      <div class="muted number">
        {isRunning
          ? `${job.isParts === true ? `${Math.floor(jobShare(job) * 100)} %` : `${bytesText(job.doneBytes, 1)} of ${bytesText(job.totalBytes, 1)}${rate && ` · ${rate}`}`} · ${secondsText(elapsed)}`
          : `${STATE_TEXT[job.state]} · ${secondsText(elapsed)}${job.isParts === true ? '' : ` · ${bytesText(job.doneBytes, 1)}`}`}
      </div>
      {job.result !== undefined && <div class="muted">{job.result}</div>}
      {job.error !== null && <div class="tone-error">{job.error}</div>}
    </li>
  );
}
