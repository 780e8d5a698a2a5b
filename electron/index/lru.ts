/**
 * Keeps the values used last, up to about a number of bytes. In two generations: what is used moves to the younger, and when that is
 * full the older is let go; a hit costs one look-up, where an exact order of use would cost three.
 */
export class ByteLru<Key, Value> {
  readonly #limit: number;
  readonly #sizeOf: (value: Value) => number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();
  #youngBytes = 0;

  constructor(limit: number, sizeOf: (value: Value) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  /** The value of `key`, made by `make` if it is not there. Undefined is not kept: it may come later. */
  get(key: Key, make: () => Value | undefined): Value | undefined {
    const found = this.find(key);
    if (found !== undefined) return found;
    const value = make();
    if (value !== undefined) this.put(key, value);
    return value;
  }

  find(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.put(key, old);
    return old;
  }

  /** Keeps a value under a key that has none. */
  put(key: Key, value: Value): void {
    if (this.#youngBytes > this.#limit / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, value);
    this.#youngBytes += this.#sizeOf(value);
  }

  clear(): void {
    this.#old = new Map();
    this.#young = new Map();
    this.#youngBytes = 0;
  }
}
