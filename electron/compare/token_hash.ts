/** Spreads a token's number over 32 bits; `seed` gives independent hashes. Source of the mixer: MurmurHash3's finalizer (public domain). Pure. */
export function hashToken(token: number, seed: number): number {
  let hash = Math.imul(token + 1, 0x9e3779b1) + Math.imul(seed, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
