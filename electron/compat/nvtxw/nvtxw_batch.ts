/** Segments of a track as batches of events for the native writer. Its buffers are used again and again. */
import type { ItemBlock } from '../../model/item_blocks.ts';
import { BLOCK_SIZE } from '../../model/item_blocks.ts';
import { ITEM_PAGE } from '../../index/item_pages.ts';
import { STATE_NONE, STATE_READY, STATE_WAITING, type State } from '../../protocol/items.ts';
import { prefixLength } from '../../protocol/prefix_length.ts';
import { FACT_NAMES } from '../item_fact_kinds.ts';
import { shade } from '../palette.ts';
import { PAGE_SLOTS, type NativeWriter, type WriterBatch } from './nvtxw_addon.ts';
import type { PreparedPage } from './nvtxw_pages.ts';

const OPAQUE = 0xff000000;
/** Colours are opaque and of 24 bits; a state takes two more. */
const MOST_SHADES = 1 << 14;

/** A page that the writer holds. */
interface Held {
  readonly slot: number;
  readonly prepared: PreparedPage;
}

/** Of one track. */
export class EventBatches {
  readonly #writer: NativeWriter;
  readonly #originNs: bigint;
  /** Gives the page that an item is in. */
  readonly #load: (ordinal: number) => PreparedPage;
  readonly #starts = new Float64Array(BLOCK_SIZE);
  readonly #stops = new Float64Array(BLOCK_SIZE);
  readonly #levels = new Uint16Array(BLOCK_SIZE);
  readonly #colors = new Uint32Array(BLOCK_SIZE);
  readonly #slots = new Uint8Array(BLOCK_SIZE);
  readonly #rows = new Uint16Array(BLOCK_SIZE);
  readonly #states = new Uint8Array(BLOCK_SIZE);
  readonly #waits = new Uint32Array(BLOCK_SIZE);
  #count = 0;
  /** By ordinal of their first item, the one used longest ago first. */
  readonly #held = new Map<number, Held>();
  readonly #shades = new Map<number, number>();
  /** Written so far. */
  events = 0;
  /** Segments left out as they end before they start. */
  inverted = 0;

  constructor(writer: NativeWriter, originNs: bigint, load: (ordinal: number) => PreparedPage) {
    this.#writer = writer;
    this.#originNs = originNs;
    this.#load = load;
  }

  /** Writes the events of a block. */
  write(block: ItemBlock): void {
    let held: Held | undefined;
    for (let from = 0; from < block.count; from++) {
      const ordinal = block.ordinals[from];
      const first = ordinal - ordinal % ITEM_PAGE;
      if (held?.prepared.firstOrdinal !== first) held = this.#find(first) ?? this.#hold(first);
      const i = ordinal - first;
      if (this.#isDrawn(block, from, held.prepared.arePoints[i])) this.#put(block, from, held, i);
    }
    this.#flush();
  }

  #find(first: number): Held | undefined {
    const held = this.#held.get(first);
    if (held === undefined) return undefined;
    this.#held.delete(first);
    this.#held.set(first, held);
    return held;
  }

  #hold(first: number): Held {
    // The new page may take the place of one that these events are of.
    this.#flush();
    const prepared = this.#load(first);
    let slot = this.#held.size;
    if (slot === PAGE_SLOTS) {
      const [[oldest, held]] = this.#held;
      this.#held.delete(oldest);
      ({ slot } = held);
    }
    const held = { slot, prepared };
    this.#held.set(first, held);
    this.#writer.page(slot, prepared.page);
    return held;
  }

  /** Items of processors without length and waits are not drawn. Source: legion_prof_rs backend/data_source.rs. */
  #isDrawn(block: ItemBlock, from: number, isPoint: number): boolean {
    const length = block.stops[from] - block.starts[from];
    if (length < 0) this.inverted++;
    return length === 0 ? block.states[from] === STATE_NONE || isPoint === 0 : length > 0;
  }

  #put(block: ItemBlock, from: number, { slot, prepared }: Held, i: number): void {
    const at = this.#count++;
    const state = block.states[from] as State;
    this.#starts[at] = block.starts[from];
    this.#stops[at] = block.stops[from];
    this.#levels[at] = block.levels[from];
    this.#colors[at] = this.#shade(prepared.colors[i], state);
    this.#slots[at] = slot;
    this.#rows[at] = i;
    this.#states[at] = state;
    this.#waits[at] = state === STATE_WAITING ? waitText(prepared, i, block.starts[from]) : 0;
  }

  #flush(): void {
    if (this.#count === 0) return;
    const batch: WriterBatch = {
      count: this.#count, originNs: this.#originNs, starts: this.#starts, stops: this.#stops, levels: this.#levels, colors: this.#colors, slots: this.#slots, rows: this.#rows,
      columns: FACT_NAMES.map((fact) => (fact === 'state' ? this.#states : fact === 'waiting_for' ? this.#waits : undefined)),
    };
    this.#writer.write(batch);
    this.events += this.#count;
    this.#count = 0;
  }

  #shade(color: number, state: State): number {
    if (state !== STATE_READY && state !== STATE_WAITING) return (OPAQUE | color) >>> 0;
    const key = color * 4 + state;
    let mixed = this.#shades.get(key);
    if (mixed === undefined) {
      if (this.#shades.size >= MOST_SHADES) this.#shades.clear();
      mixed = (OPAQUE | shade(color, state)) >>> 0;
      this.#shades.set(key, mixed);
    }
    return mixed;
  }
}

/** What ended the wait that item `i` of a page was in at a time: its last one that had begun. */
function waitText({ waitEnds, waitStarts, waitTexts }: PreparedPage, i: number, ns: number): number {
  const first = i === 0 ? 0 : waitEnds[i - 1];
  const begun = prefixLength(waitEnds[i] - first, (wait) => waitStarts[first + wait] <= ns);
  return begun === 0 ? 0 : waitTexts[first + begun - 1];
}
