/**
 * The reduce step: shards come in, in any order, and their processors are published at once; when all are in, memories, channels
 * and dependent partitioning follow, then groups, machine, counts and alerts. Engine worker. Keeps of a shard only what a later
 * one may need: its log and the items of its processors are not held.
 */
import type { ModelTrack, Published, RankShard, RunModel, TrackItems } from './run_model.ts';
import { partsOf, type ProcessorPart, type ShardParts } from './shard_parts.ts';
import type { Alert } from '../protocol/alerts.ts';
import type { RankFacts } from './machine_facts.ts';
import type { MessageCheck } from './message_figures.ts';
import { checkMessages } from './message_check.ts';
import { COUNT_KEYS } from './run_model.ts';
import { GPU_KIND } from './kinds.ts';
import { hexWords } from './log_tables.ts';
import { joinLines } from './run_lines.ts';
import { showsLine } from './shown_lines.ts';
import { LineTracks } from './line_tracks.ts';
import { lostInstances } from './lost_instances.ts';
import { machineFacts, readRankFacts } from './machine_facts.ts';
import { OperationColorFinder } from './operations.ts';
import { ownerNode } from './realm_ids.ts';
import { eventGraphAlert, lostInstanceAlert, messageAlerts, missingRanks, overCapacityAlert, slowBuildAlert } from './run_alerts.ts';
import { renumberNames, RunNames } from './run_names.ts';
import { buildTree, type PlacedProcessor } from './run_tree.ts';
import { showsNode, WHOLE_RUN, type RunView } from './run_view.ts';
import { Tally } from './tally.ts';
import { MemoryNames, processorNames } from './track_names.ts';

/** Ids of a rank's processors are rank * this + place, so that they do not depend on which rank came first. */
const TRACKS_PER_RANK = 512;
/** Ranks above get ids behind all others, as do tracks of a rank beyond TRACKS_PER_RANK: 2^26 ids is what an ItemKey has room for. */
const MAX_RANK = 2 ** 16;

/** What stays of a shard. */
interface KeptShard extends Omit<ShardParts, 'processors' | 'names'> {
  readonly rank: number;
  readonly path: string;
  readonly facts: RankFacts;
  readonly logAlerts: readonly Alert[];
  /** Slug of each of its processors, '' where it is not shown. */
  readonly slugs: readonly string[];
}

export class RunBuilder {
  readonly #names = new RunNames();
  readonly #shards: KeptShard[] = [];
  readonly #tracks: ModelTrack[] = [];
  readonly #placed: PlacedProcessor[] = [];
  /** Tracks that found no room among their rank's ids. */
  readonly #late: { part: ProcessorPart; rank: number; make: (id: number) => ModelTrack }[] = [];
  /** How many tracks wanted each slug. */
  readonly #slugs = new Map<string, number>();
  #nameCount = 0;
  readonly #view: RunView;

  /** `view`: which the logs of the shards were made for; of its nodes the tracks are shown, and no others. */
  constructor(view: RunView = WHOLE_RUN) {
    this.#view = view;
  }

  /**
   * Publishes the processors of one rank. Their arrays now belong to the readers: name numbers have become run-wide in place.
   * Cost: one pass over the name columns.
   */
  addShard(shard: RankShard): Published {
    const parts = partsOf(shard);
    const ids = this.#names.merge(parts.names, parts.taskNames);
    for (const { built } of parts.processors) renumberNames(built, ids);
    for (const { built } of parts.lines) renumberNames(built, ids);
    const tracks: ModelTrack[] = [];
    const items: TrackItems[] = [];
    const slugs = this.#placeProcessors(shard.rank, parts, (track, part) => {
      tracks.push(track);
      items.push(part.built.items);
    });
    const { processors: _processors, names: _names, ...rest } = parts;
    this.#shards.push({
      ...rest, rank: shard.rank, path: shard.log.path, slugs, facts: readRankFacts(shard.log, shard.rank), logAlerts: shard.log.alerts,
    });
    for (const track of tracks) this.#tracks.push(track);
    return { tracks, items, ...this.#newNames() };
  }

  /** Publishes what needed all shards, and the model of the run. To be called once. */
  finish(): Published & { readonly model: RunModel; readonly published: Published } {
    const shards = this.#shards.sort((a, b) => a.rank - b.rank);
    const tally = new Tally();
    const newTracks: ModelTrack[] = [];
    const items: TrackItems[] = [];
    let nextId = TRACKS_PER_RANK * (1 + shards.reduce((most, { rank }) => (rank < MAX_RANK ? Math.max(most, rank) : most), 0));
    this.#late.sort((a, b) => a.rank - b.rank);
    for (const { part, make } of this.#late) {
      newTracks.push(make(nextId++));
      items.push(part.built.items);
    }
    this.#names.complete();
    const colors = new OperationColorFinder(shards.map(({ operations }) => operations));
    const lines = joinLines(shards.map(({ lines }) => lines), colors, this.#names.colors, tally).filter(({ key }) => showsLine(this.#view, key));
    const memories = shards.flatMap((shard) => shard.memories);
    const namesByPlace = shards.some(({ rules }) => rules.namesByPlace);
    const shownMemories = lines.filter(({ key }) => key.sort === 'memory').map(({ key }) => ({ lo: key.dstLo, hi: key.dstHi }));
    const memoryNames = new MemoryNames(memories, shownMemories, namesByPlace);
    const described = uniqueById(shards.flatMap((shard) => shard.described)).filter(({ hi }) => showsNode(this.#view, ownerNode(hi)));
    const usedNodes = new Set(described.filter(({ isUsed }) => isUsed).map(({ hi }) => ownerNode(hi)));
    const lineTracks = new LineTracks(lines, memoryNames, usedNodes, nextId);
    for (const track of lineTracks.tracks) newTracks.push(track);
    for (const columns of lineTracks.items) items.push(columns);
    for (const track of newTracks) this.#tracks.push(track);
    const tree = buildTree({
      processors: this.#placed, described, groups: shards.flatMap(({ groups }) => groups).filter(({ node }) => showsNode(this.#view, node)), lineTracks, usedNodes, firstId: lineTracks.nextId,
      splitsBusyGpusOnly: shards.some(({ rules }) => rules.splitsBusyGpusOnly),
    });
    const published: Published = { tracks: newTracks, items, ...this.#newNames() };
    const messages = checkMessages(shards, this.#view.messages);
    const model: RunModel = {
      tracks: this.#tracks, groups: tree.groups, roots: tree.roots, names: this.#names.list,
      machine: machineFacts(shards.map(({ facts }) => facts), described, uniqueById(memories)),
      counts: sumCounts(shards),
      stopNs: shards.reduce((last, { lastNs }) => Math.max(last, lastNs), 0),
      messages,
      alerts: this.#alerts(shards, lineTracks, messages),
    };
    return { ...published, model, published };
  }

  /** Gives the shown processors of a rank names and ids; their slugs, by place. */
  #placeProcessors(rank: number, parts: ShardParts, publish: (track: ModelTrack, part: ProcessorPart) => void): string[] {
    const usedKinds = new Set<string>();
    for (const { hi, kind, half, built } of parts.processors) {
      if (built.items.count > 0) usedKinds.add(groupKey(ownerNode(hi), kind, half, parts.rules.splitsBusyGpusOnly));
    }
    const places = new Map<string, number>();
    return parts.processors.map((part, i) => {
      const { lo, hi, kind, half, built } = part;
      const node = ownerNode(hi);
      if (!showsNode(this.#view, node) || !usedKinds.has(groupKey(node, kind, half, parts.rules.splitsBusyGpusOnly))) return '';
      const group = `${node}:${kind}:${half}`;
      const place = places.get(group) ?? 0;
      places.set(group, place + 1);
      const names = processorNames(lo, hi, kind, half, parts.rules.namesByPlace ? place : undefined);
      const slug = this.#freeSlug(names.slug, rank);
      const make = (id: number): ModelTrack => {
        this.#placed.push({ id, node, kind, half });
        return {
          ...names, slug, id, node, realmId: hexWords(lo, hi), capacityBytes: null, itemCount: built.items.count, emptyCount: built.emptyCount, segmentCount: built.segmentCount,
          levelCount: built.levelCount, lods: built.lods, util: built.util, memorySteps: undefined, mirrorOf: undefined,
        };
      };
      if (i < TRACKS_PER_RANK && rank < MAX_RANK) publish(make(rank * TRACKS_PER_RANK + i), part);
      else this.#late.push({ part, rank, make });
      return slug;
    });
  }

  /** Two processors of one name (a log of nonsense, or things that ran on another node's) still get two slugs. */
  #freeSlug(wanted: string, rank: number): string {
    const before = this.#slugs.get(wanted) ?? 0;
    this.#slugs.set(wanted, before + 1);
    return before === 0 ? wanted : `${wanted} (rank ${rank}, ${before + 1})`;
  }

  #newNames(): Pick<Published, 'names' | 'firstName' | 'nameColors'> {
    const firstName = this.#nameCount;
    const names = this.#names.list.slice(this.#nameCount);
    const nameColors = Uint8Array.from(this.#names.colors.slice(this.#nameCount));
    this.#nameCount = this.#names.list.length;
    return { names, firstName, nameColors };
  }

  #alerts(shards: readonly KeptShard[], lineTracks: LineTracks, messages: MessageCheck): Alert[] {
    const facts = shards.map((shard) => shard.facts);
    const byRank = new Map(shards.map((shard) => [shard.rank, shard]));
    const lost = lostInstances(shards);
    return [
      ...shards.flatMap(({ logAlerts }) => logAlerts),
      ...missingRanks(shards.map(({ rank }) => rank), facts.reduce((most, { nodesDeclared }) => Math.max(most, nodesDeclared), 1)),
      ...slowBuildAlert(facts),
      ...eventGraphAlert(shards),
      ...messageAlerts(messages, (place) => {
        const shard = byRank.get(place.rank);
        const track = shard?.slugs[place.processor] ?? '';
        return shard === undefined || track === '' ? undefined : { track, file: shard.path };
      }),
      ...shards.flatMap(({ alerts }) => alerts),
      ...lostInstanceAlert(lost.count, lost.path, lost.offset),
      ...overCapacityAlert(lineTracks.overCapacity),
    ];
  }
}

/** Emptiness of a GPU is judged on both its lines, until only GPUs with kernels have two. */
function groupKey(node: number, kind: number, half: ProcessorPart['half'], splitsBusyGpusOnly: boolean): string {
  return kind === GPU_KIND && !splitsBusyGpusOnly ? `${node}:${kind}` : `${node}:${kind}:${half === 'whole' ? 'whole' : 'split'}`;
}

/** Each processor or memory once, by id; used anywhere is used. */
function uniqueById<T extends { readonly lo: number; readonly hi: number; readonly isUsed?: boolean }>(all: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const one of all) {
    const key = hexWords(one.lo, one.hi);
    const known = found.get(key);
    if (known === undefined || (one.isUsed === true && known.isUsed === false)) found.set(key, one);
  }
  return [...found.values()].sort((a, b) => a.hi - b.hi || a.lo - b.lo);
}

function sumCounts(shards: readonly { readonly counts: Readonly<Record<string, number>> }[]): RunModel['counts'] {
  const sums = Object.fromEntries(COUNT_KEYS.map((key) => [key, shards.reduce((sum, { counts }) => sum + (counts[key] ?? 0), 0)]));
  return sums as RunModel['counts'];
}
