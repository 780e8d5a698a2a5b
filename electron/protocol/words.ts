/** 64-bit ids as two words and as bigints, without the bigints that shifting would make on the way. Little-endian, as the columns are. Pure. */
const pair = new Uint32Array(2);
const whole = new BigUint64Array(pair.buffer);

/** Unsigned. @param hi, lo of which the lower 32 bits count */
export function joinWords(hi: number, lo: number): bigint {
  pair[0] = lo;
  pair[1] = hi;
  return whole[0];
}

/** Bits 32 to 63 of a value, unsigned or two's complement. */
export function highWord(value: bigint): number {
  whole[0] = value;
  return pair[1];
}

/** Bits 0 to 31. */
export function lowWord(value: bigint): number {
  whole[0] = value;
  return pair[0];
}

/** Whether an id says that there is none: 0, or all ones. */
export function isNoId(hi: number, lo: number): boolean {
  return (hi | lo) === 0 || (hi & lo) >>> 0 === 0xffffffff;
}
