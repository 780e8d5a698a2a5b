/** A track's items as plain rows, table by table in the order of their ordinals. Index thread. */
import type { Column, RecordTable } from '../decode/decoded_log.ts';
import { NONE, SOURCE_TABLES, type TrackItems } from '../model/run_model.ts';
import { ITEM_TYPES, itemKey, type ItemType, type TrackId } from '../protocol/items.ts';
import { BATCH_ROWS, type BulkWriter } from './bulk_writer.ts';
import { NSIGHT_ITEM_TABLES } from './schema_nsight.ts';
import { putField, putId, type FieldRule } from './record_rows.ts';
import type { RowBatch } from './row_pages.ts';
import type { SliceClock, Sliced } from './slices.ts';

/** Gives the records of a rank; undefined where the rank has none of that kind. */
export type RecordLookup = (rank: number, record: string) => RecordTable | undefined;

const TIMES: readonly FieldRule[] = [{ to: 'create_at_ns', from: 'create' }, { to: 'ready_at_ns', from: 'ready' }];
const OWN_EVENT: FieldRule = { to: 'fevent', from: 'fevent', none: 'zero' };
const ORIGIN: readonly FieldRule[] = [{ to: 'creator', from: 'creator', none: 'zero' }, { to: 'critical', from: 'critical', none: 'zero' }];

/** Columns that come from the items themselves. */
const COMMON: ReadonlySet<string> = new Set(['name_id', 'level', 'start_ns', 'stop_ns']);

interface RowRule {
  /** Columns that come from the record. */
  readonly fields: readonly FieldRule[];
  /** Column for TrackItems.initiators. */
  readonly initiator?: string;
  readonly hasStates?: boolean;
  readonly hasCaller?: boolean;
  /** Column that is 1 for items of this record kind, else 0. */
  readonly flag?: { readonly to: string; readonly record: (typeof SOURCE_TABLES)[number] };
}

/** Their records have the columns of the rows. */
const NSIGHT_RULES: ReadonlyMap<string, RowRule> = new Map(NSIGHT_ITEM_TABLES.map(({ name, columns }) => [
  name, { fields: columns.flatMap((column) => (column.generated !== undefined || column.key === true || COMMON.has(column.name) ? [] : [{ to: column.name, from: column.name }])) },
]));

const RULES: Readonly<Partial<Record<ItemType, RowRule>>> = {
  task: {
    fields: [{ to: 'op_id', from: 'op_id', none: 'either' }, { to: 'task_id', from: 'task_id' }, { to: 'variant_id', from: 'variant_id' }, ...TIMES, OWN_EVENT, ...ORIGIN],
    initiator: 'parent_op_id', hasStates: true, flag: { to: 'is_implicit', record: 'ImplicitTaskInfo' },
  },
  gpu_kernel: { fields: [{ to: 'op_id', from: 'op_id', none: 'either' }, { to: 'task_id', from: 'task_id' }, { to: 'variant_id', from: 'variant_id' }, OWN_EVENT] },
  meta_task: {
    fields: [{ to: 'kind', from: 'lg_id' }, { to: 'spawn_at_ns', from: 'spawn' }, ...TIMES, OWN_EVENT, ...ORIGIN],
    initiator: 'op_id', hasStates: true, flag: { to: 'is_message', record: 'MessageInfo' },
  },
  mapper_call: {
    fields: [{ to: 'logged_op_id', from: 'op_id', none: 'either' }, { to: 'kind', from: 'kind' }, { to: 'mapper_id', from: 'mapper_id' }, { to: 'mapper_proc', from: 'mapper_proc' }, OWN_EVENT],
    initiator: 'op_id', hasStates: true, hasCaller: true,
  },
  runtime_call: { fields: [{ to: 'kind', from: 'kind' }, OWN_EVENT], initiator: 'op_id', hasStates: true, hasCaller: true },
  application_call: { fields: [{ to: 'provenance_id', from: 'provenance', none: 'zero' }, OWN_EVENT], initiator: 'op_id', hasStates: true, hasCaller: true },
  prof_task: { fields: [{ to: 'is_completion', from: 'completion' }, OWN_EVENT, ORIGIN[0]], initiator: 'op_id', hasStates: true },
  copy: {
    fields: [{ to: 'size_bytes', from: 'size' }, ...TIMES, OWN_EVENT, ...ORIGIN, { to: 'collective', from: 'collective' },
      { to: 'redop', from: 'reduction', none: 'zero' }, { to: 'copy_expr', from: 'copy_expr', none: 'zero' }],
    initiator: 'op_id',
  },
  fill: {
    fields: [{ to: 'size_bytes', from: 'size' }, ...TIMES, OWN_EVENT, ...ORIGIN, { to: 'collective', from: 'collective' }, { to: 'fill_expr', from: 'fill_expr', none: 'zero' }],
    initiator: 'op_id',
  },
  deppart: { fields: [{ to: 'part_op', from: 'part_op' }, ...TIMES, OWN_EVENT, ...ORIGIN], initiator: 'op_id' },
  instance: {
    fields: [{ to: 'inst_id', from: 'inst_id' }, { to: 'inst_uid', from: 'inst_uid', none: 'zero' }, { to: 'mem_id', from: 'mem_id' }, { to: 'size_bytes', from: 'size' },
      { to: 'create_at_ns', from: 'create' }, ORIGIN[0]],
    initiator: 'op_id',
  },
  async_effect: { fields: [{ to: 'provenance_id', from: 'provenance', none: 'zero' }, OWN_EVENT, ORIGIN[0]] },
};

/** Writes the rows of one track, and those of its waits and of what its copies and fills move. */
export function* writeItemRows(bulk: BulkWriter, track: TrackId, items: TrackItems, records: RecordLookup, clock: SliceClock): Sliced {
  const byType = new Map<number, number>();
  for (let i = 0; i < items.count; i++) byType.set(items.types[i], (byType.get(items.types[i]) ?? 0) + 1);
  const ordinals = new Uint32Array(BATCH_ROWS);
  for (const [type, total] of byType) {
    let next = 0;
    for (let written = 0; written < total;) {
      const count = nextOfType(items.types, type, next, items.count, ordinals);
      next = ordinals[count - 1] + 1;
      writeBatch(bulk, ITEM_TYPES[type], track, items, ordinals, count, records);
      written += count;
      if (clock.isOver) yield;
    }
  }
}

/** Ordinals of items of a type in [first, end), as many as there are or fit; gives how many. */
function nextOfType(types: Uint8Array, type: number, first: number, end: number, ordinals: Uint32Array): number {
  let count = 0;
  for (let at = first; at < end && count < ordinals.length; at++) if (types[at] === type) ordinals[count++] = at;
  return count;
}

function writeBatch(bulk: BulkWriter, type: ItemType, track: TrackId, items: TrackItems, ordinals: Uint32Array, count: number, records: RecordLookup): void {
  const rule = RULES[type] ?? NSIGHT_RULES.get(type);
  if (rule === undefined) throw new Error(`no rule for rows of ${type}`);
  const batch = bulk.batch(type);
  batch.count = count;
  const base = itemKey(track, 0);
  for (let i = 0; i < count; i++) batch.keys[i] = base + ordinals[i];
  const copy = (to: string, values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void => {
    const target = batch.numbers[bulk.column(type, to)];
    for (let i = 0; i < count; i++) target[i] = values[ordinals[i]];
  };
  copy('name_id', items.names);
  copy('level', items.levels);
  copy('start_ns', items.starts);
  copy('stop_ns', items.stops);
  if (rule.hasStates) {
    copy('running_ns', items.runningNs);
    copy('ready_ns', items.readyNs);
    copy('waiting_ns', items.waitingNs);
  }
  if (rule.initiator !== undefined) putInitiators(batch, bulk.column(type, rule.initiator), items.initiators, ordinals, count);
  if (rule.hasCaller) putKeys(batch.numbers[bulk.column(type, 'caller_item_id')], items.parents, ordinals, count, base);
  if (rule.flag) {
    const target = batch.numbers[bulk.column(type, rule.flag.to)];
    const wanted = SOURCE_TABLES.indexOf(rule.flag.record);
    for (let i = 0; i < count; i++) target[i] = items.tables[ordinals[i]] === wanted ? 1 : 0;
  }
  for (const field of rule.fields) putRecordField(batch, bulk.column(type, field.to), field, items, ordinals, count, records);
  bulk.add(type);
}

function putInitiators(batch: RowBatch, column: number, initiators: Uint32Array, ordinals: Uint32Array, count: number): void {
  for (let i = 0; i < count; i++) putId(batch, column, i, initiators[2 * ordinals[i] + 1], initiators[2 * ordinals[i]], 'either');
}

function putKeys(target: Float64Array, values: Uint32Array, ordinals: Uint32Array, count: number, base: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[ordinals[i]];
    target[i] = value === NONE ? NaN : base + value;
  }
}

/**
 * One field of the records of many items. Items of a processor alternate between record kinds, so columns that were found are kept;
 * times and ids, which most fields are, have loops of their own.
 */
function putRecordField(batch: RowBatch, column: number, { from, none }: FieldRule, items: TrackItems, ordinals: Uint32Array, count: number, records: RecordLookup): void {
  const { ranks, tables, rows } = items;
  const numbers = batch.numbers[column];
  const find = fieldFinder(records, from);
  let key = -1;
  let field: Column | undefined;
  let times: Float64Array | undefined;
  let words: Uint32Array | undefined;
  for (let i = 0; i < count; i++) {
    const at = ordinals[i];
    const here = ranks[at] * SOURCE_TABLES.length + tables[at];
    if (here !== key) {
      key = here;
      field = find(ranks[at], tables[at]);
      times = field?.type === 'time' ? field.values : undefined;
      words = field?.type === 'u64' ? field.values : undefined;
    }
    const row = rows[at];
    if (times !== undefined) numbers[i] = times[row];
    else if (words !== undefined) putId(batch, column, i, words[2 * row + 1], words[2 * row], none);
    else putField(batch, column, i, field, row, none);
  }
}

/** Column of a field by rank and SOURCE_TABLES index, each looked up once. */
export function fieldFinder(records: RecordLookup, field: string): (rank: number, table: number) => Column | undefined {
  const found = new Map<number, Column | undefined>();
  return (rank, table) => {
    const key = rank * SOURCE_TABLES.length + table;
    if (!found.has(key)) found.set(key, records(rank, SOURCE_TABLES[table])?.columns.get(field));
    return found.get(key);
  };
}
