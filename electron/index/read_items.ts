/** Items from the index: what all have in common, their own rows, waits, and who belongs to an event or an operation. */
import { NONE, SOURCE_TABLES } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, itemTitle, ordinalOfKey, trackOfKey, type ItemKey, type ItemName, type ItemType, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { BlockStore } from './block_store.ts';
import type { IndexDatabase } from './database.ts';
import { findByKey } from './key_pages.ts';
import { readNames } from './read_run.ts';

/** What every item has; times ns, half-open. */
export interface ItemFacts {
  readonly key: ItemKey;
  readonly track: TrackId;
  readonly ordinal: number;
  readonly type: ItemType;
  readonly name: number;
  /** As in its title. */
  readonly title: string;
  readonly color: number;
  readonly level: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly waitingNs: number;
  /** Item of the same track that it ran inside. */
  readonly parent: ItemKey | undefined;
  /** Operation that it was done for (tasks: their parent's), unsigned. */
  readonly initiator: bigint | undefined;
  /** Where its record is. */
  readonly rank: number;
  readonly record: (typeof SOURCE_TABLES)[number];
  readonly recordRow: number;
}

/** Plain row of an item by column name; 64-bit ids two's complement, NULL = null. */
export type ItemRow = Readonly<Record<string, bigint | null>>;

export interface WaitFacts {
  readonly startNs: Ns;
  readonly readyNs: Ns;
  readonly stopNs: Ns;
  /** Unsigned; null where a call ran. */
  readonly event: bigint | null;
  readonly callee: ItemKey | null;
  readonly backtrace: string | null;
  readonly provenance: string | null;
}

interface WaitSqlRow {
  readonly start_ns: bigint; readonly ready_ns: bigint; readonly stop_ns: bigint; readonly event: bigint | null; readonly callee_item_id: bigint | null;
  readonly backtrace: string | null; readonly provenance: string | null;
}

const WAITS_SQL = `SELECT w.start_ns, w.ready_ns, w.stop_ns, w.event, w.callee_item_id, b.text AS backtrace, p.text AS provenance
  FROM wait w LEFT JOIN backtrace b ON b.backtrace_id = w.backtrace_id LEFT JOIN provenance p ON p.provenance_id = w.provenance_id
  WHERE w.wait_id >= ? AND w.wait_id < ? ORDER BY w.wait_id`;

export class ItemReads {
  readonly #database: IndexDatabase;
  readonly #store: BlockStore;
  #names: ItemName[] = [];

  constructor(database: IndexDatabase, store: BlockStore) {
    this.#database = database;
    this.#store = store;
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
    const name = this.name(page.names[i]);
    const parent = page.parents[i];
    const hi = page.initiatorsHi[i];
    const lo = page.initiatorsLo[i];
    const hasInitiator = (hi | lo) !== 0 && (hi & lo) >>> 0 !== 0xffffffff;
    return {
      key, track, ordinal, type: ITEM_TYPES[page.types[i]], name: page.names[i], title: name === undefined ? '' : itemTitle(name, page.numsHi[i], page.numsLo[i]),
      color: page.colors[i], level: page.levels[i], startNs: page.starts[i], stopNs: page.stops[i], runningNs: page.runningNs[i], readyNs: page.readyNs[i], waitingNs: page.waitingNs[i],
      parent: parent === NONE ? undefined : itemKey(track, parent), initiator: hasInitiator ? (BigInt(hi) << 32n) | BigInt(lo) : undefined,
      rank: page.ranks[i], record: SOURCE_TABLES[page.tables[i]], recordRow: page.rows[i],
    };
  }

  /** The plain row; undefined if there is no such item. */
  row({ type, key }: ItemFacts): ItemRow | undefined {
    return this.#database.query<ItemRow>(`SELECT * FROM ${type} WHERE item_id = ?`, { wide: true }).get(key);
  }

  /** Waits in the order of their start, at most `limit`. */
  waits(key: ItemKey, limit = Number.MAX_SAFE_INTEGER): WaitFacts[] {
    const [first, end] = this.#waitRange(key);
    return this.#database.query<WaitSqlRow>(WAITS_SQL, { wide: true }).all(first, Math.min(end, first + limit)).map((row) => ({
      startNs: Number(row.start_ns), readyNs: Number(row.ready_ns), stopNs: Number(row.stop_ns), event: row.event === null ? null : BigInt.asUintN(64, row.event),
      callee: row.callee_item_id === null ? null : Number(row.callee_item_id), backtrace: row.backtrace, provenance: row.provenance,
    }));
  }

  waitCount(key: ItemKey): number {
    const [first, end] = this.#waitRange(key);
    return end - first;
  }

  /** wait_ids of an item: [first, end). */
  #waitRange(key: ItemKey): [first: number, end: number] {
    const ordinal = ordinalOfKey(key);
    const page = this.#store.itemPage(trackOfKey(key), ordinal);
    const i = ordinal - (page?.firstOrdinal ?? 0);
    if (page === undefined || i >= page.count) return [0, 0];
    return [page.firstWait + (i === 0 ? 0 : page.waitEnds[i - 1]), page.firstWait + page.waitEnds[i]];
  }

  /** Items that finish with this event (instances: whose unique event it is). @param event unsigned or two's complement */
  byEvent(event: bigint): ItemKey[] {
    return findByKey(this.#database, 'event_item', ...words(event));
  }

  /** Items of an operation: its task and kernel, and what was done for it. */
  ofOperation(operation: bigint): ItemKey[] {
    return findByKey(this.#database, 'operation_item', ...words(operation));
  }

  /** The task that ran for an operation: the last one if there are several. Source: legion_prof_rs state.rs, find_task. */
  taskOf(operation: bigint): ItemFacts | undefined {
    for (const key of this.ofOperation(operation).reverse()) {
      const facts = this.facts(key);
      if (facts?.type === 'task') return facts;
    }
    return undefined;
  }

  /** The innermost call that item `key` was executing at a time: follows callees. Source: legion_prof_rs state.rs, find_executing_entry. */
  executingAt(key: ItemKey, ns: Ns): ItemKey {
    const query = this.#database.query<{ callee_item_id: number }>('SELECT callee_item_id FROM wait WHERE wait_id >= ? AND wait_id < ? AND callee_item_id IS NOT NULL AND start_ns <= ? AND stop_ns > ? ORDER BY wait_id LIMIT 1');
    let at = key;
    // A call cannot hold itself; the bound is for damaged data.
    for (let depth = 0; depth < 1000; depth++) {
      const inner = query.get(...this.#waitRange(at), ns, ns);
      if (inner === undefined) return at;
      at = inner.callee_item_id;
    }
    return at;
  }

  /** Provenance of an operation: its text. */
  provenanceOf(operation: bigint): string | undefined {
    return this.#database.get<{ text: string }>('SELECT p.text FROM operation o JOIN provenance p USING (provenance_id) WHERE o.op_id = ?', BigInt.asIntN(64, operation))?.text;
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

function words(value: bigint): [hi: number, lo: number] {
  const unsigned = BigInt.asUintN(64, value);
  return [Number(unsigned >> 32n), Number(unsigned & 0xffffffffn)];
}
