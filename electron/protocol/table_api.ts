/**
 * What the panels of tables ask of the engine: lines of the program, memories, channels, SQL. Exact, from the complete index; pure types.
 * Times ns since profile zero, half-open; sizes bytes. Lists are bounded, and say how many there are.
 */
import type { ItemType, TrackId } from './items.ts';
import type { Ns } from './time.ts';

/** What one line of the program cost. */
export interface LineCost {
  /** As the log says it; null where the provenance names no file. */
  readonly file: string | null;
  readonly line: number | null;
  /** Provenance without a file; null for work of which no line is known. */
  readonly text: string | null;
  /** Of an installed package, not of the user's program. */
  readonly isLibrary: boolean;
  readonly operations: number;
  /** Items that a search for this provenance finds: tasks, kernels, copies, fills, instances, partitioning. */
  readonly items: number;
  /** Tasks running on processors. */
  readonly runningNs: number;
  /** Kernels on GPUs. */
  readonly gpuNs: number;
  /** Copies, each counted once. */
  readonly movedBytes: number;
  /** Most that its instances held at one time, all memories together. */
  readonly heldBytes: number;
  /** Meta tasks, mapper and runtime calls running for its operations. */
  readonly overheadNs: number;
}

export interface LineCosts {
  /** By running + GPU + overhead time, at most 5000; work without a line is one of them. */
  readonly lines: readonly LineCost[];
  readonly count: number;
  readonly runningNs: number;
  readonly gpuNs: number;
}

export interface SourceText {
  /** Where it was found; null = nowhere. */
  readonly path: string | null;
  readonly text: string;
}

export interface MemoryUse {
  readonly track: TrackId;
  readonly instances: number;
  /** Sum of the sizes of all that it ever held. */
  readonly allocatedBytes: number;
  readonly peakBytes: number;
  readonly peakNs: Ns;
}

/** Bytes held: `most[i]` and `least[i]` of them in the i-th of equal parts of a time. */
export interface MemoryCurve {
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly most: readonly number[];
  readonly least: readonly number[];
}

export interface InstanceRow {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly title: string;
  readonly bytes: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  /** When it was asked for; null where the log does not say. */
  readonly createNs: Ns | null;
  /** Task or operation it was made for. */
  readonly creator: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly layout: string;
}

/** Largest first, then longest. */
export interface InstanceList {
  readonly count: number;
  readonly rows: readonly InstanceRow[];
}

/** What went through the channels of a group. */
export interface ChannelUse {
  readonly group: number;
  readonly count: number;
  readonly bytes: number;
  /** Copies and fills under way, each for itself: the sum of their times. */
  readonly totalNs: number;
  /** Bytes over summed time, bytes per second; null where nothing took time. */
  readonly meanRate: number | null;
  /** 95 % of the copies are no faster than this, bytes per second (nearest rank). */
  readonly p95Rate: number | null;
}

export interface CopyRow {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly type: ItemType;
  readonly bytes: number;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly operation: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** Most bytes first. */
export interface CopyList {
  readonly count: number;
  readonly rows: readonly CopyRow[];
}

/** What a panel groups items by, other than their name. */
export type GroupKey = 'line' | 'kind' | 'node' | 'mapper';

/** How many items and for how long in all and each, ns; null = not of such items. */
export interface ItemFigures {
  readonly count: number;
  readonly totalNs: number;
  readonly runningNs: number | null;
  readonly waitingNs: number | null;
  readonly readyNs: number | null;
  readonly meanNs: number;
  readonly minNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly maxNs: number;
}

/** Items of one type that share a line, a kind of track, a node or a mapper; lengths are of whole lives. */
export interface ItemGroup extends ItemFigures {
  readonly key: string;
}

export interface ListedItem {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly title: string;
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly runningNs: number | null;
  readonly waitingNs: number | null;
  readonly readyNs: number | null;
}

/** Longest first. */
export interface ItemList {
  readonly count: number;
  readonly rows: readonly ListedItem[];
}

/** Points of one index launch, by start; `from`: place of the first row among all of them. */
export interface LaunchPoints {
  readonly count: number;
  readonly from: number;
  readonly rows: readonly ListedItem[];
}

/** Where it was blocked in its midst, the start of that segment. */
export interface LongestWaiter {
  readonly track: TrackId;
  readonly ordinal: number;
  readonly waitedNs: number;
  readonly segmentStartNs?: Ns;
}

export interface SqlColumn {
  readonly name: string;
  readonly type: string | null;
}

/** Whole numbers beyond 2^53 come as texts. */
export type SqlCell = string | number | null;

export interface SqlResult {
  readonly columns: readonly SqlColumn[];
  /** The first 20 000. */
  readonly rows: readonly (readonly SqlCell[])[];
  readonly hasMore: boolean;
  readonly ms: number;
}

export interface SqlTable {
  readonly name: string;
  readonly about: string;
  readonly isView: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly about: string }[];
}

interface InRange {
  readonly run: string;
  readonly startNs: Ns;
  readonly stopNs: Ns;
}

/** Methods of these panels: params → result. @throws 'not-loaded' until the index is complete */
export interface TableMethods {
  'lines.costs': { params: { run: string }; result: LineCosts };
  /** A file that the run's provenance names, found by its path or below the folders in the setting `source.roots`. */
  'lines.source': { params: { run: string; file: string }; result: SourceText };
  /** Memories that held an instance in the range, with what they held in it. */
  'memory.use': { params: InRange; result: readonly MemoryUse[] };
  'memory.curve': { params: InRange & { track: TrackId; parts: number }; result: MemoryCurve };
  'memory.instances': { params: InRange & { track: TrackId }; result: InstanceList };
  /** Instances that had to wait until others were destroyed, as the reference tells it of them. */
  'memory.waits': { params: { run: string }; result: InstanceList };
  /** Groups of channels of which a copy or fill lies in the range; whole copies are counted. `groups`: channels and the number of the group of each. */
  'channels.use': { params: InRange & { groups: readonly (readonly [track: TrackId, group: number])[] }; result: readonly ChannelUse[] };
  'channels.copies': { params: InRange & { tracks: readonly TrackId[] | null }; result: CopyList };
  /** Items of a type of which any part lies in the range, by what they share; at most 5000, most time first. */
  'items.groups': { params: InRange & { type: ItemType; by: GroupKey }; result: readonly ItemGroup[] };
  /** Items of a name of which any part lies in the range. */
  'items.list': { params: InRange & { type: ItemType; name: number }; result: ItemList };
  /** Tasks of the index launch that a task is a point of; null where it is none. At most 256, those nearest in time. */
  'items.points': { params: { run: string; track: TrackId; ordinal: number }; result: LaunchPoints | null };
  /** Of those that could go on when an item ended and had waited for it last, the one that waited longest; null where none is known. */
  'items.waiter': { params: { run: string; track: TrackId; ordinal: number }; result: LongestWaiter | null };
  'sql.schema': { params: { run: string }; result: readonly SqlTable[] };
  /** One statement that reads; ended after 30 s or when the call is cancelled. `:range_start`, `:range_stop` and `:selected_item` are bound. */
  'sql.run': { params: { run: string; sql: string; bindings: { range_start: number; range_stop: number; selected_item: number | null } }; result: SqlResult };
}
