/**
 * Columns in shared memory: what the model publishes is read by other threads without a copy. Small columns share slabs, since a
 * buffer of its own costs more than it holds and a run may have many thousands of small tracks; so a column does not begin
 * at the start of its buffer.
 */
const SLAB_BYTES = 2 ** 16;
/** Columns up to this size go into slabs. */
const SMALL_BYTES = 2 ** 12;

let slab = new SharedArrayBuffer(0);
let used = 0;

export function sharedF64(count: number): Float64Array {
  const place = room(count * 8);
  return new Float64Array(place.buffer, place.offset, count);
}

export function sharedF32(count: number): Float32Array {
  const place = room(count * 4);
  return new Float32Array(place.buffer, place.offset, count);
}

export function sharedU32(count: number): Uint32Array {
  const place = room(count * 4);
  return new Uint32Array(place.buffer, place.offset, count);
}

export function sharedU16(count: number): Uint16Array {
  const place = room(count * 2);
  return new Uint16Array(place.buffer, place.offset, count);
}

export function sharedU8(count: number): Uint8Array {
  const place = room(count);
  return new Uint8Array(place.buffer, place.offset, count);
}

function room(bytes: number): { readonly buffer: SharedArrayBuffer; readonly offset: number } {
  if (bytes > SMALL_BYTES) return { buffer: new SharedArrayBuffer(bytes), offset: 0 };
  if (used + bytes > slab.byteLength) {
    slab = new SharedArrayBuffer(SLAB_BYTES);
    used = 0;
  }
  const offset = used;
  // Every column begins at a multiple of 8.
  used += (bytes + 7) & ~7;
  return { buffer: slab, offset };
}
