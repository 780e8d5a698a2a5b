/** What the menu of the timeline is about, and where it stands. */
import type { Ns } from '../../electron/protocol/time.ts';

export interface TimelineMenu {
  /** Page css px of the pointer, or of what has the focus. */
  readonly x: number;
  readonly y: number;
  /** 'item' and 'group' are selected while the menu is open. */
  readonly at: 'item' | 'group' | 'idle' | 'row';
  /** Of the row that it is on. */
  readonly slug: string;
  /** Time under the pointer; null on labels of rows. */
  readonly ns: Ns | null;
}
