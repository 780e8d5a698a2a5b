/** Questions about single items: their columns, their rows, and, slowest, the fields of their details. Only candidates are looked at. */
import { TITLE_OPERATION } from '../../protocol/items.ts';
import { ITEM_PAGE } from '../item_pages.ts';
import type { SliceClock, Sliced } from '../slices.ts';
import { bitsFor, ItemSet } from './item_set.ts';
import type { BoundedField, QueryPage, QuerySource, QueryTrack, RowField } from './query_source.ts';
import type { NumberTest, TextTest } from './value_tests.ts';

type Value = (page: QueryPage, i: number, source: QuerySource) => number;

const titleNumber: Value = ({ names, numsHi, numsLo }, i, source) => (source.names[names[i]]?.form === TITLE_OPERATION ? numsHi[i] * 4294967296 + numsLo[i] : Number.NaN);

/** `dur`, `start` and `stop` need no more of a page than its times. */
export const PAGE_FIELDS = {
  dur: ({ starts, stops }, i) => stops[i] - starts[i],
  start: ({ starts }, i) => starts[i],
  stop: ({ stops }, i) => stops[i],
  run: ({ runningNs }, i) => runningNs[i],
  wait: ({ waitingNs }, i) => waitingNs[i],
  ready: ({ readyNs }, i) => readyNs[i],
  level: ({ levels }, i) => levels[i],
  uid: titleNumber,
  // A task is its own operation; all else was done for one.
  op: (page, i, source) => {
    const type = source.names[page.names[i]]?.type;
    return type === 'task' || type === 'gpu_kernel' ? titleNumber(page, i, source) : page.initiator(i);
  },
} as const satisfies Record<string, Value>;
function isBounded(field: string): field is BoundedField {
  return field === 'dur' || field === 'run' || field === 'wait' || field === 'ready';
}

const ONLY_TIMES: ReadonlySet<string> = new Set(['dur', 'start', 'stop']);

export const ROW_FIELDS: readonly RowField[] = ['size', 'bw', 'deferred', 'delayed', 'mapper', 'hops', 'inst'];

export interface PageTest {
  readonly test: NumberTest;
  /** Of the greatest value of a page: whether one may pass. */
  readonly mayPass: NumberTest;
}

export function* pageSet(source: QuerySource, track: QueryTrack, among: ItemSet, field: keyof typeof PAGE_FIELDS, { test, mayPass }: PageTest, clock: SliceClock): Sliced<ItemSet> {
  const bits = bitsFor(track.items);
  const most = isBounded(field) ? source.atMost(track.id, field) : undefined;
  const valueOf: Value = PAGE_FIELDS[field];
  const hasOnlyTimes = ONLY_TIMES.has(field);
  for (let first = 0; first < track.items; first += ITEM_PAGE) {
    if ((most !== undefined && !mayPass(most[first / ITEM_PAGE])) || !among.hasAnyOf(first, Math.min(track.items, first + ITEM_PAGE))) continue;
    // The columns beyond the times are not read by these fields.
    const page = hasOnlyTimes ? source.times(track.id, first) as QueryPage | undefined : source.page(track.id, first);
    if (page === undefined) break;
    markPage(page, first, Math.min(track.items, first + ITEM_PAGE), among, (at) => test(valueOf(page, at, source)), bits);
    if (clock.isOver) yield;
  }
  return ItemSet.of(track.items, bits);
}

function markPage({ firstOrdinal, count }: QueryPage, first: number, end: number, among: ItemSet, passes: (at: number) => boolean, bits: Uint32Array): void {
  const last = Math.min(end, firstOrdinal + count);
  for (let ordinal = first; ordinal < last; ordinal++) {
    if ((among.isAll || among.has(ordinal)) && passes(ordinal - firstOrdinal)) bits[ordinal >>> 5] |= 1 << (ordinal & 31);
  }
}

export function* rowSet(source: QuerySource, track: QueryTrack, among: ItemSet, field: RowField, test: (value: number | string) => boolean, clock: SliceClock): Sliced<ItemSet> {
  const bits = bitsFor(track.items);
  for (let first = 0; first < track.items; first += ITEM_PAGE) {
    const end = Math.min(track.items, first + ITEM_PAGE);
    if (!among.hasAnyOf(first, end)) continue;
    for (const [ordinal, value] of source.rowValues(track.id, field, first, end)) {
      if (among.has(ordinal) && test(value)) bits[ordinal >>> 5] |= 1 << (ordinal & 31);
    }
    if (clock.isOver) yield;
  }
  return ItemSet.of(track.items, bits);
}

export function* detailSet(source: QuerySource, track: QueryTrack, among: ItemSet, hasName: (name: string) => boolean, test: TextTest, clock: SliceClock): Sliced<ItemSet> {
  const bits = bitsFor(track.items);
  for (const ordinal of among.ordinals()) {
    if (source.detailTexts(track.id, ordinal, hasName).some(test)) bits[ordinal >>> 5] |= 1 << (ordinal & 31);
    if (clock.isOver) yield;
  }
  return ItemSet.of(track.items, bits);
}
