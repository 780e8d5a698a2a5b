// Numbers that look random and depend on nothing but a seed, so that every step of every rank can be made by itself.

/** 32-bit mix of the arguments. */
export function hash(...numbers) {
  let h = 0x9e3779b9;
  for (const n of numbers) {
    h = Math.imul(h ^ n, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** Generator (mulberry32): `next()` in [0, 1), `below(n)` an integer in [0, n), `between(a, b)` an integer in [a, b]. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n), between: (a, b) => a + Math.floor(next() * (b - a + 1)) };
}
