/** Hits of a search by their place in a sorted list, asked for in pages as they come into view. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HitSorting, ItemAt, SearchResult } from '../../../electron/protocol/item_api.ts';
import { isCancelled } from '../../base/cancel.ts';
import { useApp, useRun } from '../base/context.ts';

const PAGE = 100;
/** Pages that are kept. */
const KEPT = 40;

export interface Hits {
  readonly count: number;
  readonly isSorted: boolean;
  at(place: number): ItemAt | undefined;
  /** Asks for the places [from, end). */
  want(from: number, end: number): void;
}

/** `track` null = all tracks. */
export function useHits(result: SearchResult, sorting: HitSorting, track: number | null): Hits {
  const app = useApp();
  const run = useRun();
  const [, redraw] = useState(0);
  const key = `${result.search} ${sorting} ${track}`;
  const state = useRef({ key: '', pages: new Map<number, readonly ItemAt[]>(), asked: new Set<number>(), abort: new AbortController(), isSorted: true });
  if (state.current.key !== key) {
    state.current.abort.abort();
    state.current = { key, pages: new Map(), asked: new Set(), abort: new AbortController(), isSorted: true };
    // The first ones came with the answer.
    if (sorting === 'time' && track === null) for (let page = 0; (page + 1) * PAGE <= result.first.length; page++) state.current.pages.set(page, result.first.slice(page * PAGE, (page + 1) * PAGE));
    if (result.first.length === result.total && sorting === 'time' && track === null) state.current.pages.set(Math.floor(result.total / PAGE), result.first.slice(Math.floor(result.total / PAGE) * PAGE));
  }
  useEffect(() => () => state.current.abort.abort(), []);
  const { pages, asked, abort } = state.current;
  const load = async (page: number): Promise<void> => {
    asked.add(page);
    try {
      const got = await app.client.call('search.list', { run: run.id, search: result.search, tracks: track === null ? null : [track], sorting, from: page * PAGE, count: PAGE }, abort.signal);
      if (abort.signal.aborted) return;
      state.current.isSorted = got.isSorted;
      pages.set(page, got.hits);
      for (const oldest of pages.keys()) if (pages.size > KEPT) pages.delete(oldest);
      redraw((n) => n + 1);
    } catch (error) {
      if (!isCancelled(error)) run.search.again().catch(() => undefined);
    } finally {
      asked.delete(page);
    }
  };
  return {
    count: track === null ? result.total : result.perTrack.find((one) => one.track === track)?.count ?? 0,
    isSorted: state.current.isSorted,
    at: (place) => pages.get(Math.floor(place / PAGE))?.[place % PAGE],
    want: (from, end) => {
      for (let page = Math.floor(from / PAGE); page * PAGE < end; page++) if (!pages.has(page) && !asked.has(page)) void load(page);
    },
  };
}
