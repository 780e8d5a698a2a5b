/** Keeps the values used last, up to a number of bytes. */
export class ByteLru<Key, Value> {
  readonly #limit: number;
  readonly #sizeOf: (value: Value) => number;
  readonly #entries = new Map<Key, Value>();
  #bytes = 0;

  constructor(limit: number, sizeOf: (value: Value) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  /** The value of `key`, made by `make` if it is not there. Undefined is not kept: it may come later. */
  get(key: Key, make: () => Value | undefined): Value | undefined {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      // Reinserted, so that the map's order is the order of use.
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found;
    }
    const value = make();
    if (value === undefined) return undefined;
    this.#entries.set(key, value);
    this.#bytes += this.#sizeOf(value);
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes <= this.#limit || oldest === key) break;
      this.#entries.delete(oldest);
      this.#bytes -= this.#sizeOf(old);
    }
    return value;
  }
}
