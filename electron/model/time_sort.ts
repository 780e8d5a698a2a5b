/**
 * Sorting by time, linear in the number of elements: least significant digit first, 11 bits a pass, as many passes as the span
 * of the times needs. Stable. Times are whole ns >= 0 below 2^53, never NaN.
 */
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
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

function sortDigits(times: Float64Array, order: Uint32Array | undefined, least: number, greatest: number): void {
  const count = times.length;
  const passes = Math.ceil(Math.max(1, Math.log2(greatest - least + 1)) / DIGIT_BITS);
  const starts = new Uint32Array(DIGITS);
  let from = times;
  let to: Float64Array = new Float64Array(count);
  let fromOrder = order;
  let toOrder: Uint32Array | undefined = order === undefined ? undefined : new Uint32Array(count);
  for (let pass = 0, unit = 1; pass < passes; pass++, unit *= DIGITS) {
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[digitOf(from[i] - least, unit)]++;
    for (let digit = 0, sum = 0; digit < DIGITS; digit++) {
      const size = starts[digit];
      starts[digit] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const place = starts[digitOf(from[i] - least, unit)]++;
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
}

function digitOf(value: number, unit: number): number {
  // Division by a power of two is exact; truncation to 32 bits keeps the low digit of the quotient.
  return (value / unit) & (DIGITS - 1);
}
