/** The facts about a box, in the reference's form: fields of the dialect's schema, links with the slot that they lead to. */
import type { FieldValue, ItemField as OurField, ItemFields, SegmentFields } from '../../protocol/fields.ts';
import { STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING, type State, trackOfKey } from '../../protocol/items.ts';
import { prefixLength } from '../../protocol/prefix_length.ts';
import type { Ns } from '../../protocol/time.ts';
import { EXPANDED, HIDDEN_WAITS, ITEM_COUNT, type Dialect } from './legion_dialect.ts';
import type { LegionTree } from './legion_tree.ts';
import type { Color, Field, ItemField } from './legion_types.ts';
import { isHiddenWait } from './tile_layout.ts';

const TONES: Readonly<Record<OurField['tone'], Color | undefined>> = { plain: undefined, gold: [255, 215, 0, 255], red: [255, 0, 0, 255], blue: [0, 0, 255, 255] };
const RUNNING = 'Running';

/** What a box shows of a segment beyond the segment's own facts. */
export interface BoxDetail {
  readonly isExpanded: boolean;
  /** The box hides short waits: then it stands for a longer run of the processor, to be found around it. */
  readonly hidesWaits: boolean;
  readonly tileNs: Ns;
}

export class LegionFields {
  readonly #dialect: Dialect;
  readonly #tree: LegionTree;

  constructor(dialect: Dialect, tree: LegionTree) {
    this.#dialect = dialect;
    this.#tree = tree;
  }

  /** Of a box that stands for `count` items. */
  ofJoined(count: number): ItemField[] {
    return [this.#count(ITEM_COUNT, count)];
  }

  /** Of the segment of an item that starts at `start`, ns. */
  ofSegment(item: ItemFields, start: Ns, state: State, { isExpanded, hidesWaits, tileNs }: BoxDetail): ItemField[] {
    const place = segmentPlace(item.segments, start, state);
    const fields = (item.segments[place]?.fields ?? []).map((field) => this.#field(field));
    if (hidesWaits) this.#addHiddenWaits(fields, item.segments, place, tileNs);
    if (isExpanded) {
      // Before all others, and the state, which is inserted second, before the lifetime then.
      const inserted = state === STATE_NONE ? [] : fields.splice(1, 1);
      fields.unshift({ id: this.#id(EXPANDED), value: { type: 'Empty' }, color: undefined }, ...inserted);
    }
    return fields;
  }

  /** The run of the processor around a segment through all waits that are hidden: its length, and how many they are, behind its lifetime. */
  #addHiddenWaits(fields: ItemField[], segments: readonly SegmentFields[], place: number, tileNs: Ns): void {
    const isHiddenAt = (waiting: number): boolean => segments[waiting]?.state === STATE_WAITING && segments[waiting + 1]?.state === STATE_READY
      && isHiddenWait(segments[waiting + 1].stopNs - segments[waiting].startNs, tileNs);
    let [first, last, hidden] = [place, place, 0];
    for (; isHiddenAt(first - 2); first -= segments[first - 3]?.state === STATE_RUNNING ? 3 : 2) hidden++;
    for (; isHiddenAt(last + 1); last += segments[last + 3]?.state === STATE_RUNNING ? 3 : 2) hidden++;
    const at = fields.findIndex(({ id }) => id === this.#id(RUNNING));
    if (at < 0 || hidden === 0) return;
    fields[at] = { ...fields[at], value: { type: 'Interval', value: { start: segments[first].startNs, stop: segments[last].stopNs } } };
    fields.splice(2, 0, { id: this.#id(HIDDEN_WAITS), value: { type: 'Empty' }, color: undefined }, this.#count(ITEM_COUNT, hidden));
  }

  #field({ name, value, tone }: OurField): ItemField {
    return { id: this.#id(name), value: this.#value(value), color: TONES[tone] };
  }

  #value(value: FieldValue): Field {
    switch (value.kind) {
      case 'text': return { type: 'String', value: value.text };
      case 'count': return { type: 'U64', value: value.count };
      case 'interval': return { type: 'Interval', value: { start: value.startNs, stop: value.stopNs } };
      case 'link': return {
        type: 'ItemLink',
        value: { uid: value.item, title: value.title, interval: { start: value.startNs, stop: value.stopNs }, entry: this.#tree.entryOf(trackOfKey(value.item)) },
      };
      case 'list': return { type: 'Vec', value: value.values.map((one) => this.#value(one)) };
      case 'empty': return { type: 'Empty' };
    }
  }

  #count(name: string, count: number): ItemField {
    return { id: this.#id(name), value: { type: 'U64', value: count }, color: undefined };
  }

  #id(name: string): number {
    const id = this.#dialect.fieldIds.get(name);
    if (id === undefined) throw new Error(`the schema has no field "${name}"`);
    return id;
  }
}

/** Of the segments of an item, which follow each other in time: the one with this start and state. */
function segmentPlace(segments: readonly SegmentFields[], start: Ns, state: State): number {
  let at = prefixLength(segments.length, (i) => segments[i].startNs < start);
  while (segments[at]?.startNs === start && segments[at].state !== state) at++;
  return at;
}
