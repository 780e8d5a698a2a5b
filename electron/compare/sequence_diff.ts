/**
 * Which elements of two sequences correspond: a longest common subsequence by Myers' greedy algorithm (E. W. Myers, An O(ND) difference
 * algorithm and its variations, Algorithmica 1986). Pure.
 */

/** More insertions and deletions cost too much time and memory: quadratic in their number. */
const MOST_EDITS = 1500;

/** Pairs of places, ascending in both; undefined where the sequences differ too much to be worth it. */
export function commonSubsequence(a: Uint32Array, b: Uint32Array): (readonly [inA: number, inB: number])[] | undefined {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = diffMiddle(a.subarray(head, a.length - tail), b.subarray(head, b.length - tail));
  if (middle === undefined) return undefined;
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < head; i++) pairs.push([i, i]);
  for (const [i, j] of middle) pairs.push([head + i, head + j]);
  for (let i = tail; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

/** Furthest place of `a` on each diagonal after 0, 1, 2 … edits, until both ends are reached; then the way back. */
function diffMiddle(a: Uint32Array, b: Uint32Array): (readonly [number, number])[] | undefined {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const reach = new Int32Array(2 * most + 3);
  const zero = most + 1;
  const trail: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    // What was reached before these edits: diagonals -edits … edits.
    trail.push(reach.slice(zero - edits - 1, zero + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown = diagonal === -edits || (diagonal !== edits && reach[zero + diagonal - 1] < reach[zero + diagonal + 1]);
      let i = isDown ? reach[zero + diagonal + 1] : reach[zero + diagonal - 1] + 1;
      while (i < a.length && i - diagonal < b.length && a[i] === b[i - diagonal]) i++;
      reach[zero + diagonal] = i;
      if (i >= a.length && i - diagonal >= b.length) return wayBack(trail, a.length, b.length);
    }
  }
  return undefined;
}

function wayBack(trail: readonly Int32Array[], lengthA: number, lengthB: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [lengthA, lengthB];
  for (let edits = trail.length - 1; edits >= 0; edits--) {
    const before = trail[edits];
    const at = (diagonal: number): number => before[diagonal + edits + 1];
    const diagonal = i - j;
    const isDown = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const from = isDown ? diagonal + 1 : diagonal - 1;
    const startI = edits === 0 ? 0 : at(from);
    const startJ = edits === 0 ? 0 : startI - from;
    // Equal elements after the edit.
    while (i > (edits === 0 ? 0 : isDown ? startI : startI + 1) && j > (edits === 0 ? 0 : isDown ? startJ + 1 : startJ)) pairs.push([--i, --j]);
    [i, j] = [startI, startJ];
  }
  return pairs.reverse();
}
