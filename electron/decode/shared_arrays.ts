/** Moving what a decoder gathered in growing memory of its own into exactly sized shared memory. */

/** Bytes [0, length) of `bytes` in a SharedArrayBuffer; the old buffer is released at once, not at the next collection. */
export function shareBytes(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(length));
  shared.set(bytes.subarray(0, length));
  release(bytes.buffer);
  return shared;
}

/**
 * Gives the memory of a buffer back now. Typed arrays over it have length 0 afterwards. Without this a decoder's peak would
 * depend on when the collector looks.
 */
export function release(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
