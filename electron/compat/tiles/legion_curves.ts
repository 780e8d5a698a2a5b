/**
 * Utilization of the kinds of a run as the reference computes it: exact step functions over the whole run, read from every box of
 * every member and kept while there is room.
 * Source: legion tools/legion_prof_rs/src/state.rs (utilization points), backend/common.rs (group functions).
 */
import type { IndexReader } from '../../index/index_reader.ts';
import { ByteLru } from '../../index/lru.ts';
import type { ItemBlock } from '../../model/item_blocks.ts';
import { joinColumns } from '../../model/join_columns.ts';
import { type Steps, sumSteps } from '../../model/utilization.ts';
import type { GroupSummary, TrackSummary } from '../../protocol/run_api.ts';
import { itemKey, STATE_NONE, STATE_RUNNING, type TrackId } from '../../protocol/items.ts';
import type { LegionTree } from './legion_tree.ts';

const CACHE_BYTES = 128 << 20;

export class LegionCurves {
  readonly #reader: IndexReader;
  readonly #tree: LegionTree;
  readonly #cache = new ByteLru<TrackId, Steps>(CACHE_BYTES, ({ times }) => 16 * times.length + 100);

  constructor(reader: IndexReader, tree: LegionTree) {
    this.#reader = reader;
    this.#tree = tree;
  }

  /**
   * The function of a kind: values 0 … 1 that hold from their time to the next. A value may repeat: the reference has a step at each time at
   * which anything begins or ends. Empty if nothing ever does.
   */
  steps(kind: GroupSummary): Steps {
    return this.#cache.get(kind.id, () => this.#make(kind)) ?? { times: new Float64Array(), values: new Float64Array() };
  }

  #make(kind: GroupSummary): Steps {
    const tracks = this.#tracksOf(kind);
    if (tracks.some(({ capacityBytes }) => capacityBytes !== null)) return this.#memorySteps(tracks);
    const edges = tracks.map(({ id, mirrorOf }) => busyEdges(this.#reader.store.exactBlocks(mirrorOf ?? id)));
    const ups = joinColumns(edges.map((own) => own.filter((_, i) => i % 2 === 0)));
    const downs = joinColumns(edges.map((own) => own.filter((_, i) => i % 2 === 1)));
    const busy = sumSteps(ups, undefined, downs, undefined, true);
    const isAny = kind.kind === 'chan' || kind.kind === 'dp';
    const most = Math.max(1, kind.denominator ?? 1);
    // More than all cannot be busy; damaged logs may say so.
    return { times: busy.times, values: busy.values.map((count) => Math.min(1, isAny ? count : count / most)) };
  }

  /** Tracks under a kind of a node or of all nodes, each channel once. */
  #tracksOf(kind: GroupSummary): TrackSummary[] {
    const found = new Map<TrackId, TrackSummary>();
    const visit = (id: TrackId): void => {
      const track = this.#tree.tracks.get(id);
      if (track === undefined) this.#tree.groups.get(id)?.members.forEach(visit);
      else found.set(track.mirrorOf ?? id, track);
    };
    kind.members.forEach(visit);
    return [...found.values()];
  }

  #memorySteps(tracks: readonly TrackSummary[]): Steps {
    const [starts, stops, sizes]: [number[], number[], number[]] = [[], [], []];
    let capacity = 0;
    for (const { id, kind, capacityBytes } of tracks) {
      let held = 0;
      const query = this.#reader.database.query<readonly [number, number, number]>('SELECT start_ns, stop_ns, size_bytes FROM instance WHERE item_id >= ? AND item_id < ?', { raw: true });
      for (const [start, stop, size] of query.all(itemKey(id, 0), itemKey(id + 1, 0))) {
        starts.push(start);
        stops.push(stop);
        sizes.push(size);
        held += size;
      }
      // The reference divides by all bytes ever held where the log declares no capacity, or one that means nothing.
      capacity += kind === 'dynamic' || (capacityBytes ?? 0) === 0 ? Math.max(1, held) : (capacityBytes ?? 0);
    }
    const bytes = Float64Array.from(sizes);
    const { times, values } = sumSteps(Float64Array.from(starts), bytes, Float64Array.from(stops), bytes, true);
    return { times, values: values.map((held) => Math.min(1, Math.max(0, held / capacity))) };
  }
}

/**
 * Times at which a track becomes busy (even places) and idle again (odd). Touching stretches are one. Unlike our own curves an empty stretch
 * by itself is busy and idle at one time, as it is a step of the reference's function.
 */
function busyEdges(blocks: Iterable<ItemBlock>): Float64Array {
  const edges: number[] = [];
  for (const { count, starts, stops, states } of blocks) {
    for (let i = 0; i < count; i++) {
      if (states[i] === STATE_RUNNING || states[i] === STATE_NONE) extend(edges, starts[i], stops[i]);
    }
  }
  return Float64Array.from(edges);
}

function extend(edges: number[], start: number, stop: number): void {
  const last = edges.length - 1;
  if (last < 0 || start > edges[last]) edges.push(start, stop);
  else if (stop > edges[last]) edges[last] = stop;
}
