/** What stands in the timeline's place where the logs hold names and machine facts but no times: the sentence, and what to do. */
import type { RunSummary } from '../../electron/protocol/run_api.ts';
import { Button } from './base/button.tsx';
import { useApp, useRun } from './base/context.ts';
import { Sentence } from './base/sentence.tsx';

/** Files beyond these are in the Quality list. */
const SHOWN = 3;

/** Known only when reading is over. */
export function hasOnlyDescriptions({ phase, files }: RunSummary): boolean {
  return phase !== 'reading' && files.some(({ status }) => status === 'no timed records') && files.every(({ status }) => status !== 'whole' && status !== 'cut');
}

export function OnlyDescriptions() {
  const app = useApp();
  const { alerts } = useRun().summary.value;
  const sentences = alerts.filter(({ rule }) => rule === 'no-timed-records').map(({ message }) => message);
  return (
    <section class="no-timeline" role="status" data-testid="only-descriptions">
      <h2>There is no timeline</h2>
      {sentences.slice(0, SHOWN).map((sentence) => <p key={sentence}><Sentence text={sentence} /></p>)}
      {sentences.length > SHOWN && <p>So do {sentences.length - SHOWN} more files.</p>}
      <p class="muted">The machine, as far as the logs describe it, is in the chip above.</p>
      <Button onClick={() => void app.commands.run('panel.showQuality')}>Show quality</Button>
    </section>
  );
}
