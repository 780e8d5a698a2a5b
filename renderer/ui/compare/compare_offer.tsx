/** Asks what to do with a run that was dropped while another one is on screen. */
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { Dialog } from '../base/dialog.tsx';

export function CompareOffer() {
  const app = useApp();
  const offer = app.offered.value;
  if (offer === null) return null;
  const titleOf = (id: string): string => app.session.value?.runs.find(({ run }) => run === id)?.info.title ?? id;
  const take = (act: () => Promise<void>): void => {
    app.offered.value = null;
    act().catch((error: unknown) => app.notify(error instanceof Error ? error.message : String(error), 'error'));
  };
  return (
    <Dialog title={`${titleOf(offer.b)} was opened`} class="compare-dialog" onClose={() => { app.offered.value = null; }}>
      <p>Compare it with {titleOf(offer.a)}, which is on screen, or show it alone?</p>
      <p class="dialog-buttons">
        <Button tone="main" icon="compare" onClick={() => take(() => app.openCompare(offer.a, offer.b))}>Compare</Button>
        <Button onClick={() => take(() => app.openRun(offer.b))}>Show it alone</Button>
      </p>
    </Dialog>
  );
}
