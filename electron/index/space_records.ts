/** Where the records about index spaces are: written rank by rank, read by index_spaces.ts. */
import { release } from '../decode/shared_arrays.ts';
import type { IndexDatabase } from './database.ts';
import { KeyEntries, KeyReader, writeKeyPages } from './key_pages.ts';
import { readRecordTable } from './record_pages.ts';
import type { SliceClock, Sliced } from './slices.ts';

/** Since log version 1011 the top byte of some ids says what they are of, and of others not. */
const ID_HIGH_MASK = 0x00ffffff;

/** Never renumber, only append; at most KINDS. */
const SPACE_RECORDS = ['IndexSpacePointDesc', 'IndexSpaceRectDesc', 'IndexSpaceEmptyDesc', 'IndexSpaceSizeDesc', 'IndexSpaceDesc', 'IndexSubSpaceDesc', 'IndexPartitionDesc'] as const;
export type SpaceRecord = (typeof SPACE_RECORDS)[number];
const KINDS = 8;

export interface SpacePlace {
  readonly rank: number;
  readonly record: SpaceRecord;
  readonly row: number;
}

/** From the stored records of a rank. */
export function* writeSpaceRecords(database: IndexDatabase, rank: number, clock: SliceClock): Sliced {
  const entries = new KeyEntries();
  for (const [kind, record] of SPACE_RECORDS.entries()) {
    const column = readRecordTable(database, rank, record, ['unique_id'])?.columns.get('unique_id');
    if (column?.type !== 'u64') continue;
    const { values } = column;
    for (let row = 0; 2 * row < values.length; row++) {
      entries.add(values[2 * row + 1] & ID_HIGH_MASK, values[2 * row], rank * KINDS + kind, row);
      if (row % 65_536 === 65_535 && clock.isOver) yield;
    }
    release(values.buffer as ArrayBuffer);
  }
  yield* writeKeyPages(database, 'space_record', entries, clock);
}

export class SpaceRecords {
  readonly #keys: KeyReader;

  constructor(database: IndexDatabase, isGrowing: boolean) {
    this.#keys = new KeyReader(database, 'space_record', isGrowing);
  }

  /** Records about a space or partition, rank by rank in the order written, in each by kind and place in the log. */
  of(id: bigint): SpacePlace[] {
    return this.#keys.find(Number((id >> 32n) & 0xffffffffn) & ID_HIGH_MASK, Number(id & 0xffffffffn))
      .map(({ track, ordinal }) => ({ rank: Math.floor(track / KINDS), record: SPACE_RECORDS[track % KINDS], row: ordinal }));
  }
}
