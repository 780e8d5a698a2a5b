/** Small runs made by hand, for tests of the index that need no model builder: logs, tracks and all that a writer is given. */
import { checkMessages } from '../../../electron/model/message_check.ts';
import type { Column, DecodedLog, RecordTable } from '../../../electron/decode/decoded_log.ts';
import { BLOCK_SIZE, type ItemBlock } from '../../../electron/model/item_blocks.ts';
import { NONE, SOURCE_TABLES, type ModelTrack, type Published, type RankShard, type RunModel, type TrackItems } from '../../../electron/model/run_model.ts';
import { ITEM_TYPES, type ItemName, type ItemType, type TrackKind } from '../../../electron/protocol/items.ts';

export interface MadeUpWait {
  readonly start: number;
  readonly ready: number;
  readonly end: number;
  readonly event?: bigint;
  readonly callee?: number;
  readonly backtrace?: bigint;
}

export interface MadeUpItem {
  readonly type: ItemType;
  readonly name: number;
  readonly num?: bigint;
  readonly color?: number;
  readonly start: number;
  readonly stop: number;
  readonly level?: number;
  readonly rank?: number;
  readonly table: (typeof SOURCE_TABLES)[number];
  readonly row: number;
  readonly parent?: number;
  readonly initiator?: bigint;
  readonly waits?: readonly MadeUpWait[];
  readonly instRows?: readonly number[];
}

const ALL_ONES = 0xffffffffffffffffn;

export function words(values: readonly bigint[]): Uint32Array {
  return new Uint32Array(BigUint64Array.from(values.map((value) => BigInt.asUintN(64, value))).buffer);
}

/** Items must be given sorted by (start, -stop). */
export function trackItems(list: readonly MadeUpItem[]): TrackItems {
  const waits = list.flatMap((item) => item.waits ?? []);
  const ends = (counts: readonly number[]): Uint32Array => {
    let sum = 0;
    return Uint32Array.from(counts, (count) => (sum += count));
  };
  const sum = (item: MadeUpItem, part: (wait: MadeUpWait) => number): number => (item.waits ?? []).reduce((total, wait) => total + part(wait), 0);
  const hasInsts = list.some((item) => item.instRows !== undefined);
  return {
    count: list.length,
    types: Uint8Array.from(list, (item) => ITEM_TYPES.indexOf(item.type)),
    names: Uint32Array.from(list, (item) => item.name),
    numsHi: Uint32Array.from(list, (item) => Number((item.num ?? 0n) >> 32n)),
    numsLo: Uint32Array.from(list, (item) => Number((item.num ?? 0n) & 0xffffffffn)),
    colors: Uint8Array.from(list, (item) => item.color ?? 0),
    starts: Float64Array.from(list, (item) => item.start),
    stops: Float64Array.from(list, (item) => item.stop),
    levels: Uint16Array.from(list, (item) => item.level ?? 0),
    runningNs: Float64Array.from(list, (item) => item.stop - item.start - sum(item, (wait) => wait.end - wait.start)),
    readyNs: Float64Array.from(list, (item) => sum(item, (wait) => wait.end - wait.ready)),
    waitingNs: Float64Array.from(list, (item) => sum(item, (wait) => wait.ready - wait.start)),
    ranks: Uint32Array.from(list, (item) => item.rank ?? 0),
    tables: Uint8Array.from(list, (item) => SOURCE_TABLES.indexOf(item.table)),
    rows: Uint32Array.from(list, (item) => item.row),
    parents: Uint32Array.from(list, (item) => item.parent ?? NONE),
    initiators: words(list.map((item) => item.initiator ?? ALL_ONES)),
    waitEnds: ends(list.map((item) => item.waits?.length ?? 0)),
    waits: {
      starts: Float64Array.from(waits, (wait) => wait.start), readys: Float64Array.from(waits, (wait) => wait.ready), ends: Float64Array.from(waits, (wait) => wait.end),
      events: words(waits.map((wait) => wait.event ?? 0n)), callees: Uint32Array.from(waits, (wait) => wait.callee ?? NONE),
      backtraces: words(waits.map((wait) => wait.backtrace ?? 0n)), provenances: words(waits.map(() => 0n)),
    },
    instEnds: hasInsts ? ends(list.map((item) => item.instRows?.length ?? 0)) : new Uint32Array(0),
    instRows: Uint32Array.from(list.flatMap((item) => item.instRows ?? [])),
  };
}

/** Exact blocks of items that are one segment each. */
export function exactBlocks(items: TrackItems, blockSize = BLOCK_SIZE): ItemBlock[] {
  const blocks: ItemBlock[] = [];
  for (let first = 0; first < items.count; first += blockSize) {
    const end = Math.min(items.count, first + blockSize);
    const stops = items.stops.slice(first, end);
    blocks.push({
      count: end - first, minStart: items.starts[first], maxStop: stops.reduce((a, b) => Math.max(a, b), -Infinity), firstOrdinal: first,
      starts: items.starts.slice(first, end), stops, levels: items.levels.slice(first, end), states: new Uint8Array(end - first).fill(3), colors: items.colors.slice(first, end),
      ordinals: Uint32Array.from({ length: end - first }, (_, i) => first + i), names: items.names.slice(first, end), numsHi: items.numsHi.slice(first, end), numsLo: items.numsLo.slice(first, end), fold: undefined,
    });
  }
  return blocks;
}

export function modelTrack(id: number, slug: string, kind: TrackKind, items: TrackItems, more: Partial<ModelTrack> = {}): ModelTrack {
  return {
    id, slug, node: 0, kind, name: slug.split('/').at(-1)!, longName: `Node 0 ${slug}`, realmId: null, capacityBytes: null, itemCount: items.count, emptyCount: 0, segmentCount: items.count,
    levelCount: 1, lods: items.count === 0 ? [] : [{ exp: undefined, blocks: exactBlocks(items) }], util: undefined, memorySteps: undefined, mirrorOf: undefined, ...more,
  };
}

export function published(tracks: readonly ModelTrack[], items: readonly TrackItems[], names: readonly ItemName[]): Published {
  return { tracks, items, names, firstName: 0, nameColors: new Uint8Array(names.length) };
}

type Values = readonly number[] | readonly bigint[] | readonly string[];

/** A log with tables given as fields of values: numbers → u32, bigints → u64, strings → string; `time:` in front of a name → time. */
export function madeUpLog(tables: Readonly<Record<string, Readonly<Record<string, Values>>>>, path = '/logs/prof_0.gz'): DecodedLog {
  const strings: string[] = [];
  const intern = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const made = new Map<string, RecordTable>();
  let offset = 100;
  for (const [name, fields] of Object.entries(tables)) {
    const columns = new Map<string, Column>();
    let count = 0;
    for (const [field, values] of Object.entries(fields)) {
      count = values.length;
      if (field.startsWith('time:')) columns.set(field.slice(5), { type: 'time', values: Float64Array.from(values as readonly number[]) });
      else if (typeof values[0] === 'bigint') columns.set(field, { type: 'u64', values: words(values as readonly bigint[]) });
      else if (typeof values[0] === 'string') columns.set(field, { type: 'string', values: Uint32Array.from((values as readonly string[]).map(intern)) });
      else columns.set(field, { type: 'u32', values: Uint32Array.from(values as readonly number[]) });
    }
    made.set(name, { name, count, columns, offsets: Float64Array.from({ length: count }, () => (offset += 50)) });
  }
  const encoded = strings.map((value) => new TextEncoder().encode(value));
  let end = 0;
  const recordCounts = new Map([...made].map(([name, { count }]) => [name, count]));
  return {
    path, container: 'gzip', bytes: 1000, rawBytes: offset + 50, header: { version: 1008, runtime: undefined, length: 100, declared: [...made.keys()], isPrealm: false },
    status: 'whole', records: [...recordCounts.values()].reduce((a, b) => a + b, 0), duplicates: 0, recordCounts, packed: new Map(), tables: made,
    strings: { bytes: Uint8Array.from(encoded.flatMap((bytes) => [...bytes])), ends: Uint32Array.from(encoded, (bytes) => (end += bytes.length)), count: strings.length }, alerts: [],
  };
}

export function shardOf(log: DecodedLog, rank = 0): RankShard {
  return { log, rank, parts: undefined };
}

export function runOf(tracks: readonly ModelTrack[], names: readonly ItemName[], more: Partial<RunModel> = {}): RunModel {
  return {
    tracks, groups: [], roots: [], names,
    machine: {
      logVersions: [1008], runtime: null, ranksDeclared: 1, ranksLoaded: [0], startedAt: null,
      hosts: [{ node: 0, host: 'host', processId: 7, zeroTimeNs: '1700000000000000000', calibrationErrNs: null }], processors: { CPU: 1 }, memories: { System: 1 }, flags: [], maxDim: 3,
    },
    counts: {
      task: 0, meta_task: 0, message: 0, mapper_call: 0, runtime_call: 0, application_call: 0, gpu_kernel: 0, prof_task: 0, copy: 0, fill: 0, instance: 0, deppart: 0, async_effect: 0, operation: 0,
    },
    messages: checkMessages([]),
    stopNs: tracks.reduce((stop, { lods }) => Math.max(stop, ...(lods[0]?.blocks ?? []).map(({ maxStop }) => maxStop)), 0), alerts: [], ...more,
  };
}

export const NOTHING: Published = { tracks: [], items: [], names: [], firstName: 0, nameColors: new Uint8Array(0) };
