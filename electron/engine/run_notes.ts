/**
 * Notes of the user on a run: kept by its content id in the user's folder, together with those that its index file brought along. What the
 * user changed or removed here goes before the file. Engine worker.
 */
import * as v from 'valibot';
import { notesOfIndex } from '../index/index_notes.ts';
import type { IndexReader } from '../index/index_reader.ts';
import type { StoredNote } from '../index/user_store.ts';
import { ProfileError } from '../protocol/errors.ts';
import { NOTE_COLORS, type Note } from '../protocol/notes.ts';

const MAX_NOTES = 2000;
const ns = v.pipe(v.number(), v.integer(), v.minValue(-Number.MAX_SAFE_INTEGER), v.maxValue(Number.MAX_SAFE_INTEGER));

/** What a page may send and a file may hold. */
export const noteSchema = v.object({
  startNs: ns,
  stopNs: ns,
  text: v.pipe(v.string(), v.maxLength(4000)),
  color: v.picklist(NOTE_COLORS),
  track: v.nullable(v.pipe(v.string(), v.maxLength(500))),
  writtenAt: v.pipe(v.string(), v.maxLength(40)),
});

/** A note that the user removed, which the index file may still hold. */
const REMOVED = { isRemoved: true } as const;

export interface NoteStore {
  notes(contentId: string): StoredNote[];
  setNote(contentId: string, id: string, value: unknown): void;
}

/** By start; those that make no sense are left out. */
export function notesOf(store: NoteStore, run: string, reader: IndexReader | undefined): Note[] {
  const values = new Map<string, unknown>();
  for (const { id, value } of [...(reader === undefined ? [] : notesOfIndex(reader.database)), ...store.notes(run)]) values.set(id, value);
  const notes: Note[] = [];
  for (const [id, value] of values) {
    const read = v.safeParse(noteSchema, value);
    if (read.success && read.output.stopNs >= read.output.startNs) notes.push({ id, ...read.output });
  }
  return notes.sort((a, b) => a.startNs - b.startNs || (a.id < b.id ? -1 : 1));
}

/** `null` removes it. @throws ProfileError 'bad-request' with too many notes; where the user's folder cannot be written */
export function setNote(store: NoteStore, run: string, reader: IndexReader | undefined, id: string, note: Omit<Note, 'id'> | null): void {
  const before = notesOf(store, run, reader);
  const isNew = !before.some((one) => one.id === id);
  if (note !== null && isNew && before.length >= MAX_NOTES) throw new ProfileError('bad-request', `There are ${MAX_NOTES} notes on this run already. Remove some.`);
  const isInFile = reader !== undefined && notesOfIndex(reader.database).some((one) => one.id === id);
  store.setNote(run, id, note ?? (isInFile ? REMOVED : undefined));
}
