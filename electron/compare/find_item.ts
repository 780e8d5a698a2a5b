/** The item of the timeline that a record of a run became: what a click on a ledger row jumps to. */
import type { IndexReader } from '../index/index_reader.ts';
import { SOURCE_TABLES } from '../model/run_model.ts';
import { itemKey, ordinalOfKey, trackOfKey, type ItemKey } from '../protocol/items.ts';
import type { LinePlace } from './places.ts';

/** Calls carry the finish event of the task around them. */
const CALLS: ReadonlySet<string> = new Set(['MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo']);

/** Columns of a record kind that lead to its items. */
interface Leads {
  readonly events: Uint32Array | undefined;
  readonly starts: Float64Array | undefined;
}

/** Finds items of one run; keeps the columns that it read. */
export class ItemFinder {
  readonly #reader: IndexReader;
  readonly #leads = new Map<string, Leads>();
  readonly #slugs: ReadonlyMap<number, string>;

  constructor(reader: IndexReader) {
    this.#reader = reader;
    this.#slugs = new Map(reader.tracks().map(({ id, slug }) => [id, slug]));
  }

  /** Undefined for what is no item: start-up, records that were left out of the timeline. */
  find({ record }: LinePlace): ItemKey | undefined {
    if (record === undefined) return undefined;
    const { items } = this.#reader;
    const table = SOURCE_TABLES[record.table];
    const { events, starts } = this.#leadsTo(record.rank, table);
    if (events === undefined) return undefined;
    const isIt = (key: ItemKey): boolean => {
      const facts = items.facts(key);
      return facts?.rank === record.rank && facts.record === table && facts.recordRow === record.row;
    };
    const ofEvent = items.byEvent((BigInt(events[2 * record.row + 1]) << 32n) | BigInt(events[2 * record.row]));
    if (!CALLS.has(table)) return ofEvent.find(isIt);
    const start = starts?.[record.row] ?? 0;
    for (const track of new Set(ofEvent.map(trackOfKey))) {
      for (let ordinal = items.ordinalFrom(track, start); items.facts(itemKey(track, ordinal))?.startNs === start; ordinal++) {
        if (isIt(itemKey(track, ordinal))) return itemKey(track, ordinal);
      }
    }
    return undefined;
  }

  /** `n0/cpu/c1#12`: the track's lasting name and the item's place in it. */
  text(key: ItemKey): string {
    return `${this.#slugs.get(trackOfKey(key)) ?? trackOfKey(key)}#${ordinalOfKey(key)}`;
  }

  #leadsTo(rank: number, table: string): Leads {
    const id = `${rank} ${table}`;
    let leads = this.#leads.get(id);
    if (leads === undefined) {
      const columns = this.#reader.recordTable(rank, table, ['fevent', 'start'])?.columns;
      const [events, starts] = [columns?.get('fevent'), columns?.get('start')];
      this.#leads.set(id, (leads = { events: events?.type === 'u64' ? events.values : undefined, starts: starts?.type === 'time' ? starts.values : undefined }));
    }
    return leads;
  }
}
