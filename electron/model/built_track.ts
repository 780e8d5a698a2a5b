/**
 * A track before it has a place in the run: items, blocks, curves. Made by a rank worker for what one log holds, and once more
 * by the engine worker for channels and memories that several logs feed.
 */
import type { LevelOfDetail, UtilPyramid } from './item_blocks.ts';
import type { TrackItems } from './run_model.ts';
import type { Tally } from './tally.ts';
import { exactBlocks } from './segments.ts';
import { stackLevels } from './levels.ts';
import { sharedF64, sharedU32, sharedU8 } from './shared_columns.ts';
import { withCoarserLods } from './lods.ts';
import { busyEdges, edgeSteps, sumSteps, utilPyramid } from './utilization.ts';
import { NONE } from './run_model.ts';
import { ITEM_TYPES } from '../protocol/items.ts';

/** Survives structured clone; arrays in shared memory. */
export interface BuiltTrack {
  readonly items: TrackItems;
  /** Items of a processor without length and waits; `segmentCount` leaves their points out. */
  readonly emptyCount: number;
  readonly segmentCount: number;
  readonly levelCount: number;
  readonly lods: readonly LevelOfDetail[];
  readonly util: UtilPyramid | undefined;
  readonly memorySteps: { readonly times: Float64Array; readonly bytes: Float64Array } | undefined;
  /** Busy edges (utilization.ts) of processors and channels; empty for memories. */
  readonly edges: Float64Array;
}

/** Columns of items without waits, filled by the caller: channels, memories, dependent partitioning. */
export interface PlainItems extends Pick<TrackItems, 'count' | 'types' | 'names' | 'numsHi' | 'numsLo' | 'colors' | 'starts' | 'stops' | 'ranks' | 'tables' | 'rows' | 'initiators' | 'instEnds' | 'instRows'> {
  /** Bytes of each instance, exact up to 2^53; undefined for channels. */
  readonly sizes: Float64Array | undefined;
}

/** Empty shared columns for `count` items of a memory (with sizes) or channel. */
export function plainItems(count: number, instCount: number, hasSizes: boolean): PlainItems {
  return {
    count,
    types: sharedU8(count), names: sharedU32(count), numsHi: sharedU32(count), numsLo: sharedU32(count), colors: sharedU8(count),
    starts: sharedF64(count), stops: sharedF64(count), ranks: sharedU32(count), tables: sharedU8(count), rows: sharedU32(count),
    initiators: sharedU32(2 * count), instEnds: sharedU32(hasSizes ? 0 : count), instRows: sharedU32(instCount),
    sizes: hasSizes ? new Float64Array(count) : undefined,
  };
}

const NO_WAITS = {
  starts: sharedF64(0), readys: sharedF64(0), ends: sharedF64(0), events: sharedU32(0), callees: sharedU32(0), backtraces: sharedU32(0),
  provenances: sharedU32(0),
};

/** Levels, blocks and curve of items without waits, sorted by (start, -stop, log order). */
export function buildPlainTrack(plain: PlainItems, tally: Tally): BuiltTrack {
  const { count, starts, stops, sizes } = plain;
  const { levels, levelCount, capped } = stackLevels(starts, stops);
  tally.add('levels-capped', null, '', capped);
  const items: TrackItems = {
    count,
    types: plain.types, names: plain.names, numsHi: plain.numsHi, numsLo: plain.numsLo, colors: plain.colors, starts, stops, levels,
    runningNs: sharedF64(count), readyNs: sharedF64(count), waitingNs: sharedF64(count),
    ranks: plain.ranks, tables: plain.tables, rows: plain.rows, parents: sharedU32(count).fill(NONE), initiators: plain.initiators,
    waitEnds: sharedU32(count), waits: NO_WAITS, instEnds: plain.instEnds, instRows: plain.instRows,
  };
  const blocks = exactBlocks(items, false);
  const base = { items, emptyCount: 0, segmentCount: count, levelCount, lods: withCoarserLods(blocks) };
  if (sizes === undefined) {
    const { edges } = busyEdges(blocks);
    return { ...base, util: utilPyramid(edgeSteps(edges)), memorySteps: undefined, edges };
  }
  const steps = sumSteps(starts.slice(), sizes, stops.slice(), sizes);
  const times = sharedF64(steps.times.length);
  const bytes = sharedF64(steps.values.length);
  times.set(steps.times);
  bytes.set(steps.values);
  return { ...base, util: utilPyramid(steps), memorySteps: { times, bytes }, edges: sharedF64(0) };
}

const TYPE_NUMBERS = new Map(ITEM_TYPES.map((type, number) => [type, number]));

/** Number of a type in the `types` columns. */
export function typeNumber(type: (typeof ITEM_TYPES)[number]): number {
  return TYPE_NUMBERS.get(type) ?? 0;
}
