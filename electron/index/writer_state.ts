/** What the parts of the index writer share: the connection, the bulk writer, the clock, and running numbers. */
import type { RecordTable } from '../decode/decoded_log.ts';
import type { RankShard } from '../model/run_model.ts';
import type { TrackId } from '../protocol/items.ts';
import type { BulkWriter } from './bulk_writer.ts';
import { ByteSink } from '../decode/byte_sink.ts';
import type { IndexDatabase } from './database.ts';
import { readRecordTable } from './record_pages.ts';
import type { SliceClock } from './slices.ts';

/** Records read back for tracks that several ranks feed are kept up to this many bytes. */
const READ_BACK_BYTES = 128 << 20;

export class WriterState {
  readonly database: IndexDatabase;
  readonly bulk: BulkWriter;
  readonly clock: SliceClock;
  readonly sink = new ByteSink();
  readonly scratch = new Float64Array(8192);
  /** Log being written; its records need not be read back. */
  shard: RankShard | undefined;
  /** Tracks with items that may have a provenance. */
  readonly withProvenance = new Set<TrackId>();
  readonly #keys = new Map<string, number>();
  readonly #readBack = new Map<string, RecordTable | undefined>();
  #readBackBytes = 0;

  constructor(database: IndexDatabase, bulk: BulkWriter, clock: SliceClock) {
    this.database = database;
    this.bulk = bulk;
    this.clock = clock;
  }

  /** First key of `count` new rows of a table that is numbered in the order written. */
  readonly nextKey = (table: string, count: number): number => {
    const key = this.#keys.get(table) ?? 1;
    this.#keys.set(table, key + count);
    return key;
  };

  /** Records of any rank that was written or is being written. */
  readonly records = (rank: number, record: string): RecordTable | undefined => {
    if (this.shard?.rank === rank) return this.shard.log.tables.get(record);
    const key = `${rank} ${record}`;
    if (!this.#readBack.has(key)) {
      const table = readRecordTable(this.database, rank, record);
      if (this.#readBackBytes > READ_BACK_BYTES) this.letRecordsGo();
      this.#readBack.set(key, table);
      this.#readBackBytes += [...(table?.columns.values() ?? [])].reduce((sum, { values }) => sum + values.byteLength, 0);
    }
    return this.#readBack.get(key);
  };

  letRecordsGo(): void {
    this.#readBack.clear();
    this.#readBackBytes = 0;
  }
}
