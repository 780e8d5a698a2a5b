/** Everything the index knows about one item, as the details panel shows it: the reference's fields, then ours. Below 50 ms at any size. */
import type { DetailField, FieldPart, ItemDetails, ItemFlows, WaitRow } from '../protocol/item_api.ts';
import type { RunId } from '../protocol/run_api.ts';
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import { formatInterval } from '../protocol/format_time.ts';
import { itemKey, NSIGHT_TYPES, ordinalOfKey, trackOfKey, type TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { withoutAnsi } from './detail_texts.ts';
import { extraFields } from './details_extras.ts';
import type { FieldSource } from './field_source.ts';
import type { IndexReader } from './index_reader.ts';
import { ItemFieldReader } from './item_fields.ts';
import { itemFlows } from './item_flows.ts';
import { linkToKey, operationLink } from './item_links.ts';
import { lifeTimes } from './life_times.ts';
import { NameRanks } from './name_ranks.ts';
import { kernelsOf } from './nsight_fields.ts';
import { sourcePlace } from './provenance_text.ts';
import type { ItemFacts } from './read_items.ts';
import type { ItemWaits } from './wait_pages.ts';

/** Rows of the waits table; the count says how many there are. */
const SHOWN_WAITS = 1000;
/** Longer texts and lists are shown folded. */
const LONG_TEXT = 300;
const LONG_LIST = 12;

export class Details {
  readonly #run: RunId;
  readonly #fields: ItemFieldReader;
  readonly #source: FieldSource;
  readonly #ranks: NameRanks;

  /** @param run id for links */
  constructor(reader: IndexReader, run: RunId) {
    this.#run = run;
    this.#fields = new ItemFieldReader(reader);
    this.#source = this.#fields.source;
    this.#ranks = new NameRanks(reader.database, reader.store);
  }

  /**
   * @param segmentStartNs start of the segment that was clicked; the first one if left out
   * @throws ProfileError 'bad-request' if there is no such item, 'not-loaded' while it is being written
   */
  of(track: TrackId, ordinal: number, segmentStartNs?: Ns): ItemDetails {
    const source = this.#source;
    const item = this.#fields.facts(track, ordinal);
    if (this.#fields.attached.exists) return this.#attached(item, segmentStartNs);
    const { fields } = this.#fields.ofSegment(track, ordinal, segmentStartNs).segments[0];
    if (NSIGHT_TYPES.has(item.type)) return this.#plain(item, fields);
    const life = lifeTimes(source, item);
    const provenance = this.#provenance(item);
    return {
      run: this.#run, track, ordinal, type: item.type, title: item.title, level: item.level, startNs: item.startNs, stopNs: item.stopNs,
      times: defined({ spawn: life.spawn, create: life.create, ready: life.ready, start: item.startNs, stop: item.stopNs }),
      runningNs: item.runningNs, readyNs: item.readyNs, waitingNs: item.waitingNs,
      fields: [...fields.map((field) => this.#shown(field)), ...extraFields(source, item, (id) => this.#parts(operationLink(source, id))[0]), ...this.#kernels(item)],
      ...this.#waits(item),
      rank: this.#ranks.of(item), source: provenance === undefined ? null : sourcePlace(provenance) ?? null,
    };
  }

  /** `file:line` of where the program asked for an item; undefined where that is not recorded. @throws ProfileError as `of` */
  lineOf(track: TrackId, ordinal: number): string | undefined {
    const item = this.#fields.facts(track, ordinal);
    const provenance = this.#fields.attached.exists ? undefined : this.#provenance(item);
    const place = provenance === undefined ? undefined : sourcePlace(provenance);
    return place && `${place.file}:${place.line}`;
  }

  /** @throws ProfileError 'bad-request' if there is no such item */
  flows(track: TrackId, ordinal: number): ItemFlows {
    return itemFlows(this.#fields, track, ordinal);
  }

  /** Of a run that came from an archive or a server: what it told, and nothing is worked out. */
  #attached(item: ItemFacts, segmentStartNs: Ns | undefined): ItemDetails {
    const { track, key, type, title, level, startNs, stopNs, runningNs, readyNs, waitingNs } = item;
    const segments = this.#fields.attached.of(key);
    const { fields = [] } = segments.find((segment) => segment.startNs === segmentStartNs && segment.stopNs > segment.startNs) ?? segments[0] ?? {};
    const { waits, waitCount } = this.#waits(item);
    return {
      run: this.#run, track, ordinal: ordinalOfKey(key), type, title, level, startNs, stopNs, times: { start: startNs, stop: stopNs }, runningNs, readyNs, waitingNs,
      fields: fields.map(({ name, value, tone }) => ({ name, parts: this.#parts(value), added: false, ...(tone === 'plain' ? {} : { tone }) })),
      waits, waitCount, rank: this.#ranks.of(item), source: null,
    };
  }

  /** Of what Nsight Systems recorded. */
  #plain(item: ItemFacts, fields: readonly ItemField[]): ItemDetails {
    const { track, key, type, title, level, startNs, stopNs, runningNs, readyNs, waitingNs } = item;
    return {
      run: this.#run, track, ordinal: ordinalOfKey(key), type, title, level, startNs, stopNs, times: { start: startNs, stop: stopNs }, runningNs, readyNs, waitingNs,
      fields: fields.map((field) => this.#shown(field)), waits: [], waitCount: 0, rank: this.#ranks.of(item), source: null,
    };
  }

  /** What Nsight Systems saw a task ask of the GPU. */
  #kernels(item: ItemFacts): DetailField[] {
    const task = item.type === 'gpu_kernel' ? this.#source.items.taskOf(this.#source.record(item).id('op_id', item.recordRow))?.key : item.type === 'task' ? item.key : undefined;
    const found = task === undefined ? undefined : kernelsOf(this.#source, task);
    if (found === undefined) return [];
    const parts = found.shown.flatMap((link) => this.#parts(link));
    return [{ name: `Kernels (${found.count})`, parts, added: true, isLong: parts.length > LONG_LIST }];
  }

  #waits(item: ItemFacts): Pick<ItemDetails, 'waits' | 'waitCount'> {
    const waits = this.#source.items.waits(item.key);
    return { waits: Array.from({ length: Math.min(waits.count, SHOWN_WAITS) }, (_, i) => this.#waitRow(item, waits, i)), waitCount: waits.count };
  }

  #shown({ name, value, tone }: ItemField): DetailField {
    // The reference asks for logs of other nodes, which would not help.
    if (name === 'Critical Path' && !this.#source.events.hasGraph) return { name, parts: [{ text: `not recorded (log ${this.#source.version ?? 'of an old version'})` }], added: false };
    const parts = this.#parts(value);
    const isLong = name === 'Backtrace' || parts.length > LONG_LIST || parts.some((part) => 'text' in part && part.text.length > LONG_TEXT);
    return { name, parts, added: false, ...(tone === 'plain' ? {} : { tone }), ...(isLong ? { isLong } : {}) };
  }

  #parts(value: FieldValue): FieldPart[] {
    switch (value.kind) {
      case 'text': return [{ text: withoutAnsi(value.text) }];
      case 'count': return [{ text: String(value.count) }];
      case 'interval': return [{ text: formatInterval(value) }];
      case 'link': return [{ link: { run: this.#run, track: trackOfKey(value.item), ordinal: ordinalOfKey(value.item), title: value.title, startNs: value.startNs, stopNs: value.stopNs } }];
      case 'list': return value.values.flatMap((part) => this.#parts(part));
      case 'empty': return [];
    }
  }

  #waitRow(item: ItemFacts, waits: ItemWaits, i: number): WaitRow {
    const callee = waits.callee(i);
    const link = callee === undefined ? undefined : linkToKey(this.#source, itemKey(item.track, callee));
    const event = waits.event(i);
    const backtrace = this.#source.backtrace(waits.backtrace(i));
    return {
      startNs: waits.start(i), readyNs: waits.ready(i), endNs: waits.stop(i), event: event === 0n ? null : `0x${event.toString(16)}`,
      callee: link === undefined ? null : this.#parts(link)[0], backtrace: backtrace === undefined ? null : withoutAnsi(backtrace),
    };
  }

  /** The text that its source position is taken from. */
  #provenance(item: ItemFacts): string | undefined {
    if (item.type === 'application_call' || item.type === 'async_effect') return item.title;
    const operation = item.type === 'task' || item.type === 'gpu_kernel' ? this.#source.record(item).id('op_id', item.recordRow) : item.initiator;
    return operation === undefined ? undefined : this.#source.items.provenanceOf(operation);
  }
}

function defined<T extends object>(value: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [Key in keyof T]?: NonNullable<T[Key]> };
}
