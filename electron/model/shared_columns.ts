/** Columns in shared memory: what the model publishes is read by other threads without a copy. */

export function sharedF64(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * 8));
}

export function sharedF32(count: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(count * 4));
}

export function sharedU32(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * 4));
}

export function sharedU16(count: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(count * 2));
}

export function sharedU8(count: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(count));
}
