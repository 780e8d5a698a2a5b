/**
 * The model of a run: what is built from decoded logs, kept until the index holds it, and drawn meanwhile.
 *
 *   log file ── decodeLog ──> DecodedLog ── buildShard ──> RankShard     map: one rank worker per file, independent of the others
 *   RankShards ── RunBuilder.addShard … finish ──> RunModel              reduce: names, tracks fed by several ranks, machine, alerts
 *
 * Every array lies in a SharedArrayBuffer: threads share it, nobody copies it, nobody changes it once its track is published.
 */
import type { Alert } from '../protocol/alerts.ts';
import type { DecodedLog } from '../decode/decoded_log.ts';
import type { ItemName, TrackId, TrackKind } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { LevelOfDetail, UtilPyramid } from './item_blocks.ts';
import type { MessageCheck } from './message_figures.ts';

/** "No item", "no callee", "no row" in u32 columns. */
export const NONE = 0xffffffff;

/** Record kinds that items come from, by `TrackItems.tables` value. Never renumber, only append. */
export const SOURCE_TABLES = [
  'TaskInfo', 'ImplicitTaskInfo', 'GPUTaskInfo', 'MetaInfo', 'MessageInfo', 'MapperCallInfo', 'RuntimeCallInfo', 'ApplicationCallInfo',
  'ProfTaskInfo', 'CopyInfo', 'FillInfo', 'PartitionInfo', 'InstTimelineInfo', 'AsyncEffectInfo',
  // Tables of a joined Nsight Systems export (electron/nsight).
  'CUPTI_ACTIVITY_KIND_KERNEL', 'CUPTI_ACTIVITY_KIND_MEMCPY', 'CUPTI_ACTIVITY_KIND_MEMSET', 'CUPTI_ACTIVITY_KIND_RUNTIME', 'NVTX_EVENTS', 'OSRT_API',
] as const;

/**
 * One entry per item of a track, by ordinal: items sorted by (start, -stop, order in the log). Written to rows and then let go.
 * All arrays of length `count` unless said otherwise.
 */
export interface TrackItems {
  readonly count: number;
  /** Index into ITEM_TYPES. */
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly numsHi: Uint32Array;
  readonly numsLo: Uint32Array;
  readonly colors: Uint8Array;
  /** Life of the item, ns, half-open: [start, stop); instances [ready, destroyed). */
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  readonly levels: Uint16Array;
  /** Sum of its running segments, of its ready ones, of its waiting ones, ns (memories and channels: the life, 0, 0). */
  readonly runningNs: Float64Array;
  readonly readyNs: Float64Array;
  readonly waitingNs: Float64Array;
  /** Where the record is: rank (index of the shard by node id), SOURCE_TABLES index, row of that table. */
  readonly ranks: Uint32Array;
  readonly tables: Uint8Array;
  readonly rows: Uint32Array;
  /** Ordinal of the item it ran inside: caller of a call, host task of a kernel is in another track so NONE there. */
  readonly parents: Uint32Array;
  /** Initiating operation as u64 word pairs (lo, hi; length 2 * count), all ones = none: a task's parent op, a call's the op of the task around it, a copy's its op. */
  readonly initiators: Uint32Array;
  /** Waits of item i are waits[waitEnds[i-1] .. waitEnds[i]), sorted by start. */
  readonly waitEnds: Uint32Array;
  readonly waits: {
    readonly starts: Float64Array;
    readonly readys: Float64Array;
    readonly ends: Float64Array;
    /** Event waited for, word pairs; 0 for a wait that is a callee running. */
    readonly events: Uint32Array;
    /** Ordinal of the callee, or NONE. */
    readonly callees: Uint32Array;
    /** Backtrace id as word pairs (0 = none), resolved by the rank's BacktraceDesc. */
    readonly backtraces: Uint32Array;
    /** Provenance id of the wait as word pairs (0 = none; from version 1010). */
    readonly provenances: Uint32Array;
  };
  /** Channels only: first CopyInst/FillInst row and their number, of the rank's CopyInstInfo / FillInstInfo table (rows in table order, contiguous per entry after sorting by the builder: see `instRows`). Empty arrays elsewhere. */
  readonly instEnds: Uint32Array;
  readonly instRows: Uint32Array;
}

/** A line of the timeline: a processor (or the device or host half of a GPU), a memory, a channel, the dependent partitioning of a node. */
export interface ModelTrack {
  readonly id: TrackId;
  /** `n0/cpu/c1`, `n0/gpu-dev/g7d`, `n0/chan/f n0s0`. */
  readonly slug: string;
  readonly node: number;
  readonly kind: TrackKind;
  readonly name: string;
  readonly longName: string;
  /** Realm id of the processor or memory as `0x…`; null for channels and dp. */
  readonly realmId: string | null;
  /** Memories: capacity in bytes as the run declared it, 0 = not recorded. Else null. */
  readonly capacityBytes: number | null;
  readonly itemCount: number;
  /** Items of a processor without length and waits: the exact blocks have a point for each, the reference draws none and does not count them. */
  readonly emptyCount: number;
  /** Exact boxes, without the points of empty items. */
  readonly segmentCount: number;
  /** Levels in use: highest level + 1; 0 for a track without items. */
  readonly levelCount: number;
  /** Finest first; the first is exact. */
  readonly lods: readonly LevelOfDetail[];
  readonly util: UtilPyramid | undefined;
  /** Memories: bytes held from times[i] on, ns ascending. */
  readonly memorySteps: { readonly times: Float64Array; readonly bytes: Float64Array } | undefined;
  /** A copy channel between two nodes stands under both; the second place draws the track of the first and counts nothing. */
  readonly mirrorOf: TrackId | undefined;
}

/** A row of the tree above the tracks: `all`, `n0`, `n0/cpu`, `all/cpu`. */
export interface ModelGroup {
  /** Groups share the id space of tracks, so that tiles of curves are asked for alike. */
  readonly id: TrackId;
  readonly slug: string;
  readonly node: number | null;
  /** undefined for the row of a node and of all nodes. */
  readonly kind: TrackKind | undefined;
  readonly name: string;
  readonly longName: string;
  /** Members in the order shown: groups of a node, tracks of a kind. For `all/<kind>`: the groups of the nodes it sums. */
  readonly members: readonly TrackId[];
  /** Exact for a kind of a node and for `all/chan`; other sums are means of their members' means, made when asked for. */
  readonly util: UtilPyramid | undefined;
  /** Processors of the group, idle ones included: what 100 % means. Memories: null, see capacityBytes. */
  readonly denominator: number | null;
  readonly capacityBytes: number | null;
}

export interface MachineFacts {
  readonly logVersions: readonly number[];
  readonly runtime: string | null;
  readonly ranksDeclared: number;
  readonly ranksLoaded: readonly number[];
  /** ISO 8601 from ZeroTime where that is a plausible date; null else. */
  readonly startedAt: string | null;
  readonly hosts: readonly { readonly node: number; readonly host: string; readonly processId: number | null; readonly zeroTimeNs: string; readonly calibrationErrNs: string | null }[];
  /** Processors and memories by kind, names as the reference's enumerations (`CPU`, `Utility`, `System`). */
  readonly processors: Readonly<Record<string, number>>;
  readonly memories: Readonly<Record<string, number>>;
  /** RuntimeConfig flags that are set, by field name. */
  readonly flags: readonly string[];
  readonly maxDim: number | null;
}

/** Keys of `counts` in `info --json`. */
export const COUNT_KEYS = [
  'task', 'meta_task', 'message', 'mapper_call', 'runtime_call', 'application_call', 'gpu_kernel', 'prof_task', 'copy', 'fill',
  'instance', 'deppart', 'async_effect', 'operation',
] as const;
export type ItemCounts = Readonly<Record<(typeof COUNT_KEYS)[number], number>>;

/** Result of the map step for one file. Track ids, name ids and item slugs in it are local until `RunBuilder.addShard` publishes them. */
export interface RankShard {
  readonly log: DecodedLog;
  /** node_id of the file's MachineDesc, or the number in its name, or its place among the files. */
  readonly rank: number;
  /** Whatever else the builder hands from map to reduce; its shape belongs to electron/model alone and must survive structured clone. */
  readonly parts: unknown;
}

/** What `addShard` and `finish` publish: new tracks and names, in the order in which the index writes them. */
export interface Published {
  readonly tracks: readonly ModelTrack[];
  /** Parallel to `tracks`. */
  readonly items: readonly TrackItems[];
  /** Names that are new, and the id of the first; the others follow. */
  readonly names: readonly ItemName[];
  readonly firstName: number;
  /** Colour slot of each new name's key. */
  readonly nameColors: Uint8Array;
}

/** Everything known once all shards are in. */
export interface RunModel {
  readonly tracks: readonly ModelTrack[];
  readonly groups: readonly ModelGroup[];
  /** Root rows in the order shown: `all` (with more than one node), then the nodes; each a group id. */
  readonly roots: readonly TrackId[];
  readonly names: readonly ItemName[];
  readonly machine: MachineFacts;
  readonly counts: ItemCounts;
  /** Last time of the log, ns (semantics §3): tiles and the first view add half a per cent. */
  readonly stopNs: Ns;
  readonly messages: MessageCheck;
  readonly alerts: readonly Alert[];
}
