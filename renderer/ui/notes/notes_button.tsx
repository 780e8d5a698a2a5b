/** The notes of the run: their number in the top bar, and the list in which they are written, coloured, gone to and removed. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatInterval, formatTime } from '../../../electron/protocol/format_time.ts';
import { NOTE_COLORS, type Note, type NoteColor } from '../../../electron/protocol/notes.ts';
import { messageOf } from '../../base/cancel.ts';
import { goToNote } from '../../state/note_commands.ts';
import { Button, IconButton } from '../base/button.tsx';
import { keysOf } from '../base/command_keys.ts';
import { useApp, useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import { Popover } from '../base/popover.tsx';

export function NotesButton() {
  const app = useApp();
  const { notes } = useRun();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const commands = app.commands.register({
      id: 'app.showNotes', name: 'Notes of this run', keys: ["'"], run: () => {
        notes.opened.value ??= '';
      },
    });
    return () => commands[Symbol.dispose]();
  }, [notes]);
  const opened = notes.opened.value;
  const isOpen = opened !== null;
  const close = (): void => {
    notes.opened.value = null;
  };
  const { length } = notes.list.value;
  return (
    <>
      <IconButton
        icon="bookmark" class="notes" buttonRef={button} label={length === 0 ? 'Notes' : `Notes: ${length}`} keys={keysOf(app, 'app.showNotes')} data-testid="notes"
        aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => (isOpen ? close() : void app.commands.run('app.showNotes'))}
      >
        {length > 0 && <span class="count">{length}</span>}
      </IconButton>
      {isOpen && <Popover anchor={button} label="Notes of this run" onClose={close} class="notes-panel" focus={opened === '' ? 'first' : 'panel'}><NoteList onClose={close} /></Popover>}
    </>
  );
}

function NoteList({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const { notes } = useRun();
  const removed = useSignal<Note | null>(null);
  const list = notes.list.value;
  const isFixed = app.session.value?.isReadOnly === true;
  const keep = (act: Promise<void>): void => void act.catch((error: unknown) => app.notify(messageOf(error), 'error'));
  return (
    <>
      <h2>{list.length === 0 ? 'Notes' : countOf(list.length, 'note')}</h2>
      {list.length === 0 && <p class="muted">None yet. <kbd>M</kbd> puts one at the selected item or under the cursor, <kbd>Shift+M</kbd> on the selected range. They are kept for this run, wherever its logs lie.</p>}
      {removed.value && (
        <p class="note-removed" role="status">
          Removed {removed.value.text === '' ? 'a note' : `“${removed.value.text.slice(0, 40)}”`}.{' '}
          <Button tone="quiet" onClick={() => {
            if (removed.value) keep(notes.put(removed.value));
            removed.value = null;
          }}>Undo</Button>
        </p>
      )}
      <ul class="note-list">
        {list.map((note) => (
          <NoteRow key={note.id} note={note} isFixed={isFixed} isOpened={note.id === notes.opened.value} onClose={onClose} onChange={(next) => keep(notes.put(next))} onRemove={() => {
            removed.value = note;
            keep(notes.remove(note));
          }} />
        ))}
      </ul>
    </>
  );
}

function NoteRow({ note, isFixed, isOpened, onChange, onRemove, onClose }: {
  note: Note; isFixed: boolean; isOpened: boolean; onChange: (note: Note) => void; onRemove: () => void; onClose: () => void;
}) {
  const run = useRun();
  const text = useRef<HTMLInputElement>(null);
  /** What is being written: the list may come anew meanwhile. */
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (isOpened) text.current?.select();
  }, [isOpened]);
  const isRange = note.stopNs > note.startNs;
  const name = note.text === '' ? formatTime(note.startNs) : note.text;
  return (
    <li class={`note color-${note.color}`} data-testid="note">
      <button type="button" class="text-button note-time" data-hint={isRange ? formatInterval(note) : formatTime(note.startNs)} aria-label={`Go to ${formatTime(note.startNs)}${isRange ? ` + ${formatTime(note.stopNs - note.startNs)}` : ''}`} onClick={() => goToNote(run, note)}>
        {formatTime(note.startNs)}{isRange && <span class="muted"> + {formatTime(note.stopNs - note.startNs)}</span>}
      </button>
      <input
        ref={text} type="text" aria-label={`Text of the note at ${formatTime(note.startNs)}`} value={draft ?? note.text} maxLength={4000} placeholder="What is here?" readOnly={isFixed}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => {
          onChange({ ...note, text: event.currentTarget.value });
          setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.currentTarget.blur();
          onClose();
        }}
      />
      <select aria-label={`Colour of ${name}`} value={note.color} disabled={isFixed} onChange={(event) => onChange({ ...note, color: event.currentTarget.value as NoteColor })}>
        {NOTE_COLORS.map((color) => <option key={color} value={color}>{color}</option>)}
      </select>
      {!isFixed && <IconButton icon="trash" class="small" label={`Remove ${name}`} onClick={onRemove} />}
    </li>
  );
}
