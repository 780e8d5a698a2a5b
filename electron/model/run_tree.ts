/**
 * The rows above the tracks: nodes, kinds of each node, and all nodes together where there are several.
 * Source: legion tools/legion_prof_rs/src/backend/data_source.rs: kinds of processors by number (whole, device, host), kinds of
 * memories by number, channels, dependent partitioning; kinds of a node on which nothing ran are left out, `all` keeps them.
 */
import type { GroupPart, Half, ShardParts } from './shard_parts.ts';
import type { LineTracks, PlacedLine } from './line_tracks.ts';
import type { ModelGroup } from './run_model.ts';
import type { RunLine } from './run_lines.ts';
import type { TrackId } from '../protocol/items.ts';
import type { TrackNames } from './track_names.ts';
import type { UtilPyramid } from './item_blocks.ts';
import { GPU_KIND } from './kinds.ts';
import { ownerNode } from './realm_ids.ts';
import { channelGroupNames, depPartGroupNames, memoryGroupNames, nodeName, nodeSlug, processorGroupNames } from './track_names.ts';
import { joinColumns } from './join_columns.ts';
import { edgeSteps, joinEdges, sumSteps, utilPyramid } from './utilization.ts';

/** A processor's track as the tree needs it. */
export interface PlacedProcessor {
  readonly id: TrackId;
  readonly node: number;
  readonly kind: number;
  readonly half: Half;
}

export interface TreeInput {
  readonly processors: readonly PlacedProcessor[];
  readonly described: ShardParts['described'];
  readonly groups: readonly GroupPart[];
  readonly lineTracks: LineTracks;
  readonly usedNodes: ReadonlySet<number>;
  readonly firstId: TrackId;
  readonly splitsBusyGpusOnly: boolean;
}

const HALVES: readonly Half[] = ['whole', 'device', 'host'];

export function buildTree(input: TreeInput): { readonly groups: readonly ModelGroup[]; readonly roots: readonly TrackId[] } {
  const { processors, lineTracks } = input;
  const groups: ModelGroup[] = [];
  let nextId = input.firstId;
  const add = (names: { slug: string; name: string; longName: string; kind: ModelGroup['kind'] }, node: number | null, members: readonly TrackId[], rest: Partial<ModelGroup> = {}): ModelGroup => {
    const group: ModelGroup = { id: nextId++, node, util: undefined, denominator: null, capacityBytes: null, ...names, members, ...rest };
    groups.push(group);
    return group;
  };
  const nodes = [...new Set([...processors.map(({ node }) => node), ...lineTracks.placed.map(({ track }) => track.node)])].sort((a, b) => a - b);
  const byKind = new Map<string, { names: TrackNames; members: TrackId[]; denominator: number | null; capacity: number | null }>();
  const remember = (key: string, names: TrackNames, group: ModelGroup): void => {
    const known = byKind.get(key) ?? { names, members: [], denominator: null, capacity: null };
    byKind.set(key, known);
    known.members.push(group.id);
    if (group.capacityBytes !== null) known.capacity = (known.capacity ?? 0) + group.capacityBytes;
  };
  // Kinds in the order shown: `all` has every kind of processor that a node describes.
  const kinds = processorKinds(input);
  for (const { kind, half, denominator } of kinds) {
    byKind.set(`p:${kind}:${half}`, { names: processorGroupNames(undefined, kind, half), members: [], denominator, capacity: null });
  }
  for (const number of memoryKinds(lineTracks.placed)) {
    byKind.set(`m:${number}`, { names: memoryGroupNames(undefined, number), members: [], denominator: null, capacity: null });
  }
  const processorsOf = byNode(processors, ({ node }) => node);
  const partsOf = byNode(input.groups, ({ node }) => node);
  const linesOf = byNode(lineTracks.placed, ({ track }) => track.node);
  const roots = nodes.map((node) => {
    const members: TrackId[] = [];
    const take = (key: string, names: TrackNames, group: ModelGroup): void => {
      members.push(group.id);
      remember(key, names, group);
    };
    for (const { kind, half } of kinds) {
      const tracks = processorsOf(node).filter((processor) => processor.kind === kind && processor.half === half);
      if (tracks.length === 0) continue;
      const parts = partsOf(node).filter((part) => part.kind === kind && part.half === half);
      take(`p:${kind}:${half}`, processorGroupNames(undefined, kind, half), add(processorGroupNames(node, kind, half), node, tracks.map(({ id }) => id), {
        denominator: tracks.length, util: combined(parts, tracks.length),
      }));
    }
    const lines = linesOf(node);
    for (const number of memoryKinds(lines)) {
      const memories = lines.filter(({ track, memoryKind }) => track.memorySteps !== undefined && memoryKind === number);
      take(`m:${number}`, memoryGroupNames(undefined, number), add(memoryGroupNames(node, number), node, memories.map(({ track }) => track.id), {
        capacityBytes: memories.reduce((sum, { track }) => sum + (track.capacityBytes ?? 0), 0), util: memoryUtil(memories),
      }));
    }
    const channels = lines.filter(({ track }) => track.kind === 'chan');
    if (channels.length > 0) take('chan', channelGroupNames(undefined), add(channelGroupNames(node), node, channels.map(({ track }) => track.id), { util: channelUtil(channels.map(({ line }) => line)) }));
    const depParts = lines.filter(({ track }) => track.kind === 'dp');
    if (depParts.length > 0) take('dp', depPartGroupNames(undefined), add(depPartGroupNames(node), node, depParts.map(({ track }) => track.id), { util: channelUtil(depParts.map(({ line }) => line)) }));
    return add({ slug: nodeSlug(node), name: `n${node}`, longName: nodeName(node), kind: undefined }, node, members).id;
  });
  if (!hasAll(input, nodes)) return { groups, roots };
  // Of these the members' means do not add up: any of them busy makes the row busy.
  const anyBusy = (kind: string): UtilPyramid | undefined =>
    kind === 'chan' || kind === 'dp' ? channelUtil(lineTracks.placed.filter(({ track }) => track.kind === kind && track.mirrorOf === undefined).map(({ line }) => line)) : undefined;
  const ordered = [...byKind.entries()].sort(([a], [b]) => rankOfKey(a) - rankOfKey(b));
  const members = ordered.map(([key, { names, members, denominator, capacity }]) =>
    add(names, null, members, { denominator, capacityBytes: capacity, util: anyBusy(key) }).id);
  const all = add({ slug: 'all', name: 'all', longName: nodeName(undefined), kind: undefined }, null, members).id;
  return { groups, roots: [all, ...roots] };
}

function byNode<T>(all: readonly T[], nodeOf: (one: T) => number): (node: number) => readonly T[] {
  const found = new Map<number, T[]>();
  for (const one of all) {
    const own = found.get(nodeOf(one));
    if (own === undefined) found.set(nodeOf(one), [one]);
    else own.push(one);
  }
  return (node) => found.get(node) ?? [];
}

/** `all` stands above the nodes if processors of two are known. */
function hasAll({ described }: TreeInput, nodes: readonly number[]): boolean {
  return new Set([...described.map(({ hi }) => ownerNode(hi)), ...nodes]).size > 1 && nodes.length > 0;
}

/** Kinds of processors that are described on any node where something ran, in order; with how many there are. */
function processorKinds({ described, usedNodes, splitsBusyGpusOnly }: TreeInput): { kind: number; half: Half; denominator: number }[] {
  const counts = new Map<string, { kind: number; half: Half; denominator: number }>();
  const count = (kind: number, half: Half, isCounted: boolean): void => {
    const key = `${kind}:${half}`;
    const known = counts.get(key) ?? { kind, half, denominator: 0 };
    counts.set(key, known);
    if (isCounted) known.denominator++;
  };
  for (const { hi, kind, hasDevice } of described) {
    const isCounted = usedNodes.has(ownerNode(hi));
    const isSplit = hasDevice || (kind === GPU_KIND && !splitsBusyGpusOnly);
    if (!isSplit) count(kind, 'whole', isCounted);
    else for (const half of ['device', 'host'] as const) count(kind, half, isCounted);
  }
  return [...counts.values()].sort((a, b) => a.kind - b.kind || HALVES.indexOf(a.half) - HALVES.indexOf(b.half));
}

function memoryKinds(lines: readonly PlacedLine[]): number[] {
  return [...new Set(lines.filter(({ track }) => track.memorySteps !== undefined).map(({ memoryKind }) => memoryKind))].sort((a, b) => a - b);
}

/** Processors, memories, channels, dependent partitioning; Map order is kept within each. */
function rankOfKey(key: string): number {
  return key.startsWith('p:') ? 0 : key.startsWith('m:') ? 1 : key === 'chan' ? 2 : 3;
}

/** Curve of a group that one log holds; where several do, means add up, and least and greatest values are bounds. */
function combined(parts: readonly GroupPart[], denominator: number): UtilPyramid | undefined {
  const filled = parts.filter(({ util }) => util !== undefined);
  if (filled.length === 0) return undefined;
  if (filled.length === 1 && filled[0].denominator === denominator) return filled[0].util;
  const pyramids = filled.flatMap(({ util, denominator }) => (util === undefined ? [] : [{ util, denominator }]));
  const finestExp = Math.max(...pyramids.map(({ util }) => util.finestExp));
  const aligned = pyramids.map(({ util, denominator: own }) => ({ levels: util.levels.slice(finestExp - util.finestExp), denominator: own }));
  const depth = Math.max(...aligned.map(({ levels }) => levels.length));
  const sum = (level: number, column: 'means' | 'mins' | 'maxs'): Float32Array =>
    weightedSum(aligned.map(({ levels, denominator: own }) => ({ values: levels[Math.min(level, levels.length - 1)]?.[column] ?? NO_VALUES, weight: own })), denominator);
  return { finestExp, levels: Array.from({ length: depth }, (_, level) => ({ means: sum(level, 'means'), mins: sum(level, 'mins'), maxs: sum(level, 'maxs') })) };
}

const NO_VALUES = new Float32Array(0);

/** Sum of the columns times their weights, over `whole`; as long as the longest, at least 1. */
function weightedSum(columns: readonly { readonly values: Float32Array; readonly weight: number }[], whole: number): Float32Array {
  const totals = new Float64Array(columns.reduce((most, { values }) => Math.max(most, values.length), 1));
  for (const { values, weight } of columns) for (let i = 0; i < values.length; i++) totals[i] += (values[i] * weight) / whole;
  return Float32Array.from(totals);
}

/** 1 while any of the channels is busy. Source: legion tools/legion_prof_rs/src/backend/common.rs, channel utilization. */
function channelUtil(lines: readonly RunLine[]): UtilPyramid | undefined {
  if (lines.length === 1) return lines[0].built.util;
  return utilPyramid(edgeSteps(joinEdges(lines.map(({ built }) => built.edges))));
}

/** Bytes held by all of the memories. */
function memoryUtil(lines: readonly PlacedLine[]): UtilPyramid | undefined {
  if (lines.length === 1) return lines[0].track.util;
  const sizes = joinColumns(lines.map(({ line }) => line.sizes ?? new Float64Array(line.built.items.count)));
  const ups = joinColumns(lines.map(({ line }) => line.built.items.starts));
  const downs = joinColumns(lines.map(({ line }) => line.built.items.stops));
  return utilPyramid(sumSteps(ups, sizes, downs, sizes));
}
