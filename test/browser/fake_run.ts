/** A made-up run for tests of the timeline: tracks with segments, folded into tiles by the contract of protocol/tiles.ts. */
import { colorSlot } from '../../electron/protocol/colors.ts';
import { STATE_NONE, STATE_READY, STATE_RUNNING, STATE_WAITING, type ItemName, type TrackKind } from '../../electron/protocol/items.ts';
import { createItemTile, createUtilTile } from '../../electron/protocol/tile_codec.ts';
import type { TileKey } from '../../electron/protocol/tiles.ts';
import { TILE_BUCKETS } from '../../electron/protocol/time.ts';
import type { GroupSummary, RunSummary, TrackSummary } from '../../electron/protocol/run_api.ts';

export interface FakeSegment {
  readonly start: number;
  readonly stop: number;
  readonly level: number;
  readonly state: 0 | 1 | 2 | 3;
  readonly ordinal: number;
  readonly name: number;
  readonly num: number;
}

export interface FakeTrack {
  readonly summary: TrackSummary;
  /** Sorted by start, then level. */
  readonly segments: readonly FakeSegment[];
}

export interface FakeRun {
  readonly summary: RunSummary;
  readonly names: readonly ItemName[];
  readonly tracks: ReadonlyMap<number, FakeTrack>;
}

/** The same numbers from the same seed everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const NAMES = [
  'MatVecMulTask', 'cupynumeric::DotTask', 'cupynumeric::BinaryOpTask', 'cupynumeric::ScalarUnaryRedTask', 'daxpy', 'init_field_task', 'Trigger Task Mapping',
  'Scheduler', 'Deferred Task Mapping', 'Defer Instance Creation', 'Copy', 'Fill', 'Instance', 'legate::core::extract_scalar', 'check',
];

const KINDS: readonly { kind: TrackKind; short: string; tracks: number; levels: number; names: readonly number[] }[] = [
  { kind: 'gpu-dev', short: 'g', tracks: 2, levels: 2, names: [0, 1, 2, 3] },
  { kind: 'cpu', short: 'c', tracks: 2, levels: 2, names: [4, 5, 13, 14] },
  { kind: 'utility', short: 'u', tracks: 2, levels: 4, names: [6, 7, 8, 9] },
  { kind: 'system', short: 's', tracks: 1, levels: 9, names: [12] },
  { kind: 'chan', short: 'n0s0-n1s', tracks: 2, levels: 2, names: [10, 11] },
];

export interface FakeOptions {
  readonly nodes?: number;
  readonly durationNs?: number;
  readonly itemsPerTrack?: number;
  readonly seed?: number;
  readonly run?: string;
  /** Instead of made-up items: these, on the first track. */
  readonly segments?: readonly Omit<FakeSegment, 'num'>[];
}

export function makeFakeRun(options: FakeOptions = {}): FakeRun {
  const { nodes = 2, durationNs = 1.6e9, itemsPerTrack = 4000, seed = 1, run = 'fake' } = options;
  const random = randomFrom(seed);
  const groups: GroupSummary[] = [];
  const tracks = new Map<number, FakeTrack>();
  let nextId = 0;
  const nodeGroups: number[] = [];
  for (let node = 0; node < nodes; node++) {
    const kindIds: number[] = [];
    for (const { kind, short, tracks: count, levels, names } of KINDS) {
      const members: number[] = [];
      for (let i = 0; i < count; i++) {
        const id = nextId++;
        const segments = options.segments && tracks.size === 0
          ? options.segments.map((segment) => ({ ...segment, num: segment.ordinal }))
          : makeSegments(random, durationNs, itemsPerTrack, levels, names, kind === 'system' || kind === 'chan');
        const items = new Set(segments.map(({ ordinal }) => ordinal)).size;
        tracks.set(id, {
          segments,
          summary: {
            id, slug: `n${node}/${kind}/${short}${i}`, node, kind, name: `${short}${i}`, longName: `Node ${node} ${kind} ${i}`, realmId: null,
            capacityBytes: kind === 'system' ? 2 ** 34 : null, items, segments: segments.length,
            levels: segments.reduce((most, { level }) => Math.max(most, level + 1), 0), mirrorOf: null, hasUtil: true,
          },
        });
        members.push(id);
      }
      const id = nextId++;
      kindIds.push(id);
      groups.push({
        id, slug: `n${node}/${kind}`, node, kind, name: kind.replace('gpu-dev', 'gpu dev'), longName: `Node ${node} ${kind}`, members,
        denominator: kind === 'system' ? null : count, capacityBytes: kind === 'system' ? 2 ** 34 : null, hasUtil: true,
      });
    }
    const id = nextId++;
    nodeGroups.push(id);
    groups.push({ id, slug: `n${node}`, node, kind: null, name: `n${node}`, longName: `Node ${node}`, members: kindIds, denominator: 8, capacityBytes: null, hasUtil: true });
  }
  const summaries = [...tracks.values()].map(({ summary }) => summary);
  const summary: RunSummary = {
    run, revision: 1, phase: 'ready', tracks: summaries, groups, roots: nodeGroups, alerts: [],
    extent: { startNs: 0, stopNs: durationNs + Math.floor(durationNs / 200) }, nameCount: NAMES.length, slowBuild: null, isSample: false, files: [],
    info: {
      contentId: run, title: 'made-up run', logVersions: [1011], runtime: null, ranksDeclared: nodes, ranksLoaded: Array.from({ length: nodes }, (_, i) => i), startedAt: null,
      machine: { nodes, processors: { GPU: 2 * nodes, CPU: 2 * nodes, Utility: 2 * nodes }, memories: { System: nodes } }, flags: [],
      interval: { startNs: 0, stopNs: durationNs }, counts: {},
    },
  };
  return { summary, names: NAMES.map((text, i) => ({ type: i < 6 ? 'task' : 'meta_task', text, form: 1 })), tracks };
}

function makeSegments(random: () => number, durationNs: number, items: number, levels: number, names: readonly number[], isPlain: boolean): FakeSegment[] {
  const segments: FakeSegment[] = [];
  const meanNs = durationNs / items;
  const free = new Array<number>(levels).fill(0);
  let clock = 0;
  for (let ordinal = 0; ordinal < items && clock < durationNs; ordinal++) {
    clock += Math.floor(meanNs * random() * 1.6);
    let level = free.findIndex((until) => until <= clock);
    if (level < 0) level = free.indexOf(Math.min(...free));
    const start = Math.max(clock, free[level]);
    const length = Math.max(1, Math.floor(meanNs * (random() < 0.03 ? 30 * random() : 1.5 * random())));
    const stop = Math.min(durationNs, start + length);
    if (stop <= start) break;
    free[level] = stop;
    const base = { level, ordinal, name: names[Math.floor(random() * names.length)], num: ordinal * 7 + 1 };
    if (isPlain) segments.push({ ...base, start, stop, state: STATE_NONE });
    else if (random() < 0.3 && length > 8) {
      const cuts = [start, start + Math.floor(length * 0.3), start + Math.floor(length * 0.7), start + Math.floor(length * 0.8), stop];
      const states = [STATE_RUNNING, STATE_WAITING, STATE_READY, STATE_RUNNING] as const;
      states.forEach((state, i) => segments.push({ ...base, start: cuts[i], stop: cuts[i + 1], state }));
    } else segments.push({ ...base, start, stop, state: STATE_RUNNING });
  }
  return segments.sort((a, b) => a.start - b.start || a.level - b.level);
}

interface Box extends FakeSegment {
  count: number;
  busy: number;
  longest: number;
}

/** Boxes of a tile as the engine folds them. */
export function itemTileBytes(run: FakeRun, key: TileKey): Uint8Array {
  const { segments } = run.tracks.get(key.track) ?? { segments: [] };
  const bucketNs = 2 ** key.exp;
  const fromNs = key.index * TILE_BUCKETS * bucketNs;
  const toNs = fromNs + TILE_BUCKETS * bucketNs;
  const open = new Map<number, Box>();
  const boxes: Box[] = [];
  for (const segment of segments) {
    const last = open.get(segment.level);
    const isSmall = segment.stop - segment.start < 3 * bucketNs;
    const cell = (ns: number): number => Math.floor(ns / (64 * bucketNs));
    if (last && isSmall && last.longest < 3 * bucketNs && segment.start - last.stop < bucketNs && cell(segment.start) === cell(last.start)) {
      const grown = { ...last, stop: Math.max(last.stop, segment.stop), count: last.count + (last.ordinal === segment.ordinal ? 0 : 1), busy: last.busy + (segment.stop - segment.start) };
      if (segment.stop - segment.start > last.longest) Object.assign(grown, { longest: segment.stop - segment.start, ordinal: segment.ordinal, name: segment.name, state: segment.state });
      boxes[boxes.indexOf(last, Math.max(0, boxes.length - 64))] = grown;
      open.set(segment.level, grown);
    } else {
      const box = { ...segment, count: 1, busy: segment.stop - segment.start, longest: segment.stop - segment.start };
      boxes.push(box);
      open.set(segment.level, box);
    }
  }
  const shown = boxes.filter(({ start, stop }) => start < toNs && Math.max(stop, start + 1) > fromNs).sort((a, b) => a.start - b.start || a.level - b.level);
  const { bytes, tile } = createItemTile(key, shown.length);
  shown.forEach((box, i) => {
    tile.startsHi[i] = Math.floor(box.start / 2 ** 32);
    tile.startsLo[i] = box.start % 2 ** 32;
    tile.stopsHi[i] = Math.floor(box.stop / 2 ** 32);
    tile.stopsLo[i] = box.stop % 2 ** 32;
    tile.levels[i] = box.level;
    tile.states[i] = box.state;
    tile.colors[i] = colorSlot((NAMES[box.name].split('::').at(-1) ?? ''));
    tile.ordinals[i] = box.ordinal;
    tile.names[i] = box.name;
    tile.numsLo[i] = box.num;
    tile.counts[i] = box.count;
    tile.busy[i] = box.count > 1 ? Math.min(1, box.busy / Math.max(1, box.stop - box.start)) : 1;
  });
  return bytes;
}

/** Busy share of the group's (or the one track's) level 0; memories: the number of live items in MiB. */
export function utilTileBytes(run: FakeRun, key: TileKey): Uint8Array {
  const bucketNs = 2 ** key.exp;
  const first = key.index * TILE_BUCKETS;
  const count = Math.max(0, Math.min(TILE_BUCKETS, Math.ceil(run.summary.extent.stopNs / bucketNs) - first));
  const { bytes, tile } = createUtilTile(key, count);
  const leaves = leavesOf(run, key.track);
  const isMemory = run.tracks.get(leaves[0])?.summary.kind === 'system';
  const weight = isMemory ? 2 ** 28 : 1 / Math.max(1, leaves.length);
  for (const leaf of leaves) {
    for (const { start, stop, level } of run.tracks.get(leaf)?.segments ?? []) {
      if (!isMemory && level > 0) continue;
      const from = Math.max(0, Math.floor(start / bucketNs) - first);
      const to = Math.min(count - 1, Math.floor((stop - 1) / bucketNs) - first);
      for (let i = from; i <= to; i++) {
        const overlap = Math.min(stop, (first + i + 1) * bucketNs) - Math.max(start, (first + i) * bucketNs);
        tile.means[i] += (overlap / bucketNs) * weight;
        tile.maxs[i] = Math.max(tile.maxs[i], tile.means[i], overlap > 0 ? weight : 0);
      }
    }
  }
  for (let i = 0; i < count; i++) {
    if (!isMemory) tile.means[i] = Math.min(1, tile.means[i]);
    tile.mins[i] = tile.means[i] * 0.7;
    tile.maxs[i] = isMemory ? tile.means[i] * 1.1 : Math.min(1, Math.max(tile.means[i], tile.maxs[i] * 0.9));
  }
  return bytes;
}

export function leavesOf(run: FakeRun, id: number): number[] {
  const group = run.summary.groups.find((candidate) => candidate.id === id);
  if (!group) return [id];
  return group.members.flatMap((member) => leavesOf(run, member)).filter((leaf) => group.kind !== null || run.tracks.get(leaf)?.summary.kind !== 'system');
}
