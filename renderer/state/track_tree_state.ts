/** Rows of the tree and what can be done with them, as the page sees it. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { GroupSummary, TrackSummary } from '../../electron/protocol/run_api.ts';
import type { TrackId } from '../../electron/protocol/items.ts';

/** A row of the tree as laid out; heights and places in css px, `y` from the top of the scrolled content. */
export interface Row {
  readonly id: TrackId;
  readonly slug: string;
  readonly label: string;
  readonly longName: string;
  readonly kind: string;
  readonly depth: number;
  /** null = a leaf that cannot open further. Leaves do open: closed they show a flat strip, open their levels. */
  readonly isOpen: boolean;
  readonly type: 'all' | 'node' | 'kind' | 'leaf';
  readonly group: GroupSummary | undefined;
  readonly track: TrackSummary | undefined;
  readonly y: number;
  readonly height: number;
  /** Height of one level of items, css px; 0 where none are drawn: closed, or an open memory that shows its bytes. */
  readonly levelHeight: number;
  /** Level 0 is the topmost. */
  readonly growsDown?: true;
}

/** Pinned tracks that are shown. */
export interface PinnedRows {
  /** Those that are shown, `y` from the top of the area. */
  readonly rows: readonly Row[];
  readonly heightPx: number;
  /** Place of the first one shown among all pinned ones, from 0, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/** Pinned tracks above the others (pinned_rows.ts). */
export interface PinnedArea {
  readonly shown: ReadonlySignal<PinnedRows>;
  /** Height of rows and pinned rows together; the timeline sets it. */
  readonly areaHeight: Signal<number>;
  /** Of the rows that scroll. */
  readonly viewportHeight: ReadonlySignal<number>;
  scrollBy(rows: number): void;
  /** Brings a pinned row into the area. */
  reveal(slug: string): void;
}

/** Rows in order, what is open, heights; remembered per run in the engine's settings. */
export interface TrackTree {
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly contentHeight: ReadonlySignal<number>;
  readonly scrollTop: Signal<number>;
  /** Row with keyboard focus, by slug. */
  readonly focused: Signal<string | null>;
  toggle(slug: string, open?: boolean): void;
  /** Opens what is needed and scrolls so that the row (and level) is in view. */
  reveal(track: TrackId, level?: number): void;
  setAll(open: boolean): void;
  setKind(kind: string, open: boolean): void;
  scaleRows(factor: number | 'reset'): void;
  /** Height of the scrolled area on screen, css px. */
  readonly viewportHeight: ReadonlySignal<number>;
  /** Pinned tracks stand above it, and stay. */
  readonly pinned: PinnedArea;
  /** A track of more than 12 levels is fitted into the height of 12; this shows it at full height, and back. */
  toggleFitted(slug: string): void;
  /** Tracks that are hidden, idle or beside a solo; those that the filter leaves out are told by the filter. */
  readonly hidden: ReadonlySignal<number>;
  isShown(track: TrackId): boolean;
  isPinned(slug: string): boolean;
  /** Shows a track on top as well, or only in its place again. */
  pin(slug: string): void;
  unpinAll(): void;
  hide(slug: string): void;
  /** Everything that is hidden but by the filter. */
  showHidden(): void;
  /** Tracks that are hidden because nothing happens on them; null = the switch is off. */
  readonly idle: Signal<ReadonlySet<TrackId> | null>;
  /** The row that is shown alone, by slug. */
  readonly solo: Signal<string | null>;
  /** Moves a row among its siblings. */
  move(slug: string, by: 1 | -1): void;
  /** Moves a row before one of its siblings that are shown; null = behind all of them. */
  moveTo(slug: string, before: string | null): void;
  /** Where a row that is dragged would come to stand, css px from the top of the content. */
  readonly drop: Signal<number | null>;
  /** What the row of a track is called. */
  labelOf(track: TrackSummary): string;
  fitOf(track: TrackSummary): 'none' | 'fitted' | 'full';
  /** How many times as high as usual the row is. */
  heightOf(slug: string): number;
  /** Makes a row higher or lower, within 0.25 and 4 times its usual height; `all`: with it all rows of its sort that are of its kind. */
  setHeight(slug: string, times: number, all?: boolean): void;
  /** A memory that shows the bytes it held; of a group: each below it. */
  showsBytes(slug: string): boolean;
  toggleBytes(slug: string): void;
  /** Busy share 0..1 (memories: bytes) of the view per row id; refreshed after the view rests. */
  readonly busy: ReadonlySignal<ReadonlyMap<TrackId, number | null>>;
}
