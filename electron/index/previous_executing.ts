/**
 * What a processor was executing before an item got it: the range of running time that ended last, of items that started before.
 * One answer a query, by binary search on each level in use.
 * Source: legion tools/legion_prof_rs/src/state.rs, find_previous_executing_entry.
 */
import { NONE } from '../model/run_model.ts';
import { itemKey, type ItemKey, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { BlockStore } from './block_store.ts';
import type { FieldRules } from './field_rules.ts';
import type { ItemPage } from './item_pages.ts';
import type { ItemReads } from './read_items.ts';

/** Levels that are looked at: no processor of a true log has more, and a damaged one must not cost its square. */
const MAX_LEVELS = 1024;
/** Items between two places whose levels are kept while a page is in use. */
const STEP = 256;

export interface PreviousRange {
  readonly key: ItemKey;
  readonly startNs: Ns;
  readonly stopNs: Ns;
}

export class PreviousExecuting {
  readonly #items: ItemReads;
  readonly #store: BlockStore;
  readonly #rules: FieldRules;
  /** Last items by level at every STEP of a page. */
  readonly #steps = new WeakMap<ItemPage, Uint32Array[]>();

  constructor(items: ItemReads, store: BlockStore, rules: FieldRules) {
    this.#items = items;
    this.#store = store;
    this.#rules = rules;
  }

  /** The range that ended last between `readyNs` and `startNs`, of items that started before `startNs`; of equal ones that on the lowest level. */
  of(track: TrackId, readyNs: Ns, startNs: Ns): PreviousRange | undefined {
    const end = this.#items.ordinalFrom(track, startNs);
    if (end === 0) return undefined;
    let best: PreviousRange | undefined;
    for (const ordinal of this.#lastBefore(track, end)) {
      if (ordinal === NONE) continue;
      const range = this.#rangeOf(track, ordinal, readyNs, startNs);
      if (range !== undefined && (best === undefined || range.stopNs > best.stopNs)) best = range;
    }
    return best;
  }

  /** By level the last item before ordinal `end`. */
  #lastBefore(track: TrackId, end: number): Uint32Array {
    const page = this.#store.itemPage(track, end - 1)!;
    let steps = this.#steps.get(page);
    if (steps === undefined) this.#steps.set(page, (steps = [page.lastOnLevels.slice(0, MAX_LEVELS)]));
    const step = Math.floor((end - page.firstOrdinal) / STEP);
    while (steps.length <= step) {
      const from = (steps.length - 1) * STEP;
      steps.push(advanced(page, steps.at(-1)!, from, from + STEP));
    }
    return advanced(page, steps[step], step * STEP, end - page.firstOrdinal);
  }

  #rangeOf(track: TrackId, ordinal: number, readyNs: Ns, startNs: Ns): PreviousRange | undefined {
    const times = this.#store.itemTimes(track, ordinal)!;
    const stop = times.stops[ordinal - times.firstOrdinal];
    if (stop < readyNs) return undefined;
    const key = itemKey(track, ordinal);
    const waits = this.#items.waits(key);
    let last = waits.startedBy(startNs) - 1;
    // Up to 25.12 the waits are gone through until one reaches the time asked for; one that begins right there is not seen.
    if (!this.#rules.previousEndsLater) while (last > 0 && waits.stop(last - 1) >= startNs) last--;
    const running = last < 0 ? times.starts[ordinal - times.firstOrdinal] : waits.stop(last);
    // Still under way when the other started (two items on one processor): it was not executed before.
    if (running < startNs && stop <= startNs && readyNs < stop) return { key, startNs: running, stopNs: stop };
    if (last < 0) return undefined;
    const blocked = waits.start(last);
    const counts = this.#rules.previousEndsLater ? readyNs < blocked : readyNs <= blocked;
    return counts ? { key, startNs: last === 0 ? times.starts[ordinal - times.firstOrdinal] : waits.stop(last - 1), stopNs: blocked } : undefined;
  }
}

/** Last items by level after items [from, to) of a page. */
function advanced({ levels, firstOrdinal }: ItemPage, before: Uint32Array, from: number, to: number): Uint32Array {
  let used = before.length;
  for (let i = from; i < to; i++) if (levels[i] >= used && levels[i] < MAX_LEVELS) used = levels[i] + 1;
  const last = new Uint32Array(used).fill(NONE, before.length);
  last.set(before);
  for (let i = from; i < to; i++) if (levels[i] < MAX_LEVELS) last[levels[i]] = firstOrdinal + i;
  return last;
}
