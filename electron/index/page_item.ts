/** One item of a page as facts: what costs something (title, id) is made when it is asked for, as most questions are for a few of them. */
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, itemTitle, type ItemKey, type ItemName, type ItemType, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { isNoId, joinWords } from '../protocol/words.ts';
import type { ItemPage } from './item_pages.ts';

export class PageItem {
  readonly key: ItemKey;
  readonly track: TrackId;
  readonly ordinal: number;
  readonly #page: ItemPage;
  readonly #i: number;
  readonly #name: ItemName | undefined;

  /** @param i place in the page */
  constructor(track: TrackId, page: ItemPage, i: number, name: ItemName | undefined) {
    this.ordinal = page.firstOrdinal + i;
    this.key = itemKey(track, this.ordinal);
    this.track = track;
    this.#page = page;
    this.#i = i;
    this.#name = name;
  }

  get type(): ItemType {
    return ITEM_TYPES[this.#page.types[this.#i]];
  }

  get name(): number {
    return this.#page.names[this.#i];
  }

  /** As in its title. */
  get title(): string {
    return this.#name === undefined ? '' : itemTitle(this.#name, this.#page.numsHi[this.#i], this.#page.numsLo[this.#i]);
  }

  get color(): number {
    return this.#page.colors[this.#i];
  }

  get level(): number {
    return this.#page.levels[this.#i];
  }

  /** ns, half-open. */
  get startNs(): Ns {
    return this.#page.starts[this.#i];
  }

  get stopNs(): Ns {
    return this.#page.stops[this.#i];
  }

  get runningNs(): number {
    return this.#page.runningNs[this.#i];
  }

  get readyNs(): number {
    return this.#page.readyNs[this.#i];
  }

  get waitingNs(): number {
    return this.#page.waitingNs[this.#i];
  }

  /** Item of the same track that it ran inside. */
  get parent(): ItemKey | undefined {
    const parent = this.#page.parents[this.#i];
    return parent === NONE ? undefined : itemKey(this.track, parent);
  }

  /** Operation that it was done for (tasks: their parent's), unsigned. */
  get initiator(): bigint | undefined {
    const hi = this.#page.initiatorsHi[this.#i];
    const lo = this.#page.initiatorsLo[this.#i];
    return isNoId(hi, lo) ? undefined : joinWords(hi, lo);
  }

  /** Where its record is. */
  get rank(): number {
    return this.#page.ranks[this.#i];
  }

  get record(): (typeof SOURCE_TABLES)[number] {
    return SOURCE_TABLES[this.#page.tables[this.#i]];
  }

  get recordRow(): number {
    return this.#page.rows[this.#i];
  }
}
