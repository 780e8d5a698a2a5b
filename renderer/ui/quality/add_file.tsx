/** Where the log of a node is missing: adds it to the run. A browser has no dialog for it: there the sentences say how to open the run anew. */
import { useApp } from '../base/context.ts';
import { Button } from '../base/button.tsx';
import { hasCommand } from '../base/command_keys.ts';

export function AddFile() {
  const app = useApp();
  if (!hasCommand(app, 'run.addFiles')) return null;
  return <Button icon="filePlus" onClick={() => void app.commands.run('run.addFiles')}>Add file…</Button>;
}
