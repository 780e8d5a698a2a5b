/** Items whose details stay on screen beside those of the selection, as cards; part of links, and undone like other changes of the view. */
import type { TrackId } from '../../electron/protocol/items.ts';
import type { App, Command, EngineClient, RunView } from './app.ts';
import { readLocator, type ItemLocator } from './item_locator.ts';
import { encodeSlug } from './link_text.ts';
import { locate } from './selection_parts.ts';
import type { ViewPart } from './view_parts.ts';

export const MOST_CARDS = 6;

export function isSameItem(a: ItemLocator, b: ItemLocator): boolean {
  return a.slug === b.slug && a.ordinal === b.ordinal;
}

export function cardsPart(client: EngineClient, run: RunView): ViewPart<readonly ItemLocator[]> {
  return {
    key: 'cards', undo: 'step', initial: { value: [] },
    read: () => run.cards.value,
    show: async (wanted) => {
      const found = await Promise.all(wanted.slice(0, MOST_CARDS).map(async (one): Promise<ItemLocator[]> => {
        const item = await locate(client, run, one);
        return item === null ? [] : [{ ...one, ordinal: item.ordinal }];
      }));
      if (wanted.length > 0 || run.cards.peek().length > 0) run.cards.value = found.flat();
      return found.every((one) => one.length > 0);
    },
    toText: (cards) => (cards.length === 0 ? null : cards.map(({ slug, startNs, ordinal }) => `${encodeSlug(slug)}@${startNs}/${ordinal}`).join(',')),
    fromText: (text) => {
      const cards = text.split(',').map(readLocator);
      return cards.every((card) => card !== undefined) ? cards : undefined;
    },
  };
}

/** Puts an item among the cards, at the end. */
export function addCard(app: App, run: RunView, card: ItemLocator): void {
  const cards = run.cards.peek();
  if (cards.some((one) => isSameItem(one, card))) app.notify('Its card is there already.');
  else if (cards.length >= MOST_CARDS) app.notify(`${MOST_CARDS} cards are the most: close one first.`);
  else run.cards.value = [...cards, card];
  app.layout.isDockOpen.value = true;
  app.layout.activePanel.value = 'details';
}

/** Of a link, which may lead to a moment within the item. @throws Error where the engine has no such item */
export async function addCardOf(app: App, run: RunView, track: TrackId, ordinal: number): Promise<void> {
  const { life } = await app.client.call('item.locate', { run: run.id, track, ordinal });
  const slug = run.track(track)?.slug;
  if (slug !== undefined) addCard(app, run, { slug, startNs: life.startNs, ordinal });
}

export function cardCommands(app: App): Command[] {
  return [
    {
      id: 'details.pinCard', name: 'Keep the details of the selected item as a card', keys: ['K'],
      disabled: () => (app.run.peek()?.selection.peek()?.type === 'item' ? undefined : 'Select an item first.'),
      run: () => {
        const run = app.run.peek();
        const selection = run?.selection.peek();
        const slug = selection?.type === 'item' ? run?.track(selection.item.track)?.slug : undefined;
        if (run && selection?.type === 'item' && slug !== undefined) addCard(app, run, { slug, startNs: selection.item.life.startNs, ordinal: selection.item.ordinal });
      },
    },
    {
      id: 'details.closeCards', name: 'Close all cards of details', keys: ['Shift+K'],
      disabled: () => ((app.run.peek()?.cards.peek().length ?? 0) > 0 ? undefined : 'There are no cards.'),
      run: () => {
        const run = app.run.peek();
        if (run) run.cards.value = [];
      },
    },
  ];
}
