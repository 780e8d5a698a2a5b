/** Questions about items that only what is written can answer, as they cross to the thread that writes. */
import type { IndexReader } from '../index/index_reader.ts';
import { lifeFromIndex } from './index_source.ts';
import type { TrackId } from '../protocol/items.ts';

export interface ReadCall {
  readonly kind: 'item';
  readonly track: TrackId;
  readonly ordinal: number;
}

/** @throws ProfileError 'not-loaded' */
export function answerReads(reader: IndexReader, call: ReadCall): unknown {
  return lifeFromIndex(reader, call.track, call.ordinal);
}
