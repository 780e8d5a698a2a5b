/** What the search box offers: values of a field with their counts, and the name that was probably meant. */
import type { ItemQuery } from '../../protocol/item_query.ts';
import { ITEM_TYPES } from '../../protocol/items.ts';
import { editDistance } from '../../protocol/query_fields.ts';
import { typeWord } from './name_terms.ts';
import type { PostingSum, QuerySource } from './query_source.ts';

const SHOWN = 30;
/** Names that are counted: counting reads a row a track. */
const COUNTED = 400;
const MAX_NAMES = 200_000;

interface Value {
  readonly value: string;
  readonly count: number;
}

/** Values that contain the text, ignoring case; none for fields whose values are numbers. */
export function valuesOf(field: string, text: string, source: QuerySource): Value[] {
  const needle = text.toLowerCase();
  const tally = new Map<string, number>();
  const add = (value: string, count: number): void => {
    if (value.toLowerCase().includes(needle)) tally.set(value, (tally.get(value) ?? 0) + count);
  };
  switch (field) {
    case 'name': {
      const fitting = source.names.flatMap(({ text: name }, id) => (name.toLowerCase().includes(needle) ? [id] : [])).slice(0, COUNTED);
      for (const id of fitting) add(source.names[id].text, countOf(source.sumsOfNames([id])));
      break;
    }
    case 'type':
      for (const type of ITEM_TYPES) add(typeWord(type), countOf(source.sumsOfNames(source.names.flatMap((name, id) => (name.type === type ? [id] : [])))));
      break;
    case 'prov': {
      let counted = 0;
      for (const piece of source.isWhole ? source.provenances() : []) {
        for (const [id, value] of piece) if (counted < COUNTED && value.toLowerCase().includes(needle) && ++counted > 0) add(value, countOf(source.sumsOfProvenances([id])));
      }
      break;
    }
    case 'kind':
      for (const { kind, items } of source.tracks) add(kind, items);
      break;
    case 'track': case 'proc': case 'mem':
      for (const { slug, items } of source.tracks) add(slug, items);
      break;
    default:
  }
  return [...tally].filter(([, count]) => count > 0).map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, SHOWN);
}

/** For a query of one text or name that found nothing: the name that is fewest letters away, if few of them differ. */
export function closeName(query: ItemQuery, source: QuerySource): { readonly text: string; readonly count: number } | null {
  const isName = query.type === 'text' || (query.type === 'words' && query.field === 'name' && query.values.length === 1);
  if (!isName || query.how === 'regex') return null;
  const wanted = (query.type === 'text' ? query.value : query.values[0]).toLowerCase();
  let best: number | undefined;
  // Up to half of the letters may differ.
  let least = Math.ceil(wanted.length / 2) + 1;
  for (let id = 0; id < Math.min(source.names.length, MAX_NAMES); id++) {
    const distance = editDistance(wanted, source.names[id].text.toLowerCase(), least);
    if (distance >= least) continue;
    least = distance;
    best = id;
  }
  if (best === undefined) return null;
  const { text } = source.names[best];
  const count = countOf(source.sumsOfNames(source.names.flatMap((name, id) => (name.text === text ? [id] : []))));
  return count === 0 ? null : { text, count };
}

function countOf(sums: readonly PostingSum[]): number {
  return sums.reduce((sum, { count }) => sum + count, 0);
}
