/**
 * The solved event graph in the index: events sorted by id, in pages of columns, and for each the place of the event that determined it.
 * Made when all ranks are written, from their stored records, rank by rank.
 */
import type { RecordTable } from '../decode/decoded_log.ts';
import { buildGraph, EVENT_KINDS, EventStatements, hasEdges, type EventGraph, type EventKind } from '../model/event_graph.ts';
import { solveEventGraph } from '../model/event_paths.ts';
import { addEventRecords, VERTEX_FIELDS, VERTEX_RECORDS } from '../model/event_records.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { ColumnReader, encodeColumn, type NumberColumn } from '../decode/column_codec.ts';
import type { IndexDatabase } from './database.ts';
import { isAtMost, signedKey } from './key_pages.ts';
import { release } from '../decode/shared_arrays.ts';
import { ByteLru } from './lru.ts';
import { readRecordTable } from './record_pages.ts';
import type { SliceClock, Sliced } from './slices.ts';
import { joinWords } from './wait_pages.ts';
import { prefixLength } from '../protocol/prefix_length.ts';

const EVENT_PAGE = 4096;
const CACHE_BYTES = 128 << 20;
const EVENT_BYTES = 50;
/** Added to the kind of an event that has triggered. */
const HAS_TRIGGERED = 0x80;

/** Writes the pages; gives how many events wait for themselves in a circle. Nothing is written of a run without any edge. */
export function* writeEventPages(database: IndexDatabase, clock: SliceClock): Sliced<number> {
  const graph = yield* buildGraph(yield* readStatements(database, clock));
  if (!hasEdges(graph)) return 0;
  yield;
  const { criticals, cyclic } = solveEventGraph(graph);
  yield;
  const insert = database.query('INSERT INTO event_page (page, min_key, count, data) VALUES (?, ?, ?, ?)');
  const sink = new ByteSink();
  for (let first = 0; first < graph.count; first += EVENT_PAGE) {
    const count = Math.min(EVENT_PAGE, graph.count - first);
    sink.clear();
    for (const values of storedColumns(graph, criticals, first, count)) encodeColumn(sink, { values, first: 0, stride: 1, count });
    insert.run(first / EVENT_PAGE, signedKey(graph.his[first], graph.los[first]), count, sink.toBuffer());
    if (clock.isOver) yield;
  }
  return cyclic;
}

function* readStatements(database: IndexDatabase, clock: SliceClock): Sliced<EventStatements> {
  const wanted = VERTEX_RECORDS.map(() => '?').join(', ');
  const stored = database.all<{ rank: number; record: string; count: number }>(`SELECT rank, record, count FROM record_table WHERE record IN (${wanted}) ORDER BY rank`, ...VERTEX_RECORDS);
  const statements = new EventStatements(stored.reduce((sum, { count }) => sum + count, 0));
  for (const [rank, kinds] of Map.groupBy(stored, ({ rank }) => rank)) {
    const tables = new Map<string, RecordTable>();
    for (const { record } of kinds) {
      const table = readRecordTable(database, rank, record, VERTEX_FIELDS, true);
      if (table !== undefined) tables.set(record, table);
      if (clock.isOver) yield;
    }
    for (const _run of addEventRecords(statements, tables)) if (clock.isOver) yield;
    // Of this rank's records nothing is needed any more.
    for (const { columns } of tables.values()) for (const { values } of columns.values()) release(values.buffer as ArrayBuffer);
  }
  return statements;
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
    if (told !== undefined) [aboutLo[i], aboutHi[i]] = told;
  }
  const part = <T extends Uint32Array | Float64Array>(values: T): NumberColumn => values.subarray(first, first + count);
  return [part(his), part(los), marked, part(creatorsHi), part(creatorsLo), part(creations), lengths, distances, aboutHi, aboutLo];
}

/** One event of the graph. Ids unsigned, times ns. */
export interface EventNode {
  readonly event: bigint;
  readonly kind: EventKind;
  /** Finish event of the item that did it; 0n if nobody is known. */
  readonly creator: bigint;
  readonly creationNs: number;
  /** undefined for events of which it is not known, as what they wait for is not. */
  readonly triggerNs: number | undefined;
  /** See EventGraph.about; 0n if there is nothing. */
  readonly about: bigint;
}

interface EventPage {
  readonly first: number;
  readonly count: number;
  readonly his: Uint32Array;
  readonly los: Uint32Array;
  readonly kinds: Uint8Array;
  readonly creatorsHi: Uint32Array;
  readonly creatorsLo: Uint32Array;
  readonly creations: Float64Array;
  readonly lengths: Float64Array;
  readonly criticals: Float64Array;
  readonly aboutHi: Uint32Array;
  readonly aboutLo: Uint32Array;
}

function decodePage(data: Buffer, first: number, count: number): EventPage {
  const reader = new ColumnReader(data);
  return {
    first, count, his: reader.u32(count), los: reader.u32(count), kinds: reader.u8(count), creatorsHi: reader.u32(count), creatorsLo: reader.u32(count),
    creations: reader.f64(count), lengths: reader.f64(count), criticals: reader.f64(count), aboutHi: reader.u32(count), aboutLo: reader.u32(count),
  };
}

/** Reads events and what determined them. */
export class EventReader {
  readonly #database: IndexDatabase;
  readonly #pages = new ByteLru<number, EventPage>(CACHE_BYTES, ({ count }) => count * EVENT_BYTES + 200);
  /** Words of each page's first event; read at the first question. */
  #firsts: { readonly his: Uint32Array; readonly los: Uint32Array } | undefined;

  constructor(database: IndexDatabase) {
    this.#database = database;
  }

  /** False for a run that recorded nothing about events, and while the index is being written. */
  get hasGraph(): boolean {
    return this.#directory.his.length > 0;
  }

  /** Place of an event among all; undefined if no record names it. @param event unsigned or two's complement */
  find(event: bigint): number | undefined {
    const hi = Number((event >> 32n) & 0xffffffffn);
    const lo = Number(event & 0xffffffffn);
    const { his, los } = this.#directory;
    const number = prefixLength(his.length, (i) => isAtMost(his[i], los[i], hi, lo)) - 1;
    if (number < 0) return undefined;
    const page = this.#page(number);
    const i = prefixLength(page.count, (at) => isAtMost(page.his[at], page.los[at], hi, lo)) - 1;
    return page.his[i] === hi && page.los[i] === lo ? page.first + i : undefined;
  }

  node(place: number): EventNode {
    const page = this.#page(Math.floor(place / EVENT_PAGE));
    const i = place - page.first;
    return {
      event: joinWords(page.his[i], page.los[i]), kind: EVENT_KINDS[page.kinds[i] & ~HAS_TRIGGERED], creator: joinWords(page.creatorsHi[i], page.creatorsLo[i]),
      creationNs: page.creations[i], triggerNs: page.kinds[i] >= HAS_TRIGGERED ? page.creations[i] + page.lengths[i] : undefined, about: joinWords(page.aboutHi[i], page.aboutLo[i]),
    };
  }

  /** Place of the event that determined this one: itself if nothing did. */
  criticalOf(place: number): number {
    const page = this.#page(Math.floor(place / EVENT_PAGE));
    return place + page.criticals[place - page.first];
  }

  get #directory(): { readonly his: Uint32Array; readonly los: Uint32Array } {
    if (this.#firsts !== undefined) return this.#firsts;
    const rows = this.#database.query<{ min_key: bigint }>('SELECT min_key FROM event_page ORDER BY page', { wide: true }).all();
    const firsts = { his: Uint32Array.from(rows, ({ min_key }) => Number((min_key >> 32n) & 0xffffffffn)), los: Uint32Array.from(rows, ({ min_key }) => Number(min_key & 0xffffffffn)) };
    // While the run is being written they may still come.
    if (rows.length > 0) this.#firsts = firsts;
    return firsts;
  }

  #page(number: number): EventPage {
    return this.#pages.get(number, () => {
      const row = this.#database.get<{ count: number; data: Buffer }>('SELECT count, data FROM event_page WHERE page = ?', number);
      if (row === undefined) throw new Error(`page ${number} of the event graph is missing`);
      return decodePage(row.data, number * EVENT_PAGE, row.count);
    })!;
  }
}
