/**
 * What the map step of one log hands to the reduce step besides the log itself: plain objects and shared arrays, so that it
 * crosses from the rank worker to the engine worker by structured clone.
 */
import type { Alert } from '../protocol/alerts.ts';
import type { BuiltTrack } from './built_track.ts';
import type { LinePart } from './lines.ts';
import type { LocalName, TaskNames } from './item_names.ts';
import type { LogRules } from './log_rules.ts';
import type { OperationColors } from './operations.ts';
import type { RankShard } from './run_model.ts';
import type { UtilPyramid } from './item_blocks.ts';

/** Which line of a processor a track is. */
export type Half = 'whole' | 'device' | 'host';

export interface ProcessorPart {
  readonly lo: number;
  readonly hi: number;
  /** Realm's kind, UNKNOWN_KIND without ProcDesc. */
  readonly kind: number;
  readonly half: Half;
  readonly built: BuiltTrack;
}

/** Processors of one kind on one node: what 100 % means. */
export interface GroupPart {
  readonly node: number;
  readonly kind: number;
  readonly half: Half;
  /** Processors, idle ones included. */
  readonly denominator: number;
  readonly util: UtilPyramid | undefined;
}

export interface MemoryFacts {
  readonly lo: number;
  readonly hi: number;
  readonly kind: number;
  /** Bytes; 0 = not declared. */
  readonly capacity: number;
}

/** Messages of one log for the check of clocks; columns of length `count`, in order of processor, then of start. */
export interface MessageParts {
  readonly count: number;
  /** When the sender's clock says it was sent, and when the receiver's says that it came: ns. */
  readonly spawns: Float64Array;
  readonly creates: Float64Array;
  /** Finish event of the sender as word pairs, 0 = none. */
  readonly creators: Uint32Array;
  readonly nodes: Uint32Array;
  /** 0 for a task with SpawnInfo: it counts as a message, but its latency is not judged. */
  readonly areMeta: Uint8Array;
  readonly offsets: Float64Array;
  readonly starts: Float64Array;
  /** Which of `processors` it ran on. */
  readonly processors: Uint32Array;
}

/** Nodes by finish event, for logs of more than one node. */
export interface FinishParts {
  readonly keys: Uint32Array;
  readonly slots: Uint32Array;
  /** Node of the processor, by row of `keys`. */
  readonly nodes: Uint16Array;
}

export interface ShardParts {
  readonly version: number | undefined;
  readonly rules: LogRules;
  readonly nodesDeclared: number;
  readonly names: readonly LocalName[];
  readonly taskNames: TaskNames;
  /** Sorted by id, device before host. */
  readonly processors: readonly ProcessorPart[];
  /** All processors that the log describes or uses, by id. */
  readonly described: readonly { readonly lo: number; readonly hi: number; readonly kind: number; readonly hasDevice: boolean; readonly isUsed: boolean }[];
  readonly groups: readonly GroupPart[];
  readonly lines: readonly LinePart[];
  readonly memories: readonly MemoryFacts[];
  readonly operations: OperationColors;
  readonly messages: MessageParts;
  readonly finish: FinishParts | undefined;
  /** inst_uid of instances that are described but have no timeline in this log, word pairs; and the first one's byte. */
  readonly lostInstances: Uint32Array;
  readonly lostInstanceOffset: number | null;
  /** inst_uid of the instances of this log, word pairs, where other logs may ask; else empty. */
  readonly aliveInstances: Uint32Array;
  readonly counts: Readonly<Record<string, number>>;
  readonly hasEventGraph: boolean;
  readonly hasTimes: boolean;
  readonly lastNs: number;
  readonly alerts: readonly Alert[];
}

/** The builder's own part of a shard. */
export function partsOf(shard: RankShard): ShardParts {
  return shard.parts as ShardParts;
}
