/** Lengths of many items by name: two growing columns, sorted when all are in. 12 bytes an item. */
const FIRST_CAPACITY = 1 << 12;

export class LengthList {
  #names = new Uint32Array(FIRST_CAPACITY);
  #lengths = new Float64Array(FIRST_CAPACITY);
  #count = 0;

  add(name: number, lengthNs: number): void {
    if (this.#count === this.#names.length) this.#grow();
    this.#names[this.#count] = name;
    this.#lengths[this.#count] = lengthNs;
    this.#count++;
  }

  /** Lengths of each name, ascending: slices of one array. */
  byName(): ReadonlyMap<number, Float64Array> {
    const counts = new Map<number, number>();
    for (let i = 0; i < this.#count; i++) counts.set(this.#names[i], (counts.get(this.#names[i]) ?? 0) + 1);
    const all = new Float64Array(this.#count);
    const found = new Map<number, Float64Array>();
    const filled = new Map<number, number>();
    let at = 0;
    for (const [name, count] of counts) {
      found.set(name, all.subarray(at, at + count));
      filled.set(name, at);
      at += count;
    }
    for (let i = 0; i < this.#count; i++) {
      const name = this.#names[i];
      const place = filled.get(name) ?? 0;
      all[place] = this.#lengths[i];
      filled.set(name, place + 1);
    }
    for (const lengths of found.values()) lengths.sort();
    return found;
  }

  #grow(): void {
    const [names, lengths] = [this.#names, this.#lengths];
    this.#names = new Uint32Array(2 * names.length);
    this.#lengths = new Float64Array(2 * lengths.length);
    this.#names.set(names);
    this.#lengths.set(lengths);
  }
}
