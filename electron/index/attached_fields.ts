/**
 * Facts about items that an archive or a server told, as they told them: the run of an index that was made from tiles has no records to work
 * them out from. One row an item: its segments and their fields as JSON, links by the source's own numbers.
 */
import type { FieldValue, ItemField, SegmentFields } from '../protocol/fields.ts';
import type { ItemKey } from '../protocol/items.ts';
import type { IndexDatabase } from './database.ts';

/** A link as it is kept: `uid` is the source's number of the item, in decimals. */
export type AttachedValue = Exclude<FieldValue, { kind: 'link' | 'list' }>
  | { readonly kind: 'link'; readonly uid: string; readonly title: string; readonly startNs: number; readonly stopNs: number }
  | { readonly kind: 'list'; readonly values: readonly AttachedValue[] };

export interface AttachedSegment extends Omit<SegmentFields, 'fields'> {
  readonly fields: readonly (Omit<ItemField, 'value'> & { readonly value: AttachedValue })[];
}

export function writeAttachedItem(database: IndexDatabase, item: ItemKey, uid: bigint, segments: readonly AttachedSegment[]): void {
  database.run('INSERT INTO attached_item (item_id, uid, fields) VALUES (?, ?, ?)', item, BigInt.asIntN(64, uid), JSON.stringify(segments));
}

export class AttachedFields {
  readonly #database: IndexDatabase;
  #exists: boolean | undefined;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** Whether the index was made from tiles. */
  get exists(): boolean {
    this.#exists ??= this.#database.get('SELECT 1 FROM attached_item LIMIT 1') !== undefined;
    return this.#exists;
  }

  of(item: ItemKey): readonly SegmentFields[] {
    const row = this.#database.get<{ fields: string }>('SELECT fields FROM attached_item WHERE item_id = ?', item);
    const segments = row === undefined ? [] : (JSON.parse(row.fields) as readonly AttachedSegment[]);
    return segments.map((segment) => ({ ...segment, fields: segment.fields.map((field) => ({ ...field, value: this.#value(field.value) })) }));
  }

  #value(value: AttachedValue): FieldValue {
    if (value.kind === 'list') return { kind: 'list', values: value.values.map((one) => this.#value(one)) };
    if (value.kind !== 'link') return value;
    const { uid, title, startNs, stopNs } = value;
    const target = this.#database.get<{ item_id: number }>('SELECT item_id FROM attached_item WHERE uid = ? ORDER BY item_id LIMIT 1', BigInt.asIntN(64, BigInt(uid)));
    // A link to what the source does not show.
    return target === undefined ? { kind: 'text', text: title } : { kind: 'link', item: target.item_id, title, startNs, stopNs };
  }
}
