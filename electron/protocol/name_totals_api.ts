/** What the items of a name add up to. Times ns. */
import type { ItemType, TrackId } from './items.ts';

/** How many lengths there are of each order: `counts[i]` from 2^((first + i) / 2) ns up to 2^((first + i + 1) / 2); all below 1 ns are in part 0. */
export interface LengthHistogram {
  readonly first: number;
  readonly counts: readonly number[];
}

/** Lengths of whole lives, ns; percentiles by nearest rank, so they occur. */
export interface LengthFigures {
  readonly meanNs: number;
  /** Standard deviation of all of them. */
  readonly sdNs: number;
  readonly minNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
  readonly histogram: LengthHistogram;
}

/** Items of one name in a range; lengths are of whole lives, the other times of the part in the range. */
export interface NameTotalsRow extends LengthFigures {
  readonly name: number;
  readonly text: string;
  readonly type: ItemType;
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly waitingNs: number;
  /** Time of items that have no states: copies, fills, instances, partitionings. */
  readonly existingNs: number;
  /** An item of the greatest length. */
  readonly longest: { readonly track: TrackId; readonly ordinal: number };
}

export interface NameTotals {
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number;
  /** Different names; `rows` holds the first 5000 by total time. */
  readonly names: number;
  readonly rows: readonly NameTotalsRow[];
}
