/** What made an item and what it waited for before it could begin, in the words of the details panel. */
import type { FieldSource } from '../index/field_source.ts';
import { unknownEventText } from '../index/item_links.ts';
import { lifeTimes } from '../index/life_times.ts';
import { instanceFields } from '../index/memory_fields.ts';
import { Awaited, originOf } from '../index/origin_fields.ts';
import { hashOf } from '../index/word_cache.ts';
import type { FieldValue, ItemField } from '../protocol/fields.ts';
import type { ItemKey, ItemType } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { highWord, lowWord } from '../protocol/words.ts';

/** undefined = nothing known. */
export interface Origin {
  readonly creator: FieldValue | undefined;
  readonly critical: FieldValue | undefined;
  /** What `critical` tells of where that is the same for all that waited for it. */
  readonly awaited: Awaited | undefined;
  /** Of instances that waited for memory, ns; NaN = not recorded. */
  readonly deferredNs: number;
  /** When the item was asked for, and when it could have begun, ns; undefined = not recorded. */
  readonly createNs: Ns | undefined;
  readonly readyNs: Ns | undefined;
}

export const NO_ORIGIN: Origin = { creator: undefined, critical: undefined, awaited: undefined, deferredNs: NaN, createNs: undefined, readyNs: undefined };
const HAVE: ReadonlySet<ItemType> = new Set(['task', 'meta_task', 'prof_task', 'copy', 'fill', 'deppart', 'instance']);
/** Events of which is kept what determined them; a power of two. */
const KEPT = 1 << 14;

/** Of one run. What many items waited for is found once. */
export class Origins {
  readonly #source: FieldSource;
  readonly #awaited = new Array<Awaited | undefined>(KEPT);

  constructor(source: FieldSource) {
    this.#source = source;
  }

  of(type: ItemType, key: ItemKey): Origin {
    const item = HAVE.has(type) ? this.#source.items.facts(key) : undefined;
    if (item === undefined) return NO_ORIGIN;
    const life = lifeTimes(this.#source, item);
    const createNs = life.spawn ?? life.create;
    if (type === 'instance') return instanceOrigin(instanceFields(this.#source, item), createNs, life.ready);
    const { creator, critical, awaited } = originOf(this.#source, life, createNs ?? item.startNs, (event) => this.awaitedFor(event));
    return { creator, critical, awaited, deferredNs: NaN, createNs, readyNs: life.ready };
  }

  /** What determined when an event triggered. @param event unsigned */
  awaitedFor(event: bigint): Awaited {
    const place = hashOf(highWord(event), lowWord(event), KEPT);
    const kept = this.#awaited[place];
    return kept?.event === event ? kept : (this.#awaited[place] = new Awaited(this.#source, event));
  }
}

/** What ended the wait for an event. */
export function waitedFor(awaited: Awaited): string {
  return textOf(awaited.isLogged ? awaited.value : unknownEventText(awaited.event, 'Waiting on unknown'));
}

/** Instances may have waited for memory, which their fields say. */
function instanceOrigin(fields: readonly ItemField[], createNs: Ns | undefined, readyNs: Ns | undefined): Origin {
  const valueOf = (name: string): FieldValue | undefined => fields.find((field) => field.name === name)?.value;
  const deferred = valueOf('Deferred');
  const deferredNs = deferred?.kind === 'interval' ? deferred.stopNs - deferred.startNs : NaN;
  return { creator: valueOf('Creator'), critical: valueOf('Critical Path'), awaited: undefined, deferredNs, createNs, readyNs };
}

/** Of a link its title; '' = nothing known. */
export function textOf(value: FieldValue | undefined): string {
  return value?.kind === 'link' ? value.title : value?.kind === 'text' ? value.text : '';
}
