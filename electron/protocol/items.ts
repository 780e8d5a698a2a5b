/**
 * Items (the bars of a track): their types, states and titles, as Legion's users know them. Pure.
 */
import { joinWords } from './words.ts';

/** Wire and index values: never renumber, only append. */
export const ITEM_TYPES = [
  'task', 'gpu_kernel', 'meta_task', 'mapper_call', 'runtime_call', 'application_call', 'prof_task',
  'copy', 'fill', 'deppart', 'instance', 'async_effect',
  // Of a joined Nsight Systems export (electron/nsight).
  'cuda_kernel', 'cuda_memcpy', 'cuda_memset', 'cuda_call', 'nvtx_range', 'os_call',
] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** Items that Nsight Systems recorded: no log has a record of them. */
export const NSIGHT_TYPES: ReadonlySet<ItemType> = new Set(['cuda_kernel', 'cuda_memcpy', 'cuda_memset', 'cuda_call', 'nvtx_range', 'os_call']);

/**
 * State of a segment. Running: executing on the processor. Ready: the event it blocked on has triggered, not resumed yet.
 * Waiting: blocked and preempted, event not triggered. None: items of memories and channels have no states.
 */
export const STATE_RUNNING = 0;
export const STATE_READY = 1;
export const STATE_WAITING = 2;
export const STATE_NONE = 3;
export type State = 0 | 1 | 2 | 3;
export const STATE_NAMES = ['running', 'ready', 'waiting', null] as const;

/** Kinds of track, the values of `tracks[].kind` in `info --json` and the middle part of a track slug. */
export const TRACK_KINDS = [
  'external', 'cpu', 'gpu', 'gpu-dev', 'gpu-host', 'utility', 'io', 'procgroup', 'procset', 'openmp', 'python', 'unknown',
  'global', 'system', 'registered', 'socket', 'zerocopy', 'framebuffer', 'disk', 'hdf5', 'file', 'l3cache', 'l2cache', 'l1cache',
  'managed', 'dynamic', 'chan', 'dp',
  // Of a joined Nsight Systems export: streams of a GPU, threads with what they called, and sampled figures of a GPU.
  'cuda-stream', 'cuda-api', 'nvtx', 'os-calls', 'gpu-metric',
] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

const MEMORY_KINDS: ReadonlySet<string> = new Set(TRACK_KINDS.slice(TRACK_KINDS.indexOf('global'), TRACK_KINDS.indexOf('chan')));

/** Whether tracks of this kind are memories: what they hold is in bytes. */
export function isMemoryKind(kind: string | null | undefined): boolean {
  return kind !== null && kind !== undefined && MEMORY_KINDS.has(kind);
}

/** Run-wide dense id of a track (a processor, memory, channel or dependent-partitioning line). The slug is the id that lasts. */
export type TrackId = number;

/**
 * Address of one item: its track and its place among the track's items, ordered by (start, -stop, order in the log).
 * As one number (`item_id` in SQL, exact in a double): track * 2^27 + ordinal.
 */
export type ItemKey = number;
export const ORDINALS_PER_TRACK = 2 ** 27;
export function itemKey(track: TrackId, ordinal: number): ItemKey {
  return track * ORDINALS_PER_TRACK + ordinal;
}
export function trackOfKey(key: ItemKey): TrackId {
  return Math.floor(key / ORDINALS_PER_TRACK);
}
export function ordinalOfKey(key: ItemKey): number {
  return key % ORDINALS_PER_TRACK;
}

/** What follows the name in a title: nothing, the operation ` <N>`, or a hexadecimal id ` 0x…` (instances). */
export const TITLE_PLAIN = 0;
export const TITLE_OPERATION = 1;
export const TITLE_HEX = 2;
export type TitleForm = 0 | 1 | 2;

/**
 * A kind of item: all items of one task and variant, one meta task kind, one mapper call of one mapper … share one.
 * Dense run-wide ids (`nameId`), given in order of first need; strings cross the wire once.
 */
export interface ItemName {
  readonly type: ItemType;
  /** The title without its number: `daxpy`, `T [V]`, `Mapper Call map_task for`, `Instance`, `Copy`. */
  readonly text: string;
  readonly form: TitleForm;
}

/**
 * The title as the reference writes it: `daxpy <31>`, `Instance 0x4000…`. `numHi`, `numLo`: the operation or instance id as u32 words.
 * An operation id of 0 or all ones is no operation: a form 1 name then stands alone (and loses a trailing " for").
 */
export function itemTitle(name: ItemName, numHi: number, numLo: number): string {
  if (name.form === TITLE_PLAIN) return name.text;
  if (name.form === TITLE_HEX) return `${name.text} 0x${joinWords(numHi, numLo).toString(16)}`;
  if ((numHi | numLo) === 0 || (numHi === 0xffffffff && numLo === 0xffffffff)) {
    if (name.type === 'prof_task') return `${name.text} <0>`;
    return name.text.replace(/ for$/, '');
  }
  if (name.type === 'mapper_call') return `${name.text} ${wordsToText(numHi, numLo)}`;
  return `${name.text} <${wordsToText(numHi, numLo)}>`;
}

function wordsToText(hi: number, lo: number): string {
  return hi < 0x200000 ? String(hi * 4294967296 + lo) : joinWords(hi, lo).toString();
}
