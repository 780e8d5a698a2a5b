/** A query asked of an index, to its end at once. Test helper. */
import type { IndexReader } from '../../../electron/index/index_reader.ts';
import { findItems } from '../../../electron/index/query/find_items.ts';
import type { HitList } from '../../../electron/index/query/hit_list.ts';
import { IndexQuerySource } from '../../../electron/index/query/index_query_source.ts';
import { runToEnd, SliceClock } from '../../../electron/index/slices.ts';
import { parseQuery } from '../../../electron/protocol/item_query.ts';

export function searchIndex(reader: IndexReader, text: string): HitList {
  const parsed = parseQuery(text);
  if ('problem' in parsed || parsed.query === null) throw new Error(`"${text}" is no query`);
  return runToEnd(findItems(parsed.query, new IndexQuerySource(reader), { busy: new Map(), clock: new SliceClock(() => false) })).hits;
}
