/** Items from the index: what all have in common, their own rows, waits, and who belongs to an event or an operation. */
import { itemKey, ordinalOfKey, trackOfKey, type ItemKey, type ItemName, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { highWord, lowWord } from '../protocol/words.ts';
import type { BlockStore } from './block_store.ts';
import type { IndexDatabase } from './database.ts';
import { KeyReader } from './key_pages.ts';
import { ByteLru } from './lru.ts';
import { PageItem } from './page_item.ts';
import { readNames } from './read_run.ts';
import { ItemWaits, WaitPages } from './wait_pages.ts';

const TASK_SQL = 'SELECT item_id FROM task WHERE op_id = ? ORDER BY item_id DESC LIMIT 1';
const OPERATION_CACHE_BYTES = 8 << 20;
/** Calls nest up to the depth of a call stack; tracks have fewer levels than this. */
const MAX_NESTING = 65_536;

/** What every item has; times ns, half-open. */
export type ItemFacts = PageItem;

/** Plain row of an item by column name; 64-bit ids two's complement, NULL = null. */
export type ItemRow = Readonly<Record<string, bigint | null>>;

export class ItemReads {
  readonly #database: IndexDatabase;
  readonly #store: BlockStore;
  readonly #isGrowing: boolean;
  readonly #events: KeyReader;
  readonly #operations: KeyReader;
  readonly #waits: WaitPages;
  readonly #provenances = new ByteLru<bigint, { readonly text: string | undefined }>(OPERATION_CACHE_BYTES, ({ text }) => 120 + 2 * (text?.length ?? 0));
  readonly #tasks = new ByteLru<bigint, { readonly key: ItemKey | undefined }>(OPERATION_CACHE_BYTES, () => 120);
  #names: ItemName[] = [];

  /** @param isGrowing the index is still being written */
  constructor(database: IndexDatabase, store: BlockStore, isGrowing: boolean) {
    this.#database = database;
    this.#store = store;
    this.#isGrowing = isGrowing;
    this.#events = new KeyReader(database, 'event_item', isGrowing);
    this.#operations = new KeyReader(database, 'operation_item', isGrowing);
    this.#waits = new WaitPages(database);
  }

  name(id: number): ItemName | undefined {
    // Names only grow, at the end.
    if (id >= this.#names.length) this.#names = [...this.#names, ...readNames(this.#database, this.#names.length, Number.MAX_SAFE_INTEGER)];
    return this.#names[id];
  }

  facts(key: ItemKey): ItemFacts | undefined {
    const track = trackOfKey(key);
    const ordinal = ordinalOfKey(key);
    const page = this.#store.itemPage(track, ordinal);
    if (page === undefined || ordinal >= page.firstOrdinal + page.count) return undefined;
    const i = ordinal - page.firstOrdinal;
    return new PageItem(track, page, i, this.name(page.names[i]));
  }

  /** The plain row; undefined if there is no such item. */
  row({ type, key }: ItemFacts): ItemRow | undefined {
    return this.#database.query<ItemRow>(`SELECT * FROM ${type} WHERE item_id = ?`, { wide: true }).get(key);
  }

  /** Waits in the order of their start. */
  waits(key: ItemKey): ItemWaits {
    const track = trackOfKey(key);
    const ordinal = ordinalOfKey(key);
    const page = this.#store.itemPage(track, ordinal);
    const i = ordinal - (page?.firstOrdinal ?? 0);
    if (page === undefined || i >= page.count) return new ItemWaits(this.#waits, 0, 0, 0);
    const before = i === 0 ? 0 : page.waitEnds[i - 1];
    // Most items have none; the track's first page need not be read for them.
    const count = page.waitEnds[i] - before;
    const trackFirst = page.firstOrdinal === 0 || count === 0 ? page.firstWait : this.#store.itemPage(track, 0)!.firstWait;
    return new ItemWaits(this.#waits, trackFirst, page.firstWait + before, count);
  }

  /** Items that finish with this event (instances: whose unique event it is). @param event unsigned or two's complement */
  byEvent(event: bigint): ItemKey[] {
    return this.#events.find(highWord(event), lowWord(event)).map(({ track, ordinal }) => itemKey(track, ordinal));
  }

  /** Items of an operation: its task and kernel, and what was done for it. */
  ofOperation(operation: bigint): ItemKey[] {
    return this.#operations.find(highWord(operation), lowWord(operation)).map(({ track, ordinal }) => itemKey(track, ordinal));
  }

  /** The task that ran for an operation: the last one if there are several. Source: legion_prof_rs state.rs, find_task. */
  taskOf(operation: bigint): ItemFacts | undefined {
    if (this.#isGrowing) {
      // No SQL index yet, and the task may still come.
      const key = this.ofOperation(operation).findLast((item) => this.facts(item)?.type === 'task');
      return key === undefined ? undefined : this.facts(key);
    }
    const task = this.#tasks.get(operation, () => ({ key: this.#database.get<{ item_id: ItemKey }>(TASK_SQL, BigInt.asIntN(64, operation))?.item_id }))!.key;
    return task === undefined ? undefined : this.facts(task);
  }

  /**
   * The innermost call that item `key` was executing at a time: follows callees. At a time outside of its life it is the item itself,
   * where the reference fails. Source: legion_prof_rs state.rs, find_executing_entry.
   */
  executingAt(key: ItemKey, ns: Ns): ItemKey {
    const track = trackOfKey(key);
    let at = key;
    // A call cannot hold itself; the bound is for damaged data.
    for (let depth = 0; depth < MAX_NESTING; depth++) {
      const inner = calleeAt(this.waits(at), ns);
      if (inner === undefined) return at;
      at = itemKey(track, inner);
    }
    return at;
  }

  /** Provenance of an operation: its text. */
  provenanceOf(operation: bigint): string | undefined {
    return this.#provenances.get(operation, () => ({
      text: this.#database.get<{ text: string }>('SELECT p.text FROM operation o JOIN provenance p USING (provenance_id) WHERE o.op_id = ?', BigInt.asIntN(64, operation))?.text,
    }))?.text;
  }

  /** Least ordinal of a track whose item starts at or after a time; the number of items if there is none. */
  ordinalFrom(track: TrackId, ns: Ns): number {
    let low = this.#store.firstOrdinalBefore(track, ns);
    for (;;) {
      const page = this.#store.itemTimes(track, low);
      const end = page === undefined ? low : page.firstOrdinal + page.count;
      // Behind the last item: the last page is rarely full, so it is found again.
      if (page === undefined || low >= end) return low;
      if (page.starts[page.count - 1] < ns) {
        low = end;
        continue;
      }
      for (let high = end; low < high;) {
        const middle = (low + high) >>> 1;
        if (page.starts[middle - page.firstOrdinal] < ns) low = middle + 1;
        else high = middle;
      }
      return low;
    }
  }
}

/** The call that ran at a time. Calls of one item follow each other, so it is the last one that started. */
function calleeAt(waits: ItemWaits, ns: Ns): number | undefined {
  const last = waits.lastCall(waits.startedBy(ns) - 1);
  return last >= 0 && ns < waits.stop(last) ? waits.callee(last) : undefined;
}
