/** A look at the sample run in six steps, under a minute: what is said is shown on the run itself. It can be left at any time, and does not come again. */
import { useEffect } from 'preact/hooks';
import { messageOf } from '../../base/cancel.ts';
import type { App, RunView } from '../../state/app.ts';
import { Button } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';

interface Step {
  readonly title: string;
  readonly text: string;
  /** Region that is outlined, by its name. */
  readonly region: string;
  readonly show?: (app: App, run: RunView) => Promise<void>;
}

/** The longest task that ran. */
async function selectLongest(app: App, run: RunView): Promise<void> {
  const extent = run.view.extent.peek();
  const { rows } = await app.client.call('range.names', { run: run.id, tracks: null, startNs: 0, stopNs: Math.ceil(extent.stopNs) });
  const tasks = rows.filter(({ type, text }) => type === 'task' && text !== 'top_level');
  const longest = tasks.toSorted((a, b) => b.maxNs - a.maxNs)[0]?.longest;
  if (longest) await run.select(longest.track, longest.ordinal, { reveal: true, zoom: true });
}

const STEPS: readonly Step[] = [
  { title: 'A whole run', text: 'Time goes from left to right. Each row is a processor, a memory or a channel between memories; rows of one kind stand together. The strip on top is always the whole run.', region: 'timeline', show: (app) => app.commands.run('timeline.zoomToFit') },
  { title: 'Get closer', text: 'Zoom with Ctrl and the wheel, or hold W; drag to move; Ctrl+0 shows all again. Ctrl+← takes you back to where you were.', region: 'overview', show: (app) => app.commands.run('timeline.zoomIn') },
  { title: 'Ask an item', text: 'This is the longest task. Click any item: its times, where in the program it comes from, and what it waited for. Click a label to read what it means.', region: 'dock', show: selectLongest },
  { title: 'Ask why', text: 'Arrows lead from cause to effect. Comma goes to what an item waited for, again and again; full stop comes back.', region: 'timeline', show: (app) => app.commands.run('timeline.zoomOut') },
  { title: 'Measure', text: 'Drag with Shift, or on the ruler, to select a range. The Selection panel adds up what ran in it; R takes the range of the selected item.', region: 'dock', show: async (app) => {
    await app.commands.run('select.rangeFromItem');
    await app.commands.run('panel.showSelection');
  } },
  { title: 'Find and get help', text: 'Press / to search, Ctrl+K for every command, ? for all keys and what the colours mean. M puts a note where you are.', region: 'topbar', show: async (app) => {
    await app.commands.run('panel.showDetails');
    await app.commands.run('timeline.zoomToFit');
  } },
];

export function Tour() {
  const app = useApp();
  const run = useRun();
  const at = app.tour.value;
  const step = at === null ? undefined : STEPS[at];
  useEffect(() => {
    if (!step) return undefined;
    const region = document.querySelector(`[data-region="${step.region}"]`);
    region?.classList.add('tour-shown');
    step.show?.(app, run).catch((error: unknown) => app.notify(messageOf(error), 'error'));
    return () => region?.classList.remove('tour-shown');
  }, [step]);
  if (at === null || !step) return null;
  const end = (): void => {
    app.tour.value = null;
    app.settings.set('tour', 'seen');
  };
  const isLast = at === STEPS.length - 1;
  return (
    <section
      class="tour" role="dialog" aria-label="A look around" data-testid="tour" onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        end();
      }}
    >
      <div aria-live="polite">
        <p class="muted number">{at + 1} of {STEPS.length}</p>
        <h2>{step.title}</h2>
        <p>{step.text}</p>
      </div>
      <div class="tour-foot">
        <Button tone="quiet" onClick={end}>{isLast ? 'Close' : 'Skip the tour'}</Button>
        <span class="spacer" />
        {at > 0 && <Button onClick={() => { app.tour.value = at - 1; }}>Back</Button>}
        {!isLast && <Button tone="main" onClick={() => { app.tour.value = at + 1; }}>Next</Button>}
        {isLast && <Button tone="main" onClick={end}>Done</Button>}
      </div>
    </section>
  );
}
