/** How many of 0 … count - 1 satisfy a test that holds for a prefix of them: the binary search that all others are. Pure. */
export function prefixLength(count: number, holds: (i: number) => boolean): number {
  let low = 0;
  for (let high = count; low < high;) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
