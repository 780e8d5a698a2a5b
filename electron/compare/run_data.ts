/** What comparing keeps of a run, taken from its index: typed columns and small tables; the index may be closed then. */
import type { IntervalList, RecordPlace } from './interval_list.ts';
import type { KeyTable } from './key_table.ts';
import type { LaunchKind } from './launch_kinds.ts';
import type { OperationTable } from './operation_table.ts';
import type { OperationTimes } from './operation_times.ts';
import type { BlockedSpan, Span } from './rank_entries.ts';

/** A range that the application marked. */
export interface MarkedSpan extends Span {
  readonly name: string;
}

/** A task that launches operations: what it does besides is the program's own time. */
export interface ControlTask extends Span {
  readonly name: string;
  /** Number of its operation, NONE for none. */
  readonly operation: number;
  readonly rank: number;
  readonly place: RecordPlace;
  /** Sorted, apart from each other; `line`: number of the line that the wait itself names, 0 = none. */
  readonly waits: readonly (BlockedSpan & { readonly line: number })[];
  /** Ranges on its processor that touch its life, by (start, -stop). */
  readonly ranges: readonly MarkedSpan[];
  /** Starts of the runtime calls in it that launch operations, ascending. */
  readonly calls: ReadonlyMap<LaunchKind, readonly number[]>;
}

/** Transfers between two memories, or fills of one. */
export interface Channel {
  readonly label: string;
  /** Of each transfer, ns. */
  readonly starts: number[];
  readonly stops: number[];
  bytes: number;
}

/** Processor that ran leaf tasks. */
export interface BusyProcessor {
  readonly label: string;
  readonly kind: string;
  count: number;
  busyNs: number;
}

export interface MemoryPeak {
  readonly label: string;
  readonly kind: string;
  readonly capacityBytes: number;
  readonly peakBytes: number;
}

export interface RunIdentity {
  readonly path: string;
  readonly contentId: string;
  readonly title: string;
  readonly wallNs: number;
  readonly records: number;
  readonly nodes: number;
  readonly processors: Readonly<Record<string, number>>;
  readonly memories: Readonly<Record<string, number>>;
  readonly logVersion: number | null;
  readonly legion: string | null;
  readonly flags: readonly string[];
  readonly missingRanks: readonly number[];
  readonly truncated: boolean;
}

export interface RunData {
  readonly identity: RunIdentity;
  readonly operations: OperationTable;
  readonly times: OperationTimes;
  /** Keys with the lines as this run names them. */
  readonly keys: KeyTable;
  /** Everything but the program's own time. */
  readonly intervals: IntervalList;
  readonly controls: readonly ControlTask[];
  readonly channels: readonly Channel[];
  readonly processors: readonly BusyProcessor[];
  readonly memories: readonly MemoryPeak[];
  /** Lengths of runtime calls by name, ns. */
  readonly runtimeCalls: ReadonlyMap<string, readonly number[]>;
  /** Records left out because they have no length or no time. */
  readonly emptyItems: number;
}
