/**
 * Arrows to draw for an item: who created it, what determined when it could begin (back to the run's start), the operation it was done
 * for or the copies and instances done for it, and what ran before it on its processor. Made from the fields that details show, so that
 * an arrow and a link never disagree.
 */
import type { FlowEnd, ItemFlow, ItemFlows } from '../protocol/item_api.ts';
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import type { ItemKey, TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { ItemFieldReader } from './item_fields.ts';
import { lifeTimes } from './life_times.ts';
import type { ItemFacts } from './read_items.ts';

/** Steps back along the critical path. */
const MAX_HOPS = 50;
/** Copies and instances of one operation. */
const MAX_SERVED = 24;
/** Types that are drawn from the task that they were done for. */
const SERVED: ReadonlySet<string> = new Set(['copy', 'fill', 'deppart', 'instance']);

type Link = Extract<FieldValue, { kind: 'link' }>;

/** First link of a field; undefined where it has none. */
function linkOf(fields: readonly ItemField[], name: string): Link | undefined {
  const value = fields.find((field) => field.name === name)?.value;
  const values = value?.kind === 'list' ? value.values : value === undefined ? [] : [value];
  return values.find((part) => part.kind === 'link');
}

/** @throws ProfileError 'bad-request' if there is no such item */
export function itemFlows(reader: ItemFieldReader, track: TrackId, ordinal: number): ItemFlows {
  const { items } = reader.source;
  const selected = reader.facts(track, ordinal);
  if (reader.attached.exists) return { flows: [], isCut: false };
  const fieldsOf = (item: ItemFacts): readonly ItemField[] => reader.ofSegment(item.track, item.ordinal).segments[0].fields;
  const fields = fieldsOf(selected);
  const flows: ItemFlow[] = [];
  const add = (kind: ItemFlow['kind'], key: ItemKey | undefined, to: ItemFacts, ns: Ns): ItemFacts | undefined => {
    const from = key === undefined || key === to.key ? undefined : items.facts(key);
    if (from !== undefined) flows.push({ kind, from: endOf(from, ns), to: endOf(to, to.startNs) });
    return from;
  };

  const creator = linkOf(fields, 'Creator');
  add('creator', creator?.item, selected, createdAt(reader, selected));
  const previous = linkOf(fields, 'Previous Executing');
  if (previous !== undefined) add('previous', previous.item, selected, previous.stopNs);
  if (SERVED.has(selected.type)) add('operation', linkOf(fields, 'Operation')?.item, selected, selected.startNs);
  for (const served of servedBy(reader, selected)) add('operation', selected.key, served, served.startNs);

  const seen = new Set<ItemKey>([selected.key]);
  let at: ItemFacts = selected;
  let own = fields;
  let hops = 0;
  for (; hops < MAX_HOPS; hops++) {
    const link = linkOf(own, 'Critical Path') ?? linkOf(own, 'Caller');
    if (link === undefined || seen.has(link.item)) break;
    // The link of something created ends with its creator, and the wait with its creation.
    const isCreation = link.title.startsWith('Created by');
    const before = add('critical', link.item, at, isCreation ? createdAt(reader, at) : link.stopNs);
    if (before === undefined) break;
    seen.add(before.key);
    at = before;
    own = fieldsOf(before);
  }
  return { flows, isCut: hops === MAX_HOPS };
}

function createdAt({ source }: ItemFieldReader, item: ItemFacts): Ns {
  const { spawn, create } = lifeTimes(source, item);
  return spawn ?? create ?? item.startNs;
}

/** Copies, fills and instances made for the operation of a task. */
function servedBy({ source }: ItemFieldReader, task: ItemFacts): ItemFacts[] {
  if (task.type !== 'task') return [];
  const operation = source.record(task).id('op_id', task.recordRow);
  const served: ItemFacts[] = [];
  for (const key of source.items.ofOperation(operation)) {
    const item = source.items.facts(key);
    if (item !== undefined && SERVED.has(item.type)) served.push(item);
    if (served.length === MAX_SERVED) break;
  }
  return served;
}

/** `ns` as far as the item goes: an arrow begins and ends on it. */
function endOf({ track, ordinal, level, title, startNs, stopNs }: ItemFacts, ns: Ns): FlowEnd {
  return { track, ordinal, level, title, startNs, stopNs, ns: Math.min(Math.max(ns, startNs), Math.max(startNs, stopNs)) };
}
