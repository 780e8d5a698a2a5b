/** Records of a rank that become plain rows one by one: operations, launches, usages and layouts of instances. Index thread. */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { BATCH_ROWS, type BulkWriter } from './bulk_writer.ts';
import { putFields, type FieldRule } from './record_rows.ts';
import type { SliceClock, Sliced } from './slices.ts';

interface DetailRule {
  readonly record: string;
  readonly table: string;
  readonly fields: readonly FieldRule[];
  /** The table has a `rank` column. */
  readonly hasRank?: boolean;
}

const RULES: readonly DetailRule[] = [
  {
    record: 'OperationInstance', table: 'operation', hasRank: true,
    fields: [{ to: 'op_id', from: 'op_id' }, { to: 'parent_op_id', from: 'parent_id', none: 'either' }, { to: 'kind', from: 'kind' }, { to: 'provenance_id', from: 'provenance', none: 'zero' }],
  },
  { record: 'MultiTask', table: 'launch', fields: [{ to: 'op_id', from: 'op_id' }, { to: 'task_id', from: 'task_id' }] },
  { record: 'SliceOwner', table: 'slice_owner', fields: [{ to: 'parent_op_id', from: 'parent_id' }, { to: 'op_id', from: 'op_id' }] },
  {
    record: 'PhysicalInstanceUsage', table: 'instance_usage',
    // Up to version 1010 the requirement is called index_id and the field field_id; later index and field.
    fields: [
      { to: 'inst_uid', from: 'inst_uid' }, { to: 'op_id', from: 'op_id' }, { to: 'requirement', from: 'index' }, { to: 'field_id', from: 'field' }, { to: 'mode', from: 'mode' },
      { to: 'redop', from: 'redop', none: 'zero' }, { to: 'index_expr', from: 'index_expr', none: 'zero' }, { to: 'start_ns', from: 'start' }, { to: 'stop_ns', from: 'stop' },
    ],
  },
  {
    record: 'PhysicalInstRegionDesc', table: 'instance_region', hasRank: true,
    fields: [{ to: 'inst_uid', from: 'inst_uid' }, { to: 'ispace_id', from: 'ispace_id' }, { to: 'fspace_id', from: 'fspace_id' }, { to: 'tree_id', from: 'tree_id' }],
  },
  {
    record: 'PhysicalInstanceSpaces', table: 'instance_space', hasRank: true,
    fields: [{ to: 'inst_uid', from: 'inst_uid' }, { to: 'union_space', from: 'union_space', none: 'zero' }, { to: 'piece_space', from: 'piece_space', none: 'zero' }],
  },
  {
    record: 'InstanceReadyInfo', table: 'instance_ready',
    fields: [{ to: 'inst_uid', from: 'inst_uid' }, { to: 'result', from: 'result', none: 'zero' }, { to: 'precondition', from: 'precondition', none: 'zero' }, { to: 'performed_ns', from: 'performed' }],
  },
  {
    record: 'InstanceRedistrictInfo', table: 'instance_redistrict',
    fields: [
      { to: 'inst_uid', from: 'next' }, { to: 'previous_uid', from: 'previous' }, { to: 'result', from: 'result', none: 'zero' }, { to: 'precondition', from: 'precondition', none: 'zero' },
      { to: 'performed_ns', from: 'performed' },
    ],
  },
  {
    record: 'PartitionInstInfo', table: 'partition_instance',
    fields: [
      { to: 'fevent', from: 'fevent' }, { to: 'src_mem', from: 'src', none: 'zero' }, { to: 'field', from: 'fid' }, { to: 'src_inst', from: 'src_inst', none: 'zero' }, { to: 'src_expr', from: 'src_expr', none: 'zero' },
    ],
  },
  {
    record: 'PhysicalInstLayoutDesc', table: 'instance_field',
    fields: [{ to: 'inst_uid', from: 'inst_uid' }, { to: 'field_id', from: 'field_id' }, { to: 'fspace_id', from: 'fspace_id' }, { to: 'align_bytes', from: 'align_desc' }],
  },
  {
    record: 'PhysicalInstDimOrderDesc', table: 'instance_dimension',
    fields: [{ to: 'inst_uid', from: 'inst_uid' }, { to: 'position', from: 'dim' }, { to: 'kind', from: 'dim_kind' }],
  },
];

/** Older names of fields. */
const OLDER: Readonly<Record<string, string>> = { index: 'index_id', field: 'field_id' };

/** @param nextKey gives the first key of `count` new rows of a table */
export function* writeDetailRows(bulk: BulkWriter, rank: number, log: DecodedLog, nextKey: (table: string, count: number) => number, clock: SliceClock): Sliced {
  for (const { record, table, fields, hasRank } of RULES) {
    const source = log.tables.get(record);
    if (source === undefined || source.count === 0) continue;
    const firstKey = nextKey(table, source.count);
    for (let first = 0; first < source.count; first += BATCH_ROWS) {
      const count = Math.min(BATCH_ROWS, source.count - first);
      const batch = bulk.batch(table);
      batch.count = count;
      for (let i = 0; i < count; i++) batch.keys[i] = firstKey + first + i;
      for (const field of fields) {
        const from = source.columns.has(field.from) ? field.from : OLDER[field.from] ?? field.from;
        putFields(batch, bulk.column(table, field.to), source, { ...field, from }, first, count);
      }
      if (hasRank) batch.numbers[bulk.column(table, 'rank')].fill(rank, 0, count);
      if (table === 'instance_field') dropAlignment(batch.numbers[bulk.column(table, 'align_bytes')], source.columns.get('has_align')?.values, first, count);
      bulk.add(table);
      if (clock.isOver) yield;
    }
  }
}

/** The alignment means something only where has_align is set. */
function dropAlignment(target: Float64Array, has: ArrayLike<number> | undefined, first: number, count: number): void {
  for (let i = 0; i < count; i++) if (has?.[first + i] !== 1) target[i] = NaN;
}
