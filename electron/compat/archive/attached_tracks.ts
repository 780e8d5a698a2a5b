/** Items of a slot as a track of ours: columns, boxes, levels of detail and curve, as the model makes them from logs. */
import { exactBlocks } from '../../model/segments.ts';
import { typeNumber } from '../../model/built_track.ts';
import { withCoarserLods } from '../../model/lods.ts';
import { NONE, type ModelTrack, type TrackItems } from '../../model/run_model.ts';
import { sharedF64, sharedU16, sharedU32, sharedU8 } from '../../model/shared_columns.ts';
import { busyEdges, edgeSteps, sumSteps, utilPyramid } from '../../model/utilization.ts';
import { colorSlot, taskColorKey } from '../../protocol/colors.ts';
import {
  STATE_READY, STATE_WAITING, TITLE_HEX, TITLE_OPERATION, TITLE_PLAIN, TRACK_KINDS, isMemoryKind, type ItemName, type ItemType, type TitleForm, type TrackId, type TrackKind,
} from '../../protocol/items.ts';
import { typeOf, type AttachedItem } from './attached_items.ts';
import type { Slot } from '../tiles/legion_types.ts';

/** Kinds whose names in the tree are not ours. */
const OTHER_NAMES: ReadonlyMap<string, TrackKind> = new Map([['gpu dev', 'gpu-dev'], ['gpu host', 'gpu-host'], ['gpumanaged', 'managed'], ['gpudynamic', 'dynamic']]);

/** Kind of a panel of the tree by its short name. */
export function kindOf(shortName: string): TrackKind {
  return OTHER_NAMES.get(shortName) ?? TRACK_KINDS.find((kind) => kind === shortName) ?? 'unknown';
}

/** Names of a run, numbered as they are met. */
export class AttachedNames {
  readonly list: ItemName[] = [];
  readonly colors: number[] = [];
  readonly #ids = new Map<string, number>();

  /** Of a title: its name's number, and the operation or instance behind it as words. */
  of(type: ItemType, title: string): { readonly id: number; readonly number: bigint } {
    const match = type === 'instance' ? / 0x([0-9a-f]{1,16})$/.exec(title) : type === 'mapper_call' ? / (\d{1,20})$/.exec(title) : / <(\d{1,20})>$/.exec(title);
    const form: TitleForm = match === null ? TITLE_PLAIN : type === 'instance' ? TITLE_HEX : TITLE_OPERATION;
    const text = match === null ? title : title.slice(0, match.index);
    const number = match === null ? 0n : BigInt(type === 'instance' ? `0x${match[1]}` : match[1]);
    const key = `${type}\n${form}\n${text}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.list.length;
      this.#ids.set(key, id);
      this.list.push({ type, text, form });
      this.colors.push(colorSlot(type === 'task' || type === 'gpu_kernel' ? taskColorKey(text.replace(/^GPU Kernel\(s\) for /, '').replace(/ \[[^\]]*\]$/, '')) : text));
    }
    return { id, number };
  }
}

export interface AttachedTrack {
  readonly track: ModelTrack;
  readonly items: TrackItems;
  /** When it is busy (utilization.ts). */
  readonly edges: Float64Array;
}

export interface SlotPlace {
  readonly id: TrackId;
  readonly node: number;
  /** Slug of its kind: `n0/cpu`. */
  readonly group: string;
  readonly kind: TrackKind;
}

/** @param all in the order of the track */
export function attachedTrack(slot: Slot, place: SlotPlace, all: readonly AttachedItem[], names: AttachedNames): AttachedTrack {
  const { id, node, group, kind } = place;
  const count = all.length;
  const sort = kind === 'chan' || kind === 'dp' ? kind : isMemoryKind(kind) ? 'memory' : 'processor';
  const isProcessor = sort === 'processor';
  const items: TrackItems = {
    ...columns(all, sort === 'memory' ? 1 : 0, isProcessor),
    ranks: sharedU32(count).fill(node), tables: sharedU8(count), rows: sharedU32(count), parents: sharedU32(count).fill(NONE), initiators: sharedU32(2 * count).fill(NONE),
    instEnds: sharedU32(isProcessor || sort === 'memory' ? 0 : count), instRows: sharedU32(0),
  };
  all.forEach(({ title, segments }, i) => {
    const type = typeOf(sort, title, new Set(segments[0]?.fields.map(({ name }) => name)));
    const { id: name, number } = names.of(type, title);
    items.types[i] = typeNumber(type);
    items.names[i] = name;
    items.colors[i] = names.colors[name];
    items.numsLo[i] = Number(number & 0xffffffffn);
    items.numsHi[i] = Number(BigInt.asUintN(32, number >> 32n));
  });
  const blocks = exactBlocks(items, isProcessor);
  const { edges } = sort === 'memory' ? { edges: new Float64Array() } : busyEdges(blocks);
  const held = sort === 'memory' ? heldBytes(all, items) : undefined;
  const track: ModelTrack = {
    id, slug: `${group}/${slot.shortName}`, node, kind, name: slot.shortName, longName: slot.longName, realmId: /\((0x[0-9a-f]+)\)/.exec(slot.longName)?.[1] ?? null,
    capacityBytes: held === undefined ? null : 0, itemCount: count, emptyCount: 0, segmentCount: blocks.reduce((sum, block) => sum + block.count, 0),
    levelCount: all.reduce((most, { row }) => Math.max(most, row + (sort === 'memory' ? 0 : 1)), 0), lods: withCoarserLods(blocks),
    util: utilPyramid(held === undefined ? edgeSteps(edges) : { times: held.times, values: held.bytes }), memorySteps: held, mirrorOf: undefined,
  };
  return { track, items, edges };
}

/** Times, levels and waits; all else is there and empty. */
function columns(all: readonly AttachedItem[], firstRow: number, isProcessor: boolean): Omit<TrackItems, 'ranks' | 'tables' | 'rows' | 'parents' | 'initiators' | 'instEnds' | 'instRows'> {
  const count = all.length;
  const waits = all.map(({ segments }) => (isProcessor ? waitsOf(segments) : []));
  const total = waits.reduce((sum, { length }) => sum + length, 0);
  const made = {
    count, types: sharedU8(count), names: sharedU32(count), numsHi: sharedU32(count), numsLo: sharedU32(count), colors: sharedU8(count), starts: sharedF64(count), stops: sharedF64(count),
    levels: sharedU16(count), runningNs: sharedF64(count), readyNs: sharedF64(count), waitingNs: sharedF64(count), waitEnds: sharedU32(count),
    waits: {
      starts: sharedF64(total), readys: sharedF64(total), ends: sharedF64(total), events: sharedU32(2 * total), callees: sharedU32(total).fill(NONE),
      backtraces: sharedU32(2 * total), provenances: sharedU32(2 * total),
    },
  };
  let at = 0;
  all.forEach(({ startNs, stopNs, row }, i) => {
    made.starts[i] = startNs;
    made.stops[i] = stopNs;
    made.levels[i] = Math.min(0xffff, Math.max(0, row - firstRow));
    for (const { start, ready, end } of waits[i]) {
      made.waits.starts[at] = start;
      made.waits.readys[at] = ready;
      made.waits.ends[at++] = end;
    }
    made.waitEnds[i] = at;
  });
  return made;
}

interface Wait {
  readonly start: number;
  readonly ready: number;
  readonly end: number;
}

/** A waiting segment and the ready one that follows it are a wait. */
function waitsOf(segments: AttachedItem['segments']): Wait[] {
  const waits: Wait[] = [];
  segments.forEach(({ state, startNs, stopNs }) => {
    const last = waits.at(-1);
    if (state === STATE_WAITING) waits.push({ start: startNs, ready: stopNs, end: stopNs });
    else if (state === STATE_READY && last !== undefined && last.ready === startNs && last.end === startNs) waits[waits.length - 1] = { ...last, end: stopNs };
    else if (state === STATE_READY) waits.push({ start: startNs, ready: startNs, end: stopNs });
  });
  return waits;
}

const UNITS: ReadonlyMap<string, number> = new Map([['B', 1], ['KiB', 2 ** 10], ['MiB', 2 ** 20], ['GiB', 2 ** 30]]);

/** Bytes held over time, from the sizes as they are told: three digits behind the point. */
function heldBytes(all: readonly AttachedItem[], { starts, stops }: TrackItems): NonNullable<ModelTrack['memorySteps']> {
  const sizes = Float64Array.from(all, ({ segments }) => {
    const size = segments[0]?.fields.find(({ name }) => name === 'Size')?.value;
    const match = size?.kind === 'text' ? /^([\d.]+) ([KMG]i)?B$/.exec(size.text) : null;
    return match === null ? 0 : Math.round(Number(match[1]) * (UNITS.get(`${match[2] ?? ''}B`) ?? 1)) || 0;
  });
  const { times, values } = sumSteps(starts.slice(), sizes, stops.slice(), sizes);
  const held = { times: sharedF64(times.length), bytes: sharedF64(values.length) };
  held.times.set(times);
  held.bytes.set(values);
  return held;
}

