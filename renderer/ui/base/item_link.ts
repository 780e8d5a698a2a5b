/** A cell that leads to an item on the timeline. */
import type { TrackId } from '../../../electron/protocol/items.ts';
import type { RunView } from '../../state/app.ts';

export function goToItem(run: RunView, { track, ordinal }: { readonly track: TrackId; readonly ordinal: number }): void {
  void run.select(track, ordinal, { zoom: true, reveal: true });
}
