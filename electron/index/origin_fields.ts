/**
 * Where an item comes from and what it waited for before it could begin: Creator, Critical Path, Triggering Latency.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs, generate_creator_fields and its callers.
 */
import { formatTime } from '../protocol/format_time.ts';
import { latencyTone } from './detail_texts.ts';
import type { FieldList } from './field_list.ts';
import type { FieldSource } from './field_source.ts';
import { createdByLink, creatorLink, criticalLink, criticalTone, isImmediate, unknownEventText } from './item_links.ts';
import type { LifeTimes } from './life_times.ts';
import type { ItemFacts } from './read_items.ts';

/** @param creationNs when it was asked for */
export function addOrigin(list: FieldList, source: FieldSource, life: LifeTimes, creationNs: number): void {
  const { creator, critical } = life;
  const hasCreator = creator !== 0n;
  if (!source.events.hasGraph) {
    if (hasCreator) list.add('Creator', creatorLink(source, creator, creationNs));
  } else if (critical !== 0n) {
    addCritical(list, source, life, creationNs);
  } else if (hasCreator) {
    list.add('Critical Path', createdByLink(source, creator, creationNs));
  }
}

function addCritical(list: FieldList, source: FieldSource, { creator, critical, ready }: LifeTimes, creationNs: number): void {
  const hasCreator = creator !== 0n;
  const place = source.events.find(critical);
  const node = place === undefined ? undefined : source.events.node(source.events.criticalOf(place));
  if (node === undefined || (hasCreator && node.kind === 'unknown')) {
    if (hasCreator) list.add('Creator', creatorLink(source, creator, creationNs));
    list.add('Critical Path', unknownEventText(critical));
    return;
  }
  const triggeredAt = node.triggerNs ?? node.creationNs;
  if (hasCreator && creationNs >= triggeredAt) {
    list.add('Critical Path', createdByLink(source, creator, creationNs), 'red');
    return;
  }
  if (hasCreator) list.add('Creator', creatorLink(source, creator, creationNs));
  list.add('Critical Path', criticalLink(source, critical, node), criticalTone(node.kind));
  if (node.kind !== 'unknown' && ready !== undefined) list.interval('Triggering Latency', triggeredAt, ready, latencyTone(triggeredAt, ready));
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
