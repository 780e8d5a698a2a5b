/** Runs that can be compared: those that are open, then those opened before. Pure. */
import type { RunId, SessionState } from '../../../electron/protocol/run_api.ts';
import type { Ns } from '../../../electron/protocol/time.ts';

export interface KnownRun {
  readonly id: RunId;
  readonly title: string;
  readonly durationNs: Ns;
  readonly isOpen: boolean;
}

export function openAndRecent(session: SessionState | null): readonly KnownRun[] {
  const open = (session?.runs ?? []).map(({ run, info }) => ({ id: run, title: info.title, durationNs: info.interval.stopNs, isOpen: true }));
  const before = (session?.recent ?? []).filter(({ contentId, state }) => state !== 'moved' && !open.some(({ id }) => id === contentId));
  return [...open, ...before.map(({ contentId, title, durationNs }) => ({ id: contentId, title, durationNs, isOpen: false }))];
}
