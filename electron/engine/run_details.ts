/** Everything that is known of one item: from the index, or from the thread that writes it. Engine worker. */
import type { ItemDetails } from '../protocol/engine_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import type { RunSession } from './run_session.ts';

/** @throws ProfileError 'not-loaded' while the item is not written yet; 'bad-request' if there is no such item */
export function itemDetails(_session: RunSession, _track: TrackId, _ordinal: number, _segmentStartNs: Ns | undefined): Promise<ItemDetails> {
  return Promise.reject(new ProfileError('not-loaded', 'Details come with the index; it is being written.'));
}
