/** Details of a group of tiny items: how many there are first (the reference's field), then the names by time. */
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import type { Selection } from '../../state/app.ts';
import { Button } from '../base/button.tsx';
import { useRun } from '../base/context.ts';
import { groupDigits, percentText } from '../base/numbers.ts';
import { Skeleton } from '../base/skeleton.tsx';

type GroupSelection = Extract<Selection, { type: 'group' }>;

export function GroupView({ selection }: { selection: GroupSelection }) {
  const run = useRun();
  const { details, count, span, track, level } = selection;
  const where = run.track(track);
  const length = Math.max(1, span.stopNs - span.startNs);
  const zoom = (): void => {
    const margin = Math.max(1, Math.round((span.stopNs - span.startNs) / 20));
    run.view.set({ startNs: span.startNs - margin, stopNs: span.stopNs + margin }, { animate: true });
  };
  return (
    <article class="details" aria-label="Group of items" data-testid="details">
      <header class="details-head">
        <div class="details-title">
          <h2>{groupDigits(details?.count ?? count)} items</h2>
          <span class="muted details-place" data-hint={where?.longName}>{['Group', where?.slug.replaceAll('/', ' / '), `level ${level}`].filter(Boolean).join(' · ')}</span>
        </div>
        <Button icon="crosshair" onClick={zoom}>Zoom to the group</Button>
      </header>
      <dl class="fields">
        <div class="field" data-testid="field" data-name="Number of Items"><dt>Number of Items</dt><dd>{groupDigits(details?.count ?? count)}</dd></div>
        <div class="field" data-testid="field" data-name="Interval"><dt>Interval</dt><dd class="number">{formatInterval(span)}</dd></div>
        {details && (
          <div class="field" data-testid="field" data-name="Busy"><dt>Busy</dt><dd class="number">{formatTime(details.busyNs)} · {percentText(details.busyNs / length)} of the interval</dd></div>
        )}
      </dl>
      {details === undefined ? <Skeleton rows={4} label="Names" /> : <Names details={details} />}
    </article>
  );
}

function Names({ details }: { details: NonNullable<GroupSelection['details']> }) {
  const total = details.names.reduce((sum, name) => sum + name.totalNs, 0);
  return (
    <table class="data names">
      <caption class="visually-hidden">Names in the group by total time</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">Count</th><th scope="col">Total</th><th scope="col">Share</th></tr></thead>
      <tbody>
        {details.names.map((name) => (
          <tr key={name.name}>
            <td>{name.text}</td>
            <td class="number">{groupDigits(name.count)}</td>
            <td class="number">{formatTime(name.totalNs)}</td>
            <td class="number">{total > 0 ? percentText(name.totalNs / total) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
