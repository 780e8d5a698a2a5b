/** Times as two's complement u32 words, for shaders. Whole ns only; the fraction travels apart. */
const TWO_32 = 4294967296;

export function highWord(ns: number): number {
  return Math.floor(ns / TWO_32) >>> 0;
}

export function lowWord(ns: number): number {
  return (ns - Math.floor(ns / TWO_32) * TWO_32) >>> 0;
}
