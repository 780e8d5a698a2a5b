/** Segments of a track as batches of events for the native writer. Its buffers are used again and again. */
import type { ItemBlock } from '../../model/item_blocks.ts';
import { BLOCK_SIZE } from '../../model/item_blocks.ts';
import { STATE_NONE, STATE_READY, STATE_WAITING, type State, type TrackId } from '../../protocol/items.ts';
import type { WriterBatch } from './nvtxw_addon.ts';
import type { FactPage, Facts } from '../item_facts.ts';
import { type Fact, FACT_NAMES, FACTS, type NumberFact, type TextFact } from '../item_fact_kinds.ts';
import { BatchTexts } from './nvtxw_texts.ts';
import { shade } from '../palette.ts';

const NUMBERS = FACT_NAMES.filter((fact): fact is NumberFact => FACTS[fact] === 'number');
const TEXTS = FACT_NAMES.filter((fact): fact is TextFact => FACTS[fact] === 'text' && fact !== 'waiting_for');

const OPAQUE = 0xff000000;
/** Colours are opaque and of 24 bits; a state takes two more. */
const MOST_SHADES = 1 << 14;

function makeColumn(fact: Fact): Uint8Array | Uint32Array | Float64Array {
  switch (FACTS[fact]) {
    case 'state': return new Uint8Array(BLOCK_SIZE);
    case 'id': return new Uint32Array(2 * BLOCK_SIZE);
    case 'text': return new Uint32Array(BLOCK_SIZE);
    case 'number': return new Float64Array(BLOCK_SIZE);
  }
}

export class EventBatches {
  readonly #facts: Facts;
  readonly #texts = new BatchTexts();
  readonly #starts = new Float64Array(BLOCK_SIZE);
  readonly #stops = new Float64Array(BLOCK_SIZE);
  readonly #kinds = new Uint8Array(BLOCK_SIZE);
  readonly #levels = new Uint16Array(BLOCK_SIZE);
  readonly #rgb = new Uint32Array(BLOCK_SIZE);
  readonly #messages = new Uint32Array(BLOCK_SIZE);
  readonly #columns = Object.fromEntries(FACT_NAMES.map((fact) => [fact, makeColumn(fact)])) as Readonly<Record<Fact, Uint8Array | Uint32Array | Float64Array>>;
  readonly #shades = new Map<number, number>();
  /** Segments left out as they end before they start. */
  inverted = 0;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** The events of a block; valid until the next call. @param track the one whose block it is */
  of(track: TrackId, block: ItemBlock, originNs: bigint): WriterBatch {
    this.#texts.clear();
    this.#texts.offset('');
    let count = 0;
    let facts: FactPage | undefined;
    for (let from = 0; from < block.count; from++) {
      const ordinal = block.ordinals[from];
      if (facts === undefined || ordinal < facts.page.firstOrdinal || ordinal >= facts.page.firstOrdinal + facts.page.count) facts = this.#facts.page(track, ordinal);
      const i = ordinal - facts.page.firstOrdinal;
      if (!this.#isDrawn(block, from, facts, i)) continue;
      this.#put(track, block, from, facts, i, count++);
    }
    return {
      count, originNs, starts: this.#starts, stops: this.#stops, kinds: this.#kinds, levels: this.#levels, colors: this.#rgb, messages: this.#messages,
      texts: this.#texts.bytes, textBytes: this.#texts.byteLength, columns: FACT_NAMES.map((fact) => this.#columns[fact]),
    };
  }

  /** Items of processors without length and waits are not drawn. Source: legion_prof_rs backend/data_source.rs. */
  #isDrawn(block: ItemBlock, from: number, { page }: FactPage, i: number): boolean {
    const length = block.stops[from] - block.starts[from];
    if (length < 0) this.inverted++;
    if (length !== 0) return length > 0;
    const hasWaits = page.waitEnds[i] > (i === 0 ? 0 : page.waitEnds[i - 1]);
    return block.states[from] === STATE_NONE || hasWaits || page.stops[i] > page.starts[i];
  }

  #put(track: TrackId, block: ItemBlock, from: number, facts: FactPage, i: number, at: number): void {
    const { page } = facts;
    const state = block.states[from] as State;
    this.#starts[at] = block.starts[from];
    this.#stops[at] = block.stops[from];
    this.#kinds[at] = page.types[i];
    this.#levels[at] = block.levels[from];
    this.#rgb[at] = this.#shade(facts.colors[i], state);
    this.#messages[at] = this.#texts.offset(this.#facts.title(page, i));
    const columns = this.#columns;
    columns.state[at] = state;
    for (const [column, words] of [[columns.operation, facts.operations], [columns.instance, facts.instances]] as const) {
      column[2 * at] = words[2 * i];
      column[2 * at + 1] = words[2 * i + 1];
    }
    for (const fact of NUMBERS) columns[fact][at] = this.#facts.number(fact, track, facts, i);
    for (const fact of TEXTS) columns[fact][at] = this.#texts.offset(this.#facts.text(fact, track, facts, i));
    columns.waiting_for[at] = this.#texts.offset(state === STATE_WAITING ? this.#facts.waitedFor(track, block.ordinals[from], block.starts[from]) : '');
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
