/** Points of the launch that a task belongs to, by start: a bar each, as high as it is long; a click or a command walks. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import type { LaunchPoints, ListedItem } from '../../../electron/protocol/table_api.ts';
import { IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp, useRun } from '../base/context.ts';
import { groupDigits } from '../base/numbers.ts';
import { useAnswer } from '../base/use_answer.ts';
import { usePreview } from './use_preview.ts';

/** Up to so many have room for their numbers. */
const FEW = 16;

export function LaunchStrip({ details }: { readonly details: ItemDetails }) {
  const run = useRun();
  const { value } = useAnswer('items.points', { run: run.id, track: details.track, ordinal: details.ordinal });
  if (value === undefined || value === null) return null;
  return <Strip points={value} details={details} />;
}

function Strip({ points: { count, from, rows }, details }: { readonly points: LaunchPoints; readonly details: ItemDetails }) {
  const app = useApp();
  const lengths = rows.map(({ startNs, stopNs }) => stopNs - startNs);
  const longest = Math.max(...lengths, 1);
  const own = rows.findIndex(({ track, ordinal }) => track === details.track && ordinal === details.ordinal);
  return (
    <section class="launch" aria-label="Points of the same launch" data-testid="launch">
      <h3>
        Launch <span class="count">{groupDigits(count)}</span>
        <IconButton icon="chevronLeft" class="small" label="Previous point of the launch" keys={keysOf(app, 'select.previousPoint')} onClick={() => void app.commands.run('select.previousPoint')} />
        <IconButton icon="chevronRight" class="small" label="Next point of the launch" keys={keysOf(app, 'select.nextPoint')} onClick={() => void app.commands.run('select.nextPoint')} />
      </h3>
      <p class="muted">
        {own >= 0 && `point ${groupDigits(from + own + 1)} by start · `}{formatTime(Math.min(...lengths))} to {formatTime(longest)}
        {rows.length < count && ` · the ${groupDigits(rows.length)} nearest are shown`}
      </p>
      <div class={rows.length <= FEW ? 'launch-bars few' : 'launch-bars'} role="group" aria-label="Go to a point of the launch">
        {rows.map((point, i) => <Point key={`${point.track}/${point.ordinal}`} point={point} share={lengths[i] / longest} isOwn={i === own} isNamed={rows.length <= FEW} />)}
      </div>
    </section>
  );
}

function Point({ point: { track, ordinal, title, startNs, stopNs }, share, isOwn, isNamed }: {
  readonly point: ListedItem; readonly share: number; readonly isOwn: boolean; readonly isNamed: boolean;
}) {
  const run = useRun();
  const text = `${title} · ${formatTime(stopNs - startNs)} · ${run.track(track)?.longName ?? ''} · starts ${formatTime(startNs)}`;
  return (
    <button
      type="button" class={isOwn ? 'launch-point is-own' : 'launch-point'} aria-label={text} aria-current={isOwn ? 'true' : undefined} data-hint={text} tabIndex={-1}
      {...usePreview(track, ordinal)} onClick={() => void run.select(track, ordinal, { reveal: true })}
    >
      <span class="launch-bar"><span style={{ height: `${Math.max(6, share * 100)}%` }} /></span>
      {isNamed && <span class="launch-number">{/<(\d+)>$/.exec(title)?.[1] ?? ''}</span>}
    </button>
  );
}
