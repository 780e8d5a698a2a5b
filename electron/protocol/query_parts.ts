/** Queries put together and taken apart: what is said of tracks, and what of items. Pure. */
import type { ItemQuery } from './item_query.ts';
import { queryField } from './query_fields.ts';

/** All of these queries at once; null = everything. */
export function allOf(queries: readonly ItemQuery[]): ItemQuery | null {
  const parts = queries.flatMap((query) => (query.type === 'and' ? query.parts : [query]));
  if (parts.length === 0) return null;
  return parts.length === 1 ? parts[0] : { type: 'and', parts };
}

/** The terms that every item has to pass and that speak of tracks alone; null = there are none. */
export function trackPart(query: ItemQuery): ItemQuery | null {
  return allOf(conjuncts(query).filter(isOfTracks));
}

/** The others: what is asked of items. null = all items. */
export function itemPart(query: ItemQuery): ItemQuery | null {
  return allOf(conjuncts(query).filter((part) => !isOfTracks(part)));
}

/** Whether a field occurs anywhere. */
export function mentions(query: ItemQuery, field: string): boolean {
  switch (query.type) {
    case 'and': case 'or': return query.parts.some((part) => mentions(part, field));
    case 'not': return mentions(query.part, field);
    case 'text': case 'detail': return false;
    default: return query.field === field;
  }
}

function conjuncts(query: ItemQuery): readonly ItemQuery[] {
  return query.type === 'and' ? query.parts.flatMap(conjuncts) : [query];
}

function isOfTracks(query: ItemQuery): boolean {
  switch (query.type) {
    case 'and': case 'or': return query.parts.every(isOfTracks);
    case 'not': return isOfTracks(query.part);
    case 'text': case 'detail': return false;
    default: return queryField(query.field)?.scope === 'track';
  }
}
