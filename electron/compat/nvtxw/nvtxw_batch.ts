/** Segments of a track as batches of events for the native writer. Its buffers are used again and again. */
import type { ItemBlock } from '../../model/item_blocks.ts';
import { BLOCK_SIZE } from '../../model/item_blocks.ts';
import { STATE_NONE, STATE_READY, STATE_WAITING, type State, type TrackId } from '../../protocol/items.ts';
import { FACT_NAMES } from '../item_fact_kinds.ts';
import type { FactPage, Facts } from '../item_facts.ts';
import { shade } from '../palette.ts';
import { PAGE_SLOTS, type WriterBatch, type WriterPage } from './nvtxw_addon.ts';
import { writerPage } from './nvtxw_pages.ts';
import { TextTable } from './nvtxw_texts.ts';

const OPAQUE = 0xff000000;
/** Colours are opaque and of 24 bits; a state takes two more. */
const MOST_SHADES = 1 << 14;

/** What the writer is to be told next: of a page before the batches of its items. */
export type Piece = { readonly slot: number; readonly page: WriterPage } | WriterBatch;

/** A page that the writer holds. */
interface Held {
  readonly slot: number;
  readonly facts: FactPage;
}

/** Of one track. */
export class EventBatches {
  readonly #facts: Facts;
  readonly #track: TrackId;
  readonly #originNs: bigint;
  readonly #starts = new Float64Array(BLOCK_SIZE);
  readonly #stops = new Float64Array(BLOCK_SIZE);
  readonly #levels = new Uint16Array(BLOCK_SIZE);
  readonly #colors = new Uint32Array(BLOCK_SIZE);
  readonly #slots = new Uint8Array(BLOCK_SIZE);
  readonly #rows = new Uint16Array(BLOCK_SIZE);
  readonly #states = new Uint8Array(BLOCK_SIZE);
  readonly #waits = new Uint32Array(BLOCK_SIZE);
  #texts = new TextTable();
  #count = 0;
  /** By ordinal of their first item, the one used longest ago first. */
  readonly #held = new Map<number, Held>();
  readonly #shades = new Map<number, number>();
  /** Segments left out as they end before they start. */
  inverted = 0;

  constructor(facts: Facts, track: TrackId, originNs: bigint) {
    this.#facts = facts;
    this.#track = track;
    this.#originNs = originNs;
  }

  /** The events of a block; each piece is valid until the next one. */
  *of(block: ItemBlock): Generator<Piece, void> {
    let held: Held | undefined;
    for (let from = 0; from < block.count; from++) {
      const ordinal = block.ordinals[from];
      if (held === undefined || !contains(held, ordinal)) {
        held = this.#find(ordinal);
        if (held === undefined) {
          // The new page may take the place of one that these events are of.
          if (this.#count > 0) yield this.#batch();
          held = this.#load(ordinal);
          yield { slot: held.slot, page: writerPage(this.#facts, this.#track, held.facts) };
        }
      }
      const i = ordinal - held.facts.page.firstOrdinal;
      if (this.#isDrawn(block, from, held.facts, i)) this.#put(block, from, held, i);
    }
    if (this.#count > 0) yield this.#batch();
  }

  #find(ordinal: number): Held | undefined {
    for (const [first, held] of this.#held) {
      if (!contains(held, ordinal)) continue;
      this.#held.delete(first);
      this.#held.set(first, held);
      return held;
    }
    return undefined;
  }

  #load(ordinal: number): Held {
    const facts = this.#facts.page(this.#track, ordinal);
    let slot = this.#held.size;
    if (slot === PAGE_SLOTS) {
      const [[oldest, held]] = this.#held;
      this.#held.delete(oldest);
      ({ slot } = held);
    }
    const held = { slot, facts };
    this.#held.set(facts.page.firstOrdinal, held);
    return held;
  }

  /** Items of processors without length and waits are not drawn. Source: legion_prof_rs backend/data_source.rs. */
  #isDrawn(block: ItemBlock, from: number, { page }: FactPage, i: number): boolean {
    const length = block.stops[from] - block.starts[from];
    if (length < 0) this.inverted++;
    if (length !== 0) return length > 0;
    const hasWaits = page.waitEnds[i] > (i === 0 ? 0 : page.waitEnds[i - 1]);
    return block.states[from] === STATE_NONE || hasWaits || page.stops[i] > page.starts[i];
  }

  #put(block: ItemBlock, from: number, { slot, facts }: Held, i: number): void {
    const at = this.#count++;
    const state = block.states[from] as State;
    this.#starts[at] = block.starts[from];
    this.#stops[at] = block.stops[from];
    this.#levels[at] = block.levels[from];
    this.#colors[at] = this.#shade(facts.colors[i], state);
    this.#slots[at] = slot;
    this.#rows[at] = i;
    this.#states[at] = state;
    this.#waits[at] = state === STATE_WAITING ? this.#texts.add(this.#facts.waitedFor(this.#track, block.ordinals[from], block.starts[from])) : 0;
  }

  #batch(): WriterBatch {
    const batch = {
      count: this.#count, originNs: this.#originNs, starts: this.#starts, stops: this.#stops, levels: this.#levels, colors: this.#colors, slots: this.#slots, rows: this.#rows,
      columns: FACT_NAMES.map((fact) => (fact === 'state' ? this.#states : fact === 'waiting_for' ? this.#waits : undefined)), ...this.#texts.encoded(),
    };
    this.#texts = new TextTable();
    this.#count = 0;
    return batch;
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

function contains({ facts: { page } }: Held, ordinal: number): boolean {
  return ordinal >= page.firstOrdinal && ordinal < page.firstOrdinal + page.count;
}
