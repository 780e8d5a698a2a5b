/** Where the item stands among the items of its name, with the way to the previous and next of them. */
import { formatTime } from '../../../electron/protocol/format_time.ts';
import type { ItemDetails } from '../../../electron/protocol/item_api.ts';
import { IconButton } from '../base/button.tsx';
import { hasCommand, keysOf } from '../base/command_keys.ts';
import { useApp } from '../base/context.ts';
import { groupDigits, ordinalText } from '../base/numbers.ts';
import { likeName } from './type_names.ts';

export function RankLine({ details }: { details: ItemDetails }) {
  const app = useApp();
  const { rank } = details;
  if (!rank) return null;
  const name = likeName(details.type, details.title);
  const place = rank.of === 1 ? `the only ${name}` : `${rank.place === 1 ? 'longest' : `${ordinalText(rank.place)} longest`} of ${groupDigits(rank.of)} ${name}`;
  return (
    <div class="rank">
      <strong class="number">{formatTime(details.stopNs - details.startNs)}</strong>
      <RankScale details={details} median={rank.medianNs} max={rank.maxNs} />
      <span>{place}</span>
      {rank.of > 1 && <span class="muted number">median {formatTime(rank.medianNs)} · max {formatTime(rank.maxNs)}</span>}
      {rank.of > 1 && hasCommand(app, 'select.nextSameName') && (
        <span class="rank-walk">
          <span class="muted">{details.type === 'task' ? 'same task' : 'same name'}</span>
          <IconButton icon="chevronLeft" class="small" label="Previous of the same name" keys={keysOf(app, 'select.previousSameName')} onClick={() => void app.commands.run('select.previousSameName')} />
          <IconButton icon="chevronRight" class="small" label="Next of the same name" keys={keysOf(app, 'select.nextSameName')} onClick={() => void app.commands.run('select.nextSameName')} />
        </span>
      )}
    </div>
  );
}

/** Zero to the longest, with a tick at the median and a mark at this item. */
function RankScale({ details, median, max }: { details: ItemDetails; median: number; max: number }) {
  if (max <= 0) return null;
  const own = Math.min(1, (details.stopNs - details.startNs) / max);
  return (
    <span class="rank-scale" aria-hidden="true" data-hint="From zero to the longest: this item, and the median as a tick">
      <span class="rank-own" style={{ width: `${own * 100}%` }} />
      <span class="rank-median" style={{ left: `${Math.min(1, median / max) * 100}%` }} />
    </span>
  );
}
