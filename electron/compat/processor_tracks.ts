/** The processors of a run in the reference's order. */
import type { IndexReader } from '../index/index_reader.ts';
import type { TrackSummary } from '../protocol/run_api.ts';

/** Tracks of processors by Realm id; of one processor (a GPU's halves, or items in the log of another node) by track id. */
export function processorTracks(reader: IndexReader): TrackSummary[] {
  // Of what has a Realm id, memories have a capacity.
  const tracks = reader.tracks().flatMap((track) => (track.realmId === null || track.capacityBytes !== null ? [] : [{ track, realm: BigInt(track.realmId) }]));
  return tracks.sort((a, b) => (a.realm < b.realm ? -1 : a.realm > b.realm ? 1 : a.track.id - b.track.id)).map(({ track }) => track);
}
