/** What made an item and what it waited for before it could begin, in the words of the details panel. */
import { FieldList } from '../index/field_list.ts';
import type { FieldSource } from '../index/field_source.ts';
import { criticalLink, unknownEventText } from '../index/item_links.ts';
import { lifeTimes, type LifeTimes } from '../index/life_times.ts';
import { instanceFields } from '../index/memory_fields.ts';
import { addOrigin } from '../index/origin_fields.ts';
import type { ItemFacts } from '../index/read_items.ts';
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import type { Ns } from '../protocol/time.ts';
import type { ItemKey, ItemType } from '../protocol/items.ts';

/** '' = nothing known. */
export interface Origin {
  readonly creator: string;
  readonly criticalPath: string;
  /** Of instances that waited for memory, ns; NaN = not recorded. */
  readonly deferredNs: number;
  /** Where those are loaded. */
  readonly creatorLink: Link | undefined;
  readonly criticalLink: Link | undefined;
  /** When the item was asked for, and when it could have begun, ns; undefined = not recorded. */
  readonly createNs: Ns | undefined;
  readonly readyNs: Ns | undefined;
}

type Link = Extract<FieldValue, { readonly kind: 'link' }>;

export const NO_ORIGIN: Origin = { creator: '', criticalPath: '', deferredNs: NaN, creatorLink: undefined, criticalLink: undefined, createNs: undefined, readyNs: undefined };
const HAVE: ReadonlySet<ItemType> = new Set(['task', 'meta_task', 'prof_task', 'copy', 'fill', 'deppart', 'instance']);

export function readOrigin(source: FieldSource, type: ItemType, key: ItemKey): Origin {
  const item = HAVE.has(type) ? source.items.facts(key) : undefined;
  if (item === undefined) return NO_ORIGIN;
  const life = lifeTimes(source, item);
  const fields = originFields(source, item, life);
  const deferred = valueOf(fields, 'Deferred');
  const [creator, critical] = [valueOf(fields, 'Creator'), valueOf(fields, 'Critical Path')];
  return {
    creator: textOf(creator), criticalPath: textOf(critical), deferredNs: deferred?.kind === 'interval' ? deferred.stopNs - deferred.startNs : NaN,
    creatorLink: creator?.kind === 'link' ? creator : undefined, criticalLink: critical?.kind === 'link' ? critical : undefined,
    createNs: life.spawn ?? life.create, readyNs: life.ready,
  };
}

/** What ended the wait of an item that was under way at a time; '' for a call that ran, and where nothing is known. */
export function waitedFor(source: FieldSource, key: ItemKey, ns: Ns): string {
  const waits = source.items.waits(key);
  const begun = waits.startedBy(ns);
  const event = begun === 0 ? 0n : waits.event(begun - 1);
  if (event === 0n) return '';
  const place = source.events.find(event);
  if (place === undefined) return textOf(unknownEventText(event, 'Waiting on unknown'));
  return textOf(criticalLink(source, event, source.events.node(source.events.criticalOf(place))));
}

function originFields(source: FieldSource, item: ItemFacts, life: LifeTimes): readonly ItemField[] {
  if (item.type === 'instance') return instanceFields(source, item);
  const list = new FieldList();
  addOrigin(list, source, life, life.spawn ?? life.create ?? item.startNs);
  return list.fields;
}

function valueOf(fields: readonly ItemField[], name: string): FieldValue | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** Of a link its title. */
export function textOf(value: FieldValue | undefined): string {
  return value?.kind === 'link' ? value.title : value?.kind === 'text' ? value.text : '';
}
