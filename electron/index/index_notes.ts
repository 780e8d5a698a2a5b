/** Notes of the user inside an index file: put there when somebody asks for the file (`index -o`), so that they go where it goes. */
import Database from 'better-sqlite3';
import type { IndexDatabase } from './database.ts';
import { sqlError } from './database.ts';
import type { StoredNote } from './user_store.ts';

/** None in files of programs that knew no notes. */
export function notesOfIndex(database: IndexDatabase): StoredNote[] {
  const hasTable = database.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'note'") !== undefined;
  if (!hasTable) return [];
  return database.all<{ note_id: string; value: string }>('SELECT note_id, value FROM note ORDER BY note_id').flatMap(({ note_id: id, value }) => {
    try {
      return [{ id, value: JSON.parse(value) as unknown }];
    } catch {
      // A note that somebody else wrote in another form is no note.
      return [];
    }
  });
}

/** All or none of them; notes of the same id are replaced. @throws ProfileError 'read-only', 'disk-full', 'index-damaged', 'system' */
export function putNotes(path: string, notes: readonly StoredNote[]): void {
  if (notes.length === 0) return;
  let connection: Database.Database | undefined;
  try {
    connection = new Database(path, { fileMustExist: true });
    const put = connection.prepare('INSERT OR REPLACE INTO note (note_id, value) VALUES (?, ?)');
    connection.transaction(() => notes.forEach(({ id, value }) => put.run(id, JSON.stringify(value))))();
  } catch (error) {
    throw sqlError(error, path);
  } finally {
    connection?.close();
  }
}
