/** The order of records across kinds: a log's tables are each in file order, their offsets tell how they were interleaved. Pure. */
import type { RecordTable } from '../decode/decoded_log.ts';

/** Records [from, to) of one kind that no record of another kind lies between. */
export interface RecordRun {
  /** Index into the tables given. */
  readonly table: number;
  readonly from: number;
  readonly to: number;
}

/** Runs in the order of the file. Runtimes write a buffer of one kind after the other, so there are few of them. */
export function* inFileOrder(tables: readonly Pick<RecordTable, 'count' | 'offsets'>[]): Generator<RecordRun, void, void> {
  const next = new Float64Array(tables.length);
  for (;;) {
    let first = -1;
    let firstOffset = Infinity;
    let until = Infinity;
    for (const [i, { count, offsets }] of tables.entries()) {
      const offset = next[i] < count ? offsets[next[i]] : Infinity;
      if (offset < firstOffset) {
        until = firstOffset;
        first = i;
        firstOffset = offset;
      } else if (offset < until) {
        until = offset;
      }
    }
    if (first < 0) return;
    const { count, offsets } = tables[first];
    const from = next[first];
    let to = from + 1;
    while (to < count && offsets[to] < until) to++;
    next[first] = to;
    yield { table: first, from, to };
  }
}
