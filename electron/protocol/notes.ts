/** Notes that a user puts on a run: bookmarks of a time, or of a range, with a text and a colour. Pure. */
import type { Ns } from './time.ts';

export const NOTE_COLORS = ['blue', 'green', 'amber', 'red', 'violet'] as const;
export type NoteColor = (typeof NOTE_COLORS)[number];

export interface Note {
  readonly id: string;
  readonly startNs: Ns;
  /** The same as the start: a bookmark of one time. */
  readonly stopNs: Ns;
  readonly text: string;
  readonly color: NoteColor;
  /** Slug of the track that it is about; null = of the time as such. */
  readonly track: string | null;
  /** ISO 8601. */
  readonly writtenAt: string;
}
