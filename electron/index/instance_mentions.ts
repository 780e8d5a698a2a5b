/** Notes the order in which a log first names instances. Index thread. Source: legion_prof_rs state.rs, where that numbers them (ProfUID). */
import type { DecodedLog } from '../decode/decoded_log.ts';
import { inFileOrder } from '../model/file_order.ts';
import { U64Interner } from '../model/u64_map.ts';
import { BATCH_ROWS, type BulkWriter } from './bulk_writer.ts';
import { putWords } from './record_rows.ts';
import type { SliceClock, Sliced } from './slices.ts';

/** Fields that name an instance, in the order in which they count. Of a profiling task: what it profiled may be one. */
const MENTIONS: Readonly<Record<string, readonly string[]>> = {
  InstTimelineInfo: ['inst_uid'], CopyInstInfo: ['src_inst', 'dst_inst'], FillInstInfo: ['dst_inst'], PartitionInstInfo: ['src_inst'], ProfTaskInfo: ['creator'],
  PhysicalInstRegionDesc: ['inst_uid'], PhysicalInstLayoutDesc: ['inst_uid'], PhysicalInstDimOrderDesc: ['inst_uid'], PhysicalInstanceUsage: ['inst_uid'], PhysicalInstanceSpaces: ['inst_uid'],
  InstanceReadyInfo: ['inst_uid'], InstanceRedistrictInfo: ['previous', 'next'], FetchMetadataInfo: ['inst_uid'],
};

/** @param nextKey gives the first key of `count` new rows of a table */
export function* writeInstanceMentions(bulk: BulkWriter, rank: number, log: DecodedLog, nextKey: (table: string, count: number) => number, clock: SliceClock): Sliced {
  const named = new U64Interner();
  const tables = Object.keys(MENTIONS).map((name) => log.tables.get(name)).filter((table) => table !== undefined);
  for (const { table, from, to } of inFileOrder(tables)) {
    const { name, columns } = tables[table];
    const words = MENTIONS[name].map((field) => columns.get(field)).filter((column) => column?.type === 'u64').map((column) => column!.values);
    for (let row = from; row < to; row++) {
      for (const values of words) if ((values[2 * row] | values[2 * row + 1]) !== 0) named.intern(values[2 * row], values[2 * row + 1]);
    }
    if (clock.isOver) yield;
  }
  const firstKey = nextKey('instance_mention', named.count);
  const [uid, rankColumn] = ['inst_uid', 'rank'].map((column) => bulk.column('instance_mention', column));
  for (let first = 0; first < named.count; first += BATCH_ROWS) {
    const batch = bulk.batch('instance_mention');
    batch.count = Math.min(BATCH_ROWS, named.count - first);
    for (let i = 0; i < batch.count; i++) {
      batch.keys[i] = firstKey + first + i;
      putWords(batch, uid, i, named.hi(first + i), named.lo(first + i));
    }
    batch.numbers[rankColumn].fill(rank, 0, batch.count);
    bulk.add('instance_mention');
    if (clock.isOver) yield;
  }
}
