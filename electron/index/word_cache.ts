/**
 * What was found last for ids of two words: one place for each hash, so that a hit costs a few ns and memory is fixed. Maps with bigints
 * for keys cost more than most look-ups that they would save.
 */
const PLACES = 1 << 16;

/** Numbers by id. */
export class WordCache {
  readonly #his = new Uint32Array(PLACES);
  readonly #los = new Uint32Array(PLACES);
  readonly #values = new Float64Array(PLACES).fill(NaN);

  /** NaN = not known. */
  get(hi: number, lo: number): number {
    const at = hashOf(hi, lo, PLACES);
    return this.#his[at] === hi && this.#los[at] === lo ? this.#values[at] : NaN;
  }

  put(hi: number, lo: number, value: number): void {
    const at = hashOf(hi, lo, PLACES);
    this.#his[at] = hi;
    this.#los[at] = lo;
    this.#values[at] = value;
  }
}

/** @param size a power of two; the hash is below it */
export function hashOf(hi: number, lo: number, size: number): number {
  const mixed = Math.imul(hi ^ Math.imul(lo, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (size - 1);
}
