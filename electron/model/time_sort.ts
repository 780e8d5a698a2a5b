/**
 * Sorting by time, linear in the number of elements: least significant digit first, 11 bits a pass (16 for many elements), as
 * many passes as the span of the times needs. Stable. Times are whole ns >= 0 below 2^53, never NaN.
 */
import { release } from '../decode/shared_arrays.ts';

const DIGIT_BITS = 11;
const WIDE_DIGIT_BITS = 16;
/** From this many elements on the longer table of a wide digit pays. */
const MANY = 2 ** 16;
/** Below this many elements moving neighbours beats counting digits. */
const FEW = 48;

/**
 * Sorts `times` in place, and `order` along with it where given (same length): afterwards `times[i]` belongs to `order[i]`.
 */
export function sortTimes(times: Float64Array, order?: Uint32Array): void {
  const count = times.length;
  let isSorted = true;
  let least = Infinity;
  let greatest = 0;
  for (let i = 0, before = -1; i < count; i++) {
    const time = times[i];
    if (time < before) isSorted = false;
    if (time < least) least = time;
    if (time > greatest) greatest = time;
    before = time;
  }
  if (isSorted) return;
  if (count <= FEW) sortFew(times, order);
  else sortDigits(times, order, least, greatest);
}

function sortFew(times: Float64Array, order: Uint32Array | undefined): void {
  for (let i = 1; i < times.length; i++) {
    const time = times[i];
    const place = order === undefined ? 0 : order[i];
    let k = i;
    for (; k > 0 && times[k - 1] > time; k--) {
      times[k] = times[k - 1];
      if (order !== undefined) order[k] = order[k - 1];
    }
    times[k] = time;
    if (order !== undefined) order[k] = place;
  }
}

/** Multiplying by a power of two is exact; `&` keeps the low digit of the quotient. */
function sortDigits(times: Float64Array, order: Uint32Array | undefined, least: number, greatest: number): void {
  const count = times.length;
  const digitBits = count >= MANY ? WIDE_DIGIT_BITS : DIGIT_BITS;
  const digits = 2 ** digitBits;
  const passes = Math.ceil(Math.max(1, Math.log2(greatest - least + 1)) / digitBits);
  const starts = new Uint32Array(digits);
  let from = times;
  const scratch = new Float64Array(count);
  const scratchOrder = new Uint32Array(order === undefined ? 0 : count);
  let to: Float64Array = scratch;
  let fromOrder = order;
  let toOrder: Uint32Array | undefined = order === undefined ? undefined : scratchOrder;
  for (let pass = 0, unit = 1; pass < passes; pass++, unit *= digits) {
    starts.fill(0);
    const perUnit = 1 / unit;
    for (let i = 0; i < count; i++) starts[((from[i] - least) * perUnit) & (digits - 1)]++;
    for (let digit = 0, sum = 0; digit < digits; digit++) {
      const size = starts[digit];
      starts[digit] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const place = starts[((from[i] - least) * perUnit) & (digits - 1)]++;
      to[place] = from[i];
      if (fromOrder !== undefined && toOrder !== undefined) toOrder[place] = fromOrder[i];
    }
    [from, to] = [to, from];
    [fromOrder, toOrder] = [toOrder, fromOrder];
  }
  if (from !== times) {
    times.set(from);
    if (order !== undefined && fromOrder !== undefined) order.set(fromOrder);
  }
  release(scratch.buffer);
  release(scratchOrder.buffer);
}
