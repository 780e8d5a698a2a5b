/** Which kinds of tracks are memories. */
import type { TrackKind } from '../../electron/protocol/items.ts';

const MEMORY_KINDS: ReadonlySet<string> = new Set<TrackKind>([
  'global', 'system', 'registered', 'socket', 'zerocopy', 'framebuffer', 'disk', 'hdf5', 'file', 'l3cache', 'l2cache', 'l1cache', 'managed', 'dynamic',
]);

export function isMemory(kind: string): boolean {
  return MEMORY_KINDS.has(kind);
}
