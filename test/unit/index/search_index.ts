/** A query asked of an index, to its end at once. Test helper. */
import type { IndexReader } from '../../../electron/index/index_reader.ts';
import { ItemSearch } from '../../../electron/index/query/find_items.ts';
import type { HitList } from '../../../electron/index/query/hit_list.ts';
import { IndexQuerySource } from '../../../electron/index/query/index_query_source.ts';
import { runToEnd, SliceClock } from '../../../electron/index/slices.ts';
import { parseQuery } from '../../../electron/protocol/item_query.ts';

export function searchIndex(reader: IndexReader, text: string): HitList {
  return runToEnd(searchOf(reader, text, { clock: new SliceClock(() => false) }).work).hits;
}

/** All that a search had found after each of its steps, as small as they can be; the last one is its result. */
export function searchSteps(reader: IndexReader, text: string): HitList[] {
  const search = searchOf(reader, text, { clock: new SliceClock(() => true), firstPart: 5 });
  const steps: HitList[] = [];
  for (let step = search.work.next(); ; step = search.work.next()) {
    steps.push((step.done === true ? step.value : search.soFar).hits);
    if (step.done === true) return steps;
  }
}

function searchOf(reader: IndexReader, text: string, { clock, firstPart }: { readonly clock: SliceClock; readonly firstPart?: number }): ItemSearch {
  const parsed = parseQuery(text);
  if ('problem' in parsed || parsed.query === null) throw new Error(`"${text}" is no query`);
  return new ItemSearch(parsed.query, new IndexQuerySource(reader), { busy: new Map(), clock }, firstPart);
}
