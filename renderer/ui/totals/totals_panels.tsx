/** Selection: what is under way in the chosen range (or in the view). Tasks: the same of the whole run. */
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import type { TimeSpan } from '../../../electron/protocol/time.ts';
import type { ComponentChildren } from 'preact';
import { useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';
import { Skeleton } from '../base/skeleton.tsx';
import { shareText } from './columns.ts';
import { TotalsTable } from './totals_table.tsx';
import { useTotals, type Totals, type TotalsState } from './use_totals.ts';

/** Processors that are named; a run may have thousands. */
const SHOWN_TRACKS = 64;

const TYPES = [
  ['Everything', undefined], ['Tasks', 'task'], ['Meta tasks', 'meta_task'], ['Mapper calls', 'mapper_call'], ['Runtime calls', 'runtime_call'], ['GPU kernels', 'gpu_kernel'],
  ['Copies', 'copy'], ['Fills', 'fill'], ['Instances', 'instance'],
] as const;

export function SelectionPanel() {
  const { view } = useRun();
  const range = view.range.value;
  const state = useTotals(inside(range ?? view.span.value, view.extent.value), 'selection');
  return (
    <Panel state={state} label="Selection">
      {(totals) => (
        <>
          <p class="totals-head">
            <strong>{range ? 'Range' : 'View'}</strong> {formatInterval(totals.span)} · {groupDigits(totals.names.count)} items · running {formatTime(totals.names.runningNs)}
            {!range && <span class="muted"> · Shift-drag to select a range; this is the whole view.</span>}
          </p>
          <Busy totals={totals} />
          <TotalsTable rows={totals.names.rows} names={totals.names.names} types={TYPES} />
        </>
      )}
    </Panel>
  );
}

export function TasksPanel() {
  const { view } = useRun();
  const state = useTotals(view.extent.value, 'tasks');
  return (
    <Panel state={state} label="Tasks">
      {(totals) => <TotalsTable rows={totals.names.rows} names={totals.names.names} types={[TYPES[1], ...TYPES.slice(2), TYPES[0]]} />}
    </Panel>
  );
}

/** Whole ns, and not beyond the run's ends. */
function inside(span: TimeSpan, extent: TimeSpan): TimeSpan {
  const startNs = Math.max(extent.startNs, Math.floor(span.startNs));
  return { startNs, stopNs: Math.max(startNs + 1, Math.min(extent.stopNs, Math.ceil(span.stopNs))) };
}

function Panel({ state, label, children }: { readonly state: TotalsState; readonly label: string; readonly children: (totals: Totals) => ComponentChildren }) {
  const { totals, error, isBusy } = state;
  return (
    <div class="totals-panel" data-testid={label.toLowerCase()} aria-busy={isBusy}>
      <FilterNote />
      {error !== undefined && <p class="panel-state" role="alert">The totals could not be read: <Sentence text={error} /></p>}
      {totals === undefined && error === undefined && <Skeleton rows={6} label={label} />}
      {totals !== undefined && totals.names.count === 0 && <p class="panel-state">Nothing is under way in this range.</p>}
      {totals !== undefined && totals.names.count > 0 && children(totals)}
    </div>
  );
}

/** Whose figures these are while a filter is on. */
function FilterNote() {
  const { text } = useRun().filter;
  return text.value === '' ? null : <p class="totals-filter" data-testid="totals-filter">Filter on: only <code>{text.value}</code></p>;
}

function Busy({ totals: { busy } }: { readonly totals: Totals }) {
  return (
    <ul class="busy-list" tabIndex={0} aria-label="Busy share of each processor in the range">
      {busy.slice(0, SHOWN_TRACKS).map(({ track, share }) => (
        <li key={track.id} data-slug={track.slug} data-hint={track.longName}><span class="muted">{track.slug}</span> <span class="number">{shareText(share)}</span></li>
      ))}
      {busy.length > SHOWN_TRACKS && <li class="muted">and {groupDigits(busy.length - SHOWN_TRACKS)} less busy ones</li>}
    </ul>
  );
}
