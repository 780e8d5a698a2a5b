/**
 * Where an item comes from and what it waited for before it could begin: Creator, Critical Path, Triggering Latency.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs, generate_creator_fields and its callers.
 */
import type { FieldTone, FieldValue } from '../protocol/fields.ts';
import { formatTime } from '../protocol/format_time.ts';
import { latencyTone } from './detail_texts.ts';
import type { EventNode } from './event_pages.ts';
import type { FieldList } from './field_list.ts';
import type { FieldSource } from './field_source.ts';
import { createdByLink, creatorLink, criticalLink, criticalTone, isImmediate, unknownEventText } from './item_links.ts';
import type { LifeTimes } from './life_times.ts';
import type { ItemFacts } from './read_items.ts';

/** Who made an item and what determined when it could begin; undefined = not recorded. */
export interface ItemOrigin {
  readonly creator?: FieldValue | undefined;
  readonly critical?: FieldValue | undefined;
  readonly tone?: FieldTone;
  /** What `critical` tells of, unless it is the creation. */
  readonly awaited?: Awaited;
}

/** What determined when an event triggered; the same for all that waited for it. */
export class Awaited {
  readonly event: bigint;
  readonly #source: FieldSource;
  readonly #node: EventNode | undefined;
  /** When it had happened, ns; undefined = unknown. */
  readonly triggeredNs: number | undefined;
  #value: FieldValue | undefined;

  constructor(source: FieldSource, event: bigint) {
    const place = source.events.find(event);
    const node = place === undefined ? undefined : source.events.node(source.events.criticalOf(place));
    this.event = event;
    this.#source = source;
    this.#node = node;
    this.triggeredNs = node === undefined || node.kind === 'unknown' ? undefined : node.triggerNs ?? node.creationNs;
  }

  get value(): FieldValue {
    return (this.#value ??= this.#node === undefined ? unknownEventText(this.event) : criticalLink(this.#source, this.event, this.#node));
  }

  /** Whether any record names the event. */
  get isLogged(): boolean {
    return this.#node !== undefined;
  }

  get tone(): FieldTone {
    return this.#node === undefined ? 'plain' : criticalTone(this.#node.kind);
  }
}

/**
 * @param creationNs when it was asked for
 * @param awaitedFor what determined when an event triggered
 */
export function originOf(source: FieldSource, { creator, critical }: LifeTimes, creationNs: number, awaitedFor = (event: bigint): Awaited => new Awaited(source, event)): ItemOrigin {
  const hasCreator = creator !== 0n;
  if (!source.events.hasGraph) return hasCreator ? { creator: creatorLink(source, creator, creationNs) } : {};
  if (critical === 0n) return hasCreator ? { critical: createdByLink(source, creator, creationNs) } : {};
  const awaited = awaitedFor(critical);
  if (!hasCreator) return { critical: awaited.value, awaited, tone: awaited.tone };
  const { triggeredNs } = awaited;
  if (triggeredNs !== undefined && creationNs >= triggeredNs) return { critical: createdByLink(source, creator, creationNs), tone: 'red' };
  return { creator: creatorLink(source, creator, creationNs), critical: awaited.value, awaited, tone: triggeredNs === undefined ? 'plain' : awaited.tone };
}

/** @param creationNs when it was asked for */
export function addOrigin(list: FieldList, source: FieldSource, life: LifeTimes, creationNs: number): void {
  const { creator, critical, tone, awaited } = originOf(source, life, creationNs);
  list.add('Creator', creator);
  list.add('Critical Path', critical, tone);
  const triggeredNs = awaited?.triggeredNs;
  if (triggeredNs !== undefined && life.ready !== undefined) list.interval('Triggering Latency', triggeredNs, life.ready, latencyTone(triggeredNs, life.ready));
}

/** Instances: they may have waited for memory. @param life with the event that the instance waited for */
export function addInstanceOrigin(list: FieldList, source: FieldSource, item: ItemFacts, life: LifeTimes): void {
  const { creator, critical, ready } = life;
  const creationNs = life.create ?? item.startNs;
  if (!source.events.hasGraph || (critical !== 0n && (creator !== 0n || !isAfter(source, critical, creationNs)))) {
    addOrigin(list, source, life, creationNs);
  } else if (!isWaitForMemory(source, item, critical)) {
    if (creator === 0n) list.text('Critical Path', `Unknown creator at ${formatTime(creationNs)}`, 'blue');
    else list.add('Critical Path', createdByLink(source, creator, creationNs));
  } else {
    list.text('Critical Path', `Waiting for deallocation of other instances until ${formatTime(ready ?? item.startNs)}`, 'gold');
    list.interval('Deferred', creationNs, item.startNs, latencyTone(creationNs, item.startNs));
    if (creator !== 0n) list.add('Creator', creatorLink(source, creator, creationNs));
  }
}

/** Whether an instance had to wait until others were destroyed. @param critical the event that it waited for, 0n = none */
export function isWaitForMemory(source: FieldSource, item: ItemFacts, critical: bigint): boolean {
  return source.events.hasGraph && critical === 0n && !isImmediate(source, item);
}

/** Whether something was made after an event had triggered. */
function isAfter(source: FieldSource, event: bigint, ns: number): boolean {
  const place = source.events.find(event);
  const node = place === undefined ? undefined : source.events.node(source.events.criticalOf(place));
  return node !== undefined && node.kind !== 'unknown' && ns >= (node.triggerNs ?? node.creationNs);
}
