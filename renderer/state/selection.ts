/** What is selected: a locator at once, its details when the engine has answered. One item or one group at a time. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { ItemAt } from '../../electron/protocol/item_api.ts';
import type { RunId } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';
import type { TimeSpan } from '../../electron/protocol/time.ts';
import { isCancelled, messageOf } from '../base/cancel.ts';
import type { EngineClient, RunView, Selection, TimelineView, TrackTree } from './app.ts';

/** As the reference: a zoom to an item leaves a twentieth of it free on either side. */
const ZOOM_MARGIN = 1 / 20;

export interface SelectionParts {
  readonly selection: ReadonlySignal<Selection | null>;
  readonly besides: RunView['besides'];
  readonly selectBesides: RunView['selectBesides'];
  readonly select: RunView['select'];
  readonly selectGroup: RunView['selectGroup'];
  readonly clearSelection: () => void;
  readonly showItem: (item: ItemAt, zoom: boolean) => void;
}

export function grownSpan({ startNs, stopNs }: TimeSpan): TimeSpan {
  const marginNs = Math.max((stopNs - startNs) * ZOOM_MARGIN, 1);
  return { startNs: startNs - marginNs, stopNs: stopNs + marginNs };
}

export function createSelection(client: EngineClient, run: RunId, view: TimelineView, tree: TrackTree): SelectionParts {
  const selection = signal<Selection | null>(null);
  const besides = signal<readonly ItemAt[]>([]);
  let abort: AbortController | undefined;

  function begin(): AbortSignal {
    abort?.abort();
    abort = new AbortController();
    return abort.signal;
  }

  /** Brings the item's row into view, and its time: by zooming to it, or by moving the view when it lies outside. */
  function showItem(item: ItemAt, zoom: boolean): void {
    tree.reveal(item.track, item.level);
    const { startNs, stopNs } = view.span.peek();
    if (zoom) view.set(grownSpan(item.life), { animate: true });
    else if (item.life.stopNs < startNs || item.life.startNs > stopNs) {
      const middleNs = (item.life.startNs + Math.min(item.life.stopNs, item.life.startNs + (stopNs - startNs))) / 2;
      const halfNs = (stopNs - startNs) / 2;
      view.set({ startNs: middleNs - halfNs, stopNs: middleNs + halfNs }, { animate: true });
    }
  }

  async function select(track: TrackId, ordinal: number, how: Parameters<RunView['select']>[2] = {}): Promise<void> {
    const cancel = begin();
    besides.value = [];
    const { zoom = false, reveal = false, segmentStartNs } = how;
    try {
      if (how.at) selection.value = { type: 'item', item: how.at, details: undefined, error: undefined };
      const asked = client.call('item.details', { run, track, ordinal, ...(segmentStartNs === undefined ? {} : { segmentStartNs }) }, cancel);
      // Awaited below; must not count as unhandled while the place is being asked for.
      asked.catch(() => undefined);
      const item = how.at ?? await client.call('item.locate', { run, track, ordinal }, cancel);
      if (!how.at) selection.value = { type: 'item', item, details: undefined, error: undefined };
      if (zoom || reveal) showItem(item, zoom);
      const details = await asked;
      if (cancel.aborted) return;
      const life = { startNs: details.startNs, stopNs: details.stopNs };
      selection.value = { type: 'item', item: { ...item, title: details.title, life }, details, error: undefined };
    } catch (error) {
      if (isCancelled(error) || cancel.aborted) return;
      const now = selection.peek();
      if (now?.type === 'item' && now.item.track === track && now.item.ordinal === ordinal) selection.value = { ...now, error: messageOf(error) };
    }
  }

  async function selectGroup(track: TrackId, level: number, span: TimeSpan, count: number): Promise<void> {
    const cancel = begin();
    selection.value = { type: 'group', track, level, span, count, details: undefined };
    try {
      const details = await client.call('group.details', { run, track, level, startNs: span.startNs, stopNs: span.stopNs }, cancel);
      if (!cancel.aborted) selection.value = { type: 'group', track, level, span, count, details };
    } catch {
      // The count and the interval stay; names come with the next click.
    }
  }

  function selectBesides(item: ItemAt): void {
    const isSame = (other: ItemAt): boolean => other.track === item.track && other.ordinal === item.ordinal;
    const now = selection.peek();
    if (now?.type !== 'item') void select(item.track, item.ordinal, { at: item });
    else if (!isSame(now.item)) besides.value = besides.peek().some(isSame) ? besides.peek().filter((other) => !isSame(other)) : [...besides.peek(), item];
  }

  return {
    besides, selectBesides, selection, select, selectGroup, showItem,
    clearSelection: () => {
      abort?.abort();
      besides.value = [];
      selection.value = null;
    },
  };
}
