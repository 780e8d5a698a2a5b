/**
 * The facts about an item that the reference shows, as values: the details panel, archives, DuckDB tables and the command line all
 * make their own form of these. Pure.
 */
import type { ItemKey, State } from './items.ts';
import type { Ns } from './time.ts';

/** Warning colours of the reference, by meaning; 'plain' = none. */
export type FieldTone = 'plain' | 'gold' | 'red' | 'blue';

/** Times: ns since profile zero, half-open; a stop before its start is possible and means what it says. */
export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'interval'; readonly startNs: Ns; readonly stopNs: Ns }
  /** The interval is the one the link shows, not always the target's life. */
  | { readonly kind: 'link'; readonly item: ItemKey; readonly title: string; readonly startNs: Ns; readonly stopNs: Ns }
  | { readonly kind: 'list'; readonly values: readonly FieldValue[] }
  | { readonly kind: 'empty' };

export interface ItemField {
  /** The reference's name of it ("Lifetime", "Previous Executing"). */
  readonly name: string;
  readonly value: FieldValue;
  readonly tone: FieldTone;
}

/** A box that an item is drawn as, with the fields the reference shows for it, in its order. */
export interface SegmentFields {
  readonly state: State;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly fields: readonly ItemField[];
}

export interface ItemFields {
  readonly item: ItemKey;
  readonly title: string;
  readonly level: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  /** One for items without states. */
  readonly segments: readonly SegmentFields[];
}
