/** Everything of one track into the index: blocks, curves, facts by ordinal, rows, postings, and the keys for lookups. Index thread. */
import { isNoId } from '../protocol/words.ts';
import type { ModelTrack, TrackItems } from '../model/run_model.ts';
import type { Column } from '../decode/decoded_log.ts';
import type { UtilPyramid } from '../model/item_blocks.ts';
import { ITEM_TYPES, type ItemType, type TrackId } from '../protocol/items.ts';
import { encodeBlock } from './block_codec.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import { encodeSteps, encodeUtil, type MemorySteps } from './curve_codec.ts';
import { writeMoveRows, writeWaitRows } from './hanging_rows.ts';
import { encodeItemPage, encodeItemTimes, ITEM_PAGE, LevelTracker, mostOf } from './item_pages.ts';
import { fieldFinder, writeItemRows } from './item_rows.ts';
import type { KeyEntries } from './key_pages.ts';
import { writeNamePostings } from './postings.ts';
import { hasProvenance } from './search_rows.ts';
import type { Sliced } from './slices.ts';
import { writeWaitPages } from './wait_pages.ts';
import type { WriterState } from './writer_state.ts';

export function* writeTrackContent(state: WriterState, track: ModelTrack, items: TrackItems, events: KeyEntries, operations: KeyEntries): Sliced {
  yield* writeBlocks(state, track);
  writeCurves(state, track.id, track.util, track.memorySteps);
  if (hasAnyProvenance(items)) state.withProvenance.add(track.id);
  const waits = items.count === 0 ? 0 : items.waitEnds[items.count - 1];
  const firstWait = state.nextKey('wait', waits);
  yield* writeItemPages(state, track.id, items, firstWait);
  yield* writeWaitPages(state.database, state.sink, state.scratch, items, firstWait, state.clock);
  yield* writeItemRows(state.bulk, track.id, items, state.records, state.clock);
  if (waits > 0) yield* writeWaitRows(state.bulk, track.id, items, firstWait, state.clock);
  if (items.instEnds.length > 0) {
    for (const table of ['copy_instance', 'fill_instance'] as const) {
      const first = state.nextKey(table, 0);
      state.nextKey(table, yield* writeMoveRows(state.bulk, table, track.id, items, first, state.records, state.clock));
    }
  }
  if (items.count > 0) writeNamePostings(state.database, track.id, items);
  if (state.clock.isOver) yield;
  collectEvents(state, track.id, items, events);
  if (state.clock.isOver) yield;
  collectOperations(state, track.id, items, operations);
  if (state.clock.isOver) yield;
}

function* writeBlocks({ database, sink, scratch, clock }: WriterState, track: ModelTrack): Sliced {
  const insert = database.query('INSERT INTO item_block (track_id, lod, exp, min_start_ns, max_stop_ns, first_ordinal, count, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [lod, { exp, blocks }] of track.lods.entries()) {
    for (const block of blocks) {
      sink.clear();
      encodeBlock(sink, block, scratch);
      insert.run(track.id, lod, exp ?? null, block.minStart, block.maxStop, block.firstOrdinal, block.count, sink.toBuffer());
      if (clock.isOver) yield;
    }
  }
}

export function writeCurves({ database }: WriterState, id: TrackId, util: UtilPyramid | undefined, steps: MemorySteps | undefined): void {
  const sql = 'INSERT OR REPLACE INTO curve (track_id, kind, data) VALUES (?, ?, ?)';
  if (util) database.run(sql, id, 'util', encodeUtil(util));
  if (steps) database.run(sql, id, 'memory', encodeSteps(steps));
}

function* writeItemPages({ database, sink, scratch, clock }: WriterState, id: TrackId, items: TrackItems, firstWait: number): Sliced {
  const insert = database.query('INSERT INTO item_page (track_id, first_ordinal, first_wait_id, count, most_ns, most_waiting_ns, most_ready_ns, times, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const times = new ByteSink();
  const levels = new LevelTracker();
  for (let first = 0; first < items.count; first += ITEM_PAGE) {
    const count = Math.min(ITEM_PAGE, items.count - first);
    sink.clear();
    encodeItemPage(sink, items, first, count, levels.last, scratch);
    levels.advance(items, first, count);
    times.clear();
    encodeItemTimes(times, items, first, count, scratch);
    insert.run(id, first, firstWait + (first === 0 ? 0 : items.waitEnds[first - 1]), count, ...mostOf(items, first, count), times.toBuffer(), sink.toBuffer());
    if (clock.isOver) yield;
  }
}

/** Field with the event that an item of this type finishes with; calls only name the task around them, kernels their host task. */
const EVENT_FIELDS: Readonly<Partial<Record<ItemType, string>>> = {
  task: 'fevent', meta_task: 'fevent', prof_task: 'fevent', copy: 'fevent', fill: 'fevent', deppart: 'fevent', async_effect: 'fevent', instance: 'inst_uid',
};

function collectEvents(state: WriterState, id: TrackId, items: TrackItems, events: KeyEntries): void {
  collectField(state, id, items, (type) => EVENT_FIELDS[type], events);
}

/** Tasks and kernels by their own operation, all others by the one that they were done for. */
function collectOperations(state: WriterState, id: TrackId, items: TrackItems, operations: KeyEntries): void {
  collectField(state, id, items, (type) => (isTask(type) ? 'op_id' : undefined), operations);
  for (let i = 0; i < items.count; i++) {
    const lo = items.initiators[2 * i];
    const hi = items.initiators[2 * i + 1];
    if (isNoId(hi, lo) || isTask(ITEM_TYPES[items.types[i]])) continue;
    operations.add(hi, lo, id, i);
  }
}

function hasAnyProvenance({ types, count }: TrackItems): boolean {
  const wanted = ITEM_TYPES.map(hasProvenance);
  for (let i = 0; i < count; i++) if (wanted[types[i]]) return true;
  return false;
}

function isTask(type: ItemType): boolean {
  return type === 'task' || type === 'gpu_kernel';
}

function collectField(state: WriterState, id: TrackId, items: TrackItems, fieldOf: (type: ItemType) => string | undefined, entries: KeyEntries): void {
  const fields = ITEM_TYPES.map(fieldOf);
  const finders = fields.map((field) => (field === undefined ? undefined : fieldFinder(state.records, field)));
  let rank = -1;
  let table = -1;
  let type = -1;
  let column: Column | undefined;
  for (let i = 0; i < items.count; i++) {
    const find = finders[items.types[i]];
    if (find === undefined) continue;
    if (items.ranks[i] !== rank || items.tables[i] !== table || items.types[i] !== type) {
      rank = items.ranks[i];
      table = items.tables[i];
      type = items.types[i];
      column = find(rank, table);
    }
    if (column?.type !== 'u64') continue;
    const lo = column.values[2 * items.rows[i]];
    const hi = column.values[2 * items.rows[i] + 1];
    if ((hi | lo) !== 0) entries.add(hi, lo, id, i);
  }
}
