/** What the comparison says, in the command line's words; and what it cannot say while it is being made or where it failed. */
import { Button } from '../base/button.tsx';
import { messageOf } from '../../base/cancel.ts';
import { useApp } from '../base/context.ts';
import { copyText } from '../base/copy.ts';
import { Sentence } from '../base/sentence.tsx';
import { useComparing } from './use_comparing.ts';

export function VerdictCard() {
  const app = useApp();
  const { result, error, retry, runs: [a, b] } = useComparing();
  const compared = result.value;
  if (error.value !== null) {
    return (
      <section class="verdict" aria-label="Verdict" role="alert" data-testid="verdict">
        <p><Sentence text={error.value} /> Both timelines can be looked at all the same.</p>
        <Button tone="quiet" onClick={retry}>Compare again</Button>
      </section>
    );
  }
  if (compared === null) return <section class="verdict" aria-label="Verdict" role="status" data-testid="verdict"><p class="muted">Comparing the two runs…</p></section>;
  const isSame = a.id === b.id;
  const { verdict } = compared.document.verdict;
  const runs = compared.document.sides.map(({ runs: all }) => all.length);
  const isRepeated = runs[0] + runs[1] > 2;
  const run = (id: string): void => void app.commands.run(id).catch((problem: unknown) => app.notify(messageOf(problem), 'error'));
  const text = [compared.sentence, ...compared.reasons].join('\n');
  return (
    <section class={`verdict is-${verdict.replace(' ', '-')}`} aria-label="Verdict" data-testid="verdict" data-verdict={verdict}>
      <span class="verdict-word">{verdict}</span>
      <p class="verdict-sentence">{isSame && 'These are the same run. '}{compared.sentence}</p>
      <p class="verdict-reasons muted">{compared.reasons.join(' ')}</p>
      {!isSame && <Button tone="quiet" data-hint="Other runs of the same programs: the verdict comes from all of them" onClick={() => run('compare.chooseRepeats')}>{isRepeated ? `${runs[0]} + ${runs[1]} runs…` : 'Add repeats…'}</Button>}
      <Button tone="quiet" data-hint="Save all of it as one HTML page that needs nothing else" onClick={() => run('compare.saveReport')}>Report</Button>
      <Button tone="quiet" icon="copy" onClick={() => void copyText(app, text, 'the verdict')}>Copy</Button>
    </section>
  );
}
