/** Fields that say which tracks are meant. Pure. */
import type { ItemQuery } from '../../protocol/item_query.ts';
import type { TrackId, TrackKind } from '../../protocol/items.ts';
import { queryField } from '../../protocol/query_fields.ts';
import type { QueryTrack } from './query_source.ts';
import { numberTest, textTest } from './value_tests.ts';

const MEMORIES: ReadonlySet<TrackKind> = new Set([
  'global', 'system', 'registered', 'socket', 'zerocopy', 'framebuffer', 'disk', 'hdf5', 'file', 'l3cache', 'l2cache', 'l1cache', 'managed', 'dynamic',
]);

export function isTrackField(field: string): boolean {
  return queryField(field)?.scope === 'track';
}

/** `busy`: share 0..1 of each track that has one. */
export function trackTest(query: Extract<ItemQuery, { type: 'words' | 'ranges' | 'compare' }>, busy: ReadonlyMap<TrackId, number>): (track: QueryTrack) => boolean {
  if (query.type !== 'words') {
    const test = numberTest(query);
    switch (query.field) {
      case 'node': return ({ node }) => test(node);
      case 'items': return ({ items }) => test(items);
      default: return ({ id }) => test((busy.get(id) ?? Number.NaN) * 100);
    }
  }
  const test = textTest(query.how, query.values);
  const hasName = ({ slug, name, longName }: QueryTrack): boolean => test(slug) || test(name) || test(longName);
  switch (query.field) {
    case 'kind': return ({ kind }) => test(kind);
    case 'proc': return (track) => !MEMORIES.has(track.kind) && track.kind !== 'chan' && track.kind !== 'dp' && hasName(track);
    case 'mem': return (track) => MEMORIES.has(track.kind) && hasName(track);
    case 'src': return (track) => test(endsOf(track)?.source ?? '');
    case 'dst': return (track) => test(endsOf(track)?.target ?? '');
    default: return hasName;
  }
}

/** `n0s0-n1s0` leads from one to the other, `f n0s0` only to one. */
function endsOf({ kind, name }: QueryTrack): { source: string; target: string } | undefined {
  if (kind !== 'chan') return undefined;
  const [source, target] = name.split('-');
  if (target !== undefined) return { source, target };
  return { source: '', target: name.replace(/^f /, '') };
}
