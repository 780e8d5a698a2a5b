/**
 * Reads an archive or a server of tiles into an index, so that everything works on it that works on logs: zoom, search, SQL, other exports.
 * Its finest level holds every item. What only logs tell (event graph, operations, usages) is not in it.
 */
import { writeAttachedItem } from '../../index/attached_fields.ts';
import { IndexWriter } from '../../index/index_writer.ts';
import { inSlices } from '../../index/slices.ts';
import { DEFAULT_MESSAGE_LIMITS, type MessageCheck } from '../../model/message_figures.ts';
import { COUNT_KEYS, type ModelGroup, type ModelTrack, type RunModel, type TrackItems } from '../../model/run_model.ts';
import { countBusy, edgeSteps, joinEdges, utilPyramid } from '../../model/utilization.ts';
import type { Alert } from '../../protocol/alerts.ts';
import { isMemoryKind, ITEM_TYPES, itemKey, type TrackId } from '../../protocol/items.ts';
import { isMessage, SlotItems } from './attached_items.ts';
import { AttachedNames, attachedTrack, kindOf } from './attached_tracks.ts';
import type { Entry, Panel } from '../tiles/legion_types.ts';
import type { TileSource } from '../tiles/tile_source.ts';

export interface AttachOptions {
  /** Where the index shall be. */
  readonly path: string;
  readonly contentId: string;
  readonly title: string;
  /** Version of this program. */
  readonly program: string;
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
}

/** Path of the finished index. @throws ProfileError of the source and of the writer; the signal's reason */
export async function attachIndex(source: TileSource, { path, contentId, title, program, signal, onProgress }: AttachOptions): Promise<string> {
  const writer = IndexWriter.create(path, { contentId, title, program, files: [] });
  try {
    const run = new AttachedRun(source, writer);
    await run.read(signal, onProgress);
    const { model, items } = run.finish();
    return await inSlices(writer.finish(model, { tracks: model.tracks, items, names: model.names, firstName: 0, nameColors: Uint8Array.from(run.names.colors) }), signal);
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** Sending times are not in tiles. */
const NO_MESSAGES: MessageCheck = { limits: DEFAULT_MESSAGE_LIMITS, total: 0, skewed: 0, skewedNs: 0, pairs: [], firstSkewed: undefined, slow: 0, slowPercent: 0, longestNs: 0, longest: undefined, isSlow: false };

class AttachedRun {
  readonly names = new AttachedNames();
  readonly #source: TileSource;
  readonly #writer: IndexWriter;
  readonly #tracks: ModelTrack[] = [];
  readonly #items: TrackItems[] = [];
  readonly #groups: ModelGroup[] = [];
  readonly #roots: TrackId[] = [];
  readonly #edges = new Map<TrackId, Float64Array>();
  /** Channels by name: one between two nodes stands under both. */
  readonly #channels = new Map<string, ModelTrack>();
  #messages = 0;
  /** Tracks have the ids below those of groups, which are not known before. */
  #nextGroup = -1;

  constructor(source: TileSource, writer: IndexWriter) {
    this.#source = source;
    this.#writer = writer;
  }

  async read(signal: AbortSignal, onProgress: (part: number) => void): Promise<void> {
    const { slots: nodes } = this.#source.info.entries;
    const total = nodes.reduce((sum, node) => sum + panelsOf(node).reduce((count, [, kind]) => count + kind.slots.length, 0), 0);
    for (const [n, node] of nodes.entries()) {
      if (node.type !== 'panel') continue;
      const number = /^n(\d{1,5})$/.exec(node.shortName);
      const members: TrackId[] = [];
      for (const [k, kind] of panelsOf(node)) {
        signal.throwIfAborted();
        members.push(await this.#readKind(kind, [n, k], number === null ? null : Number(number[1]), () => onProgress(this.#tracks.length / Math.max(1, total))));
      }
      this.#roots.push(this.#group(node, number === null ? null : Number(number[1]), node.shortName, null, members));
    }
  }

  async #readKind(kind: Panel, entry: readonly number[], node: number | null, onSlot: () => void): Promise<TrackId> {
    const slug = `${node === null ? 'all' : `n${node}`}/${kindOf(kind.shortName)}`;
    const members: TrackId[] = [];
    for (const [s, slot] of kind.slots.entries()) {
      if (slot.type !== 'slot') continue;
      const track = kindOf(kind.shortName);
      const mirrored = track === 'chan' ? this.#channels.get(slot.shortName) : undefined;
      const id = this.#tracks.length;
      members.push(id);
      if (mirrored !== undefined) {
        this.#tracks.push({ ...mirrored, id, node: node ?? 0, slug: `${slug}/${slot.shortName}`, itemCount: 0, emptyCount: 0, segmentCount: 0, lods: [], mirrorOf: mirrored.id });
        this.#items.push(this.#items[mirrored.id]);
        this.#edges.set(id, this.#edges.get(mirrored.id) ?? new Float64Array());
        continue;
      }
      const items = new SlotItems(this.#source.info.fieldSchema);
      for (const tile of this.#source.finestTiles) {
        const meta = await this.#source.metaTile([...entry, s], tile);
        if (meta !== undefined) items.add(meta);
      }
      const all = items.sorted();
      this.#messages += all.filter(isMessage).length;
      const made = attachedTrack(slot, { id, node: node ?? 0, group: slug, kind: track }, all, this.names);
      this.#tracks.push(made.track);
      this.#items.push(made.items);
      this.#edges.set(id, made.edges);
      if (track === 'chan') this.#channels.set(slot.shortName, made.track);
      const { database } = this.#writer;
      database.transaction(() => all.forEach(({ uid, segments }, i) => writeAttachedItem(database, itemKey(id, i), uid, segments)));
      onSlot();
    }
    return this.#group(kind, node, slug, kindOf(kind.shortName), members);
  }

  #group({ shortName, longName }: Panel, node: number | null, slug: string, kind: ModelGroup['kind'] | null, members: readonly TrackId[]): TrackId {
    const id = this.#nextGroup--;
    const edges = members.flatMap((member) => this.#edges.get(member) ?? []);
    const isAny = kind === 'chan' || kind === 'dp';
    const isProcessors = kind !== null && !isAny && kind !== undefined && !isMemoryKind(kind);
    const util = kind === null || members.length === 0 || (kind !== undefined && isMemoryKind(kind)) ? undefined
      : isAny ? utilPyramid(edgeSteps(joinEdges(edges))) : utilPyramid(countBusy(edges), 1 / members.length);
    this.#groups.push({
      id, slug, node, kind: kind ?? undefined, name: shortName, longName, members, util, denominator: isProcessors ? members.length : null,
      capacityBytes: kind !== null && kind !== undefined && isMemoryKind(kind) ? 0 : null,
    });
    return id;
  }

  finish(): { readonly model: RunModel; readonly items: readonly TrackItems[] } {
    const { info } = this.#source;
    const known = (id: TrackId): TrackId => (id < 0 ? this.#tracks.length - 1 - id : id);
    const groups = this.#groups.map((group) => ({ ...group, id: known(group.id), members: this.#membersOf(group).map(known) }));
    const nodes = this.#groups.flatMap(({ node, kind }) => (node === null || kind !== undefined ? [] : [node]));
    const counts: Record<string, number> = { ...Object.fromEntries(COUNT_KEYS.map((key) => [key, 0])), message: this.#messages };
    this.#tracks.forEach(({ mirrorOf }, i) => {
      if (mirrorOf !== undefined) return;
      const { types, names } = this.#items[i];
      // External threads are no tasks of the program.
      types.forEach((type, at) => (this.names.list[names[at]].text === 'External Thread' ? undefined : counts[ITEM_TYPES[type]]++));
    });
    const stop = Number(info.interval.stop);
    const model: RunModel = {
      tracks: this.#tracks, groups, roots: this.#roots.map(known), names: this.names.list,
      machine: { logVersions: [], runtime: null, ranksDeclared: nodes.length, ranksLoaded: nodes, startedAt: null, hosts: [], processors: {}, memories: {}, flags: [], maxDim: null },
      counts: counts as RunModel['counts'],
      // Tiles go on for half a per cent behind the last time.
      stopNs: Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, stop - Math.floor(stop / 201))),
      messages: NO_MESSAGES, alerts: warningOf(info.warning),
    };
    return { model, items: this.#items };
  }

  /** A kind of all nodes has no slots of its own: it sums those of the nodes. */
  #membersOf({ node, kind, members, name }: ModelGroup): readonly TrackId[] {
    if (node !== null || kind === undefined) return members;
    return this.#groups.filter((group) => group.node !== null && group.kind === kind && group.name === name).map(({ id }) => id);
  }
}

/** Kinds of a node, with their places. */
function panelsOf(node: Entry): (readonly [place: number, kind: Panel])[] {
  return node.type === 'slot' ? [] : node.slots.flatMap((kind, place) => (kind.type === 'panel' ? [[place, kind] as const] : []));
}

function warningOf(message: string | undefined): readonly Alert[] {
  return message === undefined ? [] : [{ rule: 'slow-build', severity: 'warning', count: 1, message, file: null, offset: null, affects: ['times'] }];
}
