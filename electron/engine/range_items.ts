/** The items of some tracks that touch a range, one by one: what the timeline shows, as a table. Exact. Engine worker. */
import { SliceClock } from '../index/slices.ts';
import type { ItemRows, ItemRowSummary } from '../protocol/item_api.ts';
import { ProfileError } from '../protocol/errors.ts';
import type { TrackId } from '../protocol/items.ts';
import type { Ns } from '../protocol/time.ts';
import { titleOf } from './item_queries.ts';
import type { RunSession } from './run_session.ts';
import { firstAtOrAfter } from './segment_scan.ts';

const STATELESS: ReadonlySet<string> = new Set(['copy', 'fill', 'deppart', 'instance']);

export interface AskedItems {
  readonly tracks: readonly TrackId[];
  readonly startNs: Ns;
  readonly stopNs: Ns;
  readonly limit: number;
}

/** The first by start; a mirror gives the items of what it mirrors as its own. @throws ProfileError 'bad-request' for a row that is no track; the signal's reason */
export async function rangeItems({ run, details }: RunSession, { tracks, startNs, stopNs, limit }: AskedItems, signal: AbortSignal): Promise<ItemRows> {
  const { source } = run;
  const rows: Omit<ItemRowSummary, 'line'>[] = [];
  let isCut = false;
  const clock = new SliceClock();
  for (const id of new Set(tracks)) {
    const row = source.track(id);
    if (row === undefined || row.members !== undefined) throw new ProfileError('bad-request', `This run has no track number ${id}.`);
    const track = row.mirrorOf ?? id;
    if (source.track(track)?.lods.length === 0) continue;
    const seen = new Set<number>();
    for (const block of await source.blocks(track, 0, startNs, stopNs)) {
      const end = firstAtOrAfter(block, stopNs);
      for (let i = 0; i < end && seen.size <= limit; i++) {
        if ((block.stops[i] <= startNs && block.starts[i] < startNs) || seen.has(block.ordinals[i])) continue;
        seen.add(block.ordinals[i]);
      }
      await clock.rest(signal);
    }
    const ordinals = [...seen].sort((a, b) => a - b);
    if (ordinals.length > limit) isCut = true;
    for (const ordinal of ordinals.slice(0, limit)) {
      const life = await source.item(track, ordinal);
      if (life !== undefined) rows.push({ track: id, ordinal, level: life.level, title: titleOf(source, life), startNs: life.startNs, stopNs: life.stopNs, states: STATELESS.has(life.type) ? null : { runningNs: life.runningNs, readyNs: life.readyNs, waitingNs: life.waitingNs } });
      await clock.rest(signal);
    }
    // Of many tracks only the first by start are kept: their number stays bounded while one goes through them.
    if (rows.length > 2 * limit) {
      rows.sort(byStart).length = limit;
      isCut = true;
    }
  }
  const kept = rows.sort(byStart).slice(0, limit);
  const found: ItemRowSummary[] = [];
  for (const row of kept) {
    found.push({ ...row, line: details?.lineOf(row.track, row.ordinal) ?? null });
    await clock.rest(signal);
  }
  return { rows: found, isCut: isCut || rows.length > limit };
}

function byStart(a: Omit<ItemRowSummary, 'line'>, b: Omit<ItemRowSummary, 'line'>): number {
  return a.startNs - b.startNs || a.track - b.track || a.ordinal - b.ordinal;
}
