/**
 * Which track of B stands for which of A: node by node, processors and memories by their place among those of their kind, channels by
 * name. Realm's ids differ from run to run and are never compared. Pure.
 */
import type { TrackSummary } from './run_api.ts';
import type { TrackId } from './items.ts';

/** Tracks of B by those of A; each of B at most once. */
export function pairTracks(a: readonly TrackSummary[], b: readonly TrackSummary[]): ReadonlyMap<TrackId, TrackId> {
  const ofB = new Map(meanings(b));
  return new Map(meanings(a).flatMap(([meaning, id]) => {
    const partner = ofB.get(meaning);
    return partner === undefined ? [] : [[id, partner] as const];
  }));
}

function meanings(tracks: readonly TrackSummary[]): (readonly [meaning: string, id: TrackId])[] {
  const counts = new Map<string, number>();
  return [...tracks].sort(byRealmId).map((track) => {
    // Channels and the like are named by what they join.
    if (track.realmId === null) return [track.slug, track.id];
    const kind = `${track.node} ${track.kind}`;
    const place = counts.get(kind) ?? 0;
    counts.set(kind, place + 1);
    return [`${kind} ${place}`, track.id];
  });
}

function byRealmId(a: TrackSummary, b: TrackSummary): number {
  const [x, y] = [a, b].map(({ realmId }) => BigInt(realmId ?? 0));
  return x < y ? -1 : x > y ? 1 : a.id - b.id;
}
