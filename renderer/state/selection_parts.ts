/** What is marked in a run as parts of its picture: the range, the search and the selected item. */
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { messageOf } from '../base/cancel.ts';
import type { EngineClient, RunView } from './app.ts';
import { readLocator, type ItemLocator } from './item_locator.ts';
import { decodeText, encodeSlug, readSpan, writeSpan } from './link_text.ts';
import type { AnyPart, ViewPart } from './view_parts.ts';

export function selectionParts(client: EngineClient, run: RunView): AnyPart[] {
  const range: ViewPart<TimeSpan | null> = {
    key: 'range', undo: { joins: 'range' }, initial: { value: null },
    read: () => run.view.range.value,
    show: (value) => {
      run.view.range.value = value;
    },
    toText: (value) => value && writeSpan(value),
    fromText: readSpan,
  };
  const query: ViewPart<string> = {
    key: 'q', undo: 'none', initial: { value: '' },
    read: () => (run.search.result.value === null ? '' : run.search.text.value),
    show: async (text) => {
      if (text === '') run.search.clear();
      else await run.search.start(text);
      return run.search.error.peek() === null;
    },
    toText: (text) => (text === '' ? null : encodeURIComponent(text)),
    fromText: decodeText,
  };
  const selected: ViewPart<ItemLocator | null> = {
    key: 'sel', undo: 'none', initial: { value: null },
    read: () => {
      const selection = run.selection.value;
      const slug = selection?.type === 'item' ? run.track(selection.item.track)?.slug : undefined;
      return selection?.type === 'item' && slug !== undefined ? { slug, startNs: selection.item.life.startNs, ordinal: selection.item.ordinal } : null;
    },
    show: async (locator) => {
      if (locator === null) {
        run.clearSelection();
        return true;
      }
      const item = await locate(client, run, locator);
      if (item === null) return false;
      await run.select(item.track, item.ordinal, { at: item });
      return true;
    },
    toText: (value) => value && `${encodeSlug(value.slug)}@${value.startNs}/${value.ordinal}`,
    fromText: readLocator,
  };
  return [range, query, selected];
}

/** The item of that place where it starts at that time, else what starts there; null where nothing does. */
export async function locate(client: EngineClient, { id, summary }: Pick<RunView, 'id' | 'summary'>, { slug, startNs, ordinal }: ItemLocator): Promise<ItemAt | null> {
  const track = summary.peek().tracks.find((candidate) => candidate.slug === slug);
  if (!track) return null;
  const starts = (item: ItemAt | null): boolean => item?.life.startNs === startNs;
  try {
    if (ordinal < track.items) {
      const item = await client.call('item.locate', { run: id, track: track.id, ordinal });
      if (starts(item)) return item;
    }
    const item = await client.call('item.at', { run: id, track: track.id, ns: startNs });
    return starts(item) ? item : null;
  } catch (error) {
    throw new Error(`The item of the link could not be looked up: ${messageOf(error)}`, { cause: error });
  }
}
