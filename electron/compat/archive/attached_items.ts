/** The items of a slot, put together from its finest tiles: a tile edge cuts boxes, never items. Pure. */
import type { AttachedSegment, AttachedValue } from '../../index/attached_fields.ts';
import type { ItemField as OurField } from '../../protocol/fields.ts';
import { type ItemType, STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING, type State } from '../../protocol/items.ts';
import type { Color, Field, FieldSchema, Int, ItemField, ItemMeta, SlotMetaTile } from '../tiles/legion_types.ts';

export interface AttachedItem {
  readonly uid: bigint;
  readonly title: string;
  readonly row: number;
  readonly startNs: number;
  readonly stopNs: number;
  /** By start. */
  readonly segments: AttachedSegment[];
}

const STATES: ReadonlyMap<string, State> = new Map([['Running', STATE_RUNNING], ['Ready', STATE_READY], ['Waiting', STATE_WAITING]]);

export class SlotItems {
  readonly #names: ReadonlyMap<number, string>;
  readonly #items = new Map<string, { readonly item: AttachedItem; readonly seen: Set<string> }>();

  constructor({ names }: FieldSchema) {
    this.#names = names;
  }

  add({ rows }: SlotMetaTile): void {
    rows.forEach((row, r) => {
      for (const meta of row) this.#addBox(meta, r);
    });
  }

  /** In the order of tracks: by start, then the longest first. */
  sorted(): AttachedItem[] {
    const items = [...this.#items.values()].map(({ item }) => item);
    for (const { segments } of items) segments.sort((a, b) => a.startNs - b.startNs || a.stopNs - b.stopNs);
    return items.sort((a, b) => a.startNs - b.startNs || b.stopNs - a.stopNs);
  }

  #addBox({ uid, interval, title, fields }: ItemMeta, row: number): void {
    const [startNs, stopNs] = span(interval.start, interval.stop);
    const stated = fields.find(({ id }) => STATES.has(this.#names.get(id) ?? ''));
    const state = STATES.get(this.#names.get(stated?.id ?? -1) ?? '') ?? STATE_NONE;
    const [from, to] = stated?.value.type === 'Interval' ? span(stated.value.value.start, stated.value.value.stop) : [startNs, stopNs];
    // A number may stand for several items only where tiles are not exact.
    const key = `${uid} ${startNs} ${stopNs}`;
    const known = this.#items.get(key) ?? { item: { uid: BigInt(uid), title, row, startNs, stopNs, segments: [] }, seen: new Set<string>() };
    this.#items.set(key, known);
    const segment = `${state} ${from} ${to}`;
    if (known.seen.has(segment)) return;
    known.seen.add(segment);
    known.item.segments.push({ state, startNs: from, stopNs: to, fields: fields.map((field) => this.#field(field)) });
  }

  #field({ id, value, color }: ItemField): AttachedSegment['fields'][number] {
    return { name: this.#names.get(id) ?? `Field ${id}`, value: valueOf(value), tone: toneOf(color) };
  }
}

function valueOf(field: Field): AttachedValue {
  switch (field.type) {
    case 'I64': case 'U64': return Number.isSafeInteger(Number(field.value)) ? { kind: 'count', count: Number(field.value) } : { kind: 'text', text: String(field.value) };
    case 'String': return { kind: 'text', text: field.value };
    case 'Interval': return { kind: 'interval', startNs: nanoseconds(field.value.start), stopNs: nanoseconds(field.value.stop) };
    case 'ItemLink': return { kind: 'link', uid: String(field.value.uid), title: field.value.title, startNs: nanoseconds(field.value.interval.start), stopNs: nanoseconds(field.value.interval.stop) };
    case 'Vec': return { kind: 'list', values: field.value.map(valueOf) };
    case 'Empty': return { kind: 'empty' };
  }
}

function toneOf(color: Color | undefined): OurField['tone'] {
  const text = color?.slice(0, 3).join();
  return text === '255,215,0' ? 'gold' : text === '255,0,0' ? 'red' : text === '0,0,255' ? 'blue' : 'plain';
}

/** Times of ours are whole and not negative; a stop before its start becomes the start. */
function span(start: Int, stop: Int): [start: number, stop: number] {
  const from = Math.max(0, nanoseconds(start));
  return [from, Math.max(from, nanoseconds(stop))];
}

function nanoseconds(value: Int): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));
}

/** Only messages have been sent before they were created. */
export function isMessage({ segments }: AttachedItem): boolean {
  return segments[0]?.fields.some(({ name }) => name === 'Message Latency') === true;
}

/** What an item is, as far as its title and its slot tell. */
export function typeOf(kind: 'processor' | 'memory' | 'chan' | 'dp', title: string, fieldNames: ReadonlySet<string>): ItemType {
  if (kind === 'memory') return 'instance';
  if (kind === 'dp') return 'deppart';
  if (kind === 'chan') return title.startsWith('Fill') ? 'fill' : 'copy';
  if (title.startsWith('GPU Kernel(s) for ')) return 'gpu_kernel';
  if (title.startsWith('ProfTask')) return 'prof_task';
  if (title.startsWith('Mapper Call ')) return 'mapper_call';
  if (fieldNames.has('Caller')) return 'runtime_call';
  return / <\d+>$/.test(title) ? 'task' : 'meta_task';
}
