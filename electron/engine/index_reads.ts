/** Questions about items that only what is written can answer, as they cross to the thread that writes. */
import { Details } from '../index/details.ts';
import type { IndexReader } from '../index/index_reader.ts';
import { ProfileError } from '../protocol/errors.ts';
import { lifeFromIndex } from './index_source.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';

export type ReadCall =
  | { readonly kind: 'item'; readonly track: TrackId; readonly ordinal: number }
  | { readonly kind: 'blocks'; readonly track: TrackId; readonly startNs: Ns; readonly stopNs: Ns }
  | { readonly kind: 'details'; readonly run: string; readonly track: TrackId; readonly ordinal: number; readonly segmentStartNs: Ns | undefined };

/** @throws ProfileError 'not-loaded' */
export function answerReads(reader: IndexReader, call: ReadCall): unknown {
  if (call.kind === 'details') return new Details(reader, call.run).of(call.track, call.ordinal, call.segmentStartNs);
  if (call.kind === 'blocks') return reader.blocks(call.track, 0, call.startNs, call.stopNs);
  const life = lifeFromIndex(reader, call.track, call.ordinal);
  if (life === undefined) throw new ProfileError('not-loaded', 'This item is being written to the index; ask again in a moment.');
  return life;
}
