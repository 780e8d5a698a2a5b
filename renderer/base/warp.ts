/**
 * A bent time axis: places where a run is stretched against another. Between two knots it is straight, beyond the first and the last
 * it goes on as between the outer two. Pure; the item and curve shaders do the same (gl/shaders.ts).
 */

/** Four numbers per knot: place on the straight axis, place on the screen, px of screen per px of axis to the next knot, and the inverse; 0 where the other stands still. */
export type Knots = Float64Array<ArrayBuffer>;

/** More would not be told apart on a screen; the shaders have room for so many. */
export const MOST_KNOTS = 64;
const STRIDE = 4;

/** `straight` not descending, `screen` ascending; both equally long, at least two. */
export function makeKnots(straight: readonly number[], screen: readonly number[]): Knots {
  const knots = new Float64Array(STRIDE * straight.length);
  for (let i = 0; i < straight.length; i++) {
    const at = Math.min(i, straight.length - 2);
    const [du, dx] = [straight[at + 1] - straight[at], screen[at + 1] - screen[at]];
    knots.set([straight[i], screen[i], du > 0 ? dx / du : 0, dx > 0 ? du / dx : 0], STRIDE * i);
  }
  return knots;
}

/** The same at another scale: device px for css px. */
export function scaledKnots(knots: Knots, factor: number): Knots {
  return knots.map((value, i) => (i % STRIDE < 2 ? value * factor : value));
}

export function bent(knots: Knots, straight: number): number {
  const at = lastKnot(knots, 0, straight);
  return knots[at + 1] + (straight - knots[at]) * knots[at + 2];
}

export function straightened(knots: Knots, screen: number): number {
  const at = lastKnot(knots, 1, screen);
  return knots[at] + (screen - knots[at + 1]) * knots[at + 3];
}

function lastKnot(knots: Knots, axis: 0 | 1, value: number): number {
  let low = 0;
  let high = knots.length / STRIDE;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[STRIDE * middle + axis] <= value) low = middle;
    else high = middle;
  }
  return STRIDE * low;
}
