/**
 * Finds exact repeats among the records of one table while they stream by. Legion 25.12 writes one PhysicalInstanceUsage again
 * and again when it flushes during the run (2.3 million times in a run of 5 seconds), so memory may grow with the distinct
 * records only: 16 to 32 bytes for each. Rank worker.
 */

/** Where the distinct records are kept: says whether an earlier row equals the newest one. */
export interface RowStore {
  /** Address of the newest row, below 2^32 - 1. */
  readonly newestRow: number;
  equalsNewest(row: number): boolean;
}

export class RepeatFilter {
  /** Open addressing, a power of two long: row + 1, 0 = free; and the hash of the record in that slot. */
  #rows = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  #count = 0;

  /** Whether the newest row of `store`, whose bytes hash to `hash` (u32), equals an earlier one; remembers it if not. */
  isRepeat(hash: number, store: RowStore): boolean {
    const mask = this.#rows.length - 1;
    let slot = hash & mask;
    for (; this.#rows[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && store.equalsNewest(this.#rows[slot] - 1)) return true;
    }
    this.#rows[slot] = store.newestRow + 1;
    this.#hashes[slot] = hash;
    if (++this.#count * 2 > this.#rows.length) this.#grow();
    return false;
  }

  #grow(): void {
    const mask = this.#rows.length * 2 - 1;
    const rows = new Uint32Array(mask + 1);
    const hashes = new Uint32Array(mask + 1);
    for (let i = 0; i < this.#rows.length; i++) {
      if (this.#rows[i] === 0) continue;
      let slot = this.#hashes[i] & mask;
      while (rows[slot] !== 0) slot = (slot + 1) & mask;
      rows[slot] = this.#rows[i];
      hashes[slot] = this.#hashes[i];
    }
    this.#rows = rows;
    this.#hashes = hashes;
  }
}
