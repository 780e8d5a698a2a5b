/** Which items of a track are meant: a bit an item, or none or all of them without any. Immutable once made. Pure. */

export class ItemSet {
  /** Items of the track. */
  readonly size: number;
  /** Undefined: none or all, as `isAll` says. */
  readonly #bits: Uint32Array | undefined;
  readonly #isAll: boolean;

  private constructor(size: number, bits: Uint32Array | undefined, isAll: boolean) {
    this.size = size;
    this.#bits = bits;
    this.#isAll = isAll;
  }

  static none(size: number): ItemSet {
    return new ItemSet(size, undefined, false);
  }

  static all(size: number): ItemSet {
    return new ItemSet(size, undefined, size > 0);
  }

  /** `bits`: a builder's, not to be changed afterwards. */
  static of(size: number, bits: Uint32Array): ItemSet {
    return new ItemSet(size, bits, false);
  }

  /** [first, end) of them. */
  static range(size: number, first: number, end: number): ItemSet {
    if (first === 0 && end >= size) return ItemSet.all(size);
    const bits = bitsFor(size);
    for (let ordinal = first; ordinal < end;) {
      if ((ordinal & 31) === 0 && ordinal + 32 <= end) {
        const whole = (end - ordinal) >>> 5;
        bits.fill(0xffffffff, ordinal >>> 5, (ordinal >>> 5) + whole);
        ordinal += whole * 32;
      } else {
        bits[ordinal >>> 5] |= 1 << (ordinal & 31);
        ordinal++;
      }
    }
    return ItemSet.of(size, bits);
  }

  static ofOrdinals(size: number, lists: readonly ArrayLike<number>[]): ItemSet {
    const bits = bitsFor(size);
    for (const list of lists) for (let i = 0; i < list.length; i++) bits[list[i] >>> 5] |= 1 << (list[i] & 31);
    return ItemSet.of(size, bits);
  }

  get isAll(): boolean {
    return this.#isAll;
  }

  /** Known to be empty; a set of bits may be empty without it. */
  get isNone(): boolean {
    return this.#bits === undefined && !this.#isAll;
  }

  has(ordinal: number): boolean {
    return this.#bits === undefined ? this.#isAll : (this.#bits[ordinal >>> 5] >>> (ordinal & 31) & 1) === 1;
  }

  get count(): number {
    if (this.#bits === undefined) return this.#isAll ? this.size : 0;
    let count = 0;
    for (let i = 0; i < this.#bits.length; i++) count += bitsIn(this.#bits[i]);
    return count;
  }

  /** Whether any of [first, end) is in it. */
  hasAnyOf(first: number, end: number): boolean {
    if (this.#bits === undefined) return this.#isAll && end > first;
    for (let ordinal = first; ordinal < end;) {
      if ((ordinal & 31) === 0 && this.#bits[ordinal >>> 5] === 0) ordinal += 32;
      else if (this.has(ordinal)) return true;
      else ordinal++;
    }
    return false;
  }

  and(other: ItemSet): ItemSet {
    if (this.isNone || other.isAll) return this;
    if (other.isNone || this.isAll) return other;
    return this.#joined(other, (a, b) => a & b);
  }

  or(other: ItemSet): ItemSet {
    if (this.isNone || other.isAll) return other;
    if (other.isNone || this.isAll) return this;
    return this.#joined(other, (a, b) => a | b);
  }

  minus(other: ItemSet): ItemSet {
    if (this.isNone || other.isNone) return this;
    if (other.isAll) return ItemSet.none(this.size);
    return this.#joined(other, (a, b) => a & ~b);
  }

  /** Ascending. */
  ordinals(): Uint32Array {
    if (this.isAll) return Uint32Array.from({ length: this.size }, (_, i) => i);
    const list = new Uint32Array(this.count);
    const bits = this.#bits ?? new Uint32Array(0);
    for (let word = 0, at = 0; word < bits.length; word++) {
      for (let rest = bits[word]; rest !== 0; rest &= rest - 1) list[at++] = word * 32 + 31 - Math.clz32(rest & -rest);
    }
    return list;
  }

  #joined(other: ItemSet, join: (a: number, b: number) => number): ItemSet {
    const [mine, theirs] = [this.#words(), other.#words()];
    const bits = new Uint32Array(mine.length);
    for (let i = 0; i < bits.length; i++) bits[i] = join(mine[i], theirs[i]);
    return ItemSet.of(this.size, bits);
  }

  #words(): Uint32Array {
    if (this.#bits !== undefined) return this.#bits;
    const bits = bitsFor(this.size);
    if (!this.#isAll) return bits;
    bits.fill(0xffffffff);
    if ((this.size & 31) !== 0) bits[bits.length - 1] = 2 ** (this.size & 31) - 1;
    return bits;
  }
}

/** All zero. */
export function bitsFor(size: number): Uint32Array {
  return new Uint32Array(Math.ceil(size / 32));
}

function bitsIn(word: number): number {
  const pairs = word - (word >>> 1 & 0x55555555);
  const fours = (pairs & 0x33333333) + (pairs >>> 2 & 0x33333333);
  return Math.imul(fours + (fours >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
