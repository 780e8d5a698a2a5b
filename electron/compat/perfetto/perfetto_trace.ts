/**
 * A run as a Perfetto trace: a slice for each item on the row of its level, its waiting and ready times inside it, instants where it made or
 * released others with flows to them, curves as counters. In pieces; memory does not grow with the run. Times are ns since profile zero.
 */
import { isMemoryKind, ITEM_TYPES, itemKey, ordinalOfKey, STATE_NAMES, STATE_READY, STATE_WAITING, trackOfKey, type ItemKey } from '../../protocol/items.ts';
import type { IndexReader } from '../../index/index_reader.ts';
import { PROCESSOR_TYPES } from '../../index/item_links.ts';
import { segmentsOf } from '../../index/processor_fields.ts';
import type { Ns } from '../../protocol/time.ts';
import { FACTS, FACTS_OF, type Fact, type NumberFact, type TextFact } from '../item_fact_kinds.ts';
import { type FactPage, Facts } from '../item_facts.ts';
import { waitedFor } from '../item_origins.ts';
import { streamGroups, type StreamGroup } from '../nvtxw/nvtxw_streams.ts';
import { PerfettoPackets } from './perfetto_packets.ts';
import { type Annotation, TYPE_COUNTER, TYPE_INSTANT, TYPE_SLICE_BEGIN, TYPE_SLICE_END } from './perfetto_schema.ts';
import { counterUuid, declareTracks, rowUuid } from './perfetto_tracks.ts';

/** What an item was made by or waited for, as an arrow. */
interface Arrow {
  readonly name: string;
  readonly from: ItemKey;
  readonly atNs: Ns;
}

export class PerfettoTrace {
  readonly #reader: IndexReader;
  readonly #facts: Facts;
  readonly #packets = new PerfettoPackets();
  #flows = 0;

  /** @param hasOrigins whether items say, also by arrows, who made them and what they waited for; takes most of the time */
  constructor(reader: IndexReader, hasOrigins: boolean) {
    this.#reader = reader;
    this.#facts = new Facts(reader, hasOrigins);
  }

  /** Bytes of the trace, piece by piece. @param nodes undefined = all */
  *pieces(nodes?: ReadonlySet<number>): Generator<Uint8Array, void, void> {
    const groups = streamGroups(this.#reader, nodes);
    const isMemory = ({ group }: StreamGroup): boolean => isMemoryKind(group.kind ?? undefined);
    declareTracks(this.#packets, groups, isMemory);
    for (const one of groups) {
      if (!isMemory(one)) yield* this.#busy(one);
      for (const { track } of one.streams) {
        if (isMemory(one)) yield* this.#held(track.id);
        // A channel between two nodes stands under both; its items are written once.
        if (track.mirrorOf === null) yield* this.#items(track.id);
      }
    }
    yield this.#packets.take();
  }

  *#items(track: number): Generator<Uint8Array, void, void> {
    for (let ordinal = 0; ;) {
      const page = this.#reader.store.itemPage(track, ordinal);
      if (page === undefined || ordinal >= page.firstOrdinal + page.count) return;
      const facts = this.#facts.page(track, ordinal);
      for (let i = 0; i < page.count; i++) {
        this.#item(track, facts, i);
        if (this.#packets.isFull) yield this.#packets.take();
      }
      ordinal = page.firstOrdinal + page.count;
    }
  }

  #item(track: number, facts: FactPage, i: number): void {
    const { page } = facts;
    const key = itemKey(track, page.firstOrdinal + i);
    const row = rowUuid(track, page.levels[i]);
    const start = page.starts[i];
    const stop = Math.max(start, page.stops[i]);
    const type = ITEM_TYPES[page.types[i]];
    const hasWaits = page.waitEnds[i] > (i === 0 ? 0 : page.waitEnds[i - 1]);
    // Items of processors without length and waits are not drawn. Source: legion_prof_rs backend/data_source.rs.
    if (stop === start && !hasWaits && PROCESSOR_TYPES.has(type)) return;
    const arrows = this.#arrows(track, facts, i);
    this.#packets.event(start, {
      type: TYPE_SLICE_BEGIN, track_uuid: row, name_iid: this.#packets.name(this.#reader.items.name(page.names[i])?.text ?? ''), category_iids: [this.#packets.category(type)],
      debug_annotations: this.#annotations(track, facts, i), ...(arrows.length === 0 ? {} : { terminating_flow_ids: arrows.map((arrow) => this.#arrow(arrow)) }),
    });
    if (hasWaits) this.#waits(key, row);
    this.#packets.event(stop, { type: TYPE_SLICE_END, track_uuid: row });
  }

  /** Waiting and ready times; running ones are what is left of the item. */
  #waits(key: ItemKey, row: number): void {
    const item = this.#reader.items.facts(key);
    if (item === undefined) return;
    const waits = this.#reader.items.waits(key);
    for (const { state, startNs, stopNs, wait } of segmentsOf(item, waits)) {
      if ((state !== STATE_WAITING && state !== STATE_READY) || stopNs <= startNs) continue;
      const awaited = state === STATE_WAITING ? this.#facts.awaited(waits.event(wait)) : undefined;
      const reason = awaited === undefined ? '' : waitedFor(awaited);
      this.#packets.event(startNs, {
        type: TYPE_SLICE_BEGIN, track_uuid: row, name_iid: this.#packets.name(STATE_NAMES[state]), category_iids: [this.#packets.category('wait')],
        ...(reason === '' ? {} : { debug_annotations: [this.#packets.ownText('waiting_for', reason)] }),
      });
      this.#packets.event(stopNs, { type: TYPE_SLICE_END, track_uuid: row });
    }
  }

  #annotations(track: number, facts: FactPage, i: number): Annotation[] {
    const { page } = facts;
    const found: Annotation[] = [this.#packets.ownText('title', this.#facts.title(page, i))];
    for (const fact of FACTS_OF[ITEM_TYPES[page.types[i]]]) {
      const annotation = this.#annotation(fact, track, facts, i);
      if (annotation !== undefined) found.push(annotation);
    }
    return found;
  }

  #annotation(fact: Fact, track: number, facts: FactPage, i: number): Annotation | undefined {
    if (FACTS[fact] === 'number') {
      const value = this.#facts.number(fact as NumberFact, track, facts, i);
      return Number.isNaN(value) ? undefined : this.#packets.number(fact, value);
    }
    if (FACTS[fact] === 'id') {
      const words = fact === 'instance' ? facts.instances : facts.operations;
      const id = (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i]);
      if (id === 0n) return undefined;
      // Ids of instances use the top bits, which numbers here do not hold; people know them by this form.
      return fact === 'instance' ? this.#packets.ownText(fact, `0x${id.toString(16)}`) : this.#packets.number(fact, Number(id));
    }
    if (FACTS[fact] === 'state' || fact === 'waiting_for') return undefined;
    const value = this.#facts.text(fact as TextFact, track, facts, i);
    if (value === '') return undefined;
    // It names the moment.
    return fact === 'critical_path' ? this.#packets.ownText(fact, value) : this.#packets.text(fact, value);
  }

  #arrows(track: number, facts: FactPage, i: number): Arrow[] {
    const { creator, critical, createNs, readyNs } = this.#facts.origin(track, facts, i);
    const start = facts.page.starts[i];
    const arrows: Arrow[] = [];
    const inside = (ns: Ns, link: { readonly startNs: Ns; readonly stopNs: Ns }): Ns => Math.max(link.startNs, Math.min(ns, link.stopNs));
    if (creator?.kind === 'link') arrows.push({ name: 'creates', from: creator.item, atNs: inside(createNs ?? start, creator) });
    if (critical?.kind === 'link') arrows.push({ name: 'releases', from: critical.item, atNs: inside(readyNs ?? start, critical) });
    return arrows;
  }

  /** An instant on the row of the item that the arrow comes from; gives the number of the flow. */
  #arrow({ name, from, atNs }: Arrow): number {
    const track = trackOfKey(from);
    const page = this.#reader.store.itemPage(track, ordinalOfKey(from));
    const level = page?.levels[ordinalOfKey(from) - page.firstOrdinal] ?? 0;
    const flow = ++this.#flows;
    this.#packets.event(atNs, { type: TYPE_INSTANT, track_uuid: rowUuid(track, level), name_iid: this.#packets.name(name), category_iids: [this.#packets.category('flow')], flow_ids: [flow] });
    return flow;
  }

  *#busy({ group }: StreamGroup): Generator<Uint8Array, void, void> {
    const util = this.#reader.util(group.id);
    if (util === undefined || util.levels.length === 0) return;
    const { means } = util.levels[0];
    const { stopNs } = this.#reader.run().info.interval;
    for (let i = 0; i <= means.length; i++) {
      yield* this.#sample(group.id, Math.min(i * 2 ** util.finestExp, stopNs), i < means.length ? 100 * means[i] : 0);
    }
  }

  *#held(track: number): Generator<Uint8Array, void, void> {
    const steps = this.#reader.memorySteps(track);
    if (steps === undefined) return;
    for (let i = 0; i < steps.times.length; i++) yield* this.#sample(track, steps.times[i], steps.bytes[i]);
  }

  *#sample(track: number, ns: Ns, value: number): Generator<Uint8Array, void, void> {
    this.#packets.event(ns, { type: TYPE_COUNTER, track_uuid: counterUuid(track), double_counter_value: value });
    if (this.#packets.isFull) yield this.#packets.take();
  }
}
