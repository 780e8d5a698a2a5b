/** Writes valid logs of a made-up run, for tests and benchmarks: see `writeLogs`. */

export type LogShape = 'balanced' | 'skewed' | 'nested' | 'wide' | 'gpu' | 'waits' | 'siblings' | 'many-siblings' | 'many-waits' | 'long-chain' | 'many-phases';

export interface WriteLogsOptions {
  /** Folder that gets the files; made if need be. */
  readonly out: string;
  /** Files, one a rank. [1] */
  readonly ranks?: number;
  /** Items of all ranks together, met to about one step. A GPU task is two. [10000] */
  readonly items?: number;
  /** [balanced] */
  readonly shape?: LogShape;
  /** Log version, 1006 to 1012; from 1009 on with the newer header form. [1008] */
  readonly version?: number;
  /** Same seed, same bytes (before compression). [1] */
  readonly seed?: number;
  /** [true] */
  readonly gzip?: boolean;
  /** Compression level, 1 to 9. [1] */
  readonly level?: number;
  /** LEGION_MAX_DIM: coordinates of a point. [3] */
  readonly maxDim?: number;
  /** As PRealm's writer does it: other records, three of them misdescribed. [false] */
  readonly isPrealm?: boolean;
  /** File names; `%` is the rank. Without an extension `.gz` or `.log` is added. [prof_%] */
  readonly name?: string;
}

export interface WrittenLogs {
  /** One a rank, in rank order. */
  readonly paths: string[];
  readonly steps: number;
  /** On disk, and uncompressed. */
  readonly bytes: number;
  readonly rawBytes: number;
  readonly records: number;
  readonly items: number;
  /** Records per kind, all ranks together. */
  readonly counts: Record<string, number>;
}

export function writeLogs(options: WriteLogsOptions): Promise<WrittenLogs>;
