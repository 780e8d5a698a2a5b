/**
 * Solves the event graph: for each event when it triggered and which event determined that. Every event is looked at once, after those
 * that it waits for; events that wait for each other in a circle (damaged or doubtful logs) do so as if the circle were not there.
 * No recursion, time and memory linear in events and edges. Pure.
 * Source: legion tools/legion_prof_rs/src/state.rs, compute_critical_paths.
 */
import { eventKindNumber, phaseBefore, UNKNOWN_EVENT, type EventGraph } from './event_graph.ts';
import { isBarrier } from './realm_ids.ts';

const COMPLETION_QUEUE = eventKindNumber('completion_queue');
/** In `numbers`: the vertex and all that it waits for are solved. */
const DONE = 0xffffffff;

export interface EventPaths {
  /** By vertex: the vertex that determined it, itself if nothing did. */
  readonly criticals: Uint32Array;
  /** Events that wait for themselves by way of others. */
  readonly cyclic: number;
}

/** Fills the graph's `triggers` of events that trigger with their preconditions. */
export function solveEventGraph(graph: EventGraph): EventPaths {
  const solver = new Solver(graph);
  solver.settleSources();
  for (let vertex = 0; vertex < graph.count; vertex++) solver.solve(vertex);
  return { criticals: solver.criticals, cyclic: solver.cyclic };
}

class Solver {
  readonly criticals: Uint32Array;
  cyclic = 0;
  readonly #graph: EventGraph;
  /** Tarjan's numbers: 0 = not seen, DONE = solved. */
  readonly #numbers: Uint32Array;
  #lows = new Uint32Array(1024);
  /** The way from the root to the vertex at hand, and how many of each one's preconditions were looked at. */
  #path = new Uint32Array(1024);
  #looked = new Uint32Array(1024);
  #depth = 0;
  /** Seen, not solved, in the order seen. */
  #open = new Uint32Array(1024);
  #openCount = 0;
  #counter = 0;

  constructor(graph: EventGraph) {
    this.#graph = graph;
    this.criticals = new Uint32Array(graph.count);
    this.#numbers = new Uint32Array(graph.count);
  }

  /** Most events wait for nothing, and an unknown one is the end of every path: those are solved in one go. */
  settleSources(): void {
    const { kinds, creations, triggers, ends, his, count } = this.#graph;
    const [numbers, criticals] = [this.#numbers, this.criticals];
    for (let vertex = 0, end = 0; vertex < count; vertex++) {
      const first = end;
      end = ends[vertex];
      const isUnknown = kinds[vertex] === UNKNOWN_EVENT;
      if (!isUnknown && (end > first || isBarrier(his[vertex]))) continue;
      criticals[vertex] = vertex;
      if (!isUnknown && triggers[vertex] !== triggers[vertex]) triggers[vertex] = creations[vertex];
      numbers[vertex] = DONE;
    }
  }

  solve(root: number): void {
    if (this.#numbers[root] === DONE) return;
    if (this.#isReady(root)) {
      this.#evaluate(root);
      this.#numbers[root] = DONE;
      return;
    }
    this.#enter(root);
    while (this.#depth > 0) {
      const top = this.#depth - 1;
      const vertex = this.#path[top];
      const source = this.#precondition(vertex, this.#looked[top]++);
      if (source === undefined) this.#leave(vertex);
      else if (source >= 0 && this.#numbers[source] === 0) this.#enter(source);
      else if (source >= 0 && this.#numbers[source] !== DONE) this.#lows[top] = Math.min(this.#lows[top], this.#numbers[source]);
    }
  }

  /** Whether all preconditions are solved. */
  #isReady(vertex: number): boolean {
    const { ends, sources } = this.#graph;
    for (let at = vertex === 0 ? 0 : ends[vertex - 1]; at < ends[vertex]; at++) if (this.#numbers[sources[at]] !== DONE) return false;
    const phase = phaseBefore(this.#graph, vertex);
    return phase < 0 || this.#numbers[phase] === DONE;
  }

  /** Precondition `i`, first the phase before (-1 if there is none), then those told, in order; undefined behind the last. */
  #precondition(vertex: number, i: number): number | undefined {
    if (i === 0) return phaseBefore(this.#graph, vertex);
    const { ends, sources } = this.#graph;
    const at = (vertex === 0 ? 0 : ends[vertex - 1]) + i - 1;
    return at < ends[vertex] ? sources[at] : undefined;
  }

  #enter(vertex: number): void {
    if (this.#depth === this.#path.length) {
      this.#path = doubled(this.#path);
      this.#looked = doubled(this.#looked);
      this.#lows = doubled(this.#lows);
    }
    if (this.#openCount === this.#open.length) this.#open = doubled(this.#open);
    this.#numbers[vertex] = ++this.#counter;
    this.#lows[this.#depth] = this.#counter;
    this.#looked[this.#depth] = 0;
    this.#path[this.#depth++] = vertex;
    this.#open[this.#openCount++] = vertex;
  }

  #leave(vertex: number): void {
    const low = this.#lows[--this.#depth];
    if (this.#depth > 0) this.#lows[this.#depth - 1] = Math.min(this.#lows[this.#depth - 1], low);
    if (low !== this.#numbers[vertex]) return;
    let first = this.#openCount - 1;
    while (this.#open[first] !== vertex) first--;
    const circle = this.#open.subarray(first, this.#openCount);
    this.#openCount = first;
    if (circle.length > 1 || this.#waitsForItself(vertex)) this.cyclic += circle.length;
    for (const member of circle) this.#evaluate(member);
    for (const member of circle) this.#numbers[member] = DONE;
  }

  #waitsForItself(vertex: number): boolean {
    for (let i = 1; ; i++) {
      const source = this.#precondition(vertex, i);
      if (source === undefined || source === vertex) return source === vertex;
    }
  }

  /** Preconditions that are not solved are of the same circle, and left out. */
  #evaluate(vertex: number): void {
    const { kinds, creations, triggers, ends, sources } = this.#graph;
    this.criticals[vertex] = vertex;
    const wantsEarliest = kinds[vertex] === COMPLETION_QUEUE;
    const first = vertex === 0 ? 0 : ends[vertex - 1];
    let best = -1;
    // The newest first, as of equal ones that counts; the phase before a barrier's is the oldest.
    for (let at = ends[vertex] - 1; at >= first - 1; at--) {
      const source = at >= first ? sources[at] : phaseBefore(this.#graph, vertex);
      if (source < 0 || this.#numbers[source] !== DONE) continue;
      const time = triggers[source];
      if (time !== time) {
        this.criticals[vertex] = this.criticals[source];
        return;
      }
      if (best < 0 || (wantsEarliest ? time < triggers[best] : time > triggers[best])) best = source;
    }
    const isDetermined = best >= 0 && creations[vertex] < triggers[best];
    if (isDetermined) this.criticals[vertex] = this.criticals[best];
    if (triggers[vertex] !== triggers[vertex]) triggers[vertex] = isDetermined ? triggers[best] : creations[vertex];
  }
}

function doubled(old: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(old.length * 2);
  wider.set(old);
  return wider;
}
