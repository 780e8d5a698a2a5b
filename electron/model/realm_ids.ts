/**
 * Fields of Realm's 64-bit ids, taken from their two words. Source: legion runtime/realm/id.h; a node is an address space of Legion.
 */

/** Owner of a processor, memory, processor group, reservation: bits 40..55. */
export function ownerNode(hi: number): number {
  return (hi >>> 8) & 0xffff;
}

/** Index of a processor on its node: bits 0..11. */
export function processorIndex(lo: number): number {
  return lo & 0xfff;
}

/** Index of a memory on its node: bits 0..7. */
export function memoryIndex(lo: number): number {
  return lo & 0xff;
}

/** Creator of an event (tag 1 in the top bit, bits 47..62) or of a barrier (tag 0x2 in the top four, bits 44..59). */
export function eventNode(hi: number): number {
  return hi >>> 28 === 2 ? (hi >>> 12) & 0xffff : (hi >>> 15) & 0xffff;
}

/** Whether an event is a phase of a barrier: tag 0x2 in the top four bits. */
export function isBarrier(hi: number): boolean {
  return hi >>> 28 === 2;
}

/** Phase of a barrier: bits 0..19, from 1 on. */
export function barrierGeneration(lo: number): number {
  return lo & 0xfffff;
}
