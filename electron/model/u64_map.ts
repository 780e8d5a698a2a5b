/**
 * Looking up 64-bit ids without BigInt: open addressing over u32 word pairs (lo at 2i, hi at 2i + 1). One entry costs 4 bytes of
 * table per slot, two to four slots an entry; the keys themselves stay in the column they came from.
 */
import { NONE } from './run_model.ts';
import { sharedU32 } from './shared_columns.ts';

/** Spreads both words over the top bits, which choose the slot. Realm's ids differ in bits 20 to 47 and in the lowest few. */
export function hashWords(lo: number, hi: number): number {
  let hash = (Math.imul(lo, 0x9e3779b1) + Math.imul(hi, 0x85ebca77)) | 0;
  hash ^= hash >>> 16;
  return Math.imul(hash, 0xc2b2ae35);
}

/** Slots for `count` entries at most half full, as a shift of the 32-bit hash. */
function shiftFor(count: number): number {
  return Math.clz32(Math.max(count, 2) * 2 - 1);
}

/** Finds the first row of a key column; built once, never changed. Rows after the first with the same key are not found. */
export class U64Index {
  readonly #keys: Uint32Array;
  readonly #slots: Uint32Array;
  readonly #shift: number;

  /**
   * `keys`: word pairs, at least 2 * count; they must not change afterwards. `slots`: those of an index that another thread made
   * over the same keys.
   */
  constructor(keys: Uint32Array, count = keys.length >>> 1, slots?: Uint32Array) {
    this.#keys = keys;
    this.#shift = slots === undefined ? shiftFor(count) : 32 - Math.log2(slots.length);
    this.#slots = slots ?? sharedU32(2 ** (32 - this.#shift));
    if (slots === undefined) this.#fill(count);
  }

  /** The table, in shared memory, for a second index over the same keys in another thread. */
  get slots(): Uint32Array {
    return this.#slots;
  }

  #fill(count: number): void {
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let row = 0; row < count; row++) {
      const lo = keys[2 * row];
      const hi = keys[2 * row + 1];
      let slot = hashWords(lo, hi) >>> this.#shift;
      for (;;) {
        const taken = slots[slot];
        if (taken === 0) {
          slots[slot] = row + 1;
          break;
        }
        const other = 2 * (taken - 1);
        if (keys[other] === lo && keys[other + 1] === hi) break;
        slot = (slot + 1) & mask;
      }
    }
  }

  /** First row with this key, or NONE. */
  find(lo: number, hi: number): number {
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashWords(lo, hi) >>> this.#shift; ; slot = (slot + 1) & mask) {
      const taken = slots[slot];
      if (taken === 0) return NONE;
      const other = 2 * (taken - 1);
      if (keys[other] === lo && keys[other + 1] === hi) return taken - 1;
    }
  }
}

/** Gives dense numbers 0, 1, 2 … to keys in the order they are first seen, and keeps the keys. */
export class U64Interner {
  #keys = new Uint32Array(64);
  #slots = new Uint32Array(64);
  #shift = 26;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  lo(id: number): number {
    return this.#keys[2 * id];
  }

  hi(id: number): number {
    return this.#keys[2 * id + 1];
  }

  intern(lo: number, hi: number): number {
    const slot = this.#slotOf(lo >>> 0, hi >>> 0);
    const taken = this.#slots[slot];
    if (taken !== 0) return taken - 1;
    const id = this.#count++;
    this.#slots[slot] = id + 1;
    if (2 * id + 2 > this.#keys.length) {
      const keys = new Uint32Array(this.#keys.length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys[2 * id] = lo;
    this.#keys[2 * id + 1] = hi;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  /** Number of a key seen before, or NONE. */
  find(lo: number, hi: number): number {
    const taken = this.#slots[this.#slotOf(lo >>> 0, hi >>> 0)];
    return taken === 0 ? NONE : taken - 1;
  }

  #slotOf(lo: number, hi: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashWords(lo, hi) >>> this.#shift; ; slot = (slot + 1) & mask) {
      const taken = this.#slots[slot];
      if (taken === 0) return slot;
      if (this.#keys[2 * taken - 2] === lo && this.#keys[2 * taken - 1] === hi) return slot;
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    this.#shift--;
    for (let id = 0; id < this.#count; id++) this.#slots[this.#slotOf(this.#keys[2 * id], this.#keys[2 * id + 1])] = id + 1;
  }
}
