/**
 * The items of a processor with their waits, page by page, and the states that these make.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs, build_items: running, waiting, ready, again and again; also of no length.
 */
import type { IndexReader } from '../index/index_reader.ts';
import type { ItemPage } from '../index/item_pages.ts';
import { STATE_READY, STATE_RUNNING, STATE_WAITING } from '../protocol/items.ts';
import type { TrackId } from '../protocol/items.ts';

export interface PagedItem {
  readonly ordinal: number;
  /** The page that holds it, and its place there. */
  readonly page: ItemPage;
  readonly at: number;
  /** By start. */
  readonly waits: readonly ItemWait[];
}

/** Blocked, could go on, went on: ns. */
export type ItemWait = readonly [startNs: number, readyNs: number, stopNs: number];

/** All items of a track by start. */
export function* itemsOf(reader: IndexReader, track: TrackId): Generator<PagedItem, void, void> {
  const query = reader.database.query<ItemWait>('SELECT start_ns, ready_ns, stop_ns FROM wait WHERE wait_id >= ? AND wait_id < ? ORDER BY wait_id', { raw: true });
  for (let ordinal = 0; ;) {
    const page = reader.store.itemPage(track, ordinal);
    // Behind the last item the last page is found again.
    if (page === undefined || ordinal >= page.firstOrdinal + page.count) return;
    const waits = query.all(page.firstWait, page.firstWait + (page.count === 0 ? 0 : page.waitEnds[page.count - 1]));
    for (let at = ordinal - page.firstOrdinal; at < page.count; at++) {
      yield { ordinal: page.firstOrdinal + at, page, at, waits: waits.slice(at === 0 ? 0 : page.waitEnds[at - 1], page.waitEnds[at]) };
    }
    ordinal = page.firstOrdinal + page.count;
  }
}

export interface ItemState {
  readonly state: number;
  readonly startNs: number;
  readonly stopNs: number;
}

/** What an item did from its start to its stop. It does not run between waits that overlap. */
export function* statesOf({ page, at, waits }: PagedItem): Generator<ItemState, void, void> {
  let from = page.starts[at];
  const stop = page.stops[at];
  for (const [startNs, readyNs, stopNs] of waits) {
    if (from <= startNs) yield { state: STATE_RUNNING, startNs: from, stopNs: startNs };
    yield { state: STATE_WAITING, startNs, stopNs: readyNs };
    yield { state: STATE_READY, startNs: readyNs, stopNs };
    from = Math.max(from, stopNs);
  }
  if (from < stop) yield { state: STATE_RUNNING, startNs: from, stopNs: stop };
}
