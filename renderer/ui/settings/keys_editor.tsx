/** Keys of all commands, to change: press a new one, take it from another command, go back to those that commands come with. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Command } from '../../state/app.ts';
import { fuzzyScore } from '../../state/fuzzy.ts';
import { ownersOf } from '../../state/key_choice.ts';
import { keyOf } from '../../state/keymap.ts';
import { Button, IconButton } from '../base/button.tsx';
import { shownKey } from '../base/command_keys.ts';
import { useApp } from '../base/context.ts';

/** A key was pressed for a command, and somebody else has it. */
interface Conflict {
  readonly id: string;
  readonly key: string;
  readonly owners: readonly Command[];
}

export function KeysEditor() {
  const app = useApp();
  const [filter, setFilter] = useState('');
  const [capturing, setCapturing] = useState<string | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [refusal, setRefusal] = useState<{ readonly id: string; readonly text: string } | null>(null);
  // At once: the next key is meant.
  useLayoutEffect(() => {
    if (capturing === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
      setCapturing(null);
      if (event.key === 'Escape') return;
      const key = keyOf(event, (spelling) => ownersOf(app.commands, spelling).length > 0);
      const refused = app.keys.refusalOf(key);
      const owners = ownersOf(app.commands, key).filter(({ id }) => id !== capturing);
      if (refused !== undefined) setRefusal({ id: capturing, text: refused });
      else if (owners.length > 0) setConflict({ id: capturing, key, owners });
      else app.keys.add(capturing, key);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [capturing]);

  const begin = (id: string): void => {
    setConflict(null);
    setRefusal(null);
    setCapturing(id);
  };
  const shown = app.commands.all.value.filter((command) => command.isInternal !== true && (filter.trim() === '' || fuzzyScore(filter, `${command.name} ${command.keys.join(' ')}`) !== undefined));
  return (
    <section class="keys-editor" aria-label="Keys">
      <header>
        <h3>Keys</h3>
        <input type="text" class="filter" aria-label="Filter commands" placeholder="Filter commands" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <Button tone="quiet" onClick={() => app.keys.reset()}>All as at first</Button>
      </header>
      <table class="data">
        <caption class="visually-hidden">Commands and their keys</caption>
        <thead><tr><th scope="col">Command</th><th scope="col">Keys</th></tr></thead>
        <tbody>
          {shown.map((command) => (
            <tr key={command.id} data-command={command.id}>
              <td>{command.name}</td>
              <td>
                <span class="key-list">
                  {command.keys.map((key) => (
                    <span class="key-chip" key={key}>
                      <kbd>{shownKey(key)}</kbd>
                      <IconButton icon="close" class="small" label={`${shownKey(key)} no longer for ${command.name}`} onClick={() => app.keys.remove(command.id, key)} />
                    </span>
                  ))}
                  {capturing === command.id
                    ? <span role="status">Press a key; Esc leaves it.</span>
                    : <Button tone="quiet" aria-label={`Add a key for ${command.name}`} onClick={() => begin(command.id)}>Add a key</Button>}
                  {Object.hasOwn(app.keys.chosen.value, command.id) && <Button tone="quiet" aria-label={`Keys of ${command.name} as at first`} onClick={() => app.keys.reset(command.id)}>As at first</Button>}
                </span>
                {refusal?.id === command.id && <p role="alert" class="tone-error">{refusal.text}</p>}
                {conflict?.id === command.id && (
                  <div class="key-conflict" role="alert">
                    <span><kbd>{shownKey(conflict.key)}</kbd> is the key of {conflict.owners.map(({ name }) => `“${name}”`).join(', ')}.</span>
                    <Button onClick={() => { app.keys.add(conflict.id, conflict.key); setConflict(null); }}>Take it</Button>
                    <Button tone="quiet" onClick={() => setConflict(null)}>Leave it</Button>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
