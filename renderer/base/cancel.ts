/** Cancelled is not failed: what an aborted call rejects with, from the browser or from the engine. */
import { ProfileError } from '../../electron/protocol/errors.ts';

export function isCancelled(error: unknown): boolean {
  if (error instanceof ProfileError) return error.kind === 'cancelled';
  return error instanceof DOMException && error.name === 'AbortError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
