/**
 * The routes by which viewers of the reference read a run: `/info`, `/summary_tile/…`, `/slot_tile/…`, `/slot_meta_tile/…`.
 * Source: prof-viewer src/http/server.rs (prof-viewer.md §10). Pure.
 */
import { parseEntry, parseTile } from '../compat/tiles/legion_slugs.ts';
import { TILE_KINDS, type TileRequest } from '../compat/tiles/tile_requests.ts';

/** What a path asks for, or what is wrong with it; undefined where it is none of these routes. */
export function legionRoute(path: string, query: URLSearchParams): { readonly request: TileRequest } | { readonly wrong: string } | undefined {
  if (path === '/info') return { request: { kind: 'info' } };
  const [, name, entrySlug, tileSlug, ...rest] = path.split('/');
  const kind = TILE_KINDS.find((known) => known === name);
  if (kind === undefined || entrySlug === undefined || tileSlug === undefined || rest.length > 0) return undefined;
  const entry = parseEntry(entrySlug);
  if (entry === undefined) return { wrong: `bad request: "${entrySlug}" is no entry (numbers joined by _, as 0_2_3)` };
  const tile = parseTile(tileSlug);
  if (tile === undefined) return { wrong: `bad request: "${tileSlug}" is no tile (start and stop in ns joined by _, as 0_1000)` };
  const full = query.get('full');
  if (full !== 'true' && full !== 'false') return { wrong: 'bad request: say ?full=true or ?full=false' };
  return { request: { kind, entry, tile, isFull: full === 'true' } };
}
