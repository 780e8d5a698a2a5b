/**
 * Two runs that are compared, as the page's parts see them. `Run` and `Row` are those of app.ts, which names this file: it knows neither.
 */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { AnchorRow, ComparedIds, ComparedPlace, ComparedRuns, LedgerLine, Pair, Side } from '../../../electron/protocol/compare_api.ts';
import type { RunId } from '../../../electron/protocol/run_api.ts';
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { Knots } from '../../base/warp.ts';

export const ALIGN_CHOICES = ['start', 'first task', 'item', 'iteration', 'launch'] as const;
export type AlignChoice = (typeof ALIGN_CHOICES)[number];

/** How times of A become times of B; see acrossRuns. */
export type TimeMap = readonly AnchorRow[];

export interface Aligning {
  readonly choice: ReadonlySignal<AlignChoice>;
  /** By how much B was moved by hand, ns; positive = it lies earlier under A. */
  readonly movedNs: Signal<number>;
  /** What applies now. */
  readonly anchors: ReadonlySignal<TimeMap>;
  /** Anchors of the finest alignment there is: for the drift curve, whatever is chosen. */
  readonly milestones: ReadonlySignal<TimeMap>;
  /** Why a choice cannot be had, or undefined. */
  refusal(choice: AlignChoice): string | undefined;
  choose(choice: AlignChoice): void;
}

export type LaneOrder = 'interleaved' | 'blocks';

export interface Lane<Row> {
  readonly side: Side;
  /** As the run's own tree has it, with its place in the common list. */
  readonly row: Row;
  readonly isPaired: boolean;
}

export interface LaneHead {
  readonly text: string;
  readonly y: number;
}

/** Rows of both runs in one list; css px. */
export interface Lanes<Row> {
  readonly lanes: readonly Lane<Row>[];
  readonly heads: readonly LaneHead[];
  readonly heightPx: number;
}

/** Rows that stand for each other, by row id. */
export interface RowPairs {
  readonly ofA: ReadonlyMap<TrackId, TrackId>;
  readonly ofB: ReadonlyMap<TrackId, TrackId>;
}

export interface Comparing<Run, Row> {
  readonly runs: Pair<Run>;
  /** What is compared: both runs on screen, and repeats of each. */
  readonly ids: ReadonlySignal<ComparedIds>;
  readonly result: ReadonlySignal<ComparedRuns | null>;
  readonly error: ReadonlySignal<string | null>;
  readonly aligning: Aligning;
  readonly isLocked: Signal<boolean>;
  /** How B's time is stretched in its view. */
  readonly knots: ReadonlySignal<Knots | undefined>;
  readonly order: Signal<LaneOrder>;
  readonly lanes: ReadonlySignal<Lanes<Row>>;
  readonly pairs: ReadonlySignal<RowPairs>;
  readonly isPainted: Signal<boolean>;
  /** Least relative change that is painted. */
  readonly floor: Signal<number>;
  /** What items have become, as `compare.deltas`; undefined while it is not known. */
  readonly deltas: { readonly version: ReadonlySignal<number>; get(side: Side, track: TrackId, ordinal: number): number | undefined };
  /** Ledger line that was jumped to last. */
  readonly current: ReadonlySignal<LedgerLine | null>;
  /** Selects both items and shows them; a side without one shows its time alone. */
  jump(places: Pair<ComparedPlace | null>): Promise<void>;
  jumpToLine(line: LedgerLine): Promise<void>;
  /** The next or previous line by size of its change. */
  step(step: 1 | -1): Promise<void>;
  /** Compares again with other repeats, which have to be open. */
  useRepeats(repeats: Pair<readonly RunId[]>): void;
  /** Asks again after a failure or a cancel. */
  retry(): void;
}
