/** Details of an item that stay whatever is selected. */
import { useRun } from '../base/context.ts';
import { Skeleton } from '../base/skeleton.tsx';
import { useAnswer } from '../base/use_answer.ts';
import { isSameItem } from '../../state/detail_cards.ts';
import type { ItemLocator } from '../../state/item_locator.ts';
import { ItemView } from './item_view.tsx';

export function DetailCard({ card }: { readonly card: ItemLocator }) {
  const run = useRun();
  const { cards } = run;
  const track = run.summary.value.tracks.find(({ slug }) => slug === card.slug);
  const asked = track ? { run: run.id, track: track.id, ordinal: card.ordinal } : null;
  const place = useAnswer('item.locate', asked);
  const details = useAnswer('item.details', asked);
  const close = (): void => {
    cards.value = cards.peek().filter((one) => !isSameItem(one, card));
  };
  return (
    <div class="detail-card" data-testid="detail-card">
      {place.value === undefined
        ? <div class="details">{place.error === undefined ? <Skeleton rows={5} label="Details" /> : <p class="panel-state" role="alert">{place.error}</p>}</div>
        : <ItemView item={place.value} details={details.value} error={details.error} onClose={close} />}
    </div>
  );
}
