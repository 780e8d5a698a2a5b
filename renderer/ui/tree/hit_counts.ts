/** Hits of a search under each row of the tree. Pure. */
import type { SearchResult } from '../../../electron/protocol/item_api.ts';
import type { GroupSummary, RunSummary } from '../../../electron/protocol/run_api.ts';
import type { TrackId } from '../../../electron/protocol/items.ts';

/** By row id: of a track its own, of a group those of all tracks below it. A channel that stands under two nodes counts under each, and once above both. */
export function hitCounts({ tracks, groups }: Pick<RunSummary, 'tracks' | 'groups'>, perTrack: SearchResult['perTrack']): ReadonlyMap<TrackId, number> {
  const counts = new Map<TrackId, number>(perTrack.map(({ track, count }) => [track, count]));
  const ofTrack = (track: RunSummary['tracks'][number]): number => counts.get(track.mirrorOf ?? track.id) ?? 0;
  const trackById = new Map(tracks.map((track) => [track.id, track]));
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const sums = new Map<TrackId, number>();
  for (const track of tracks) sums.set(track.id, ofTrack(track));
  const below = new Map<TrackId, ReadonlySet<TrackId>>();
  const leavesOf = (group: GroupSummary): ReadonlySet<TrackId> => {
    const known = below.get(group.id);
    if (known) return known;
    const leaves = new Set<TrackId>();
    // Against groups that hold themselves: none does, and a damaged index must not hang the page.
    below.set(group.id, leaves);
    for (const member of group.members) {
      const child = groupById.get(member);
      const track = trackById.get(member);
      if (child) for (const leaf of leavesOf(child)) leaves.add(leaf);
      else if (track) leaves.add(track.mirrorOf ?? track.id);
    }
    return leaves;
  };
  for (const group of groups) sums.set(group.id, [...leavesOf(group)].reduce((sum, leaf) => sum + (counts.get(leaf) ?? 0), 0));
  return sums;
}
