/**
 * Fields of items of processors: what all segments of an item share, then what a waiting or ready one adds.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs, generate_proc_slot_meta_tile.
 */
import { ownerNode, processorIndex } from '../model/realm_ids.ts';
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import { itemKey, STATE_NAMES, STATE_READY, STATE_RUNNING, STATE_WAITING, type State } from '../protocol/items.ts';
import { deferredTone, latencyTone } from './detail_texts.ts';
import { FieldList } from './field_list.ts';
import type { FieldSource } from './field_source.ts';
import { criticalLink, criticalTone, linkTo, linkToKey, operationLink, unknownEventText } from './item_links.ts';
import { lifeTimes, type LifeTimes } from './life_times.ts';
import { addOrigin } from './origin_fields.ts';
import { PreviousExecuting } from './previous_executing.ts';
import { provenanceValue } from './provenance_text.ts';
import type { ItemFacts } from './read_items.ts';
import { usedInstances } from './used_instances.ts';
import type { ItemWaits } from './wait_pages.ts';

/** A box of an item; ns, half-open. */
export interface Segment {
  readonly state: State;
  readonly startNs: number;
  readonly stopNs: number;
  /** Number of the wait of a waiting or ready segment; -1 else. */
  readonly wait: number;
}

/** Processors of these kinds run several items at once, so none was before another. */
const RUNS_MANY: ReadonlySet<string> = new Set(['io', 'external']);

/**
 * Boxes that an item is drawn as, as exactBlocks cuts them. An item without length and waits has one, where the reference draws none.
 * @param from, to waits [from, to) with the running time before each; with the last one also the running time behind it
 */
export function* segmentsOf({ startNs, stopNs }: ItemFacts, waits: ItemWaits, from = 0, to = waits.count): Generator<Segment, void, void> {
  let at = from === 0 ? startNs : Math.min(Math.max(waits.stop(from - 1), startNs), stopNs);
  for (let i = from; i < to; i++) {
    const blocked = Math.min(Math.max(waits.start(i), at), stopNs);
    const end = Math.min(Math.max(waits.stop(i), blocked), stopNs);
    const triggered = Math.min(Math.max(waits.ready(i), blocked), end);
    yield { state: STATE_RUNNING, startNs: at, stopNs: blocked, wait: -1 };
    yield { state: STATE_WAITING, startNs: blocked, stopNs: triggered, wait: i };
    yield { state: STATE_READY, startNs: triggered, stopNs: end, wait: i };
    at = end;
  }
  if (to === waits.count && (at < stopNs || waits.count === 0)) yield { state: STATE_RUNNING, startNs: at, stopNs, wait: -1 };
}

/** Waits before a time within which a segment that starts at it is looked for: several may be empty. */
const NEAR_WAITS = 16;

/** The longest segment that starts at a time, as empty ones cannot be clicked; the first of all if there is none, or no time. */
export function segmentAt(item: ItemFacts, waits: ItemWaits, startNs: number | undefined): Segment {
  const [first] = segmentsOf(item, waits, 0, Math.min(1, waits.count));
  if (startNs === undefined) return first;
  const last = waits.startedBy(startNs);
  let best: Segment | undefined;
  for (const segment of segmentsOf(item, waits, Math.max(0, last - NEAR_WAITS), Math.min(waits.count, last + 1))) {
    if (segment.startNs === startNs && (best === undefined || segment.stopNs - segment.startNs > best.stopNs - best.startNs)) best = segment;
  }
  return best ?? first;
}

export class ProcessorFields {
  readonly #source: FieldSource;
  readonly #previous: PreviousExecuting;

  constructor(source: FieldSource) {
    this.#source = source;
    this.#previous = new PreviousExecuting(source.items, source.reader.store, source.rules);
  }

  /** What all segments have, without their state. The first is Lifetime. */
  shared(item: ItemFacts): ItemField[] {
    const source = this.#source;
    const list = new FieldList();
    list.interval('Lifetime', item.startNs, item.stopNs);
    if (item.initiator !== undefined && item.initiator !== 0n) list.add('Operation', operationLink(source, item.initiator));
    if (item.type === 'task' || item.type === 'gpu_kernel') this.#addOperationFields(list, source.record(item).id('op_id', item.recordRow));
    const life = lifeTimes(source, item);
    this.#addOrigin(list, item, life);
    if (item.type === 'mapper_call') this.#addMapper(list, item);
    addLatencies(list, item, life);
    if (life.ready !== undefined && hasLife(item)) this.#addPrevious(list, item, life.ready, item.startNs);
    return list.fields;
  }

  #addOperationFields(list: FieldList, operation: bigint): void {
    const used = usedInstances(this.#source, operation);
    if (used.length > 0 || !this.#source.rules.describesAccess) list.list('Instances', used);
    const provenance = this.#source.items.provenanceOf(operation);
    if (provenance !== undefined) list.add('Provenance', provenanceValue(provenance));
  }

  #addOrigin(list: FieldList, item: ItemFacts, life: LifeTimes): void {
    const source = this.#source;
    if (item.type === 'mapper_call' || item.type === 'runtime_call' || item.type === 'application_call') {
      if (item.parent !== undefined) list.add('Caller', linkToKey(source, item.parent));
    } else if (item.type === 'gpu_kernel') {
      const host = source.byEvent(source.record(item).id('fevent', item.recordRow));
      if (host !== undefined) list.add('Caller', linkTo(host));
    } else if (item.type === 'async_effect') {
      const caller = source.byEvent(life.creator);
      if (caller !== undefined) list.add('Caller', linkTo(caller));
    } else {
      addOrigin(list, source, life, life.spawn ?? life.create ?? item.startNs);
    }
  }

  /** The mapper and its processor: up to 25.09 by the name of its kind in the reference's source, then by its line. */
  #addMapper(list: FieldList, item: ItemFacts): void {
    const source = this.#source;
    const record = source.record(item);
    if (!record.has('mapper_id')) return;
    const id = record.number('mapper_id', item.recordRow);
    const processor = record.id('mapper_proc', item.recordRow);
    const signed = BigInt.asIntN(64, processor);
    list.text('Mapper', source.text('SELECT name AS text FROM mapper WHERE mapper_id = ? AND mapper_proc = ?', id, signed) ?? String(id));
    const node = ownerNode(Number(processor >> 32n));
    const kind = source.text('SELECT kind_name AS text FROM processor WHERE proc_id = ?', signed);
    if (source.rules.namesLines) {
      const line = source.text('SELECT long_name AS text FROM track WHERE realm_id = ? ORDER BY track_id DESC LIMIT 1', `0x${processor.toString(16)}`);
      list.text('Mapper Processor', kind === undefined ? `Node ${node}` : line ?? `Node ${node} ${kind} ? Processor(0x${processor.toString(16)})`);
    } else {
      list.text('Mapper Processor', kind === undefined ? `Node ${node}` : `Node ${node} Some(${kind}) ${processorIndex(Number(processor & 0xffffffffn))}`);
    }
  }

  #addPrevious(list: FieldList, item: ItemFacts, readyNs: number, startNs: number, replaces = false, latencyStopNs = startNs): void {
    if (RUNS_MANY.has(this.#source.track(item.track).kind)) return;
    const range = this.#previous.of(item.track, readyNs, startNs);
    const previous = range && this.#source.items.facts(range.key);
    if (range === undefined || previous === undefined) return;
    if (replaces) for (const name of ['Previous Executing', 'Scheduling Overhead']) list.remove(name);
    list.add('Previous Executing', linkTo(previous, previous.title, range.startNs, range.stopNs));
    list.interval('Scheduling Overhead', range.stopNs, latencyStopNs, latencyTone(range.stopNs, startNs));
  }

  /** All fields of a segment. @param shared what `shared` gave for the item */
  ofSegment(item: ItemFacts, waits: ItemWaits, segment: Segment, shared: readonly ItemField[]): ItemField[] {
    const list = new FieldList();
    list.fields.push(...shared);
    const state = STATE_NAMES[segment.state] ?? 'running';
    list.fields.splice(1, 0, { name: state[0].toUpperCase() + state.slice(1), value: { kind: 'interval', startNs: segment.startNs, stopNs: segment.stopNs }, tone: 'plain' });
    if (segment.state === STATE_WAITING) this.#addWait(list, item, waits, segment.wait);
    if (segment.state === STATE_READY) {
      // The colour is of the time until the item went on, the interval shown until it could have: so it is in the reference.
      this.#addPrevious(list, item, waits.ready(segment.wait), waits.stop(segment.wait), this.#source.rules.segmentFieldsReplace, waits.ready(segment.wait));
    }
    return list.fields;
  }

  #addWait(list: FieldList, item: ItemFacts, waits: ItemWaits, wait: number): void {
    const source = this.#source;
    const put = (name: string, value: FieldValue | undefined, tone: ItemField['tone'] = 'plain'): void => {
      if (value === undefined) return;
      if (source.rules.segmentFieldsReplace) list.remove(name);
      list.add(name, value, tone);
    };
    const callee = waits.callee(wait);
    if (callee !== undefined) put('Callee', linkToKey(source, itemKey(item.track, callee)));
    const provenance = source.provenanceText(waits.provenance(wait));
    if (provenance !== undefined) put('Provenance', provenanceValue(provenance));
    const backtrace = source.backtrace(waits.backtrace(wait));
    if (backtrace !== undefined) put('Backtrace', { kind: 'text', text: backtrace });
    const event = waits.event(wait);
    // The graph comes last into an index that is being written.
    if (event === 0n || source.reader.isGrowing) return;
    const place = source.events.find(event);
    if (place === undefined) {
      put('Critical Path', unknownEventText(event, 'Waiting on unknown'), 'blue');
      return;
    }
    const node = source.events.node(source.events.criticalOf(place));
    put('Critical Path', criticalLink(source, event, node), criticalTone(node.kind));
    if (node.kind === 'unknown') return;
    const triggeredAt = node.triggerNs ?? node.creationNs;
    put('Triggering Latency', { kind: 'interval', startNs: triggeredAt, stopNs: waits.ready(wait) }, latencyTone(triggeredAt, waits.ready(wait)));
  }
}

/** Whether the log says when an item was created and ready; of calls and kernels it does not. */
function hasLife({ type }: ItemFacts): boolean {
  return type === 'task' || type === 'meta_task' || type === 'prof_task';
}

function addLatencies(list: FieldList, item: ItemFacts, { spawn, create, ready }: LifeTimes): void {
  if (ready === undefined || !hasLife(item)) return;
  if (create !== undefined) {
    if (spawn !== undefined) list.interval('Message Latency', spawn, create, latencyTone(spawn, create));
    list.interval('Deferred', create, ready, item.type === 'task' ? deferredTone(create, ready) : latencyTone(create, ready));
  }
  list.interval('Delayed', ready, item.startNs, latencyTone(ready, item.startNs));
}
