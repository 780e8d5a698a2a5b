/** The filter of a run as the page sees it. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { SearchResult } from '../../electron/protocol/item_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';

export interface FilterChip {
  readonly query: string;
  readonly isOn: boolean;
}

export interface Filter {
  readonly chips: ReadonlySignal<readonly FilterChip[]>;
  /** What happens to items that do not match. */
  readonly mode: Signal<'dim' | 'hide'>;
  /** Tracks without a match are hidden too. */
  readonly onlyMatching: Signal<boolean>;
  /** The whole filter rests. */
  readonly isPaused: Signal<boolean>;
  /** The query that is in force; '' = none. */
  readonly text: ReadonlySignal<string>;
  /** Of `text`; null while there is none. */
  readonly result: ReadonlySignal<SearchResult | null>;
  readonly error: ReadonlySignal<string | null>;
  /** Search whose hits stay as they are; null where the filter only speaks of tracks. */
  readonly kept: ReadonlySignal<number | null>;
  /** Tracks that are left; null = all. */
  readonly tracks: ReadonlySignal<ReadonlySet<TrackId> | null>;
  /** @throws Error with a sentence where the text is no query */
  add(query: string): void;
  toggle(index: number): void;
  remove(index: number): void;
  clear(): void;
  /** The engine has forgotten it. */
  refresh(): void;
}
