/** Chooses two runs to compare: of those that are open and those opened before. */
import { useState } from 'preact/hooks';
import { formatTime } from '../../../electron/protocol/format_time.ts';
import { Button } from '../base/button.tsx';
import { useApp } from '../base/context.ts';
import { Dialog } from '../base/dialog.tsx';
import { desktop } from '../home/desktop_bridge.ts';
import { openAndRecent } from './known_runs.ts';

export function CompareDialog({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const runs = openAndRecent(app.session.value).map(({ id, title, durationNs, isOpen }) => ({ id, label: `${title} · ${formatTime(durationNs)}${isOpen ? ' · open' : ''}` }));
  const onScreen = app.run.value?.id;
  const [a, setA] = useState(onScreen ?? runs[0]?.id ?? '');
  const [b, setB] = useState(runs.find(({ id }) => id !== a)?.id ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const compare = async (): Promise<void> => {
    try {
      await app.openCompare(a, b);
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const bridge = desktop();
  const openBeside = async (open: () => Promise<boolean>): Promise<void> => {
    app.nextRun.value = 'beside';
    onClose();
    if (!await open()) app.nextRun.value = 'replaces';
  };
  const choice = (label: string, value: string, set: (id: string) => void) => (
    <label class="compare-choice">{label}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>{runs.map(({ id, label: text }) => <option key={id} value={id}>{text}</option>)}</select>
    </label>
  );
  return (
    <Dialog title="Compare two runs" class="compare-dialog" onClose={onClose}>
      {runs.length < 2
        ? <p>Open another run first{bridge ? '' : <>: <code>legion_prof view before/ --vs after/</code> opens two at once</>}.</p>
        : (
          <form onSubmit={(event) => {
            event.preventDefault();
            void compare();
          }}>
            {choice('A, before', a, setA)}
            {choice('B, after', b, setB)}
            {problem !== null && <p role="alert" class="run-problem">{problem}</p>}
            <p class="dialog-buttons">
              <Button tone="main" type="submit" icon="compare" disabled={a === '' || b === '' || a === b}>Compare</Button>
              {a === b && a !== '' && <span class="muted">These are the same run.</span>}
            </p>
          </form>
        )}
      {bridge && onScreen !== undefined && (
        <p class="dialog-buttons">
          <span class="muted">Or compare the run on screen with</span>
          <Button icon="filePlus" onClick={() => void openBeside(() => bridge.openFiles())}>files…</Button>
          <Button icon="folderOpen" onClick={() => void openBeside(() => bridge.openFolder())}>a folder…</Button>
        </p>
      )}
    </Dialog>
  );
}
