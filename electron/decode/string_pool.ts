/**
 * Distinct strings of one log, as the bytes that the log has. Filled while decoding, in the rank worker; `finish` hands out
 * the table that everybody shares. Memory: the distinct text, plus 12 bytes a string.
 */
import { ProfileError } from '../protocol/errors.ts';
import type { StringTable } from './decoded_log.ts';
import { shareBytes } from './shared_arrays.ts';

/** String ends are u32. */
const MAX_TEXT_BYTES = 0xffffffff;

/** Differs from process to process: nobody can prepare a log whose strings all fall into one slot. Indexes do not depend on it. */
const SEED = Math.floor(Math.random() * 2 ** 32);

const HEX = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));

export class StringPool {
  #bytes = new Uint8Array(new ArrayBuffer(4096));
  #used = 0;
  #ends = new Uint32Array(new ArrayBuffer(1024));
  #count = 0;
  /** Open addressing, a power of two long: index + 1 of a string, 0 = free; and the hash of each string. */
  #slots = new Uint32Array(1024);
  #hashes = new Uint32Array(new ArrayBuffer(1024));

  /** Index of the string bytes[start .. end), which is copied if it is new. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    let hash = SEED;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    // FNV leaves the low bits of short texts alike; they choose the slot.
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] - 1;
      if (index < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[index] === hash && this.#equals(index, bytes, start, end)) return index;
    }
  }

  /** Index of the lower-case hexadecimal text of bytes[start .. end). */
  internHex(bytes: Uint8Array, start: number, end: number): number {
    const text = new Uint8Array((end - start) * 2);
    for (let i = start, out = 0; i < end; i++) {
      text[out++] = HEX[bytes[i] >> 4];
      text[out++] = HEX[bytes[i] & 15];
    }
    return this.intern(text, 0, text.length);
  }

  /** The table, in shared memory, exactly sized. The pool is empty afterwards and must not be used again. */
  finish(): StringTable {
    const bytes = shareBytes(this.#bytes, this.#used);
    const ends = new Uint32Array(new SharedArrayBuffer(this.#count * 4));
    ends.set(this.#ends.subarray(0, this.#count));
    const count = this.#count;
    this.#bytes = new Uint8Array(0);
    return { bytes, ends, count };
  }

  /** All strings so far; valid until the next one is added. */
  view(): StringTable {
    return { bytes: this.#bytes.subarray(0, this.#used), ends: this.#ends.subarray(0, this.#count), count: this.#count };
  }

  #equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = index === 0 ? 0 : this.#ends[index - 1];
    if (this.#ends[index] - from !== end - start) return false;
    const own = this.#bytes;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== own[j]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const used = this.#used + end - start;
    if (used > MAX_TEXT_BYTES) throw new ProfileError('out-of-memory', 'The log holds more than 4 GiB of distinct text; that is more than one file may have.');
    if (used > this.#bytes.length) this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(Math.max(used, this.#bytes.length * 2)));
    if (this.#count === this.#ends.length) {
      this.#ends = new Uint32Array(this.#ends.buffer.transfer(this.#ends.byteLength * 2));
      this.#hashes = new Uint32Array(this.#hashes.buffer.transfer(this.#hashes.byteLength * 2));
    }
    this.#bytes.set(bytes.subarray(start, end), this.#used);
    this.#used = used;
    const index = this.#count++;
    this.#ends[index] = used;
    this.#hashes[index] = hash;
    this.#slots[slot] = index + 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return index;
  }

  #rehash(): void {
    const mask = this.#slots.length * 2 - 1;
    const slots = new Uint32Array(mask + 1);
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#hashes[index] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}
