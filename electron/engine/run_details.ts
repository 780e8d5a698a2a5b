/** Everything that is known of one item: from the index, from the thread that writes it, or at least what is in memory. Engine worker. */
import type { ItemDetails } from '../protocol/item_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { titleOf } from './item_queries.ts';
import type { RunSession } from './run_session.ts';

/** @throws ProfileError 'bad-request' if there is no such item; 'not-loaded' in the moment between memory and index */
export async function itemDetails(session: RunSession, track: TrackId, ordinal: number, segmentStartNs: Ns | undefined): Promise<ItemDetails> {
  const { run, details, build } = session;
  if (details !== undefined) return details.of(track, ordinal, segmentStartNs);
  const source = run.source.track(track)?.mirrorOf ?? track;
  if (build !== undefined) {
    try {
      return (await build.read({ kind: 'details', run: run.id, track: source, ordinal, segmentStartNs })) as ItemDetails;
    } catch (error) {
      // Not written yet: what memory knows will do until then.
      if (!(error instanceof ProfileError) || error.kind === 'bad-request') throw error;
    }
  }
  return fromMemory(session, source, ordinal);
}

async function fromMemory({ run }: RunSession, track: TrackId, ordinal: number): Promise<ItemDetails> {
  const life = await run.source.item(track, ordinal);
  if (life === undefined) throw new ProfileError('bad-request', 'There is no such item.');
  const { startNs, stopNs } = life;
  return {
    run: run.id, track, ordinal, type: life.type, title: titleOf(run.source, life), level: life.level, startNs, stopNs, times: { start: startNs, stop: stopNs },
    runningNs: life.runningNs, readyNs: life.readyNs, waitingNs: life.waitingNs,
    fields: [{ name: 'Note', parts: [{ text: 'More is shown once the index has this item.' }], added: true }],
    waits: [], waitCount: 0, rank: null, source: null,
  };
}
