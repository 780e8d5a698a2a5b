/** Brings the first example of an alert on screen: the item at its place, or at least the place. */
import type { Alert } from '../../../electron/protocol/alerts.ts';
import type { App, RunView } from '../../state/app.ts';

export async function goToAlert(app: App, run: RunView, alert: Alert): Promise<void> {
  const place = alert.item;
  const track = place && run.summary.peek().tracks.find(({ slug }) => slug === place.track);
  if (!place || !track) {
    app.notify('The place of this alert is not on the timeline.', 'error');
    return;
  }
  try {
    const found = await app.client.call('item.at', { run: run.id, track: track.id, ns: place.startNs });
    if (found) await run.select(found.track, found.ordinal, { zoom: true, reveal: true, at: found });
    else {
      run.tree.reveal(track.id);
      app.notify('No item starts there any more; the row is shown.');
    }
  } catch (error) {
    app.notify(error instanceof Error ? error.message : String(error), 'error');
  }
}
