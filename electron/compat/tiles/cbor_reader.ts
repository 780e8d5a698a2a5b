/**
 * A cursor over CBOR that anybody may have written: definite and indefinite lengths, any float width, tags skipped, big numbers where
 * whole ones are expected. Every length is checked against what is there before anything is made of it, and nothing recurses on its word.
 * Source: RFC 8949.
 */
import type { Int } from './legion_types.ts';

const MAX_DEPTH = 256;
const BREAK = 0xff;

/** What is wrong with the bytes, and at which. */
export class CborError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'CborError';
    this.offset = offset;
  }
}

export type CborType = 'int' | 'bytes' | 'text' | 'array' | 'map' | 'float' | 'null' | 'other';

const TYPES: readonly CborType[] = ['int', 'int', 'bytes', 'text', 'array', 'map', 'int'];

export class CborReader {
  readonly #bytes: Buffer;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** What comes next, behind tags (big numbers keep theirs: they are 'int'). */
  peek(): CborType {
    this.#skipTags();
    const first = this.#byteAt(this.#at);
    if (first >>> 5 < 7) return TYPES[first >>> 5];
    if (first === 0xf6 || first === 0xf7) return 'null';
    return first >= 0xf9 && first <= 0xfb ? 'float' : 'other';
  }

  /** Beyond 2^53 a bigint. */
  int(): Int {
    this.#skipTags();
    const start = this.#at;
    const first = this.#byteAt(start);
    const type = first >>> 5;
    if (type === 6) return this.#bigNumber();
    if (type > 1) throw this.#wrong('a whole number', start);
    const argument = this.#argument();
    if (type === 0) return argument;
    return typeof argument === 'bigint' || argument === Number.MAX_SAFE_INTEGER ? -1n - BigInt(argument) : -1 - argument;
  }

  /** A whole number below `limit` and not below 0. */
  uint(limit = Number.MAX_SAFE_INTEGER): number {
    const start = this.#at;
    const value = this.int();
    if (typeof value === 'bigint' || value < 0 || value >= limit) throw this.#wrong(`a whole number from 0 to ${limit - 1}`, start);
    return value;
  }

  /** Whole numbers are taken too, as other writers write 0 and 1 so. */
  float(): number {
    this.#skipTags();
    const start = this.#at;
    const first = this.#byteAt(start);
    if (first >>> 5 <= 1) return Number(this.int());
    if (first === 0xf9) return halfValue(this.#bytes.readUInt16BE(this.#take(3) + 1));
    if (first === 0xfa) return this.#bytes.readFloatBE(this.#take(5) + 1);
    if (first === 0xfb) return this.#bytes.readDoubleBE(this.#take(9) + 1);
    throw this.#wrong('a number', start);
  }

  text(): string {
    this.#skipTags();
    return this.#string(3, 'a text').toString('utf8');
  }

  /** Takes a null if there is one. */
  null(): boolean {
    if (this.peek() !== 'null') return false;
    this.#at++;
    return true;
  }

  /** Calls `item` before each element, which it must read. */
  array(item: (index: number) => void): void {
    this.#container(4, 'a list', item);
  }

  /** Calls `value` with each key that is a text, before its value, which it must read or skip. */
  map(value: (key: string) => void): void {
    this.#container(5, 'a map', () => value(this.text()));
  }

  /** Calls `entry` before each key and value, both of which it must read. */
  entries(entry: () => void): void {
    this.#container(5, 'a map', entry);
  }

  /** Steps over one item of any kind. */
  skip(): void {
    this.#skipTags();
    switch (this.peek()) {
      case 'int': this.int(); return;
      case 'bytes': this.#string(2, 'bytes'); return;
      case 'text': this.#string(3, 'a text'); return;
      case 'array': this.array(() => this.skip()); return;
      case 'map': this.entries(() => {
        this.skip();
        this.skip();
      }); return;
      case 'float': this.float(); return;
      default: {
        const first = this.#byteAt(this.#at);
        if (first === BREAK) throw this.#wrong('an item', this.#at);
        this.#take(first === 0xf8 ? 2 : 1);
      }
    }
  }

  #container(type: number, name: string, item: (index: number) => void): void {
    this.#skipTags();
    const start = this.#at;
    const first = this.#byteAt(start);
    if (first >>> 5 !== type) throw this.#wrong(name, start);
    if (++this.#depth > MAX_DEPTH) throw new CborError(`it nests deeper than ${MAX_DEPTH}`, start);
    if ((first & 31) === 31) {
      this.#at++;
      for (let i = 0; this.#byteAt(this.#at) !== BREAK; i++) item(i);
      this.#at++;
    } else {
      const count = this.#argument();
      // An element takes a byte at least.
      if (count > this.#bytes.length - this.#at) throw new CborError(`it announces ${count} elements in ${this.#bytes.length - this.#at} bytes`, start);
      for (let i = 0; i < count; i++) item(i);
    }
    this.#depth--;
  }

  /** Bytes or a text; those in pieces are joined. */
  #string(type: number, name: string): Buffer {
    const start = this.#at;
    const first = this.#byteAt(start);
    if (first >>> 5 !== type) throw this.#wrong(name, start);
    if ((first & 31) !== 31) return this.#piece(start);
    this.#at++;
    const pieces: Buffer[] = [];
    while (this.#byteAt(this.#at) !== BREAK) {
      const at = this.#at;
      if (this.#byteAt(at) >>> 5 !== type || (this.#byteAt(at) & 31) === 31) throw this.#wrong(`a piece of ${name}`, at);
      pieces.push(this.#piece(at));
    }
    this.#at++;
    return Buffer.concat(pieces);
  }

  #piece(start: number): Buffer {
    const size = this.#argument();
    if (size > this.#bytes.length - this.#at) throw new CborError(`it announces ${size} bytes and has ${this.#bytes.length - this.#at}`, start);
    const from = this.#take(Number(size));
    return this.#bytes.subarray(from, from + Number(size));
  }

  /** Tag 2 or 3 and bytes: a number of any length. */
  #bigNumber(): bigint {
    const start = this.#at;
    const tag = this.#argument();
    if (tag !== 2 && tag !== 3) throw this.#wrong('a whole number', start);
    const bytes = this.#string(2, 'the bytes of a number');
    if (bytes.length > 8) throw new CborError('a number has more than 64 bits', start);
    const value = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
    return tag === 2 ? value : -1n - value;
  }

  #argument(): Int {
    const info = this.#byteAt(this.#at) & 31;
    if (info < 24) {
      this.#at++;
      return info;
    }
    if (info > 27) throw this.#wrong('a length', this.#at);
    const size = 2 ** (info - 24);
    const from = this.#take(1 + size) + 1;
    if (size < 8) return this.#bytes.readUIntBE(from, size);
    const value = this.#bytes.readBigUInt64BE(from);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  #skipTags(): void {
    while (this.#at < this.#bytes.length && this.#bytes[this.#at] >>> 5 === 6) {
      if (this.#bytes[this.#at] === 0xc2 || this.#bytes[this.#at] === 0xc3) return;
      this.#argument();
    }
  }

  /** Steps over `size` bytes; where they begin. */
  #take(size: number): number {
    const from = this.#at;
    if (size > this.#bytes.length - from) throw new CborError('it ends in the middle of an item', this.#bytes.length);
    this.#at = from + size;
    return from;
  }

  #byteAt(at: number): number {
    if (at >= this.#bytes.length) throw new CborError('it ends in the middle of an item', this.#bytes.length);
    return this.#bytes[at];
  }

  #wrong(expected: string, offset: number): CborError {
    return new CborError(`it should have ${expected} there`, offset);
  }
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
