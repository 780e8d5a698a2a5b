/**
 * What was found last for ids of two words: one place for each hash, so that a hit costs a few ns and memory is fixed. Maps with bigints
 * for keys cost more than most look-ups that they would save.
 */
import { hashWords } from '../model/u64_map.ts';

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
  return hashWords(lo, hi) >>> Math.clz32(size - 1);
}
