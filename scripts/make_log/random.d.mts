/** Numbers that depend on nothing but a seed: see random.mjs. */
export function random(seed: number): { next(): number; below(n: number): number; between(a: number, b: number): number };
