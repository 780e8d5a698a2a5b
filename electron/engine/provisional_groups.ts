/**
 * Rows of nodes and kinds for a run whose logs are still being read. Their slugs are those of the rows that the builder makes in
 * the end; their ids are not, they come from the top of the id space so that they meet no track. Pure.
 */
import type { ModelGroup, ModelTrack } from '../model/run_model.ts';
import { TRACK_KINDS, type TrackId } from '../protocol/items.ts';

const FIRST_ID = 0xf0000000;

/** Groups by node and kind of the tracks, kinds in their fixed order, members in the order given. */
export function provisionalGroups(tracks: readonly ModelTrack[]): { readonly groups: readonly ModelGroup[]; readonly roots: readonly TrackId[] } {
  const groups: ModelGroup[] = [];
  const roots: TrackId[] = [];
  let nextId = FIRST_ID;
  const base = { util: undefined, denominator: null, capacityBytes: null };
  const nodes = [...new Set(tracks.map(({ node }) => node))].sort((a, b) => a - b);
  for (const node of nodes) {
    const kinds: TrackId[] = [];
    for (const kind of TRACK_KINDS) {
      const members = tracks.filter((track) => track.node === node && track.kind === kind).map(({ id }) => id);
      if (members.length === 0) continue;
      const isProcessor = tracks.every((track) => track.kind !== kind || (track.capacityBytes === null && kind !== 'chan' && kind !== 'dp'));
      const group = { ...base, id: nextId++, slug: `n${node}/${kind}`, node, kind, name: kind, longName: `Node ${node} ${kind}`, members };
      groups.push({ ...group, denominator: isProcessor ? members.length : null });
      kinds.push(group.id);
    }
    const row = { ...base, id: nextId++, slug: `n${node}`, node, kind: undefined, name: `n${node}`, longName: `Node ${node}`, members: kinds };
    groups.push(row);
    roots.push(row.id);
  }
  if (roots.length < 2) return { groups, roots };
  const all = { ...base, id: nextId++, slug: 'all', node: null, kind: undefined, name: 'all', longName: 'All nodes', members: roots };
  return { groups: [...groups, all], roots: [all.id, ...roots] };
}
