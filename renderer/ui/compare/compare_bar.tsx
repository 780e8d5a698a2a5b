/** The bar of a comparison: both runs with their lengths, how B is aligned, the lock, what is painted, and the way out. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { parseTime } from '../../../electron/protocol/parse_time.ts';
import type { RunView } from '../../state/app.ts';
import { ALIGN_CHOICES, type AlignChoice } from '../../state/compare/comparing_types.ts';
import { acrossRuns } from '../../../electron/protocol/time_map.ts';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp } from '../base/context.ts';
import { MenuButton } from '../base/menu.tsx';
import { percentText } from '../base/numbers.ts';
import { JobPill } from '../top/job_pill.tsx';
import { ThemeMenu } from '../top/theme_menu.tsx';
import { signedTime } from './delta_text.ts';
import { useComparing } from './use_comparing.ts';

export const ALIGN_NAMES: Readonly<Record<AlignChoice, string>> = { start: 'start', 'first task': 'first task', item: 'selected items', iteration: 'iterations', launch: 'launches' };
const FLOORS = [0.05, 0.1, 0.2, 0.5] as const;

export function CompareBar() {
  const app = useApp();
  const { runs: [a, b], isLocked, result } = useComparing();
  const run = (id: string): void => void app.commands.run(id);
  return (
    <header class="topbar compare-bar" data-testid="compare-bar" data-region="topbar" aria-label="Comparison">
      <IconButton icon="house" label="Home" onClick={() => app.goHome()} />
      <h1 class="visually-hidden">Comparison of two runs</h1>
      <RunName run={a} side="A" wallNs={result.value?.document.sides[0].runs[0].wallNs} />
      <IconButton icon="swap" label="Swap A and B" keys={keysOf(app, 'compare.swap')} onClick={() => run('compare.swap')} />
      <RunName run={b} side="B" wallNs={result.value?.document.sides[1].runs[0].wallNs} />
      <AlignMenu />
      <Offset />
      <IconButton
        icon={isLocked.value ? 'link' : 'unlink'} label={isLocked.value ? 'Zoom is coupled: let it go' : 'Zoom is free: couple it'} keys={keysOf(app, 'compare.toggleLock')}
        aria-pressed={isLocked.value} class={isLocked.value ? 'is-on' : ''} onClick={() => run('compare.toggleLock')}
      />
      <PaintMenu />
      <MatchShare />
      <div class="topbar-end">
        <JobPill />
        <ThemeMenu />
        <IconButton icon="settings" label="Settings" keys={keysOf(app, 'app.openSettings')} onClick={() => run('app.openSettings')} />
        <IconButton icon="help" label="Help" keys={keysOf(app, 'app.showHelp')} onClick={() => run('app.showHelp')} />
        <IconButton icon="close" label="Show run A alone" keys={keysOf(app, 'compare.close')} onClick={() => run('compare.close')} />
      </div>
    </header>
  );
}

/** The length is that of the comparison once it is there: to the last timed record, without the view's margin. */
function RunName({ run, side, wallNs }: { readonly run: RunView; readonly side: 'A' | 'B'; readonly wallNs: number | undefined }) {
  const { info, phase } = run.summary.value;
  return (
    <span class={`compare-run side-${side.toLowerCase()}`} data-testid={`compare-run-${side.toLowerCase()}`} data-hint={`Run ${side}: ${info.title}`}>
      <span class="lane-side" aria-hidden="true">{side}</span>
      <span class="visually-hidden">Run {side}: </span>
      <span class="compare-title">{info.title}</span>
      <span class="muted number">{phase === 'reading' ? 'reading…' : formatTime(wallNs ?? info.interval.stopNs)}</span>
    </span>
  );
}

function AlignMenu() {
  const { aligning } = useComparing();
  const items = ALIGN_CHOICES.map((choice) => {
    const refusal = aligning.refusal(choice);
    return { label: ALIGN_NAMES[choice], isChosen: aligning.choice.value === choice, run: () => aligning.choose(choice), ...(refusal === undefined ? {} : { hint: refusal }) };
  });
  return <MenuButton label={`Align: ${ALIGN_NAMES[aligning.choice.value]}. How B is laid under A`} items={items}>Align: {ALIGN_NAMES[aligning.choice.value]}</MenuButton>;
}

/** By how much B is shifted at the left edge of the view, to be read and set; Enter applies it, Escape takes it back. */
function Offset() {
  const app = useApp();
  const { runs: [a], aligning } = useComparing();
  const anchors = aligning.anchors.value;
  const at = a.view.span.value.startNs;
  const offsetNs = Math.round(acrossRuns(anchors, 0, at) - at);
  const apply = (text: string, input: HTMLInputElement): void => {
    const [, sign, amount] = /^\s*([-−+]?)\s*(.*)$/.exec(text) ?? [];
    const parsed = /^0*$/.test(amount) ? { ns: 0 } : parseTime(amount);
    if ('ns' in parsed) aligning.movedNs.value += (sign === '' || sign === '+' ? 1 : -1) * parsed.ns - offsetNs;
    else app.notify(parsed.problem === 'no unit' ? 'Say the unit too: ns, us, ms or s.' : 'Start with a number, as in −612.3 ms.');
    input.value = signedTime(offsetNs);
  };
  return (
    <label class="compare-offset" data-hint="Time of B minus time of A at the left edge. Type another to move B; Shift+drag on B's ruler does the same.">
      <span class="muted">offset</span>
      <input
        type="text" aria-label="Offset of B, at the left edge of the view" data-testid="offset" value={signedTime(offsetNs)} onKeyDown={(event) => {
          const input = event.currentTarget;
          event.stopPropagation();
          if (event.key === 'Enter') apply(input.value, input);
          else if (event.key === 'Escape') input.value = signedTime(offsetNs);
          else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && event.altKey) nudge(event.key === 'ArrowLeft' ? 1 : -1);
          else return;
          event.preventDefault();
        }} onBlur={(event) => { event.currentTarget.value = signedTime(offsetNs); }}
      />
      {aligning.movedNs.value !== 0 && <IconButton icon="history" label="Take back what B was moved by hand" onClick={() => { aligning.movedNs.value = 0; }} />}
    </label>
  );

  /** One px of the view. */
  function nudge(px: number): void {
    const { startNs, stopNs } = a.view.span.peek();
    aligning.movedNs.value += Math.round((px * (stopNs - startNs)) / Math.max(1, a.view.widthPx.peek()));
  }
}

function PaintMenu() {
  const { isPainted, floor } = useComparing();
  const items = [
    { label: 'Colours of the items', isChosen: !isPainted.value, run: () => { isPainted.value = false; } },
    ...FLOORS.map((least) => ({
      label: `Slower and faster, from ${percentText(least)}`, isChosen: isPainted.value && floor.value === least, run: () => {
        isPainted.value = true;
        floor.value = least;
      },
    })),
  ];
  const now = isPainted.value ? `from ${percentText(floor.value)}` : 'off';
  return (
    <span class="compare-paint">
      <MenuButton label={`Paint: ${now}. What items are painted by`} items={items}>Paint: {now}</MenuButton>
      {isPainted.value && <span class="paint-key muted"><span class="slower">slower</span><span class="faster">faster</span><span class="alone">only here</span></span>}
    </span>
  );
}

function MatchShare() {
  const { result } = useComparing();
  const match = result.value?.document.match;
  if (!match) return null;
  return <span class="muted compare-match" data-testid="match-share" data-hint="Share of the task time that is of tasks which both runs have">matched {percentText(match.taskTimeShare)} of time</span>;
}
