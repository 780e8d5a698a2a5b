/** Files of the user's program that a run names. */
import type { IndexDatabase } from './database.ts';

/** Whether any provenance of the run names this very file. */
export function namesSource(database: IndexDatabase, file: string): boolean {
  return database.get('SELECT 1 FROM provenance WHERE file = ? LIMIT 1', file) !== undefined;
}
