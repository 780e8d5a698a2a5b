/**
 * The event graph of a run, from what its ranks' logs say to the pages that the index keeps. Ranks come in any order, as they are read;
 * that of the lowest rank counts first. Memory about 35 bytes a record about events until it is solved, then see event_graph.ts.
 */
import type { LogContent } from '../decode/decoded_log.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { encodeColumn, type NumberColumn } from '../decode/column_codec.ts';
import { buildGraph, EventStatements, hasEdges, type EventGraph } from '../model/event_graph.ts';
import { solveEventGraph } from '../model/event_paths.ts';
import { addEventRecords, eventRecordCount } from '../model/event_records.ts';
import { runToEnd } from './slices.ts';

/** Events of a page, the last may have fewer. */
export const EVENT_PAGE = 4096;
/** Added to the kind of an event that has triggered. */
export const HAS_TRIGGERED = 0x80;

export interface EventPageRow {
  /** Words of the page's first event. */
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
  /** In shared memory. */
  readonly data: Uint8Array;
}

export interface SolvedEvents {
  /** In the order of the events' ids taken as two's complement; none of a run in which no event waits for another. */
  readonly pages: readonly EventPageRow[];
  /** Events that wait for themselves by way of others. */
  readonly cyclic: number;
}

export const NO_EVENTS: SolvedEvents = { pages: [], cyclic: 0 };

export class EventGraphBuilder {
  readonly #byRank = new Map<number, EventStatements>();

  /** The first log of a rank counts, as for the index. The log is not kept. */
  add(rank: number, log: Pick<LogContent, 'tables' | 'packed'>): void {
    if (this.#byRank.has(rank)) return;
    const statements = new EventStatements(eventRecordCount(log));
    addEventRecords(statements, log);
    this.#byRank.set(rank, statements);
  }

  /** Nothing can be added afterwards. */
  solve(): SolvedEvents {
    const [first, ...later] = [...this.#byRank].sort(([a], [b]) => a - b).map(([, statements]) => statements);
    this.#byRank.clear();
    if (first === undefined) return NO_EVENTS;
    for (const statements of later) first.append(statements);
    const graph = runToEnd(buildGraph(first));
    if (!hasEdges(graph)) return NO_EVENTS;
    const { criticals, cyclic } = solveEventGraph(graph);
    return { pages: pagesOf(graph, criticals), cyclic };
  }
}

function pagesOf(graph: EventGraph, criticals: Uint32Array): EventPageRow[] {
  const sink = new ByteSink();
  const pages: EventPageRow[] = [];
  for (let first = 0; first < graph.count; first += EVENT_PAGE) {
    const count = Math.min(EVENT_PAGE, graph.count - first);
    sink.clear();
    for (const values of storedColumns(graph, criticals, first, count)) encodeColumn(sink, { values, first: 0, stride: 1, count });
    const data = new Uint8Array(new SharedArrayBuffer(sink.length));
    data.set(sink.bytes.subarray(0, sink.length));
    pages.push({ lo: graph.los[first], hi: graph.his[first], count, data });
  }
  return pages;
}

/** Columns of a page, in order: id, kind, creator, creation, how long after it the event triggered, how far away its critical event stands, what it is about. */
function storedColumns({ his, los, kinds, creatorsHi, creatorsLo, creations, triggers, about }: EventGraph, criticals: Uint32Array, first: number, count: number): NumberColumn[] {
  const marked = new Uint8Array(count);
  const lengths = new Float64Array(count);
  const distances = new Int32Array(count);
  const [aboutHi, aboutLo] = [new Uint32Array(count), new Uint32Array(count)];
  for (let i = 0, vertex = first; i < count; i++, vertex++) {
    const hasTriggered = triggers[vertex] === triggers[vertex];
    marked[i] = kinds[vertex] + (hasTriggered ? HAS_TRIGGERED : 0);
    lengths[i] = hasTriggered ? triggers[vertex] - creations[vertex] : 0;
    distances[i] = criticals[vertex] - vertex;
    const told = about.get(vertex);
    if (told === undefined) continue;
    aboutLo[i] = told[0];
    aboutHi[i] = told[1];
  }
  const part = <T extends Uint32Array | Float64Array>(values: T): NumberColumn => values.subarray(first, first + count);
  return [part(his), part(los), marked, part(creatorsHi), part(creatorsLo), part(creations), lengths, distances, aboutHi, aboutLo];
}
