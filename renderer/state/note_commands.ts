/** Commands that make notes and go through them. */
import type { TimeSpan } from '../../electron/protocol/time.ts';
import type { Note } from '../../electron/protocol/notes.ts';
import type { App, Command, RunView } from './app.ts';
import { grownSpan } from './selection.ts';
import { NO_RUN } from './timeline_commands.ts';

/** Brings a note to the middle, and a range into view as a whole. */
export function goToNote(run: RunView, note: Note): void {
  const { view, tree } = run;
  const track = run.summary.peek().tracks.find(({ slug }) => slug === note.track);
  if (track) tree.reveal(track.id);
  const { startNs, stopNs } = view.span.peek();
  const halfNs = (stopNs - startNs) / 2;
  const middleNs = (note.startNs + note.stopNs) / 2;
  if (note.stopNs > note.startNs && note.stopNs - note.startNs > 2 * halfNs) view.set(grownSpan(note), { animate: true });
  else view.set({ startNs: middleNs - halfNs, stopNs: middleNs + halfNs }, { animate: true });
}

export function noteCommands(app: App): Command[] {
  const disabled = (): string | undefined => {
    if (!app.run.peek()) return NO_RUN;
    return app.session.peek()?.isReadOnly === true ? 'This page may only be looked at.' : undefined;
  };
  const needsNotes = (): string | undefined => (app.run.peek() ? app.run.peek()?.notes.list.peek().length === 0 ? 'There are no notes.' : undefined : NO_RUN);
  const add = async (run: RunView, span: TimeSpan, text: string, track: string | null): Promise<void> => {
    const made = await run.notes.add({ startNs: Math.round(span.startNs), stopNs: Math.round(span.stopNs), text, color: 'blue', track });
    run.notes.opened.value = made.id;
  };
  return [
    {
      id: 'mark.add', name: 'Note at the selected item, else at the cursor', keys: ['M'], disabled,
      run: async (args) => {
        const run = app.run.peek();
        const selection = run?.selection.peek();
        if (!run) return;
        const { startNs, stopNs } = run.view.span.peek();
        // The menu says where it was opened.
        const { ns } = (args ?? {}) as { ns?: number };
        const atNs = ns ?? run.view.cursor.peek() ?? (startNs + stopNs) / 2;
        if (selection?.type === 'item' && ns === undefined) await add(run, selection.item.life, selection.item.title, run.track(selection.item.track)?.slug ?? null);
        else await add(run, { startNs: atNs, stopNs: atNs }, '', null);
      },
    },
    {
      id: 'mark.addRange', name: 'Note on the selected range, else on the view', keys: ['Shift+M'], disabled,
      run: async () => {
        const run = app.run.peek();
        if (run) await add(run, run.view.range.peek() ?? run.view.span.peek(), '', null);
      },
    },
    {
      id: 'mark.next', name: 'Next note', keys: [], disabled: needsNotes,
      run: () => {
        const run = app.run.peek();
        if (!run) return;
        const { startNs, stopNs } = run.view.span.peek();
        const notes = run.notes.list.peek();
        const middleOf = (note: Note): number => (note.startNs + note.stopNs) / 2;
        // Half a px further: the note in the middle is the one that was gone to last.
        const hereNs = (startNs + stopNs) / 2 + (stopNs - startNs) / 4000;
        const byMiddle = notes.toSorted((a, b) => middleOf(a) - middleOf(b));
        const next = byMiddle.find((note) => middleOf(note) > hereNs) ?? byMiddle[0];
        if (next) goToNote(run, next);
      },
    },
  ];
}
