/** Paths that could not be opened: the engine's sentence says what happened and what to do. */
import type { SessionState } from '../../../electron/protocol/run_api.ts';
import { Icon } from '../base/icon.tsx';
import { Sentence } from '../base/sentence.tsx';

/** Kinds of failure in words; an unknown one shows as it is. */
const KINDS: Readonly<Record<string, string>> = {
  'not-found': 'not found', 'no-permission': 'no permission', 'log-empty': 'empty file', 'log-cut-in-header': 'cut in the preamble',
  'log-without-times': 'only descriptions', 'unknown-format': 'not a log', 'index-newer': 'newer index', 'index-damaged': 'damaged index',
};

export function Failures({ failures }: { failures: SessionState['failures'] }) {
  if (failures.length === 0) return null;
  return (
    <section class="failures" role="alert" aria-label="Could not be opened">
      {failures.map((failure) => (
        <div class="failure" key={`${failure.path}/${failure.kind}`} data-testid="failure" data-kind={failure.kind}>
          <Icon name="circleAlert" />
          <div>
            <div><strong class="path">{failure.path}</strong> <span class="failure-kind">{KINDS[failure.kind] ?? failure.kind}</span></div>
            <p><Sentence text={failure.message} /></p>
          </div>
        </div>
      ))}
    </section>
  );
}
