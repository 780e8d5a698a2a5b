/** Rows that hang on a track's items: waits, and what copies and fills move. Index thread. */
import type { Column } from '../decode/decoded_log.ts';
import { NONE, type TrackItems } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, type TrackId } from '../protocol/items.ts';
import { BATCH_ROWS, type BulkWriter } from './bulk_writer.ts';
import type { RecordLookup } from './item_rows.ts';
import { putField, putId, type FieldRule } from './record_rows.ts';
import type { RowBatch } from './row_pages.ts';
import type { SliceClock, Sliced } from './slices.ts';

/** Writes a track's waits; keys go on from `firstKey`. */
export function* writeWaitRows(bulk: BulkWriter, track: TrackId, items: TrackItems, firstKey: number, clock: SliceClock): Sliced {
  const { waits, waitEnds } = items;
  const total = items.count === 0 ? 0 : waitEnds[items.count - 1];
  const base = itemKey(track, 0);
  const [itemId, start, ready, stop, event, callee, backtrace, provenance] = ['item_id', 'start_ns', 'ready_ns', 'stop_ns', 'event', 'callee_item_id', 'backtrace_id', 'provenance_id']
    .map((name) => bulk.column('wait', name));
  let item = 0;
  /** Puts `count` waits from `first` on into a batch. Of its own, as is the next: a generator's inner loops stay slow. */
  const fill = (batch: RowBatch, first: number, count: number): void => {
    for (let i = 0, at = first; i < count; i++, at++) {
      while (waitEnds[item] <= at) item++;
      batch.keys[i] = firstKey + at;
      batch.numbers[itemId][i] = base + item;
      batch.numbers[start][i] = waits.starts[at];
      batch.numbers[ready][i] = waits.readys[at];
      batch.numbers[stop][i] = waits.ends[at];
      batch.numbers[callee][i] = waits.callees[at] === NONE ? NaN : base + waits.callees[at];
      putId(batch, event, i, waits.events[2 * at + 1], waits.events[2 * at], 'zero');
      putId(batch, backtrace, i, waits.backtraces[2 * at + 1], waits.backtraces[2 * at], 'zero');
      putId(batch, provenance, i, waits.provenances[2 * at + 1], waits.provenances[2 * at], 'zero');
    }
  };
  for (let first = 0; first < total; first += BATCH_ROWS) {
    const batch = bulk.batch('wait');
    batch.count = Math.min(BATCH_ROWS, total - first);
    fill(batch, first, batch.count);
    bulk.add('wait');
    if (clock.isOver) yield;
  }
}

interface MoveRule {
  readonly record: string;
  readonly fields: readonly FieldRule[];
}

const MOVES: Readonly<Record<'copy_instance' | 'fill_instance', MoveRule>> = {
  copy_instance: {
    record: 'CopyInstInfo',
    fields: [
      { to: 'src_mem', from: 'src', none: 'zero' }, { to: 'dst_mem', from: 'dst', none: 'zero' }, { to: 'src_field', from: 'src_fid' }, { to: 'dst_field', from: 'dst_fid' },
      { to: 'src_inst', from: 'src_inst', none: 'zero' }, { to: 'dst_inst', from: 'dst_inst', none: 'zero' }, { to: 'src_expr', from: 'src_expr', none: 'zero' },
      { to: 'dst_expr', from: 'dst_expr', none: 'zero' }, { to: 'hops', from: 'num_hops' }, { to: 'is_indirect', from: 'indirect' },
    ],
  },
  fill_instance: { record: 'FillInstInfo', fields: [{ to: 'dst_mem', from: 'dst', none: 'zero' }, { to: 'field', from: 'fid' }, { to: 'dst_inst', from: 'dst_inst', none: 'zero' }] },
};

/** Writes what a channel's copies (or fills) move; gives how many rows it wrote. Keys go on from `firstKey`. */
export function* writeMoveRows(bulk: BulkWriter, table: 'copy_instance' | 'fill_instance', track: TrackId, items: TrackItems, firstKey: number, records: RecordLookup, clock: SliceClock): Sliced<number> {
  const { record, fields } = MOVES[table];
  const wanted = ITEM_TYPES.indexOf(table === 'copy_instance' ? 'copy' : 'fill');
  const places = fields.map(({ to }) => bulk.column(table, to));
  const itemId = bulk.column(table, 'item_id');
  const recordRow = bulk.column(table, 'record_row');
  const base = itemKey(track, 0);
  let written = 0;
  let rank = -1;
  let columns: (Column | undefined)[] = [];
  const batch = bulk.batch(table);
  /** Puts rows from `at` on, `end` at most, into the batch until that is full; gives the row after the last. */
  const fill = (item: number, at: number, end: number): number => {
    for (; at < end && batch.count < BATCH_ROWS; at++) {
      const row = batch.count++;
      batch.keys[row] = firstKey + written++;
      batch.numbers[itemId][row] = base + item;
      batch.numbers[recordRow][row] = items.instRows[at];
      for (let i = 0; i < fields.length; i++) putField(batch, places[i], row, columns[i], items.instRows[at], fields[i].none);
    }
    return at;
  };
  for (let item = 0; item < items.instEnds.length; item++) {
    if (items.types[item] !== wanted) continue;
    if (items.ranks[item] !== rank) {
      rank = items.ranks[item];
      const source = records(rank, record);
      columns = fields.map(({ from }) => source?.columns.get(from));
    }
    const end = items.instEnds[item];
    for (let at = item === 0 ? 0 : items.instEnds[item - 1]; at < end;) {
      at = fill(item, at, end);
      if (batch.count < BATCH_ROWS) continue;
      bulk.add(table);
      if (clock.isOver) yield;
    }
  }
  bulk.add(table);
  return written;
}
