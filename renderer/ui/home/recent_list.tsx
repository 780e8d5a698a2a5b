/** Runs opened before. Enter opens, Delete takes one off the list, and for a few seconds back again; files are never touched. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { RecentRun } from '../../../electron/protocol/run_api.ts';
import { Button, IconButton } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { locate } from './locate.ts';
import { openedText } from './opened_text.ts';
import { Strip } from './strip.tsx';

const UNDO_MS = 6000;

export function RecentList({ recent }: { recent: readonly RecentRun[] }) {
  const app = useApp();
  const [filter, setFilter] = useState('');
  /** Taken off the list, not yet forgotten by the engine. */
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, number>());
  /** Two of them can be compared. */
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const tick = (id: string): void => setTicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2)));

  const tell = (contentId: string): void => {
    app.client.call('recent.forget', { contentId }).catch((error: unknown) => app.notify(String(error), 'error'));
  };
  useEffect(() => () => {
    for (const [contentId, timer] of timers.current) {
      clearTimeout(timer);
      tell(contentId);
    }
  }, []);
  const forget = (contentId: string): void => {
    setLeaving((before) => new Set([...before, contentId]));
    timers.current.set(contentId, window.setTimeout(() => {
      timers.current.delete(contentId);
      tell(contentId);
      setLeaving((before) => new Set(before));
    }, UNDO_MS));
  };
  const keep = (contentId: string): void => {
    clearTimeout(timers.current.get(contentId));
    timers.current.delete(contentId);
    setLeaving((before) => new Set([...before].filter((id) => id !== contentId)));
  };

  const needle = filter.trim().toLowerCase();
  const shown = recent.filter((one) => needle === '' || `${one.title} ${one.paths.join(' ')}`.toLowerCase().includes(needle));
  return (
    <section class="runs" aria-label="Recent runs">
      <div class="runs-head">
        <h2>Recent</h2>
        {recent.length > 3 && (
          <input type="text" class="filter" aria-label="Filter recent runs" placeholder="Filter" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        )}
        {recent.length > 1 && <CompareTicked ticked={ticked} recent={recent} />}
      </div>
      {recent.length === 0 && <p class="muted">Runs that you open are listed here.</p>}
      {recent.length > 0 && shown.length === 0 && <p class="muted">No recent run matches <q>{filter}</q>.</p>}
      <ul class="run-list">
        {shown.map((one) => (leaving.has(one.contentId)
          ? <Forgotten key={one.contentId} title={one.title} isPending={timers.current.has(one.contentId)} onUndo={() => keep(one.contentId)} />
          : <RecentRow key={one.contentId} recent={one} isTicked={ticked.includes(one.contentId)} onTick={() => tick(one.contentId)} onForget={() => forget(one.contentId)} />))}
      </ul>
    </section>
  );
}

/** The one that is listed first is the later one: it is B. */
function CompareTicked({ ticked, recent }: { ticked: readonly string[]; recent: readonly RecentRun[] }) {
  const app = useApp();
  const chosen = recent.map(({ contentId }) => contentId).filter((id) => ticked.includes(id)).reverse();
  const compare = (): void => {
    const [a, b] = chosen;
    if (chosen.length < 2) void app.commands.run('run.openCompare');
    else app.openCompare(a, b).catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
  };
  return (
    <span class="home-compare">
      <Button icon="compare" onClick={compare}>{chosen.length === 2 ? 'Compare the two' : 'Compare two runs…'}</Button>
      <span class="muted">{chosen.length === 1 ? 'tick another one' : chosen.length === 0 ? 'or tick two, Space ticks' : ''}</span>
    </span>
  );
}

function RecentRow({ recent, isTicked, onTick, onForget }: { recent: RecentRun; isTicked: boolean; onTick: () => void; onForget: () => void }) {
  const app = useApp();
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    setProblem(null);
    try {
      const { run } = await app.client.call('run.openRecent', { contentId: recent.contentId });
      await app.openRun(run);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const find = async (): Promise<void> => {
    const problem = await locate(app, recent);
    // The list may have given way to what was opened.
    if (app.run.peek() && problem !== null) app.notify(problem);
    else setProblem(problem);
  };
  return (
    <li data-testid="recent" data-content-id={recent.contentId}>
      <div class="run-line">
        <input type="checkbox" class="run-tick" checked={isTicked} disabled={recent.state === 'moved'} aria-label={`Compare ${recent.title}`} onChange={onTick} />
        <button
          type="button" class="run-row" data-hint={recent.paths[0]} onClick={() => void open()} onKeyDown={(event) => {
            if (event.key !== 'Delete' && event.key !== ' ') return;
            event.preventDefault();
            if (event.key === 'Delete') onForget();
            else if (recent.state !== 'moved') onTick();
          }}
        >
          <Strip values={recent.strip} />
          <span class="run-name">{recent.title}</span>
          <span class="muted">{countOf(recent.nodes, 'node')}</span>
          <span class="muted number">{formatTime(recent.durationNs)}</span>
          <span class="muted">{openedText(recent.openedAt, new Date())}</span>
          <span class={`run-state ${recent.state.replace(' ', '-')}`}>{recent.state === 'moved' ? 'files moved' : recent.state}</span>
        </button>
        {recent.state === 'moved' && <Button tone="quiet" aria-label={`Locate ${recent.title}`} onClick={() => void find()}>Locate…</Button>}
        <IconButton icon="trash" label={`Forget ${recent.title} (files stay)`} onClick={onForget} />
      </div>
      {problem !== null && (
        <div class="run-problem" role="alert">
          <span><Sentence text={problem} /></span>
          <Button tone="quiet" onClick={() => void open()}>Try again</Button>
        </div>
      )}
    </li>
  );
}

function Forgotten({ title, isPending, onUndo }: { title: string; isPending: boolean; onUndo: () => void }) {
  if (!isPending) return null;
  return (
    <li>
      <div class="forgotten" role="status"><span class="muted">{title} was taken off the list.</span><Button tone="quiet" onClick={onUndo}>Undo</Button></div>
    </li>
  );
}
