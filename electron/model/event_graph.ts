/**
 * The graph of Realm events: which event triggers after which, and for each the one that determined when it did (its *critical* event).
 *
 *   records of all ranks ── event_records.ts ──> EventStatements ── buildGraph ──> EventGraph ── event_paths.ts ──> critical events
 *
 * Vertices are numbered by event id. Tasks, copies, fills, partitionings, deletions of instances and external events trigger by
 * themselves; mergers, triggers, arrivals and the like trigger when their preconditions have. An event that is only named has kind
 * 'unknown': its rank is missing, or the runtime does not log it. Pure; memory about 100 bytes an event while it is built, then 50.
 * Source: legion tools/legion_prof_rs/src/state.rs, EventEntry, record_event_node and the functions beside it.
 */
import { release } from '../decode/shared_arrays.ts';
import { barrierGeneration, isBarrier } from './realm_ids.ts';
import { F64List, U32List, U8List } from './growing_columns.ts';
import { sortOrder } from './word_sort.ts';

/** Values in the index: never renumber, only append. */
export const EVENT_KINDS = [
  'unknown', 'task', 'copy', 'fill', 'deppart', 'instance_deletion', 'merge', 'trigger', 'poison', 'external', 'reservation', 'completion_queue',
  'instance_ready', 'instance_redistrict', 'barrier_arrival', 'external_handshake', 'make_valid', 'fetch_metadata',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const UNKNOWN_EVENT = 0;
const KIND_NUMBERS = new Map<EventKind, number>(EVENT_KINDS.map((kind, i) => [kind, i]));
export function eventKindNumber(kind: EventKind): number {
  return KIND_NUMBERS.get(kind)!;
}

/** What a second record of the same kind for an event does: nothing, add its preconditions, also move the event to the later performance, or win if it is earlier. One of another kind does nothing, where the reference fails. */
export const ON_REPEAT = { drop: 0, join: 1, latest: 2, earliest: 3 } as const;
export type OnRepeat = (typeof ON_REPEAT)[keyof typeof ON_REPEAT];

/** Kinds that trigger by themselves, at a time that their record tells. */
const HAS_TRIGGER = kindSet('task', 'copy', 'fill', 'deppart', 'instance_deletion', 'external', 'make_valid', 'fetch_metadata');
/** Kinds whose event is that of the item itself. */
const IS_OWN = kindSet('unknown', 'task', 'copy', 'fill', 'deppart', 'instance_deletion');

function kindSet(...kinds: readonly EventKind[]): Uint8Array {
  return Uint8Array.from(EVENT_KINDS, (kind) => (kinds.includes(kind) ? 1 : 0));
}

/** A statement's byte: below this bit its kind, from it on what a repeat does. */
const REPEAT_SHIFT = 5;
const KIND_MASK = 2 ** REPEAT_SHIFT - 1;

/**
 * What records say about events, in the order in which they count. A large run has millions of them, which wait until all ranks are in:
 * columns hold only what a kind has, 35 bytes a statement or so.
 */
export class EventStatements {
  /** Ids that statements name: of each the event, then its preconditions. */
  readonly los: U32List;
  readonly his: U32List;
  /** By statement: how many preconditions it names. */
  readonly sizes: U8List;
  /** By statement, see REPEAT_SHIFT. */
  readonly kinds: U8List;
  readonly creations: F64List;
  /** By statement of a kind that is not IS_OWN. */
  readonly creatorsLo: U32List;
  readonly creatorsHi: U32List;
  /** By statement of a kind that HAS_TRIGGER. */
  readonly triggers: F64List;
  /** Id of what an event is about, as words by statement: provenance of an external event, space or instance of requests for meta data. */
  readonly about = new Map<number, readonly [lo: number, hi: number]>();
  #first = 0;

  /** @param expected about how many statements will come; more are taken too */
  constructor(expected: number) {
    this.los = new U32List(expected + (expected >> 1));
    this.his = new U32List(expected + (expected >> 1));
    this.sizes = new U8List(expected);
    this.kinds = new U8List(expected);
    this.creations = new F64List(expected);
    this.creatorsLo = new U32List(expected);
    this.creatorsHi = new U32List(expected);
    this.triggers = new F64List(expected >> 1);
  }

  get count(): number {
    return this.kinds.length;
  }

  /**
   * Begins a statement: its event. Times ns. @param creatorLo finish event of the item that did it (InstanceReady: unique event of the
   * instance), 0 = nobody known; of kinds that are IS_OWN it is the event. @param trigger only of kinds that HAS_TRIGGER
   */
  begin(lo: number, hi: number, kind: number, onRepeat: OnRepeat, creatorLo: number, creatorHi: number, creation: number, trigger: number): void {
    this.#first = this.los.length;
    this.addId(lo, hi);
    this.kinds.push(kind | (onRepeat << REPEAT_SHIFT));
    this.creations.push(creation);
    if (IS_OWN[kind] === 0) {
      this.creatorsLo.push(creatorLo);
      this.creatorsHi.push(creatorHi);
    }
    if (HAS_TRIGGER[kind] === 1) this.triggers.push(trigger);
  }

  /** An id of the statement at hand: after the event its preconditions, in order, 255 at most. */
  addId(lo: number, hi: number): void {
    this.los.push(lo);
    this.his.push(hi);
  }

  end(): void {
    this.sizes.push(this.los.length - this.#first - 1);
  }

  /** Statements that count after these. They are given up. */
  append(later: EventStatements): void {
    for (const [statement, words] of later.about) this.about.set(this.count + statement, words);
    for (const list of ['los', 'his', 'creatorsLo', 'creatorsHi'] as const) this[list].append(later[list]);
    for (const list of ['sizes', 'kinds'] as const) this[list].append(later[list]);
    for (const list of ['creations', 'triggers'] as const) this[list].append(later[list]);
  }
}

/** Columns by vertex; vertices ascend by id taken as two's complement. */
export interface EventGraph {
  readonly count: number;
  readonly los: Uint32Array;
  readonly his: Uint32Array;
  readonly kinds: Uint8Array;
  readonly creatorsLo: Uint32Array;
  readonly creatorsHi: Uint32Array;
  readonly creations: Float64Array;
  /** NaN = has not triggered as far as is known; those that trigger with their preconditions are filled in when the graph is solved. */
  readonly triggers: Float64Array;
  readonly about: ReadonlyMap<number, readonly [lo: number, hi: number]>;
  /** Preconditions of a vertex in the order told: sources[ends[v - 1] .. ends[v]). Without the phase before a barrier's, see `phaseBefore`. */
  readonly ends: Uint32Array;
  readonly sources: Uint32Array;
}

/** Work that yields between steps of some 10 ms. The statements are given up: of many events there is no room for both. */
export function* buildGraph(statements: EventStatements): Generator<void, EventGraph, void> {
  // Phases of a barrier trigger one after the other, so that before a named one becomes a vertex too. Those before that only matter
  // once they are named themselves, as an unknown phase is the end of every path through it.
  const named = statements.los.length;
  for (let i = 0; i < named; i++) {
    const [lo, hi] = [statements.los.at(i), statements.his.at(i)];
    if (isBarrier(hi) && barrierGeneration(lo) > 1) statements.addId(lo - 1, hi);
  }
  const [los, his] = [statements.los.values, statements.his.values];
  const order = yield* sortOrder(his, los, los.length);
  const { vertexOf, firsts } = numberIds(los, his, order);
  release(order.buffer);
  yield;
  const count = firsts.length;
  const ids = { los: gather(los, firsts), his: gather(his, firsts) };
  for (const list of [statements.los, statements.his]) list.release();
  release(firsts.buffer);
  yield;
  const graph = {
    count, ...ids, kinds: new Uint8Array(count), creatorsLo: new Uint32Array(count), creatorsHi: new Uint32Array(count),
    creations: new Float64Array(count), triggers: new Float64Array(count).fill(NaN), about: new Map<number, readonly [number, number]>(),
  };
  yield;
  const counts = defineAll(statements, vertexOf, graph);
  for (const list of [statements.creatorsLo, statements.creatorsHi, statements.creations, statements.triggers]) list.release();
  yield;
  const edges = preconditions(statements, vertexOf, counts, graph);
  for (const list of [statements.sizes, statements.kinds]) list.release();
  release(vertexOf.buffer);
  return { ...graph, ...edges };
}

/** Equal ids share a vertex. `firsts`: one place of each vertex among the ids. */
function numberIds(los: Uint32Array, his: Uint32Array, order: Uint32Array): { vertexOf: Uint32Array<ArrayBuffer>; firsts: Uint32Array<ArrayBuffer> } {
  const vertexOf = new Uint32Array(order.length);
  const firsts = new Uint32Array(order.length);
  let count = 0;
  let [lastLo, lastHi] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    const at = order[i];
    const [lo, hi] = [los[at], his[at]];
    if (count === 0 || lo !== lastLo || hi !== lastHi) firsts[count++] = at;
    lastLo = lo;
    lastHi = hi;
    vertexOf[at] = count - 1;
  }
  const exact = firsts.slice(0, count);
  release(firsts.buffer);
  return { vertexOf, firsts: exact };
}

type Facts = Pick<EventGraph, 'los' | 'his' | 'kinds' | 'creatorsLo' | 'creatorsHi' | 'creations' | 'triggers'> & { readonly about: Map<number, readonly [number, number]> };

/** Fills the facts; gives how many preconditions each vertex has. Statements that do not count lose their kind. */
function defineAll(statements: EventStatements, vertexOf: Uint32Array, graph: Facts): Uint32Array {
  const { kinds, creatorsLo, creatorsHi, creations, triggers, los, his } = graph;
  const [sizes, stated, statedCreations] = [statements.sizes.values, statements.kinds.values, statements.creations.values];
  const [statedLos, statedHis, statedTriggers] = [statements.creatorsLo.values, statements.creatorsHi.values, statements.triggers.values];
  const counts = new Uint32Array(kinds.length);
  // Places of the next statement among ids, creators and triggers.
  let [nextId, nextCreator, nextTrigger] = [0, 0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const kind = stated[i] & KIND_MASK;
    const onRepeat = stated[i] >>> REPEAT_SHIFT;
    const [id, creator, trigger] = [nextId, nextCreator, nextTrigger];
    nextId += 1 + sizes[i];
    nextCreator += 1 - IS_OWN[kind];
    nextTrigger += HAS_TRIGGER[kind];
    if (kind === UNKNOWN_EVENT) continue;
    const vertex = vertexOf[id];
    const isFirst = kinds[vertex] === UNKNOWN_EVENT;
    if (!isFirst && (kinds[vertex] !== kind || onRepeat === ON_REPEAT.drop)) {
      stated[i] = UNKNOWN_EVENT;
      continue;
    }
    counts[vertex] += sizes[i];
    const creation = statedCreations[i];
    if (!isFirst && !(onRepeat === ON_REPEAT.latest && creation > creations[vertex]) && !(onRepeat === ON_REPEAT.earliest && creation < creations[vertex])) continue;
    kinds[vertex] = kind;
    creatorsLo[vertex] = IS_OWN[kind] === 1 ? los[vertex] : statedLos[creator];
    creatorsHi[vertex] = IS_OWN[kind] === 1 ? his[vertex] : statedHis[creator];
    creations[vertex] = creation;
    triggers[vertex] = HAS_TRIGGER[kind] === 1 ? statedTriggers[trigger] : NaN;
    const about = statements.about.get(i);
    if (about !== undefined) graph.about.set(vertex, about);
  }
  return counts;
}

const [TRIGGER, POISON, ARRIVAL] = (['trigger', 'poison', 'barrier_arrival'] as const).map(eventKindNumber);

/** Preconditions by vertex. Of triggers and arrivals, which several nodes may log, one told again is left out, and the phase before a barrier's. */
function preconditions(statements: EventStatements, vertexOf: Uint32Array, counts: Uint32Array, graph: Pick<EventGraph, 'kinds' | 'los' | 'his'>): Pick<EventGraph, 'ends' | 'sources'> {
  const { kinds } = graph;
  const [sizes, stated] = [statements.sizes.values, statements.kinds.values];
  const ends = counts;
  let total = 0;
  for (let vertex = 0; vertex < ends.length; vertex++) {
    const size = ends[vertex];
    ends[vertex] = total;
    total += size;
  }
  const sources = new Uint32Array(total);
  for (let i = 0, id = 0; i < sizes.length; id += 1 + sizes[i], i++) {
    if (stated[i] === UNKNOWN_EVENT) continue;
    const vertex = vertexOf[id];
    for (let at = id + 1; at <= id + sizes[i]; at++) sources[ends[vertex]++] = vertexOf[at];
  }
  const seenFor = new Uint32Array(ends.length);
  let kept = 0;
  for (let vertex = 0, at = 0; vertex < ends.length; vertex++) {
    const end = ends[vertex];
    const isOnce = at < end && (kinds[vertex] === TRIGGER || kinds[vertex] === POISON || kinds[vertex] === ARRIVAL);
    const phase = isOnce ? phaseBefore(graph, vertex) : -1;
    if (phase >= 0) seenFor[phase] = vertex + 1;
    for (; at < end; at++) {
      if (isOnce && seenFor[sources[at]] === vertex + 1) continue;
      if (isOnce) seenFor[sources[at]] = vertex + 1;
      sources[kept++] = sources[at];
    }
    ends[vertex] = kept;
  }
  return { ends, sources: sources.subarray(0, kept) };
}

/** The phase before a barrier's, -1 if it is no barrier, the first phase, or not known. */
export function phaseBefore({ los, his }: Pick<EventGraph, 'los' | 'his'>, vertex: number): number {
  if (vertex === 0 || !isBarrier(his[vertex])) return -1;
  return his[vertex - 1] === his[vertex] && los[vertex - 1] === los[vertex] - 1 && barrierGeneration(los[vertex]) > 1 ? vertex - 1 : -1;
}

/** Whether there is anything to be known about paths at all. */
export function hasEdges(graph: EventGraph): boolean {
  if (graph.sources.length > 0) return true;
  for (let vertex = 1; vertex < graph.count; vertex++) if (phaseBefore(graph, vertex) >= 0) return true;
  return false;
}

function gather(from: Uint32Array, places: Uint32Array): Uint32Array {
  const to = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) to[i] = from[places[i]];
  return to;
}
