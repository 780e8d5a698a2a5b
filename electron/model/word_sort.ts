/** Sorting 64-bit keys that lie in two columns of words. Pure; work comes in steps that yield. */

import { release } from '../decode/shared_arrays.ts';

/** Bits of a digit: 2048 places to count fit the nearest cache, 65,536 do not. */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Places of the first `count` keys in ascending order of the keys taken as two's complement, stable. Radix sort by digits, least first; digits that are equal everywhere are skipped. */
export function* sortOrder(hi: Uint32Array, lo: Uint32Array, count: number): Generator<void, Uint32Array<ArrayBuffer>, void> {
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let spare = new Uint32Array(count);
  const starts = new Uint32Array(DIGITS);
  for (const words of [lo, hi]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      // Two's complement: of the high words the topmost bit counts the other way round.
      const flip = words === hi && shift + DIGIT_BITS >= 32 ? 2 ** (31 - shift) : 0;
      if (!countDigits(words, count, shift, flip, starts)) continue;
      placeByDigit(words, order, spare, shift, flip, starts);
      [order, spare] = [spare, order];
      yield;
    }
  }
  release(spare.buffer);
  return order;
}

/** Where each digit's elements start; false if all have the same. A function of its own, as is the next: a generator's loops stay slow. */
function countDigits(words: Uint32Array, count: number, shift: number, flip: number, starts: Uint32Array): boolean {
  starts.fill(0);
  for (let i = 0; i < count; i++) starts[((words[i] >>> shift) ^ flip) & (DIGITS - 1)]++;
  if (count === 0 || starts[((words[0] >>> shift) ^ flip) & (DIGITS - 1)] === count) return false;
  for (let digit = 0, sum = 0; digit < DIGITS; digit++) {
    const size = starts[digit];
    starts[digit] = sum;
    sum += size;
  }
  return true;
}

function placeByDigit(words: Uint32Array, from: Uint32Array, to: Uint32Array, shift: number, flip: number, starts: Uint32Array): void {
  for (let i = 0; i < from.length; i++) {
    const item = from[i];
    to[starts[((words[item] >>> shift) ^ flip) & (DIGITS - 1)]++] = item;
  }
}
