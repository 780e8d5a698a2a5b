/** The Details panel: what is selected, with every fact that the engine has about it, and cards of other items beside it. */
import { useApp, useRun } from '../base/context.ts';
import { keysOf } from '../base/command_keys.ts';
import { DetailCard } from './detail_card.tsx';
import { GroupView } from './group_view.tsx';
import { ItemView } from './item_view.tsx';

export function DetailsPanel() {
  const { cards } = useRun();
  if (cards.value.length === 0) return <Selected />;
  return (
    <div class="detail-cards" data-testid="detail-cards">
      <div class="detail-card is-selected"><Selected /></div>
      {cards.value.map((card) => <DetailCard key={`${card.slug}/${card.ordinal}`} card={card} />)}
    </div>
  );
}

function Selected() {
  const { selection } = useRun();
  const chosen = selection.value;
  if (chosen === null) return <Nothing />;
  return chosen.type === 'item' ? <ItemView {...chosen} /> : <GroupView selection={chosen} />;
}

function Nothing() {
  const app = useApp();
  const examples = [
    ['select.nextItem', 'next item on the level'], ['select.nextSameName', 'next item of the same name'], ['find.focus', 'search'],
  ].map(([id, what]) => [keysOf(app, id), what]).filter(([key]) => key !== undefined);
  const next = keysOf(app, 'select.nextItem') ?? ']';
  return (
    <div class="panel-state" data-testid="details-empty">
      <p>Click an item, or press <kbd>{next}</kbd> to walk.</p>
      <ul class="key-examples">{examples.map(([key, what]) => <li key={key}><kbd>{key}</kbd> {what}</li>)}</ul>
    </div>
  );
}
